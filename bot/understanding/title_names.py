"""Names of titles in a sentence, and sets of titles as a button holds them. Pure."""

from functools import cache

from bot.titles.catalogue import Regime
from bot.titles.loading import shared as catalogue
from bot.titles.matching import Vocabulary


def mask(regime: Regime, ids: set[str]) -> int:
    """A set of titles as one number: a bit for each title's place in the regime."""
    return sum(1 << place for place, title in enumerate(regime.titles()) if title.id in ids)


def unmask(regime: Regime, number: int) -> frozenset[str]:
    return frozenset(title.id for place, title in enumerate(regime.titles()) if number >> place & 1)


@cache
def vocabulary(regime_id: str) -> Vocabulary:
    return Vocabulary(catalogue().regime(regime_id))
