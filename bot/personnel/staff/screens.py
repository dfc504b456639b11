"""People as the Office finds and changes them: post, exemption, leaving, by date. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowOffice, ShowRoles
from bot.leading.targets import ShowPersonnel
from bot.people.identity import Staff
from bot.people.roster.records import ImportKind
from bot.people.targets import ShowInvites
from bot.personnel import inputs
from bot.personnel.targets import (
    FindPerson,
    ShowImports,
    ShowUnits,
)
from bot.registration.records import ExemptReason

TO_PERSONNEL = Button(say("button.personnel"), ShowPersonnel())

REASONS = {
    ExemptReason.STUDY: "exempt.study",
    ExemptReason.SECONDED: "exempt.seconded",
    ExemptReason.RETIRING: "exempt.retiring",
    ExemptReason.PROBATION: "exempt.probation",
    ExemptReason.LONG_LEAVE: "exempt.long_leave",
    ExemptReason.OTHER: "exempt.other",
}


def personnel(counts: tuple[int, int, int]) -> Screen:
    """The department in figures. `counts`: people, units, and people who are exempt today."""
    people, units, exempt = counts
    return screen(
        say("personnel.head"),
        say("personnel.counts", people=people, units=units, exempt=exempt)
        if exempt
        else say("personnel.counts_all", people=people, units=units),
        say("personnel.new"),
        rows=(
            (Button(say("button.find_person"), FindPerson(), Style.PRIMARY),),
            (Button(say("button.units"), ShowUnits()), Button(say("button.roles"), ShowRoles())),
            (
                Button(say("button.imports_roster"), ShowImports(ImportKind.ROSTER)),
                Button(say("button.imports_awards"), ShowImports(ImportKind.AWARDS)),
            ),
            (Button(say("button.invites"), ShowInvites()),),
            (Button(say("button.office"), ShowOffice()), HOME),
        ),
    )


def find(draft: Draft, items: Sequence[inputs.Item]) -> Screen:
    """Empty until something was typed: a department is too long a list to turn page by page."""
    typed = draft.data.get("query")
    lines = (say("find.head"), say("find.found", count=len(items)) if typed else say("find.how"))
    return inputs.list_screen(lines, items if typed else (), draft, has_whole=False)


# --- the dialogues ----------------------------------------------------------------------------------------------------


def which_unit(draft: Draft, person: Staff, items: Sequence[inputs.Item]) -> Screen:
    lines = (say("transfer.head", name=person.name_in_unit, unit=person.unit_name), say("transfer.unit"))
    return inputs.list_screen(lines, items, draft)


def which_title(person: Staff, unit: str) -> Screen:
    keep = Button(say("button.keep_position", position=person.position), Option("keep"))
    return screen(
        say("transfer.title", name=person.name, unit=unit),
        say("transfer.title_how"),
        rows=((keep,) if person.position else (), inputs.AWAY),
    )


def transfer_since(person: Staff, unit: str, today: date) -> Screen:
    lines = (say("transfer.since", name=person.name, unit=unit),)
    return inputs.day_screen(lines, (("today", say("button.today", day=today)),))


def transfer_check(person: Staff, unit: str, title: str, since: date) -> Screen:
    return screen(
        say("transfer.check", name=person.name),
        say("transfer.from_to", old=person.unit_name, new=unit, title=title),
        say("transfer.day", since=since),
        say("transfer.judges"),
        say("transfer.roles"),
        rows=((Button(say("button.transfer"), Option("send"), Style.SUCCESS),), inputs.AWAY),
    )


def exempt_reason(person: Staff) -> Screen:
    return screen(
        say("exempt.head", name=person.name),
        say("exempt.what"),
        rows=(*((Button(say(key), Option(reason.value)),) for reason, key in REASONS.items()), inputs.AWAY),
    )


def exempt_since(person: Staff, today: date) -> Screen:
    lines = (say("exempt.since", name=person.name),)
    return inputs.day_screen(lines, (("today", say("button.today", day=today)),))


def exempt_until(person: Staff, since: date) -> Screen:
    lines = (say("exempt.until", name=person.name, since=since),)
    return inputs.day_screen(lines, (("open", say("button.to_campaigns_end")),))


def exempt_check(person: Staff, reason: ExemptReason, since: date, last: date | None) -> Screen:
    span = say("exempt.open_span", since=since) if last is None else say("exempt.span", since=since, last=last)
    return screen(
        say("exempt.check", name=person.name, reason=say(REASONS[reason])),
        span,
        say("exempt.effect"),
        rows=((Button(say("button.send_exempt"), Option("send"), Style.SUCCESS),), inputs.AWAY),
    )


def leaving_day(person: Staff, today: date) -> Screen:
    lines = (say("leaving.head", name=person.name), say("leaving.day"))
    return inputs.day_screen(lines, (("today", say("button.today", day=today)),))


def leaving_check(person: Staff, day: date) -> Screen:
    return screen(
        say("leaving.check", name=person.name, day=day),
        say("leaving.effect"),
        say("leaving.kept"),
        rows=((Button(say("button.send_leaving"), Option("send"), Style.DANGER),), inputs.AWAY),
    )
