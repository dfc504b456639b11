"""D13: the coordinator of a unit, and the deputy who confirms in the head's stead, with days. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME
from bot.leading.targets import ShowDelegation
from bot.people.identity import Staff
from bot.people.naming import by_name
from bot.people.records import Role
from bot.personnel import inputs
from bot.personnel.delegation.actions import UnitStandIns
from bot.personnel.records import DatedGrant
from bot.personnel.rules import last_day
from bot.personnel.targets import Delegate, EndStandIn, NameCoordinator, ShowMovedAway, ShowUnit
from bot.personnel.unit_records import UnitNow
from bot.registration.targets import ShowUnitBoard
from bot.words import shortened

TO_BOARD = Button(say("button.unit"), ShowUnitBoard())
SHOWN = 4
"""Stand-ins on the screen, of either sort."""


def choose_unit(units: Sequence[UnitNow]) -> Screen:
    """A choice for the head of several units."""
    return screen(
        say("delegation.which"),
        rows=(*((Button(_named(unit.name), ShowDelegation(unit.id)),) for unit in units), (TO_BOARD, HOME)),
    )


def _named(name: str) -> Named:
    short = shortened(name, inputs.LABEL)
    return Named(short, short)


def delegation(at: UnitStandIns, today: date, departed: int, *, several: bool) -> Screen:
    """The rights of each, the people of today, and how to change them. `departed`: people who have left this year;
    `several`: the reader heads several units, and has chosen this one."""
    coordinators, acting = at.of(Role.COORDINATOR)[:SHOWN], at.of(Role.ACTING_HEAD)[:SHOWN]
    ref = at.unit.id
    back = Button(say("button.back"), ShowUnit(ref) if at.by_office else ShowDelegation())
    return screen(
        say("delegation.head", unit=at.unit.name),
        say("delegation.coordinator"),
        say("delegation.acting"),
        *(say("delegation.coordinator_now", name=person.name) for _grant, person in coordinators),
        None if coordinators else say("delegation.no_coordinator"),
        *(_acting(grant, person, today) for grant, person in acting),
        None if acting else say("delegation.no_acting"),
        say("delegation.noted"),
        rows=(
            (
                Button(say("button.name_coordinator"), NameCoordinator(ref)),
                Button(say("button.delegate"), Delegate(ref)),
            ),
            *((_end(grant, person),) for grant, person in (*coordinators, *acting)),
            (Button(say("button.moved_away", count=departed), ShowMovedAway(ref)) if departed else None,),
            (back if at.by_office or several else TO_BOARD, HOME),
        ),
    )


def _acting(grant: DatedGrant, person: Staff, today: date) -> Phrase:
    assert grant.until is not None
    values = {"name": person.name, "since": grant.since, "last": last_day(grant.until)}
    return say("delegation.acting_now", **values) if grant.since <= today else say("delegation.acting_later", **values)


def _end(grant: DatedGrant, person: Staff) -> Button:
    key = "button.end_coordinator" if grant.role is Role.COORDINATOR else "button.end_acting"
    return Button(say(key, name=person.name), EndStandIn(grant.id), Style.DANGER)


# --- the dialogues ----------------------------------------------------------------------------------------------------


def which_coordinator(draft: Draft, at: UnitStandIns, items: Sequence[inputs.Item]) -> Screen:
    lines = (say("coordinator.head", unit=at.unit.name), say("coordinator.what"), say("list.type_name"))
    return inputs.list_screen(lines, items, draft)


def which_deputy(draft: Draft, at: UnitStandIns, items: Sequence[inputs.Item]) -> Screen:
    lines = (say("delegate.head", unit=at.unit.name), say("delegate.what"), say("delegate.who"))
    return inputs.list_screen(lines, items, draft)


def since(person: Staff, today: date) -> Screen:
    lines = (say("delegate.since", name=person.name),)
    return inputs.day_screen(lines, (("today", say("button.today", day=today)),))


def until(person: Staff, began: date, options: Sequence[tuple[str, Phrase]]) -> Screen:
    lines = (say("delegate.until", name=person.name, since=began),)
    return inputs.day_screen(lines, options)


def check(at: UnitStandIns, person: Staff, began: date, last: date) -> Screen:
    return screen(
        say("delegate.check", name=person.name, unit=at.unit.name),
        say("delegate.span", since=began, last=last),
        say("delegate.own"),
        say("delegate.by_itself"),
        rows=((Button(say("button.send_delegation"), Option("send"), Style.SUCCESS),), inputs.AWAY),
    )


# --- letters ----------------------------------------------------------------------------------------------------------


def given(grant: DatedGrant, person: Staff, unit: UnitNow, by: Phrase, today: date, *, own: bool) -> Screen:
    """The letter. `own`: to the person who stands in; else to the unit's head. The board opens from the first day."""
    to = Button(say("button.unit"), ShowUnitBoard()) if own else Button(say("button.delegation"), ShowDelegation())
    shut = own and grant.since > today
    word = say("letter.acting.opens", since=grant.since) if shut else None
    return screen(_given(grant, person, unit, by, own=own), word, rows=((None if shut else to, HOME),))


def _given(grant: DatedGrant, person: Staff, unit: UnitNow, by: Phrase, *, own: bool) -> Phrase:
    if grant.role is Role.COORDINATOR:
        if own:
            return say("letter.coordinator.own", by=by, unit=unit.name)
        return say("letter.coordinator.head", name=by_name(person), unit=unit.name)
    assert grant.until is not None
    last = last_day(grant.until)
    if own:
        return say("letter.acting.own", by=by, unit=unit.name, since=grant.since, last=last)
    return say("letter.acting.head", name=by_name(person), unit=unit.name, since=grant.since, last=last)


def ended(grant: DatedGrant, person: Staff, unit: UnitNow, *, own: bool) -> Screen:
    if grant.role is Role.COORDINATOR:
        line = (
            say("letter.coordinator_ended.own", unit=unit.name)
            if own
            else say("letter.coordinator_ended.head", name=by_name(person), unit=unit.name)
        )
    else:
        line = (
            say("letter.acting_ended.own", unit=unit.name)
            if own
            else say("letter.acting_ended.head", name=by_name(person), unit=unit.name)
        )
    return screen(line, rows=((HOME,),))
