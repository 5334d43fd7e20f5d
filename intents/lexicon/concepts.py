"""The concepts that words stand for, in every language; it knows neither words nor routes."""

from enum import StrEnum, auto


class Concept(StrEnum):
    """What a word or phrase means for the routing of a message."""

    # Concepts are looked up all the time; the hash of an enumeration is slower than that of text.
    __hash__ = str.__hash__

    # What is done
    EXPORT = auto()
    SAVE = auto()
    SEND = auto()
    SENDME = auto()  # "send me", 发给我
    SENDYOU = auto()  # "send you", 发给你
    UPLOAD = auto()
    MAKE = auto()
    TURN = auto()  # needs INTO to say what becomes of it
    TURNINTO = auto()  # 做成: both in one word
    ANIMATE = auto()
    LET = auto()  # 让: needs what shall happen
    BRING = auto()  # "bring ... to life": needs MOVE
    MOVE = auto()
    EDIT = auto()
    SHOW = auto()
    PRESS = auto()
    WANT = auto()
    # What it is done to
    VIDEO = auto()
    FILE = auto()  # the finished product: mp4, 成片
    PHOTO = auto()
    PART = auto()  # anything that can be in a video: title, music, "end credits", "white balance"
    LOOK = auto()  # how it shall be: brighter, 竖屏
    MOTION = auto()
    CREDITS = auto()
    STATUS = auto()
    TIMELINE = auto()
    FORMAT = auto()
    SITE = auto()
    QUOTE = auto()
    URL = auto()
    DEF = auto()
    INDEF = auto()
    IT = auto()
    # How it is asked
    ASK = auto()
    DID = auto()
    WHAT = auto()
    WHATIS = auto()  # 有什么
    HOW = auto()
    HOWMANY = auto()
    HOWLONG = auto()
    WHERE = auto()
    WHEN = auto()
    LEFT = auto()
    ENOUGH = auto()
    DONE = auto()
    ISDONE = auto()  # 好了吗
    PAST = auto()  # "exported": tells of it, does not ask for it
    HERE = auto()
    MARK = auto()  # a question mark
    # What holds it together
    BA = auto()  # 把: the verb stands behind its object
    SHOULD = auto()
    NOT = auto()
    IF = auto()
    INTO = auto()
    WITH = auto()
    ABOUT = auto()
    IN = auto()
    AND = auto()
    THEN = auto()
    SAYS = auto()  # what follows is content, even without quotes
    COMMA = auto()
    STOP = auto()
    SKIP = auto()  # polite or misleading: read over
    # What only the learned weights look at; the table reads over it
    DEVICE = auto()  # where the video shall end up: phone, gallery
    NOW = auto()
    BUT = auto()
    PRICE = auto()
    TALK = auto()  # greetings, thanks
    CANYOU = auto()
    WAIT = auto()
    ACCOUNT = auto()
    WHY = auto()
    FAIL = auto()
    OWN = auto()
    NEXT = auto()
    # Everyday words, which tell a wish from a story; only the learned weights look at them, too
    ME = auto()
    YOU = auto()
    WE = auto()
    THEY = auto()  # somebody else
    PEOPLE = auto()  # boss, grandmother
    SAID = auto()  # "she told me"
    BEFORE = auto()  # yesterday
    SOON = auto()  # "by six", tomorrow
    POSITION = auto()  # where on the picture or the timeline
    SCENE = auto()  # what a clip may show: cats, rain
    EVENT = auto()  # wedding, match
    GIVE = auto()  # "out with it"
    RECEIVE = auto()  # arrived
    RECHARGE = auto()  # "running low"
    HAPPY = auto()
    JOKE = auto()
    POLICY = auto()  # what is allowed, who you are
    NOTHING = auto()
    TOO = auto()  # what is wrong with it
    MUST = auto()
    KIND = auto()  # polite wrapping
    ONLY = auto()
    VERSION = auto()  # what is delivered
    RAW = auto()  # what is sent in
    HAVE = auto()
    BE = auto()
    WAS = auto()  # tells of the past
    STILL = auto()
    KEEP = auto()  # "leave it"
    PICTURE = auto()  # one that is drawn, not sent: poster, illustration
    TUNE = auto()  # what may be heard under a clip: piano, bolero, a voice


_IN_ORDER = list(Concept)
# The table reads over these: they say how somebody asks, not what for.
UNSEEN_BY_TABLE = frozenset(_IN_ORDER[_IN_ORDER.index(Concept.DEVICE) :])
# To the table, they are words that it does not know.
EVERYDAY_CONCEPTS = frozenset(_IN_ORDER[_IN_ORDER.index(Concept.ME) :])
