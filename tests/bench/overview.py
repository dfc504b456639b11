"""Processor time of the screens of a large department: three thousand people in forty units, of whom half have
answered."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from bot.campaigns.records import current_campaign
from bot.consolidation.office.views import consolidation
from bot.enquiries.targets import NameState, ShowConsolidation, ShowDepartment, ShowNames, ShowOffice, ShowOutlook
from bot.leading.board.views import department as show_department
from bot.leading.board.views import office as show_office
from bot.office.outlook.views import forecast, outlook
from bot.office.overview import names
from bot.office.overview.views import overview_names
from bot.office.targets import ShowForecast
from bot.people.identity import Actor, load_linked
from bot.people.records import Grant, Role
from bot.registration.records import Registration, RegistrationTitle, RegistrationVersion
from bot.settings import OFFICE_ZONE
from bot.sheets.reading import contents, senders
from bot.sheets.rules import SUBJECTS
from bot.sheets.writing import add_sheet
from bot.slices import waits
from bot.store.database import Database, Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family
from tests.bench.department import SINCE, department, hire, register_all

PEOPLE, UNITS, TRIES = 3000, 40, 9
AT = datetime(2023, 2, 14, 9, tzinfo=OFFICE_ZONE)
OFFICE = PEOPLE
"""The person of the Office."""


def overview(folder: Path) -> dict[str, float]:
    """Milliseconds of one core by screen, the median of `TRIES`."""
    database, _ = department(folder / "overview.db", AT, _build)
    assert waits(), "a bot that runs knows all kinds of work"
    found = {
        "the Office's board": _spent(database, lambda tx, actor: show_office(tx, actor, ShowOffice())),
        "«Toàn Sở»": _spent(database, lambda tx, actor: show_department(tx, actor, ShowDepartment())),
        "lists, shares, forecast": _spent(database, lambda tx, actor: outlook(tx, actor, ShowOutlook())),
        "the forecast with its leads": _spent(database, lambda tx, actor: forecast(tx, actor, ShowForecast())),
        "a page of names": _spent(
            database, lambda tx, actor: overview_names(tx, actor, ShowNames(Family.STATE, NameState.MISSING, page=99))
        ),
        "a name that is sought": _spent(database, _seek),
    }
    before = {"«Tổng hợp», no list sent": _spent(database, _consolidation)}
    database.run_now(_send_lists)
    after = {"«Tổng hợp», all lists sent": _spent(database, _consolidation)}
    database.close_now()
    return found | before | after


def _consolidation(tx: Tx, actor: Actor) -> object:
    return consolidation(tx, actor, ShowConsolidation())


def _send_lists(tx: Tx) -> None:
    """The lists of all units and union groups, as they are now."""
    campaign = current_campaign(tx)
    assert campaign is not None
    for subject in SUBJECTS:
        of = list(senders(tx, subject, tx.clock.today()).values())
        for one, content in zip(of, contents(tx, campaign, subject, of), strict=True):
            add_sheet(tx, campaign, one.who, content, OFFICE)


def _seek(tx: Tx, _actor: Actor) -> object:
    campaign = current_campaign(tx)
    assert campaign is not None
    return names.page(tx, campaign, Family.STATE, NameState.ALL, None, 0, "van 29")


def _spent(database: Database, draw: Callable[[Tx, Actor], object]) -> float:
    def timed(tx: Tx) -> float:
        actor, _ = load_linked(tx, {OFFICE})[OFFICE]
        began = time.process_time()
        draw(tx, actor)
        return (time.process_time() - began) * 1000

    return statistics.median(database.run_now(timed) for _ in range(TRIES))


def _build(tx: Tx) -> None:
    hire(tx, PEOPLE, UNITS)
    tx.insert_new(Grant, [{"person_id": OFFICE, "role": Role.OFFICE, "since": SINCE, "from_roster": True}])
    answered = range(1, PEOPLE, 2)
    register_all(tx, answered, [Family.STATE])
    rows = tx.execute(sa.select(columns(Registration).c.id)).scalars()
    tx.insert_new(
        RegistrationVersion, [{"id": key, "registration_id": key, "version": 1, "at": tx.now, "by": 1} for key in rows]
    )
    keys = tx.execute(sa.select(columns(RegistrationVersion).c.id)).scalars()
    tx.insert_new(RegistrationTitle, [{"version_id": key, "title": "LDTT"} for key in keys])
