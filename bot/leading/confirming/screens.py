"""What whoever confirms sees: one person, the list, and what came of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.flows import BACK, LATER, Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option, ToView
from bot.dialogue.ways import HOME, turn, turn_within
from bot.enquiries.targets import AskOffice, ShowMine, ShowOfficeQuestions
from bot.leading.board.answers import Board, Entry, Stand
from bot.leading.board.office_work import Waiting
from bot.leading.records import ChangeAsked, ChangeReason, Filed
from bot.leading.targets import (
    ComposeNotice,
    ConfirmAll,
    RegisterCollective,
    ShowDelegation,
    ShowLateRequests,
    ShowLinkRequests,
    ShowMember,
    ShowMembers,
    ShowNudge,
    ShowPersonnel,
    ShowProxy,
    ShowSheet,
    ShowSheets,
    ShowTell,
)
from bot.notices.targets import ShowOfficeNotices
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.registration.targets import ShowEdit, ShowUnionBoard, ShowUnitBoard
from bot.titles.catalogue import Family, Subject

BOARDS: dict[Family, ToView] = {Family.STATE: ShowUnitBoard(), Family.UNION: ShowUnionBoard()}
SUBJECTS = {Family.STATE: Subject.UNIT, Family.UNION: Subject.UNION_GROUP}
"""Who is a collective for the titles of each family."""
PEOPLE_A_PAGE = 8

REASON_PHRASES = {
    ChangeReason.INITIATIVE: "change.reason.initiative",
    ChangeReason.TITLES: "change.reason.titles",
    ChangeReason.PLEDGE: "change.reason.pledge",
}
"""What there is to be changed, most often; anything else is typed."""


def what_to_change(asked: ChangeAsked) -> Phrase:
    if asked.words is not None:
        return say("change.own_words", words=asked.words)
    return say(REASON_PHRASES[asked.reason])


@dataclass(frozen=True, slots=True)
class Work:
    """What waits on a board for the very person who looks, and what he or she may do there."""

    family: Family
    confirm: int
    """Registrations to confirm."""
    remind: int
    """Who have not answered and can be written to."""
    tell: int
    """Who have not answered and cannot."""
    late: int
    """Requests to register late."""
    registers: bool
    """May register for others, and the collective."""
    leads: bool
    """May appoint who prepares and who stands in."""


def work(to_do: Work) -> tuple[tuple[Button | None, ...], ...]:
    """First what waits, then what may be done."""
    family, subject = to_do.family, SUBJECTS[to_do.family]
    state = family is Family.STATE
    confirm = Button(say("button.confirm_all", count=to_do.confirm), ConfirmAll(family), Style.SUCCESS)
    missing = to_do.remind + to_do.tell
    late = Button(say("button.late_requests", count=to_do.late), ShowLateRequests()) if to_do.late else None
    return (
        (
            confirm if to_do.confirm else None,
            Button(say("button.one_by_one"), ShowMembers(family)),
        ),
        (
            Button(say("button.nudge_people", count=to_do.remind), ShowNudge(family)) if to_do.remind else None,
            Button(say("button.tell_people", count=to_do.tell), ShowTell(family)) if to_do.tell else None,
        ),
        (
            Button(say("button.proxy_people", count=missing), ShowProxy())
            if state and missing and to_do.registers
            else None,
            Button(say("button.collective"), RegisterCollective(subject)),
        ),
        (
            Button(say("button.send_sheet"), ShowSheet(subject)),
            Button(say("button.delegation"), ShowDelegation()) if state and to_do.leads else None,
        ),
        (late,),
    )


def office_work(waits: Waiting) -> tuple[tuple[Button | None, ...], ...]:
    return (
        (Button(say("button.compose"), ComposeNotice()), Button(say("button.all_notices"), ShowOfficeNotices())),
        (Button(say("button.sheets"), ShowSheets()), Button(say("button.personnel"), ShowPersonnel())),
        (
            Button(say("button.link_requests", count=waits.links), ShowLinkRequests()) if waits.links else None,
            Button(say("button.office_questions", count=waits.questions), ShowOfficeQuestions())
            if waits.questions
            else None,
        ),
        (Button(say("button.late_requests", count=waits.late), ShowLateRequests()) if waits.late else None,),
    )


def members(family: Family, board: Board, page: int) -> Screen:
    """Everybody of the board, a button each, those who wait first."""
    entries = sorted(board.entries, key=lambda entry: _ORDER.index(entry.stand))
    pages = max(1, -(-len(entries) // PEOPLE_A_PAGE))
    page = min(page, pages - 1)
    shown = entries[page * PEOPLE_A_PAGE : (page + 1) * PEOPLE_A_PAGE]
    return screen(
        say("members.head", page=page + 1, pages=pages),
        rows=(
            *((Button(say(_MARKS[e.stand], name=e.person.full_name), ShowMember(family, e.person.id)),) for e in shown),
            turn(ShowMembers(family, page), pages),
            (Button(say("button.back"), BOARDS[family]),),
        ),
    )


_ORDER = (Stand.WAITING, Stand.CHANGE_ASKED, Stand.MISSING, Stand.CONFIRMED, Stand.DECLINED, Stand.EXEMPT)
_MARKS = {
    Stand.WAITING: "members.waiting",
    Stand.CHANGE_ASKED: "members.change_asked",
    Stand.MISSING: "members.missing",
    Stand.CONFIRMED: "members.confirmed",
    Stand.DECLINED: "members.declined",
    Stand.EXEMPT: "members.exempt",
}


def confirm_all(draft: Draft, waiting: Sequence[tuple[Entry, Phrase]], page: int) -> Screen:
    """All that wait, ticked; leave somebody out by a tap."""
    left_out = set(draft.data.get("left_out", ()))
    pages = max(1, -(-len(waiting) // PEOPLE_A_PAGE))
    page = min(page, pages - 1)
    shown = waiting[page * PEOPLE_A_PAGE : (page + 1) * PEOPLE_A_PAGE]
    chosen = len([entry for entry, _titles in waiting if entry.person.id not in left_out])
    return screen(
        say("confirm_all.head", count=len(waiting)),
        *(say("confirm_all.line", name=entry.person.full_name, titles=titles) for entry, titles in shown),
        say("confirm_all.own"),
        rows=(
            *((_box(entry, entry.person.id not in left_out),) for entry, _titles in shown),
            turn_within(page, pages),
            (Button(say("button.confirm_people", count=chosen), Option("send"), Style.SUCCESS) if chosen else None,),
            (Button(say("button.back"), Option(BACK)),),
        ),
    )


def _box(entry: Entry, on: bool) -> Button:
    key = "confirm_all.on" if on else "confirm_all.off"
    return Button(say(key, name=entry.person.full_name), Option(f"p{entry.person.id}"))


def confirmed_many(done: int, left: int, family: Family) -> Screen:
    return screen(
        say("confirmed_many.done", count=done),
        say("confirmed_many.left", count=left) if left else None,
        rows=((Button(say("button.to_board"), BOARDS[family]), HOME),),
    )


def change_words(person: Staff) -> Screen:
    """D06: preset words, or one's own."""
    return screen(
        say("change.head", name=person.full_name),
        say("change.ask", who=say(honorific(person.gender))),
        say("change.example"),
        rows=(
            *((Button(say(key), Option(reason.value)),) for reason, key in REASON_PHRASES.items()),
            (Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),
        ),
    )


# --- letters to the person --------------------------------------------------------------------------------------------


def confirmed_letter(found: Filed, who: Phrase) -> Screen:
    key = "letter.confirmed.state" if found.family is Family.STATE else "letter.confirmed.union"
    return screen(
        say(key, who=who, code=found.code, at=found.confirmed_at),
        rows=((Button(say("button.mine"), ShowMine()),),),
    )


def change_letter(found: Filed, asked: ChangeAsked, who: Phrase, deadline: datetime) -> Screen:
    """D07: what to change, by whom, until when; the tap leads straight to it."""
    return screen(
        say("letter.change.head", who=who, code=found.code),
        say("letter.change.what", what=what_to_change(asked)),
        say("letter.change.at", at=asked.at),
        say("letter.change.stands", deadline=deadline),
        rows=(
            (Button(say("button.change_now"), ShowEdit(), Style.PRIMARY),),
            (Button(say("button.ask_office"), AskOffice()), Button(say("button.mine"), ShowMine())),
        ),
    )
