"""Duties on the screen: the list of them, who has each, one of them, and the questions of giving and ending. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import ShowRoles
from bot.leading.targets import ShowPersonnel
from bot.people.identity import Staff
from bot.people.naming import by_name
from bot.personnel import inputs
from bot.personnel.roles.duties import NAMES, Duty, Holding
from bot.personnel.roles.targets import EndDuty, GiveDuty, ShowDuty, ShowHolding
from bot.personnel.rules import last_day
from bot.words import shortened

LISTED = 4
MEANS = {
    Duty.OFFICE_HEAD: "duty.means.office_head",
    Duty.ACTING_OFFICE_HEAD: "duty.means.acting_office_head",
    Duty.OFFICE: "duty.means.office",
    Duty.DIRECTOR: "duty.means.director",
    Duty.DEPUTY: "duty.means.deputy",
    Duty.UNIT_HEAD: "duty.means.unit_head",
    Duty.CHAIR: "duty.means.chair",
    Duty.GROUP_LEAD: "duty.means.group_lead",
}


def roles(counts: Mapping[Duty, int]) -> Screen:
    """Every duty, with how many have it today."""
    buttons = [Button(say("button.duty", what=say(NAMES[duty]), count=counts[duty]), ShowDuty(duty)) for duty in Duty]
    pairs = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    return screen(
        say("roles.head"),
        say("roles.dated"),
        say("roles.stand_ins"),
        rows=(*pairs, (Button(say("button.personnel"), ShowPersonnel()),)),
    )


def duty(to: ShowDuty, held: Sequence[Holding], today: date, *, may: bool) -> Screen:
    """Those who have it, or had it, a button each. `may`: the reader gives and ends it."""
    page = page_of(held, to.page, LISTED)
    none = "duty.none_before" if to.before else "duty.none"
    other = "button.duty_now" if to.before else "button.duty_before"
    give = Button(say("button.give_duty"), GiveDuty(to.duty), Style.PRIMARY)
    return screen(
        say("duty.head_before" if to.before else "duty.head", what=say(NAMES[to.duty])),
        say(MEANS[to.duty]),
        None if held else say(none),
        *(_line(one, today) for one in page.items),
        page.line,
        rows=(
            *((Button(_named(one), ShowHolding(to.duty, one.key)),) for one in page.items),
            turn(ShowDuty(to.duty, to.before, page.number), page.of),
            (give if may and not to.before else None, Button(say(other), ShowDuty(to.duty, not to.before))),
            (Button(say("button.roles"), ShowRoles()),),
        ),
    )


def _named(one: Holding) -> Named:
    label = shortened(f"{one.person_name}, {one.place_name}" if one.place_name else one.person_name, inputs.LABEL)
    return Named(label, label)


def _line(one: Holding, today: date) -> Phrase:
    name = f"{one.person_name} ({one.place_name})" if one.place_name else one.person_name
    if one.until is not None and one.until <= one.since:
        return say("duty.line_at_once", name=name, since=one.since)
    if one.until is not None:
        return say("duty.line_until", name=name, since=one.since, last=last_day(one.until))
    return say("duty.line" if one.since <= today else "duty.line_later", name=name, since=one.since)


def holding(
    one: Holding, person: Staff | None, by: Phrase | None, ended_by: Phrase | None, today: date, *, may: bool
) -> Screen:
    """One person's duty. `by`: who gave it; None: the workbook. `may`: the reader may end it."""
    end = Button(say("button.end_duty"), EndDuty(one.duty, one.key), Style.DANGER)
    name = by_name(person) if person is not None else Named(one.person_name, one.person_name)
    return screen(
        say("duty.one_head", what=say(NAMES[one.duty])),
        say("duty.one_name", name=name),
        say("duty.one_place", place=one.place_name) if one.place_name else None,
        _span(one.since, one.until),
        say("duty.from_roster") if by is None else say("duty.given_by", who=by),
        say("duty.ended_by", who=ended_by) if ended_by is not None else None,
        rows=(
            (end if may and not one.over(today) else None,),
            (Button(say("button.duty_all", what=say(NAMES[one.duty])), ShowDuty(one.duty)), HOME),
        ),
    )


