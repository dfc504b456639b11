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
from bot.office.paper import entries
from bot.people.roster import importing, snapshot, undoing
from bot.people.roster.records import ImportKind
from bot.recognition import workbook
from bot.recognition.records import decision
from bot.recognition.workbook import DecisionThere
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles import records as versions
from bot.titles.catalogue import Catalogue
from bot.titles.loading import shared
from bot.workbooks.reading import Progress, read


@dataclass(frozen=True, slots=True)
class Importer:
    """All that differs between the kinds."""

    parse: Callable[[bytes, str, date, int, Catalogue, Progress], Any]
    """Content, name, today, the year told and the titles there are -> the rows, understood. Takes its time; raises
    Refusal."""
    load: Callable[[Tx, UploadNow], Any]
    """Brings all that is stored to compare this workbook with."""
    compare: Callable[[Any, Any, date], Comparison]
    """Rows, what is stored, and today -> what would be written. Pure; takes its time."""
    write: Callable[[Tx, UploadNow, Any], int | None]
    """Writes the plan of a comparison; the key of the record by which it can be taken back, if it can."""
    turn: Turn
    tables: Sequence[sa.Table]


def _compare_awards(reading: Any, stored: Any, _today: date) -> Comparison:
    known, awards, titles = stored
    return comparing.of_awards(history.plan(reading, known, awards), known, awards, titles)


def by(upload: UploadNow) -> int:
    """The person who has confirmed it, or who has sent it."""
    return upload.sent_by if upload.decided_by is None else upload.decided_by


def _unit(upload: UploadNow) -> int:
    assert upload.unit_id is not None
    return upload.unit_id


def _enter(tx: Tx, upload: UploadNow, planned: Any) -> None:
    entries.enter(tx, by(upload), planned)


IMPORTERS: Mapping[ImportKind, Importer] = {
    ImportKind.ROSTER: Importer(
        lambda content, name, today, _year, _titles, progress: importing.parse(content, name, today, progress=progress),
        lambda tx, _upload: snapshot.load(tx),
        lambda reading, stored, today: comparing.of_roster(importing.plan(reading, stored, today)),
        lambda tx, _upload, planned: importing.write(tx, planned),
        Turn.ROSTER,
        undoing.ROSTER,
    ),
    ImportKind.AWARDS: Importer(
        lambda content, name, today, year, titles, progress: parsing.parse(
            content, name, today, titles, year=year, progress=progress
        ),
        lambda tx, _upload: (snapshot.load(tx), snapshot.rows(tx, Award, AwardRow), versions.in_use(tx)),
        _compare_awards,
        lambda tx, _upload, planned: history.write(tx, planned),
        Turn.DECISIONS,
        history.TABLES,
    ),
    ImportKind.UNIT_FORMS: Importer(
        lambda content, name, _today, _year, _titles, progress: read(content, name, progress=progress),
        lambda tx, upload: entries.stands(tx, by(upload), _unit(upload), upload.sent_at),
        lambda reading, stored, _today: comparing.of_forms(*entries.read(reading, stored)),
        _enter,
        Turn.UNIT_FORMS,
        (),
    ),
}


def importer_of(upload: UploadNow) -> Importer:
    """The importer of this workbook: of lines of a decision, where it was sent for one."""
    key = upload.decision_id
    return IMPORTERS[upload.kind] if key is None else _of_decision(key)


def _of_decision(key: int) -> Importer:
    def load(tx: Tx, _upload: UploadNow) -> DecisionThere:
        one = decision(tx, key)
        campaign = None if one is None else campaign_of_year(tx, one.year)
        stand = {} if one is None or campaign is None else registered(tx, campaign, one.family)
        asked = frozenset((holder, title) for title, holders in stand.items() for holder in holders)
        return workbook.load(tx, key, campaign, asked)

    def compare(reading: Any, there: Any, _today: date) -> Comparison:
        return comparing.of_awards(workbook.plan(reading, there), there.people, (), shared())

    awards = IMPORTERS[ImportKind.AWARDS]

    def write(tx: Tx, _upload: UploadNow, plan: Any) -> None:
        workbook.write(tx, key, plan)

    return replace(awards, load=load, compare=compare, write=write, tables=())
