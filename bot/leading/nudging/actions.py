"""Reminding one's people, by a letter of this bot or in person, and the record of it.

Of letters a person gets at most one a day, whoever sends it; the schema decides between two who send at once. A letter
that is wanted in the evening or on a day off leaves on the next working morning, and is that day's.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.leading import reading
from bot.leading.hours import in_time, left_at
from bot.leading.reading import Board, BoardState, Member
from bot.leading.records import Channel, Nudge
from bot.leading.rights import answers_until
from bot.ledger import planning
from bot.people.identity import Actor, Scope, Staff
from bot.people.reach import subtree, union_scope, unit_scope
from bot.refusal import Refusal
from bot.registration.reading import late_request
from bot.registration.rules import granted, may_answer, may_ask_late
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.titles.catalogue import Family

NUDGE = "nudge"
"""Kind of letters."""
SHORTEST, LONGEST = 10, 300
"""Characters of a lead's own words."""

_N = columns(Nudge)


@dataclass(frozen=True, slots=True)
class NudgeRow:
    """One reminder of one person, as it is in the store."""

    person_id: int
    channel: Channel
    day: date
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NudgeRound:
    """The people who would get a letter now, and those who would not. Nobody is in two of them."""

    due_at: datetime
    later: bool
    """Not at once: it is night, or a day off."""
    to: tuple[Member, ...]
    had: tuple[tuple[Member, NudgeRow], ...]
    """People who have had one that day."""
    elsewhere: tuple[Member, ...]
    """People who are not on the app, or have stopped it: to be told in person."""
    untold: int
    """The number of those whom nobody has told today."""

    @property
    def day(self) -> date:
        return self.due_at.date()


def board_to_remind(tx: Tx, actor: Actor, family: Family, unit: int | None = None) -> Board:
    """The board of the people whom the actor may remind; `unit`: of this one alone, with all below it. Union titles:
    those of the group that the actor leads; the chair, who sees all groups, leads none of them. Raises Refusal for
    anybody else."""
    if unit is not None:
        return _board_of_unit(tx, actor, family, unit)
    if family is Family.UNION and union_scope(actor) is None:
        raise Refusal("role.union_leads_only")
    return reading.led_board(tx, actor, family)


def _board_of_unit(tx: Tx, actor: Actor, family: Family, unit: int) -> Board:
    board, scope = reading.led_board(tx, actor, Family.STATE), unit_scope(tx, actor)
    if family is not Family.STATE or scope is None or unit not in scope.unit_ids:
        raise Refusal("role.not_yours")
    here = subtree(tx, {unit}, tx.clock.today())
    return replace(board, members=tuple(one for one in board.members if one.person.unit_id in here))


def missing(actor: Actor, board: Board, person_id: int | None = None) -> tuple[Member, ...]:
    """People of the board who have not answered, without the actor; one of them, if `person_id` is given. Raises
    Refusal for somebody who is not on it, or who has answered meanwhile."""
    if person_id is not None:
        member = board.member(person_id)
        if member is None or person_id == actor.person.id:
            raise Refusal("role.not_yours")
        if member.state is not BoardState.MISSING:
            raise Refusal("nudge.answered", name=member.person.name)
        return (member,)
    return tuple(member for member in board.of(BoardState.MISSING) if member.person.id != actor.person.id)


def to_tell(actor: Actor, board: Board) -> tuple[Member, ...]:
    """The people who have not answered and whom no letter reaches."""
    return tuple(member for member in missing(actor, board) if not member.reached)


def told_today(tx: Tx, actor: Actor, board: Board) -> dict[int, bool]:
    """The people whom no letter reaches and who may still answer, by key; true: somebody has told them today."""
    people = [member.person.id for member in to_tell(actor, board)]
    told, campaign = _told_on(tx, board.campaign, people), board.campaign
    return {person: person in told for person in people if told_until(tx, campaign, person) is not None}


def told_until(tx: Tx, campaign: CampaignNow, person_id: int) -> datetime | None:
    """The end of the time in which it helps to tell this person: of answering, and then of asking to register late,
    for whoever has not asked; None where both are over, or nothing has begun."""
    until = answers_until(tx, campaign, person_id)
    if until is None and may_ask_late(campaign, tx.now) and late_request(tx, campaign.id, person_id) is None:
        return campaign.supplement_until
    return until


def to_remind(tx: Tx, actor: Actor, board: Board) -> tuple[Member, ...]:
    """The people who would get a letter now: those who may answer, are reached in time, and have had none that day."""
    reached = in_time(tx, board.campaign, (member for member in missing(actor, board) if member.reached))
    had = _had(tx, board.campaign, reached, left_at(tx, tx.now))
    return tuple(member for member in reached if member.person.id not in had)


def _told_on(tx: Tx, campaign: CampaignNow, people: Collection[int]) -> frozenset[int]:
    """Those of `people` whom somebody has told today."""
    today = tx.clock.today()
    rows = nudged(tx, campaign.id, people)
    return frozenset(one.person_id for one in rows if one.channel is Channel.DIRECT and one.day == today)


