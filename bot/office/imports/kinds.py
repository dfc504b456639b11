"""The kinds of workbooks that are taken over: how each is read, compared with the store, written and taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.awards import history, parsing
from bot.awards.history import AwardRow
from bot.awards.records import Award
from bot.office.imports import comparing
from bot.office.imports.comparing import Comparison
from bot.people.roster import importing, snapshot, undoing
from bot.people.roster.records import ImportKind
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles import records as versions
from bot.titles.catalogue import Catalogue
from bot.workbooks.reading import Progress


@dataclass(frozen=True, slots=True)
class Importer:
    """All that differs between the kinds."""

    parse: Callable[[bytes, str, date, int, Catalogue, Progress], Any]
    """Content, name, today, the year told and the titles there are -> the rows, understood. Takes its time; raises
    Refusal."""
    load: Callable[[Tx], Any]
    """Brings all that is stored to compare with."""
    compare: Callable[[Any, Any, date], Comparison]
    """Rows, what is stored, and today -> what would be written. Pure; takes its time."""
    write: Callable[[Tx, Any], int | None]
    """Writes the plan of a comparison; the key of the record by which it can be taken back."""
    turn: Turn
    tables: Sequence[sa.Table]


def _compare_awards(reading: Any, stored: Any, _today: date) -> Comparison:
    known, awards, titles = stored
    return comparing.of_awards(history.plan(reading, known, awards), known, awards, titles)


IMPORTERS: Mapping[ImportKind, Importer] = {
    ImportKind.ROSTER: Importer(
        lambda content, name, today, _year, _titles, progress: importing.parse(content, name, today, progress=progress),
        snapshot.load,
        lambda reading, stored, today: comparing.of_roster(importing.plan(reading, stored, today)),
        importing.write,
        Turn.ROSTER,
        undoing.ROSTER,
    ),
    ImportKind.AWARDS: Importer(
        lambda content, name, today, year, titles, progress: parsing.parse(
            content, name, today, titles, year=year, progress=progress
        ),
        lambda tx: (snapshot.load(tx), snapshot.rows(tx, Award, AwardRow), versions.in_use(tx)),
        _compare_awards,
        history.write,
        Turn.DECISIONS,
        history.TABLES,
    ),
}
