"""The difference between two versions of a regime: titles that come, go and change, and what else does. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.titles.catalogue import Regime, Title


class What(StrEnum):
    """A part of a title, or of a regime as a whole, that has changed."""

    NAME = "name"
    CRITERIA = "criteria"
    TOGETHER = "together"  # implied and excluded titles
    QUOTA = "quota"
    HOLDERS = "holders"  # for whom it is, and whether one registers it
    AUTHORITY = "authority"  # who decides, by which vote
    SOURCES = "sources"  # sources, notes, how sure
    DATES = "dates"
    CAUTION = "caution"
    FAMILIES = "families"
    PRACTICES = "practices"


_OF_TITLES = {
    What.NAME: ("name", "short", "label", "abbr"),
    What.CRITERIA: ("standard", "requires"),
    What.TOGETHER: ("implies", "exclusive_with"),
    What.QUOTA: ("quota",),
    What.HOLDERS: ("subjects", "needs", "self_register", "family", "kind"),
    What.AUTHORITY: ("authority", "level", "vote"),
    What.SOURCES: ("sources", "certainty", "notes"),
}
_OF_REGIMES = {
    What.NAME: ("name",),
    What.DATES: ("active", "first_campaign", "last_campaign", "valid_from", "valid_to", "review_by"),
    What.CAUTION: ("caution", "to_check"),
    What.FAMILIES: ("families_off",),
    What.PRACTICES: ("practices",),
    What.SOURCES: ("sources", "notes"),
}


@dataclass(frozen=True, slots=True)
class TitleChange:
    """One title that is not as before: as it was and as it will be; None: not there. `what`: of one that stays."""

    before: Title | None
    after: Title | None
    what: tuple[What, ...] = ()

    @property
    def title(self) -> Title:
        one = self.after or self.before
        assert one is not None
        return one


@dataclass(frozen=True, slots=True)
class Changes:
    titles: tuple[TitleChange, ...]
    """In the order of lists: those that go, those that come, those that change."""
    whole: tuple[What, ...]
    """Parts of the regime as a whole."""

    @property
    def gone(self) -> frozenset[str]:
        return frozenset(one.title.id for one in self.titles if one.after is None)


def changes(before: Regime, after: Regime) -> Changes:
    """All that differs between two versions of one regime."""
    return Changes(
        (
            *(TitleChange(title, None) for title in before.titles() if title.id not in after),
            *(TitleChange(None, title) for title in after.titles() if title.id not in before),
            *_changed(before, after),
        ),
        tuple(what for what, parts in _OF_REGIMES.items() if _differ(before, after, parts)),
    )


def _changed(before: Regime, after: Regime) -> Iterator[TitleChange]:
    for title in after.titles():
        if title.id in before:
            was = before.title(title.id)
            if what := tuple(what for what, parts in _OF_TITLES.items() if _differ(was, title, parts)):
                yield TitleChange(was, title, what)


def _differ(before: object, after: object, parts: tuple[str, ...]) -> bool:
    return any(getattr(before, part) != getattr(after, part) for part in parts)