def _span(since: date, until: date | None) -> Phrase:
    if until is None:
        return say("duty.span_open", since=since)
    if until <= since:
        return say("duty.ended_at_once", since=since)
    return say("duty.span", since=since, last=last_day(until))


# --- the dialogues ----------------------------------------------------------------------------------------------------


def which_unit(draft: Draft, duty: Duty, items: Sequence[inputs.Item]) -> Screen:
    lines = (say("duty.give_head", what=say(NAMES[duty])), say("duty.which_unit"))
    return inputs.list_screen(lines, items, draft)


def which_person(draft: Draft, duty: Duty, place: str, items: Sequence[inputs.Item]) -> Screen:
    lines = (
        say("duty.give_head", what=say(NAMES[duty])),
        say("duty.one_place", place=place) if place else None,
        say(MEANS[duty]),
        say("list.type_name") if items else say("duty.nobody"),
    )
    return inputs.list_screen(lines, items, draft)


def since(duty: Duty, person: Staff, today: date) -> Screen:
    lines = (say("duty.since", what=say(NAMES[duty]), name=person.name),)
    return inputs.day_screen(lines, (("today", say("button.today", day=today)),))


def until(duty: Duty, person: Staff, began: date) -> Screen:
    lines = (say("duty.until", what=say(NAMES[duty]), name=person.name, since=began),)
    if duty is Duty.ACTING_OFFICE_HEAD:
        return inputs.day_screen((*lines, say("duty.end_needed_line")), ())
    return inputs.day_screen(lines, (("open", say("button.no_end")),))


def check(duty: Duty, person: Staff, place: str, began: date, last: date | None) -> Screen:
    return screen(
        say("duty.check", what=say(NAMES[duty]), name=person.name),
        say("duty.one_place", place=place) if place else None,
        say("duty.span_open", since=began) if last is None else say("duty.span", since=began, last=last),
        say(MEANS[duty]),
        say("duty.told"),
        rows=((Button(say("button.send_duty"), Option("send"), Style.SUCCESS),), inputs.AWAY),
    )


def ends_when(held: Holding, today: date) -> Screen:
    lines = (say("duty.ends_when", what=say(NAMES[held.duty]), name=held.person_name),)
    options = (("now", say("button.at_once")), ("today", say("button.end_of_today", day=today)))
    return inputs.day_screen(lines, options if held.since <= today else options[:1])


def end_check(held: Holding, today: date, until: date, *, own: bool) -> Screen:
    """`own`: whoever ends it holds it, and needs no letter."""
    return screen(
        say("duty.end_check", what=say(NAMES[held.duty]), name=held.person_name),
        say("duty.ends_now") if until <= max(today, held.since) else say("duty.ends_after", last=last_day(until)),
        None if own else say("duty.told"),
        rows=((Button(say("button.end_duty"), Option("send"), Style.DANGER),), inputs.AWAY),
    )


# --- letters ----------------------------------------------------------------------------------------------------------


def given(held: Holding, by: Phrase) -> Screen:
    return screen(
        say("letter.duty.given", who=by, what=say(NAMES[held.duty])),
        say("duty.one_place", place=held.place_name) if held.place_name else None,
        _span(held.since, held.until),
        say(MEANS[held.duty]),
        rows=((HOME,),),
    )


def ended(held: Holding, by: Phrase, today: date) -> Screen:
    assert held.until is not None
    key = "letter.duty.ended" if held.over(today) else "letter.duty.ends"
    return screen(
        Phrase(key, {"who": by, "what": say(NAMES[held.duty]), "last": last_day(held.until)}),
        say("duty.one_place", place=held.place_name) if held.place_name else None,
        say("letter.duty.thanks"),
        rows=((HOME,),),
    )
