"""Reminding one's people, by a letter of this bot or in person: who may be, who was, and the record of it.

Of letters a person gets at most one a day, whoever sends it; the schema decides between two who send at once. A letter
that is wanted in the evening or on a day off leaves on the next working morning, and is that day's.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow, special_days
from bot.leading.board import answers as board
from bot.leading.board.answers import Entry, Stand
from bot.leading.confirming.views import Desk, desk
from bot.leading.records import Channel, Nudge
from bot.ledger import planning
from bot.people.identity import Actor, Scope, Staff
from bot.people.reach import union_scope
from bot.refusal import Refusal
from bot.registration.reading import late_request
from bot.registration.rules import granted, may_answer
from bot.store.audit import note
from bot.store.database import Tx, columns
from bot.store.locks import Turn
from bot.titles.catalogue import Family

NUDGE = "nudge"
"""Kind of letters."""
SHORTEST, LONGEST = 10, 300
"""Characters of a lead's own words."""
EARLIEST, LATEST = time(7), time(20)
"""When a colleague may be written to on a working day: begin inclusive, end exclusive. Wider than the hours of the
Office's own letters: somebody has just decided to write."""
MORNING = time(8)

_N = columns(Nudge)


@dataclass(frozen=True, slots=True)
class Nudged:
    """That somebody was reminded."""

    person_id: int
    channel: Channel
    day: date
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """Who would get a letter now, and who would not. Nobody is in two of them."""

    due_at: datetime
    later: bool
    """Not at once: it is night, or a day off."""
    to: tuple[Entry, ...]
    had: tuple[tuple[Entry, Nudged], ...]
    """Have had one that day."""
    elsewhere: tuple[Entry, ...]
    """Are not on the app, or have stopped it: to be told in person."""

    @property
    def day(self) -> date:
        return self.due_at.date()


def leaves_at(calendar: Calendar, at: datetime) -> datetime:
    """When a letter wanted at `at` leaves, in the office's zone: at once, or on the next working morning."""
    local = at.astimezone(calendar.zone)
    day = local.date()
    if calendar.is_working_day(day) and EARLIEST <= local.time() < LATEST:
        return local
    after = day if local.time() < EARLIEST else day + timedelta(days=1)
    return calendar.civil_on(calendar.on_or_after(after), MORNING)


def reminding(tx: Tx, actor: Actor, family: Family) -> Desk:
    """The desk of whoever reminds. Union titles: the own group's lead; the chair, who sees all groups, leads none of
    them. Raises Refusal for anybody else."""
    if family is Family.UNION and union_scope(actor) is None:
        raise Refusal("role.union_leads_only")
    return desk(tx, actor, family)


def left_at(tx: Tx, at: datetime) -> datetime:
    """When a letter that was wanted at `at` leaves, or has left."""
    return leaves_at(Calendar(tx.clock.zone, special_days(tx)), at)


def missing(actor: Actor, at: Desk, person_id: int | None = None) -> tuple[Entry, ...]:
    """Those of the board who have not answered, without the actor; one of them, if `person_id` is given. Raises Refusal
    for somebody who is not on it, or who has answered meanwhile."""
    if person_id is not None:
        entry = at.entry(person_id)
        if entry is None or person_id == actor.person.id:
            raise Refusal("role.not_yours")
        if entry.stand is not Stand.MISSING:
            raise Refusal("nudge.answered", name=entry.person.full_name)
        return (entry,)
    return tuple(entry for entry in at.board.of(Stand.MISSING) if entry.person.id != actor.person.id)


def to_tell(actor: Actor, at: Desk) -> tuple[Entry, ...]:
    """Those who have not answered and whom no letter reaches."""
    return tuple(entry for entry in missing(actor, at) if entry.blocked or not entry.linked)


def window_end(tx: Tx, campaign: CampaignNow, person_id: int) -> datetime:
    """Until when this person may answer. Raises Refusal when that is over, or has not begun."""
    until = None
    if tx.now > campaign.deadline_at:
        until = granted(late_request(tx, campaign.id, person_id))
    return may_answer(campaign, tx.now, until).deadline_at


