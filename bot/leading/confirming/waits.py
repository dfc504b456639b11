"""Registrations that wait to be confirmed, those that were and are withdrawn, those that people are asked to change."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.dialogue.screens import say
from bot.enquiries.targets import ShowMine
from bot.leading.targets import ShowToRecord
from bot.people.chart import Chain, Chart
from bot.people.dates import here_on, holds_on
from bot.people.records import Person, Post, UnionMembership, UnionOffice
from bot.people.rules import honorific
from bot.registration.records import ChangeRequest, Receipt, Registration, RegistrationState
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.store.schema import columns
from bot.titles.catalogue import Family
from bot.waiting.kinds import Place, WaitingItem, WaitingKind
from bot.waiting.survey import Survey

_RC, _R, _P, _POST = columns(Receipt), columns(Registration), columns(Person), columns(Post)
_M, _CR = columns(UnionMembership), columns(ChangeRequest)

_CAMPAIGN: sa.BindParameter[int] = sa.bindparam("campaign_id")
_TODAY = sa.bindparam("today", type_=sa.Date)
_SUBMITTED = _R.c.state == RegistrationState.SUBMITTED
_WITHDRAWN = sa.and_(
    _R.c.state == RegistrationState.WITHDRAWN,
    _R.c.confirmed_version == _R.c.version - 1,
    _R.c.submitted_at > sa.bindparam("after", type_=_R.c.submitted_at.type),
    _RC.c.person_id.is_not(None),
)
"""Registrations that stood confirmed until they were withdrawn or declined, not long ago."""
NEWS = timedelta(days=14)
"""The time for which a withdrawal is told: longer than the longest holiday."""
_HERE = sa.or_(_RC.c.person_id.is_(None), here_on(_TODAY))
_UNIT = sa.func.coalesce(_RC.c.unit_id, _POST.c.unit_id)
_RETURNED = (
    # A change was asked and has ended: taken back, not made in its time, sent as it was. Its time begins anew.
    sa.select(sa.func.max(_CR.c.ended_at))
    .where(_CR.c.registration_id == _R.c.id)
    .scalar_subquery()
    .label("returned_at")
)
_STATE = (
    # What a coordinator has prepared for the unit itself waits as well.
    sa.select(_R.c.id, _R.c.submitted_at, _RETURNED, _R.c.registered_by, _RC.c.person_id, _UNIT.label("unit_id"))
    .select_from(
        _RC.join(_R, _R.c.receipt_id == _RC.c.id)
        .outerjoin(_P, _P.c.id == _RC.c.person_id)
        .outerjoin(_POST, sa.and_(_POST.c.person_id == _P.c.id, holds_on(_POST, _TODAY)))
    )
    .where(_RC.c.campaign_id == _CAMPAIGN, _R.c.family == Family.STATE, _RC.c.union_group_id.is_(None), _HERE)
)
_UNION = (
    sa.select(_R.c.id, _R.c.submitted_at, _RETURNED, _R.c.registered_by, _RC.c.person_id, _M.c.group_id, _M.c.office)
    .select_from(
        _RC.join(_R, _R.c.receipt_id == _RC.c.id)
        .join(_P, _P.c.id == _RC.c.person_id)
        .outerjoin(_M, sa.and_(_M.c.person_id == _P.c.id, holds_on(_M, _TODAY)))
    )
    .where(_RC.c.campaign_id == _CAMPAIGN, _R.c.family == Family.UNION, here_on(_TODAY))
)
_ASKED = (
    sa.select(_R.c.id, _RC.c.person_id, sa.func.max(_CR.c.at).label("at"))
    .select_from(_RC.join(_R, _R.c.receipt_id == _RC.c.id).join(_CR, _CR.c.registration_id == _R.c.id))
    .where(
        _RC.c.campaign_id == _CAMPAIGN,
        _RC.c.person_id.is_not(None),
        _R.c.state == RegistrationState.CHANGE_ASKED,
    )
    .group_by(_R.c.id, _RC.c.person_id)
)
_ASKED_OF_ONE = _ASKED.where(_RC.c.person_id == sa.bindparam("person_id"))


class _Which:
    """Registrations of one family: of all, and of those in `places`. Made once: every first screen asks."""

    def __init__(self, family: sa.Select[Any], which: sa.ColumnElement[bool], place: sa.ColumnElement[Any]) -> None:
        self.everywhere = family.where(which)
        self.here = self.everywhere.where(place.in_(sa.bindparam("places", expanding=True)))


_STATE_TO_CONFIRM, _STATE_WITHDRAWN = (_Which(_STATE, which, _UNIT) for which in (_SUBMITTED, _WITHDRAWN))
_UNION_TO_CONFIRM, _UNION_WITHDRAWN = (_Which(_UNION, which, _M.c.group_id) for which in (_SUBMITTED, _WITHDRAWN))


def _state(survey: Survey) -> Iterator[WaitingItem]:
    for row in _rows_of_state(survey, _STATE_TO_CONFIRM):
        chart = survey.chart
        chain = chart.state(row.person_id, row.unit_id)
        yield WaitingItem(row.id, chain, _since(row), place=_holder(chart, chain, row.unit_id))


def _holder(chart: Chart, chain: Chain, unit_id: int | None) -> Place | None:
    """The party whose step it is: the unit that leads it, or the deputy who confirms where no unit does. A person's key
    is negative, so that it is no unit's."""
    if not chain:
        return None
    led = chart.unit_led_by(chain[0], unit_id)
    if led is not None:
        return Place(led, chart.unit_names[led])
    person_id = min(chain[0])
    name, gender = chart.officers[person_id]
    deputy = person_id not in chart.directors
    key = "waiting.deputy" if deputy else "waiting.director"
    return Place(-person_id, say(key, who=say(honorific(gender)), name=name))


