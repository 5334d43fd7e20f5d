"""Words of each language, sorted by what they mean for a route; it knows no routes."""

from intents.lexicon.chinese import CHINESE
from intents.lexicon.concepts import Concept
from intents.lexicon.english import ENGLISH, MISSPELT_OFTEN, REAL_WORDS

LANGUAGES = (ENGLISH, CHINESE)

__all__ = ["LANGUAGES", "MISSPELT_OFTEN", "REAL_WORDS", "Concept"]
