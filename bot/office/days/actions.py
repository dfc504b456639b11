"""Declaring days off and worked, and taking that back: by the Office, once, with all that moves because of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from bot.campaigns.calendar import office_calendar
from bot.campaigns.records import DayKind, current_campaign, declare_day
from bot.office.days import ahead, rules
from bot.office.days.ahead import Declaration
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.records import Role
from bot.refusal import Refusal
from bot.reminders.records import hold_back
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn

ALL = 0
"""The key of the one table of days."""


def office_only(actor: Actor) -> None:
    """Raises Refusal for whoever is not of the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def declare(
    tx: Tx, actor: Actor, days: Sequence[date], kind: DayKind, name: str, seen: Mapping[date, datetime | None]
) -> None:
    """Declare these days. `seen`: when each had been declared, as it was when the days were entered. Raises Refusal
    where a colleague has declared or taken back one of them meanwhile, or the day is over by now."""
    office_only(actor)
    tx.lock(Turn.DAYS, ALL)
    known = ahead.declared_on(tx)
    for day in days:
        _unchanged(tx, day, known.get(day), seen[day])
    rules.declarable(days, kind, office_calendar(tx), tx.clock.today())
    for day in days:
        declare_day(tx, day, kind, name, actor.person.id)
    _follow(tx, days)
    note(tx, "days.declared", "special_days:0", actor_id=actor.person.id, kind=kind.value, days=_codes(days))


def _unchanged(tx: Tx, day: date, now: Declaration | None, seen: datetime | None) -> None:
    if (None if now is None else now.at) == seen:
        return
    if now is None:
        raise Refusal("days.taken_back_meanwhile", day=day)
    key = "days.off_meanwhile" if now.kind is DayKind.OFF else "days.worked_meanwhile"
    raise Refusal(key, day=day, who=name_of(tx, now.by))


def declaration(tx: Tx, actor: Actor, day: date) -> Declaration:
    """The declaration that `day` is part of. Raises Refusal where nothing is declared of it any more."""
    office_only(actor)
    found = ahead.declared_on(tx).get(day)
    if found is None:
        raise Refusal("days.not_declared", day=day)
    return found


def to_take_back(tx: Tx, found: Declaration) -> tuple[date, ...]:
    """The days of a declaration that may be taken back: those that are not over."""
    return tuple(day for day in found.days if day >= tx.clock.today())


def take_back(tx: Tx, actor: Actor, first: date, last: date) -> None:
    """Take back the days that were declared together, from `first` to `last`, as far as they are not over. Raises
    Refusal where that is not any more what was declared."""
    office_only(actor)
    tx.lock(Turn.DAYS, ALL)
    found = declaration(tx, actor, first)
    days = to_take_back(tx, found)
    if not days:
        raise Refusal("days.over")
    if (days[0], days[-1]) != (first, last):
        raise Refusal("days.changed_meanwhile")
    for day in days:
        declare_day(tx, day, None, "", None)
    _follow(tx, days)
    note(tx, "days.taken_back", "special_days:0", actor_id=actor.person.id, days=_codes(days))


def _follow(tx: Tx, days: Collection[date]) -> None:
    """Let what has not left go by the days as they are now: reminders of the ladder and digests are worked out anew at
    every tick, what waits in the ledger is put off here, before anybody could carry it."""
    if (campaign := current_campaign(tx)) is not None:
        # A tick that has just read the days as they were is over now, and what it has planned is seen.
        tx.lock(Turn.REMINDERS, campaign.id)
    tx.lock(Turn.WAITING, 0)
    calendar = office_calendar(tx)
    ahead.put_off_letters(tx, days, calendar)
    if tx.clock.today() in days and not calendar.is_civil(tx.now):
        hold_back(tx, calendar.civil_from(tx.now))


def _codes(days: Collection[date]) -> list[str]:
    return [day.isoformat() for day in days]
