"""Entering decisions: begun, filled line by line, entered once, revoked with a reason. By the Office."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from bot.campaigns.records import campaign_of_year
from bot.dialogue import living
from bot.ledger import planning
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.personnel.rules import office_only
from bot.recognition import records
from bot.recognition.holders import Holder
from bot.recognition.letter_names import COLLECTIVE, OWN, REVOKED, source
from bot.recognition.naming import names
from bot.recognition.records import DecisionNow, DecisionState, LineNow
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles.loading import shared as catalogue

_ALL = 0


def found(tx: Tx, actor: Actor, key: int) -> DecisionNow:
    """The decision. Raises Refusal for whoever is not of the Office, and where there is none."""
    office_only(actor)
    one = records.decision(tx, key)
    if one is None or one.state is DecisionState.DROPPED:
        raise Refusal("decision.gone")
    return one


def draft(tx: Tx, actor: Actor, key: int) -> DecisionNow:
    """The decision while it is being entered. Raises Refusal, which says by whom it was entered, later."""
    one = found(tx, actor, key)
    if one.state is not DecisionState.DRAFT:
        raise Refusal("decision.entered_already", who=name_of(tx, one.entered_by), number=one.number)
    return one


def begin(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> int:
    """Begin a draft; its key. Raises Refusal where its number and day are known already."""
    office_only(actor)
    tx.lock(Turn.DECISIONS, _ALL)
    if campaign_of_year(tx, values["year"]) is None:
        raise Refusal("decision.no_campaign", year=values["year"])
    unknown(tx, values["number"], values["signed_on"])
    key = records.add(tx, {**values, "drafted_by": actor.person.id, "drafted_at": tx.now})
    note(tx, "decision.begun", f"decision:{key}", actor_id=actor.person.id)
    return key


def unknown(tx: Tx, number: str, signed_on: date) -> None:
    """Raises Refusal where a decision of this number and day was begun before, with whose it was."""
    there = records.of_number(tx, number, signed_on)
    if there is not None:
        raise Refusal("decision.known", number=number, day=signed_on, who=name_of(tx, there.drafted_by))


def add(tx: Tx, actor: Actor, key: int, wanted: Sequence[LineNow]) -> int:
    """Add lines to a draft; how many it did not have. Raises Refusal, by name, for somebody who has the title of that
    year by another decision."""
    tx.lock(Turn.DECISIONS, _ALL)
    one = draft(tx, actor, key)
    nobody_twice(tx, one, wanted)
    made = records.add_lines(tx, key, wanted)
    note(tx, "decision.lines_added", f"decision:{key}", actor_id=actor.person.id, lines=made)
    return made


def nobody_twice(tx: Tx, one: DecisionNow, wanted: Collection[LineNow]) -> None:
    known = records.awards_of(tx, one.year, {line.title for line in wanted})
    twice: list[LineNow] = []
    for line in wanted:
        by = known.get((line.holder, line.title))
        if by is not None and by.number is not None and (by.number, by.decided_on) != (one.number, one.signed_on):
            twice.append(line)
    if not twice:
        return
    first = twice[0]
    by = known[first.holder, first.title]
    named = names(tx, [line.holder for line in twice[:3]], one.family)
    title = catalogue().regime(_regime(tx, one)).title(first.title)
    raise Refusal(
        "decision.twice" if len(twice) == 1 else "decision.twice_many",
        names=tuple(each.name for each in named.values()),
        count=len(twice),
        title=title.name,
        year=str(one.year),
        number=by.number,
        day=by.decided_on or one.signed_on,
    )


def _regime(tx: Tx, one: DecisionNow) -> str:
    campaign = campaign_of_year(tx, one.year)
    if campaign is None:
        raise Refusal("decision.no_campaign", year=one.year)
    return campaign.regime


def drop_line(tx: Tx, actor: Actor, key: int, holder: Holder, title: str) -> None:
    """Take a line out of a draft; one that is out already stays out."""
    tx.lock(Turn.DECISIONS, _ALL)
    draft(tx, actor, key)
    if records.drop_line(tx, key, holder, title):
        note(tx, "decision.line_dropped", f"decision:{key}", actor_id=actor.person.id)


def drop(tx: Tx, actor: Actor, key: int) -> DecisionNow:
    """Leave a draft aside."""
    tx.lock(Turn.DECISIONS, _ALL)
    one = draft(tx, actor, key)
    records.change(tx, key, (DecisionState.DRAFT,), state=DecisionState.DROPPED)
    note(tx, "decision.dropped", f"decision:{key}", actor_id=actor.person.id)
    return one


def enter(tx: Tx, actor: Actor, key: int, revision: int) -> None:
    """Enter a decision: its lines are awards from now on. A second time changes nothing. Raises Refusal where its lines
    are not any more what was looked at."""
    tx.lock(Turn.DECISIONS, _ALL)
    one = found(tx, actor, key)
    if one.state is not DecisionState.DRAFT:
        return
    wanted = records.lines(tx, key)
    if not wanted:
        raise Refusal("decision.empty")
    if one.revision != revision:
        raise Refusal("decision.changed_meanwhile")
    nobody_twice(tx, one, wanted)
    records.become_awards(tx, one, wanted)
    entered: dict[str, Any] = {"state": DecisionState.ENTERED, "entered_by": actor.person.id, "entered_at": tx.now}
    records.change(tx, key, (DecisionState.DRAFT,), **entered)
    note(tx, "decision.entered", f"decision:{key}", actor_id=actor.person.id, lines=len(wanted))
    living.outdate_all(tx)


def entered(tx: Tx, actor: Actor, key: int) -> DecisionNow:
    """The decision while it holds. Raises Refusal before and after."""
    one = found(tx, actor, key)
    if one.state is DecisionState.REVOKED:
        raise Refusal("decision.revoked_already", who=name_of(tx, one.revoked_by), number=one.number)
    if one.state is not DecisionState.ENTERED:
        raise Refusal("decision.not_entered")
    return one


def revoke(tx: Tx, actor: Actor, key: int, number: str, signed_on: date, reason: str) -> None:
    """Say that a decision was revoked by this one: its awards end, and those who were told of them are told so."""
    tx.lock(Turn.DECISIONS, _ALL)
    one = entered(tx, actor, key)
    ended = records.end_awards(tx, one)
    revoked: dict[str, Any] = {"revoked_number": number, "revoked_on": signed_on, "reason": reason}
    revoked |= {"state": DecisionState.REVOKED, "revoked_by": actor.person.id, "revoked_at": tx.now}
    records.change(tx, key, (DecisionState.ENTERED,), **revoked)
    if one.released_at is not None:
        planning.withdraw(tx, source(key))
        values = {"decision": key}
        told = dict.fromkeys(records.told(tx, source(key), (OWN, COLLECTIVE)), values)
        planning.plan_all(tx, REVOKED, f"{REVOKED}:{key}", "revoked", told)
    note(tx, "decision.revoked", f"decision:{key}", actor_id=actor.person.id, awards=ended)
    living.outdate_all(tx)
