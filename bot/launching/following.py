"""Consequences of a change of a campaign: reminders that move, and the people, registrations and requests that it
touches."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import CampaignNow
from bot.leading.records import all_open_changes
from bot.office.days.rules import Moved, What
from bot.registration.records import (
    LateRequest,
    LateRequestState,
    Receipt,
    Registration,
    RegistrationState,
    RegistrationTitle,
    RegistrationVersion,
)
from bot.registration.rules import change_until
from bot.reminders import unanswered
from bot.reminders.records import rounds
from bot.reminders.rules import Audience, Moment, timetable
from bot.store.database import Tx
from bot.store.schema import columns

_RC, _R, _V = columns(Receipt), columns(Registration), columns(RegistrationVersion)
_T, _L = columns(RegistrationTitle), columns(LateRequest)
_STANDS = _R.c.state != RegistrationState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Following:
    """All that follows from a change."""

    moved: tuple[Moved, ...] = ()
    missing: int = 0
    """People who have not answered: whom the reminders are for."""
    after: int = 0
    """Registrations that stand and were sent after the new deadline."""
    late: int = 0
    """Requests to register late that wait."""
    changes: int = 0
    """Registrations that are to be changed, by another day than before."""


def registered(tx: Tx, campaign_id: int) -> dict[str, int]:
    """Title -> the registrations that stand and have it."""
    query = (
        sa.select(_T.c.title, sa.func.count())
        .join(_V, _V.c.id == _T.c.version_id)
        .join(_R, sa.and_(_R.c.id == _V.c.registration_id, _R.c.version == _V.c.version))
        .join(_RC, _RC.c.id == _R.c.receipt_id)
        .where(_RC.c.campaign_id == campaign_id, _STANDS)
        .group_by(_T.c.title)
    )
    rows: Any = tx.execute(query)
    return {title: int(count) for title, count in rows}


def following(tx: Tx, before: CampaignNow, after: CampaignNow) -> Following:
    """All that follows when the campaign `before` becomes `after`."""
    if (before.opens_at, before.deadline_at, before.supplement_until, before.reminders) == (
        after.opens_at,
        after.deadline_at,
        after.supplement_until,
        after.reminders,
    ):
        return Following()
    decided = {(one.audience, one.rule) for one in rounds(tx, before.id)}
    later = sa.select(sa.func.count()).select_from(_R.join(_RC, _RC.c.id == _R.c.receipt_id))
    mine = sa.and_(_RC.c.campaign_id == before.id, _STANDS, _R.c.submitted_at > after.deadline_at)
    open_ = sa.select(sa.func.count()).select_from(_L)
    waits = sa.and_(_L.c.campaign_id == before.id, _L.c.state == LateRequestState.OPEN)
    nearer = after.deadline_at < before.deadline_at
    calendar = office_calendar(tx)
    asked = [one.asked.until for one in all_open_changes(tx) if one.campaign_id == before.id]
    return Following(
        moves(before, after, calendar, decided, tx.now),
        len(unanswered.missing(tx, before.id)),
        int(tx.execute(later.where(mine)).scalar_one()) if nearer else 0,
        int(tx.execute(open_.where(waits)).scalar_one()),
        sum(change_until(before, until, calendar) != change_until(after, until, calendar) for until in asked),
    )


def moves(
    before: CampaignNow,
    after: CampaignNow,
    calendar: Calendar,
    decided: Collection[tuple[Audience, str]],
    now: datetime,
) -> tuple[Moved, ...]:
    """The reminders that are not decided yet and come at another time than they would have, by time. Pure."""
    was, to = (
        {
            (moment.to, moment.rule): _leaves(moment, calendar.civil_from, now)
            for moment in timetable(campaign, calendar)
            if (moment.to, moment.rule) not in decided
        }
        for campaign in (before, after)
    )
    made = [
        Moved(What(key[0].value), was.get(key), to.get(key)) for key in {**was, **to} if was.get(key) != to.get(key)
    ]
    return tuple(sorted(made, key=lambda one: (one.was or one.to or now, list(What).index(one.what))))


def _leaves(moment: Moment, civil_from: Callable[[datetime], datetime], now: datetime) -> datetime | None:
    """The time at which the reminder leaves; None: it would come too late."""
    at = civil_from(max(moment.due_at, now))
    return at if at < moment.useful_until else None
