"""Rows of a list of awards, understood: entries, and what could not be read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.awards.layouts import Slot
from bot.awards.naming import TitleReader
from bot.dialogue.screens import Phrase
from bot.titles.catalogue import Title
from bot.workbooks.report import Reject
from bot.workbooks.tables import Table, TableLine


@dataclass(frozen=True, slots=True)
class AwardEntry:
    """One title of one year, as a row says it."""

    table: Table = field(repr=False)
    line: TableLine
    column: str
    """The heading under which the title stands."""
    code: str
    name: str
    unit: str
    title: Title
    year: int
    decision: Mapping[str, Any]


@dataclass(slots=True)
class AwardReading:
    entries: list[AwardEntry] = field(default_factory=list)
    rejected: list[Reject] = field(default_factory=list)
    remarks: list[Reject] = field(default_factory=list)
    passed_over: list[tuple[str, int]] = field(default_factory=list)
    warnings: list[Phrase] = field(default_factory=list)
    understood: list[Phrase] = field(default_factory=list)


@dataclass(slots=True)
class Context:
    """All that is said around the rows of a table. `year` is that of rows that say none, 0 where nothing says one."""

    today: date
    titles: TitleReader
    slots: tuple[Slot, ...]
    year: int
    decision: Mapping[str, Any]
    foot: int
    """The last row that bears a number or a code: what follows without a title is signatures."""
    ended: bool = False
    """A total or a signature was met below that row."""
    heading_years: tuple[int, ...] = ()
    heading_title: Title | None = None
