"""Families and levels of titles as decisions are parted by them, in words. Pure."""

from bot.dialogue.screens import Phrase
from bot.titles.catalogue import Family, Level

Kind = tuple[Family, Level]

_STATE_LEVELS = {
    Level.BASE: "decision.kind.base",
    Level.PROVINCE: "decision.kind.province",
    Level.MINISTRY: "decision.kind.ministry",
    Level.STATE: "decision.kind.state",
}
_UNION_LEVELS = {
    Level.BASE: "decision.kind.union",
    Level.PROVINCE: "decision.kind.union_province",
    Level.MINISTRY: "decision.kind.union_province",
    Level.STATE: "decision.kind.union_province",
}


def kind(family: Family, level: Level) -> Phrase:
    return Phrase((_STATE_LEVELS if family is Family.STATE else _UNION_LEVELS)[level])
