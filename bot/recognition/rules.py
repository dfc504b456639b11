"""Rules of decisions: the titles that a decision may give. Pure."""

from collections.abc import Iterable

from bot.titles.catalogue import Family, Level, Regime, Title


def titles(regime: Regime, family: Family, level: Level) -> tuple[Title, ...]:
    """The titles that a decision of this family and level may give, in the order of lists."""
    return tuple(title for title in regime.titles(family=family) if title.level is level)


def kinds(regime: Regime, ids: Iterable[str]) -> list[tuple[Family, Level]]:
    """The families and levels of these titles, the State's first, the own level before those above."""
    there = {(title.family, title.level) for title in regime.in_order(ids)}
    return sorted(there, key=lambda one: (list(Family).index(one[0]), list(Level).index(one[1])))


def authority(regime: Regime, family: Family, level: Level) -> str:
    """The authority that recognises such titles, as the catalogue says it."""
    return next((title.authority.vi for title in titles(regime, family, level)), "")