def next_round(tx: Tx, actor: Actor, at: Desk, person_id: int | None = None) -> Round:
    """Who of `missing` would get a letter now. Raises Refusal where none would leave in time."""
    due_at = left_at(tx, tx.now)
    people = [entry for entry in missing(actor, at, person_id) if is_open(tx, at.campaign, entry.person.id)]
    if not people and tx.now > at.campaign.deadline_at:
        raise Refusal("campaign.closed", deadline=at.campaign.deadline_at)
    if people and all(window_end(tx, at.campaign, entry.person.id) <= due_at for entry in people):
        raise Refusal("nudge.too_late", at=due_at)
    reached = [entry for entry in people if entry.linked and not entry.blocked]
    letters = {
        one.person_id: one
        for one in nudged(tx, at.campaign.id, [entry.person.id for entry in reached])
        if one.channel is Channel.LETTER and one.day == due_at.date()
    }
    return Round(
        due_at,
        later=due_at > tx.now,
        to=tuple(entry for entry in reached if entry.person.id not in letters),
        had=tuple((entry, letters[entry.person.id]) for entry in reached if entry.person.id in letters),
        elsewhere=tuple(entry for entry in people if entry.blocked or not entry.linked),
    )


def is_open(tx: Tx, campaign: CampaignNow, person_id: int) -> bool:
    """Whether this person may still answer. Before the campaign opens nobody is reminded: Refusal."""
    if tx.now <= campaign.deadline_at:
        may_answer(campaign, tx.now)
        return True
    until = granted(late_request(tx, campaign.id, person_id))
    return until is not None and tx.now <= until


def send(tx: Tx, actor: Actor, at: Desk, person_id: int | None = None, words: str | None = None) -> int:
    """One letter each to those of the round who have had none that day; how many. `words`: the lead's own, in place of
    the Office's sentence. Whoever answers before it leaves gets none."""
    going = next_round(tx, actor, at, person_id)
    sent = []
    for entry in going.to:
        row = {
            "campaign_id": at.campaign.id,
            "person_id": entry.person.id,
            "channel": Channel.LETTER,
            "day": going.day,
            "words": words,
            "by": actor.person.id,
            "at": tx.now,
        }
        # Somebody else may have done so in this very moment: then that letter is the day's.
        if not tx.insert_new(Nudge, [row]):
            continue
        sent.append(entry.person.id)
        planning.plan(
            tx,
            NUDGE,
            f"nudge:{at.campaign.id}",
            entry.person.id,
            going.day.isoformat(),
            {"campaign": at.campaign.id, "family": at.family.value, "by": actor.person.id, "words": words},
            due_at=going.due_at,
            useful_until=window_end(tx, at.campaign, entry.person.id),
        )
    if sent:
        note(tx, "nudge.sent", f"campaign:{at.campaign.id}", actor_id=actor.person.id, people=sent)
    return len(sent)


def still_needed(tx: Tx, campaign: CampaignNow, person: Staff, family: Family) -> datetime | None:
    """Until when `person` may answer, if nothing was answered yet; None when a reminder would say nothing new."""
    stands = board.load(tx, Scope(person_id=person.id), campaign, family).of(Stand.MISSING)
    return window_end(tx, campaign, person.id) if stands else None


def told(tx: Tx, actor: Actor, at: Desk, person_id: int) -> None:
    """Record that the actor has told this person in person, by telephone or by Zalo: once a day, whoever did."""
    missing(actor, at, person_id)
    window_end(tx, at.campaign, person_id)
    tx.lock(Turn.TOLD, person_id)
    today = tx.clock.today()
    if any(one.channel is Channel.DIRECT and one.day == today for one in nudged(tx, at.campaign.id, [person_id])):
        return
    row = {
        "campaign_id": at.campaign.id,
        "person_id": person_id,
        "channel": Channel.DIRECT,
        "day": today,
        "by": actor.person.id,
        "at": tx.now,
    }
    tx.execute(sa.insert(_N), row)
    note(tx, "nudge.told", f"person:{person_id}", actor_id=actor.person.id)


def nudged(tx: Tx, campaign_id: int, people: Collection[int]) -> list[Nudged]:
    """Every reminder by whoever leads that `people` have had, newest first."""
    query = (
        sa.select(_N.c.person_id, _N.c.channel, _N.c.day, _N.c.by, _N.c.at)
        .where(_N.c.campaign_id == campaign_id, _N.c.person_id.in_(people))
        .order_by(_N.c.at.desc(), _N.c.id.desc())
    )
    return [Nudged(row.person_id, row.channel, row.day, row.by, row.at) for row in tx.execute(query)]
