"""Words of each language, sorted by what they mean for a route; it knows no routes."""

from intents.lexicon.arabic import ARABIC
from intents.lexicon.chinese import CHINESE
from intents.lexicon.concepts import Concept
from intents.lexicon.english import ENGLISH, MISSPELT_OFTEN, REAL_WORDS
from intents.lexicon.everyday import EVERYDAY
from intents.lexicon.everywhere import EVERYWHERE
from intents.lexicon.french import FRENCH
from intents.lexicon.german import GERMAN
from intents.lexicon.hindi import HINDI
from intents.lexicon.indonesian import INDONESIAN
from intents.lexicon.japanese import JAPANESE
from intents.lexicon.korean import KOREAN
from intents.lexicon.portuguese import PORTUGUESE
from intents.lexicon.russian import RUSSIAN
from intents.lexicon.spanish import SPANISH
from intents.lexicon.turkish import TURKISH
from intents.lexicon.vietnamese import VIETNAMESE

# Where two languages share a word, the upper one has it.
LANGUAGES = (
    ENGLISH, CHINESE, SPANISH, PORTUGUESE, FRENCH, GERMAN, RUSSIAN, HINDI, INDONESIAN, ARABIC,
    JAPANESE, KOREAN, TURKISH, VIETNAMESE,
)  # fmt: skip

__all__ = [
    "CHINESE",
    "EVERYDAY",
    "EVERYWHERE",
    "JAPANESE",
    "LANGUAGES",
    "MISSPELT_OFTEN",
    "REAL_WORDS",
    "Concept",
]