def _recorded(survey: Survey) -> Iterator[WaitingItem]:
    """Those that nobody in the chat confirms: the Director's own, or anybody's where there is no Director."""
    if survey.campaign is None or not survey.office:
        return
    directors = survey.chart.directors
    whose = _RC.c.person_id.in_(directors) if directors else _RC.c.person_id.is_not(None)
    for row in _rows(survey, _STATE.where(_SUBMITTED, whose)):
        if not survey.chart.state(row.person_id, row.unit_id):
            chain = (survey.office[0] - {row.person_id},)
            yield WaitingItem(row.id, chain, _since(row), to=ShowToRecord(row.id))


def _union_recorded(survey: Survey) -> Iterator[WaitingItem]:
    """Those on which the union's committee decides on paper: the chair's own, or anybody's where the union has none."""
    actor = survey.actor
    in_committee = actor is None or actor.person.union_office is UnionOffice.COMMITTEE
    if survey.campaign is None or not (survey.office or in_committee):
        return
    chart = survey.chart
    whose = _RC.c.person_id.in_(chart.chairs) if chart.chairs else _RC.c.person_id.is_not(None)
    for row in _rows(survey, _UNION.where(_SUBMITTED, whose)):
        if not chart.union(row.person_id, row.group_id, row.office):
            yield WaitingItem(row.id, chart.recorders(row.person_id), _since(row), to=ShowToRecord(row.id))


def _union(survey: Survey) -> Iterator[WaitingItem]:
    for row in _rows_of_union(survey, _UNION_TO_CONFIRM):
        chart = survey.chart
        place = None if row.group_id is None else Place(row.group_id, chart.group_names[row.group_id])
        chain = chart.union(row.person_id, row.group_id, row.office)
        yield WaitingItem(row.id, chain, _since(row), place=place)


def _since(row: Any) -> datetime:
    since: datetime = row.submitted_at if row.returned_at is None else max(row.submitted_at, row.returned_at)
    return since


def _state_withdrawn(survey: Survey) -> Iterator[WaitingItem]:
    for row in _rows_of_state(survey, _STATE_WITHDRAWN):
        yield _news(row, survey.chart.state(row.person_id, row.unit_id))


def _union_withdrawn(survey: Survey) -> Iterator[WaitingItem]:
    for row in _rows_of_union(survey, _UNION_WITHDRAWN):
        yield _news(row, survey.chart.union(row.person_id, row.group_id, row.office))


def _news(row: Any, chain: Chain) -> WaitingItem:
    """For those who confirm, without whoever has withdrawn it."""
    return WaitingItem(row.id, tuple(step - {row.registered_by} for step in chain[:1]), row.submitted_at)


def _rows_of_state(survey: Survey, which: _Which) -> Sequence[Any]:
    return _rows_in(survey, which, survey.units)


def _rows_of_union(survey: Survey, which: _Which) -> Sequence[Any]:
    return _rows_in(survey, which, survey.groups)


def _rows_in(survey: Survey, which: _Which, places: frozenset[int] | None) -> Sequence[Any]:
    if places is None:
        return _rows(survey, which.everywhere)
    return _rows(survey, which.here, places=sorted(places)) if places else ()


def _rows(survey: Survey, query: sa.Select[Any], **more: Any) -> Sequence[Any]:
    if survey.campaign is None:
        return ()
    values = {"campaign_id": survey.campaign.id, "today": survey.today, "after": survey.tx.now - NEWS}
    return survey.tx.execute(query, values | more).all()


def _change_asked(survey: Survey) -> Iterator[WaitingItem]:
    if survey.campaign is None:
        return
    query = _ASKED if survey.person_id is None else _ASKED_OF_ONE
    for row in survey.tx.execute(query, {"campaign_id": survey.campaign.id, "person_id": survey.person_id}):
        yield WaitingItem(row.id, (frozenset({row.person_id}),), row.at)


WAITS = (
    WaitingKind(
        "confirm_state",
        _state,
        "waiting.todo.confirm_state",
        ShowUnitBoard(),
        "button.unit",
        overdue="waiting.overdue.confirm",
        family=Family.STATE,
    ),
    WaitingKind(
        "record_state",
        _recorded,
        "waiting.todo.record",
        ShowToRecord(),
        "button.to_record",
        on_desk="desk.one.record",
    ),
    WaitingKind(
        "confirm_union",
        _union,
        "waiting.todo.confirm_union",
        ShowUnionBoard(),
        "button.union_group",
        overdue="waiting.overdue.confirm",
        family=Family.UNION,
    ),
    WaitingKind(
        "record_union",
        _union_recorded,
        "waiting.todo.record_union",
        ShowToRecord(),
        "button.to_record",
        on_desk="desk.one.record_union",
    ),
    WaitingKind(
        "withdrawn_state",
        _state_withdrawn,
        "waiting.news.withdrawn_state",
        ShowUnitBoard(),
        "button.unit",
        news=True,
    ),
    WaitingKind(
        "withdrawn_union",
        _union_withdrawn,
        "waiting.news.withdrawn_union",
        ShowUnionBoard(),
        "button.union_group",
        news=True,
    ),
    WaitingKind(
        "change_asked",
        _change_asked,
        "waiting.todo.change_asked",
        ShowMine(),
        "button.mine",
        letters=lambda key: f"registration:{key}",
    ),
)
