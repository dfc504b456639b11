"""Lists that wait for whoever sends them: returned ones, and those of which titles have changed since."""

from collections.abc import Iterator
from functools import partial

from bot.leading.targets import ShowSheet
from bot.people.chart import Chain
from bot.sheets import records
from bot.sheets.records import SheetState
from bot.sheets.rules import FAMILIES
from bot.sheets.standing import outdated
from bot.titles.catalogue import Subject
from bot.waiting.kinds import WaitingItem, WaitingKind
from bot.waiting.survey import Survey


def _returned(subject: Subject, survey: Survey) -> Iterator[WaitingItem]:
    if survey.campaign is None or not (places := _places(subject, survey)):
        return
    for row in records.decided(survey.tx, survey.campaign.id, subject, SheetState.RETURNED, places):
        yield WaitingItem(row.id, _senders(subject, survey, row.who), row.at)


def _changed(subject: Subject, survey: Survey) -> Iterator[WaitingItem]:
    if survey.campaign is None or not (places := _places(subject, survey)):
        return
    for one in outdated(survey.tx, survey.campaign, subject, places):
        yield WaitingItem(one.sheet, _senders(subject, survey, one.who), one.since)


def _places(subject: Subject, survey: Survey) -> frozenset[int]:
    """The units or union groups whose lists the survey asks for."""
    if subject is Subject.UNIT:
        return frozenset(survey.chart.unit_names) if survey.units is None else survey.units
    return frozenset(survey.chart.group_names) if survey.groups is None else survey.groups


def _senders(subject: Subject, survey: Survey, key: int) -> Chain:
    chart = survey.chart
    people = chart.leads(key) if subject is Subject.UNIT else frozenset(chart.group_leads.get(key, ()))
    return (people,) if people else ()


def _letter(sheet_id: int) -> str:
    return f"sheet:{sheet_id}"


WAITS = (
    WaitingKind(
        "sheets_returned",
        partial(_returned, Subject.UNIT),
        "waiting.todo.sheets_returned",
        ShowSheet(Subject.UNIT),
        "button.list_of_unit",
        letters=_letter,
        family=FAMILIES[Subject.UNIT],
    ),
    WaitingKind(
        "sheets_changed",
        partial(_changed, Subject.UNIT),
        "waiting.todo.sheets_changed",
        ShowSheet(Subject.UNIT),
        "button.list_of_unit",
    ),
    WaitingKind(
        "group_sheets_returned",
        partial(_returned, Subject.UNION_GROUP),
        "waiting.todo.group_sheets_returned",
        ShowSheet(Subject.UNION_GROUP),
        "button.list_of_group",
        letters=_letter,
        family=FAMILIES[Subject.UNION_GROUP],
    ),
    WaitingKind(
        "group_sheets_changed",
        partial(_changed, Subject.UNION_GROUP),
        "waiting.todo.group_sheets_changed",
        ShowSheet(Subject.UNION_GROUP),
        "button.list_of_group",
    ),
)
