"""What must hold after the soak, by the sandbox's own books and by what stands in the chats."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.soak_chat import Chat
from bot.texts import LANGUAGES, say
from sandbox.chat_client import Json

EDIT_CREDITS, CLIP_CREDITS = 50, 100
# Words of the weather that end a turn with nothing done, so that it costs nothing.
UNDONE = re.compile(r"undone|^(un)?(parsable_)?error$|^error_event$")
UNCERTAIN = frozenset({"reset", "reset_after"})
SECRET = re.compile(r"\d{6,}:[\w-]{30,}|nmv_usr_\w|clm_\w")


def _begins(text_id: str) -> tuple[str, ...]:
    """How a text begins, in all languages, up to the first number in it."""
    return tuple(
        re.split(r"\d", say(text_id, language, seconds=0, id="0"))[0] for language in LANGUAGES
    )


DONE, UNSURE, STOPPED = _begins("export-done"), _begins("video-unsure"), _begins("cancelled")
BROKE = _begins("error-unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that is judged. `wishes` are the words that are a prompt; `from_words` those of
    them that may ask for a clip made from words alone."""

    chats: Sequence[Chat]
    books: Json
    weather: Json
    prompt_calls: Sequence[Json]
    telegram_faults: Sequence[Json]
    wishes: frozenset[str]
    from_words: frozenset[str]
    log: str

    def uncertain(self, method: str) -> int:
        """How often it could not be known whether a message of this kind reached Telegram."""
        return sum(
            armed["met"]
            for armed in self.telegram_faults
            if armed["fault"]["operation"] == method and armed["fault"]["kind"] in UNCERTAIN
        )

    @property
    def drawn(self) -> Mapping[str, int]:
        """How often each fault of the weather met a prompt."""
        drawn: Mapping[str, int] = self.weather["drawn"].get("run_sse", {})
        return drawn


def wrong(evidence: Evidence) -> list[str]:
    """All that was not as it must be, in words."""
    judges = (_twins, _prompts, _credits, _deliveries, _renders, _log)
    found = [words for judge in judges for words in judge(evidence)]
    return [*unanswered(evidence.chats), *found]


def counts(evidence: Evidence) -> Json:
    """What there was."""
    books = evidence.books
    films = [_films(chat) for chat in evidence.chats]
    states = Counter(render["status"] for render in books["renders"].values())
    weather = {name: sum(drawn.values()) for name, drawn in evidence.weather["drawn"].items()}
    return {
        "turns": sum(len(chat.said) for chat in evidence.chats),
        "unanswered": sum(len(chat.unanswered()) for chat in evidence.chats),
        "prompts": books["prompts_total"],
        "prompts_twice": len(_repeated(evidence)),
        "charges": len(books["charges"]),
        "credits_charged": books["credits_charged"],
        "renders": dict(states),
        "exports_done": sum(done for film in films for done in film.done.values()),
        "videos": sum(videos for film in films for videos in film.videos.values()),
        "videos_uncertain": evidence.uncertain("sendVideo"),
        "twin_cards": sum(len(chat.twins()) for chat in evidence.chats),
        "telegram_faults": sum(armed["met"] for armed in evidence.telegram_faults),
        "weather": weather,
    }


def unanswered(chats: Sequence[Chat]) -> Iterator[str]:
    """What has found no end, and what ended in an apology for something of ours that broke."""
    for chat in chats:
        for said in chat.unanswered():
            yield f"{chat.name}: not answered: {said.what} {said.ids}"
        for card in chat.open_cards():
            yield f"{chat.name}: still open: {card['text'][:80]!r} ({card['id']})"
        for message in chat.by_bot():
            if message["text"].startswith(BROKE):
                yield f"{chat.name}: {message['text']}"


def _twins(evidence: Evidence) -> Iterator[str]:
    twins = sum(len(chat.twins()) for chat in evidence.chats)
    if twins > evidence.uncertain("sendMessage"):
        yield f"{twins} progress messages were left, {evidence.uncertain('sendMessage')} uncertain"


def _repeated(evidence: Evidence) -> list[str]:
    times = Counter(text for texts in evidence.books["prompts"].values() for text in texts)
    return [text for text, count in times.items() if count > 1 and text in evidence.wishes]


def _prompts(evidence: Evidence) -> Iterator[str]:
    for text in _repeated(evidence):
        yield f"a prompt was worked on twice: {text}"
    by_text: dict[str, list[Json]] = defaultdict(list)
    for call in evidence.prompt_calls:
        by_text[_words_of(call)].append(call)
    for text, calls in by_text.items():
        # Only what was surely refused may be sent again.
        lost = [call for call in calls[:-1] if call["fault"] in UNCERTAIN or _failed(call)]
        if lost and text in evidence.wishes:
            yield f"a prompt was sent again after an uncertain outcome: {text}"
    own = [
        text
        for texts in evidence.books["prompts"].values()
        for text in texts
        if text not in evidence.wishes
    ]
    # What the agent tells the user to do by hand, the bot does in a prompt of its own.
    presses = sum("edit:" in said.what for chat in evidence.chats for said in chat.said)
    allowed = evidence.books["prompts_total"] - len(own) + presses
    if len(own) > allowed:
        yield f"{len(own)} prompts that nobody asked for, such as {own[:3]}"


