"""The kinds of workbooks that are taken over: how each is read, compared with the store, written and taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.awards import history, parsing
from bot.awards.history import AwardRow
from bot.awards.records import Award
from bot.campaigns.records import campaign_of_year
from bot.leading.registered import registered
from bot.office.imports import comparing
from bot.office.imports.comparing import Comparison
from bot.office.imports.records import UploadNow
from bot.people.roster import importing, snapshot, undoing
from bot.people.roster.records import ImportKind
from bot.recognition import workbook
from bot.recognition.records import decision
from bot.recognition.workbook import DecisionThere
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles.loading import shared
from bot.workbooks.reading import Progress


@dataclass(frozen=True, slots=True)
class Importer:
    """All that differs between the kinds."""

    parse: Callable[[bytes, str, date, int, Progress], Any]
    """Content, name, today and the year told -> the rows, understood. Takes its time; raises Refusal."""
    load: Callable[[Tx], Any]
    """Brings all that is stored to compare with."""
    compare: Callable[[Any, Any, date], Comparison]
    """Rows, what is stored, and today -> what would be written. Pure; takes its time."""
    write: Callable[[Tx, Any], int | None]
    """Writes the plan of a comparison; the key of the record by which it can be taken back."""
    turn: Turn
    tables: Sequence[sa.Table]


def _compare_awards(reading: Any, stored: Any, _today: date) -> Comparison:
    known, awards = stored
    return comparing.of_awards(history.plan(reading, known, awards), known, awards, shared())


IMPORTERS: Mapping[ImportKind, Importer] = {
    ImportKind.ROSTER: Importer(
        lambda content, name, today, _year, progress: importing.parse(content, name, today, progress=progress),
        snapshot.load,
        lambda reading, stored, today: comparing.of_roster(importing.plan(reading, stored, today)),
        importing.write,
        Turn.ROSTER,
        undoing.ROSTER,
    ),
    ImportKind.AWARDS: Importer(
        lambda content, name, today, year, progress: parsing.parse(
            content, name, today, shared(), year=year, progress=progress
        ),
        lambda tx: (snapshot.load(tx), snapshot.rows(tx, Award, AwardRow)),
        _compare_awards,
        history.write,
        Turn.DECISIONS,
        history.TABLES,
    ),
}


def importer_of(upload: UploadNow) -> Importer:
    """The importer of this workbook: of lines of a decision, where it was sent for one."""
    key = upload.decision_id
    return IMPORTERS[upload.kind] if key is None else _of_decision(key)


def _of_decision(key: int) -> Importer:
    def load(tx: Tx) -> DecisionThere:
        one = decision(tx, key)
        campaign = None if one is None else campaign_of_year(tx, one.year)
        stand = {} if one is None or campaign is None else registered(tx, campaign, one.family)
        asked = frozenset((holder, title) for title, holders in stand.items() for holder in holders)
        return workbook.load(tx, key, campaign, asked)

    def compare(reading: Any, there: Any, _today: date) -> Comparison:
        return comparing.of_awards(workbook.plan(reading, there), there.people, (), shared())

    awards = IMPORTERS[ImportKind.AWARDS]
    return replace(awards, load=load, compare=compare, write=lambda tx, plan: workbook.write(tx, key, plan), tables=())