def _had(tx: Tx, campaign: CampaignNow, people: Collection[Member], due_at: datetime) -> dict[int, NudgeRow]:
    """The reminder that each of `people` has, or is to get, from a lead on the day of `due_at`."""
    day, keys = due_at.date(), [member.person.id for member in people]
    rows = nudged(tx, campaign.id, keys)
    return {one.person_id: one for one in rows if one.channel is Channel.LETTER and one.day == day}


def window_end(tx: Tx, campaign: CampaignNow, person_id: int) -> datetime:
    """The end of the time in which this person may answer. Raises Refusal when that is over, or has not begun."""
    until = None
    if tx.now > campaign.deadline_at:
        until = granted(late_request(tx, campaign.id, person_id))
    return may_answer(campaign, tx.now, until).deadline_at


def next_round(tx: Tx, actor: Actor, board: Board, person_id: int | None = None) -> NudgeRound:
    """The round of letters to those of `missing`, as of now. Raises Refusal where none would leave in time."""
    due_at = left_at(tx, tx.now)
    people = [member for member in missing(actor, board, person_id) if is_open(tx, board.campaign, member.person.id)]
    if not people and tx.now > board.campaign.deadline_at:
        raise Refusal("campaign.closed", deadline=board.campaign.deadline_at)
    if people and all(window_end(tx, board.campaign, member.person.id) <= due_at for member in people):
        raise Refusal("nudge.too_late", at=due_at)
    reached = in_time(tx, board.campaign, (member for member in people if member.reached))
    letters = _had(tx, board.campaign, reached, due_at)
    elsewhere = tuple(member for member in people if not member.reached)
    told = _told_on(tx, board.campaign, [member.person.id for member in elsewhere])
    return NudgeRound(
        due_at,
        later=due_at > tx.now,
        to=tuple(member for member in reached if member.person.id not in letters),
        had=tuple((member, letters[member.person.id]) for member in reached if member.person.id in letters),
        elsewhere=elsewhere,
        untold=len(elsewhere) - len(told),
    )


def is_open(tx: Tx, campaign: CampaignNow, person_id: int) -> bool:
    """True if this person may still answer. Before the campaign opens nobody is reminded: Refusal."""
    if tx.now <= campaign.deadline_at:
        may_answer(campaign, tx.now)
        return True
    until = granted(late_request(tx, campaign.id, person_id))
    return until is not None and tx.now <= until


def send(tx: Tx, actor: Actor, board: Board, person_id: int | None = None, words: str | None = None) -> int:
    """Send one letter each to those of the round who have had none that day; returns how many. `words`: the lead's own,
    in place of the Office's sentence. Whoever answers before it leaves gets none."""
    going = next_round(tx, actor, board, person_id)
    sent = []
    for member in going.to:
        row = {
            "campaign_id": board.campaign.id,
            "person_id": member.person.id,
            "channel": Channel.LETTER,
            "day": going.day,
            "words": words,
            "by": actor.person.id,
            "at": tx.now,
        }
        # Somebody else may have done so in this very moment: then that letter is the day's.
        if not tx.insert_new(Nudge, [row]):
            continue
        sent.append(member.person.id)
        planning.plan(
            tx,
            NUDGE,
            f"nudge:{board.campaign.id}",
            member.person.id,
            going.day.isoformat(),
            {"campaign": board.campaign.id, "family": board.family.value, "by": actor.person.id, "words": words},
            due_at=going.due_at,
            useful_until=window_end(tx, board.campaign, member.person.id),
        )
    if sent:
        note(tx, "nudge.sent", f"campaign:{board.campaign.id}", actor_id=actor.person.id, people=sent)
    return len(sent)


def still_needed(tx: Tx, campaign: CampaignNow, person: Staff, family: Family) -> datetime | None:
    """The end of the time in which `person` may answer; None where an answer is there and no reminder is needed."""
    unanswered = reading.load(tx, Scope(person_id=person.id), campaign, family).of(BoardState.MISSING)
    return window_end(tx, campaign, person.id) if unanswered else None


def told(tx: Tx, actor: Actor, board: Board, person_id: int) -> None:
    """Record that the actor has told this person in person, by telephone or by Zalo: once a day, whoever did."""
    missing(actor, board, person_id)
    if told_until(tx, board.campaign, person_id) is None:
        window_end(tx, board.campaign, person_id)  # says why not
    tx.lock(Turn.TOLD, person_id)
    if _told_on(tx, board.campaign, [person_id]):
        return
    row = {
        "campaign_id": board.campaign.id,
        "person_id": person_id,
        "channel": Channel.DIRECT,
        "day": tx.clock.today(),
        "by": actor.person.id,
        "at": tx.now,
    }
    tx.execute(sa.insert(_N), row)
    note(tx, "nudge.told", f"person:{person_id}", actor_id=actor.person.id)


def nudged(tx: Tx, campaign_id: int, people: Collection[int]) -> list[NudgeRow]:
    """Every reminder by whoever leads that `people` have had, newest first."""
    query = (
        sa.select(_N.c.person_id, _N.c.channel, _N.c.day, _N.c.by, _N.c.at)
        .where(_N.c.campaign_id == campaign_id, _N.c.person_id.in_(people))
        .order_by(_N.c.at.desc(), _N.c.id.desc())
    )
    return [NudgeRow(row.person_id, row.channel, row.day, row.by, row.at) for row in tx.execute(query)]