def _words_of(call: Json) -> str:
    body = call["body"] or {}
    message = body.get("new_message") or body.get("newMessage") or {}
    return "".join(part.get("text", "") for part in message.get("parts", []))


def _failed(call: Json) -> bool:
    return call["status"] is None or call["status"] >= 500


def _credits(evidence: Evidence) -> Iterator[str]:
    """Every prompt costs what it says, once: an edit once a session, each clip from words."""
    books = evidence.books
    charges: dict[str, Counter[int]] = defaultdict(Counter)
    for charge in books["charges"]:
        charges[charge["session_id"]][charge["credits"]] += 1
    unpaid = 0
    for session, prompts in books["prompts"].items():
        paid = charges.pop(session, Counter())
        from_words = sum(text in evidence.from_words for text in prompts)
        if paid[EDIT_CREDITS] > 1 or paid[CLIP_CREDITS] > from_words:
            yield f"charged more than was asked for: {dict(paid)} for {prompts}"
        if set(paid) - {EDIT_CREDITS, CLIP_CREDITS} or paid.total() > len(prompts):
            yield f"charges without prompts: {dict(paid)} for {prompts}"
        if not books["uploads"].get(session):
            unpaid += max(from_words - paid[CLIP_CREDITS], 0)
    if charges:
        yield f"charges in sessions without prompts: {dict(charges)}"
    undone = sum(count for name, count in evidence.drawn.items() if UNDONE.search(name))
    if unpaid > undone:
        yield f"{unpaid} clips were made and not charged, and only {undone} turns were undone"
    total = sum(charge["credits"] for charge in books["charges"])
    if not total == books["credits_charged"] == sum(books["credits_by_account"].values()):
        yield "the books of the charges do not add up"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Films:
    """By the message that asked: the exports called done, those left open, and the videos."""

    done: Counter[int]
    unclear: Counter[int]
    videos: Counter[int]


def _films(chat: Chat) -> _Films:
    films = _Films(done=Counter(), unclear=Counter(), videos=Counter())
    for message in chat.by_bot():
        asked = message["reply_to"]["id"] if message["reply_to"] else 0
        last = message["text"].rpartition("\n\n")[2]
        if (message["media"] or {}).get("type") == "video":
            films.videos[asked] += 1
        elif last.startswith(DONE):
            films.done[asked] += 1
        elif last.startswith((*UNSURE, *STOPPED)):
            films.unclear[asked] += 1
    return films


def _deliveries(evidence: Evidence) -> Iterator[str]:
    repeats = 0
    for chat in evidence.chats:
        films = _films(chat)
        for asked in films.done | films.videos:
            done, videos = films.done[asked], films.videos[asked]
            if videos < done:
                yield f"{chat.name}: {done} exports called done, {videos} videos (to {asked})"
            if videos > 2 * (done + films.unclear[asked]):
                yield f"{chat.name}: {videos} videos for {done} exports (to {asked})"
            repeats += max(videos - done - films.unclear[asked], 0)
    if repeats > evidence.uncertain("sendVideo"):
        yield f"{repeats} videos came twice, more than there were uncertain sendings"


def _renders(evidence: Evidence) -> Iterator[str]:
    renders: Mapping[str, Json] = evidence.books["renders"]
    for render_id, render in renders.items():
        if render["submitted"] > 1:
            yield f"{render_id} was submitted {render['submitted']} times"
        if render["status"] in {"pending", "processing"}:
            yield f"{render_id} is still {render['status']}"
    # Every video that was begun has shown a button to stop it; the data is its own.
    begun = sum(data.startswith("stop:") for chat in evidence.chats for data in chat.offered)
    ended = Counter(render["status"] for render in renders.values())
    if ended["completed"] > begun or renders_accepted(ended) > begun + ended["failed"]:
        yield f"{dict(ended)} renders for {begun} exports"


def renders_accepted(ended: Counter[str]) -> int:
    """Renders that the service took on."""
    return ended.total() - ended["refused"]


def _log(evidence: Evidence) -> Iterator[str]:
    for line in evidence.log.splitlines():
        given_up = "job_given_up" in line and '"aborted"' not in line  # which is: cancelled
        if "Traceback" in line or given_up:
            yield f"the log has: {line[:3000]}"
        if found := SECRET.search(line):
            yield f"the log has a secret that begins with {found[0][:8]}: {line[:60]}"
