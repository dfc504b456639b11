"""Lists that wait to be taken over: those of units by the Office, those of union groups by the union's chair."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from bot.dialogue.screens import say
from bot.leading.targets import ShowSheets
from bot.people.chart import Chain
from bot.sheets.records import COLUMN, SheetState, SheetVersion, UnitSheet
from bot.sheets.targets import ShowReceivedSheet
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from bot.waiting.kinds import Place, WaitingItem, WaitingKind
from bot.waiting.survey import Survey

_S, _V = columns(UnitSheet), columns(SheetVersion)
_WAIT = (
    sa.select(_S.c.id, _V.c.at, _V.c.by)
    .join(_V, sa.and_(_V.c.sheet_id == _S.c.id, _V.c.version == _S.c.version))
    .where(_S.c.campaign_id == sa.bindparam("campaign_id"), _S.c.state == SheetState.SUBMITTED)
)
_WAITING = {subject: _WAIT.where(_S.c[column].is_not(None)) for subject, column in COLUMN.items()}


def _of_units(survey: Survey) -> Iterator[WaitingItem]:
    if survey.office:
        place = Place(0, say("waiting.office"))
        for key, at, by in _submitted(survey, Subject.UNIT):
            yield WaitingItem(key, _without(survey.office, by), at, place=place, to=ShowReceivedSheet(key))


def _of_groups(survey: Survey) -> Iterator[WaitingItem]:
    # Whoever leads one group receives none.
    if survey.groups is None:
        for key, at, by in _submitted(survey, Subject.UNION_GROUP):
            yield WaitingItem(key, _without(survey.chart.chair(), by), at)


def _without(receivers: Chain, by: int) -> Chain:
    """The receivers without whoever has sent it, if there is anybody else."""
    others = receivers[0] - {by} if receivers else frozenset[int]()
    return (others, *receivers[1:]) if others else receivers


def _submitted(survey: Survey, subject: Subject) -> list[tuple[int, datetime, int]]:
    """Key, time and sender of each list of this kind that was sent and not decided."""
    if survey.campaign is None:
        return []
    rows = survey.tx.execute(_WAITING[subject], {"campaign_id": survey.campaign.id})
    return [(row.id, row.at, row.by) for row in rows]


WAITS = (
    WaitingKind(
        "sheets_of_units",
        _of_units,
        "waiting.todo.sheets",
        ShowSheets(Subject.UNIT),
        "button.sheets_units",
        overdue="waiting.overdue.sheets",
        on_desk="desk.one.sheet",
        letters=lambda key: f"sheet:{key}",
    ),
    WaitingKind(
        "sheets_of_groups",
        _of_groups,
        "waiting.todo.sheets_of_groups",
        ShowSheets(Subject.UNION_GROUP),
        "button.sheets_groups",
        letters=lambda key: f"sheet:{key}",
    ),
)
