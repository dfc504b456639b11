"""Names of titles in a sentence. Pure."""

from functools import cache

from bot.titles.loading import shared as catalogue
from bot.titles.matching import Vocabulary


@cache
def vocabulary(regime_id: str) -> Vocabulary:
    return Vocabulary(catalogue().regime(regime_id))
