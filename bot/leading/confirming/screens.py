"""Confirming: the people of a board, all that wait, what to change, and the letters of what came of it. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.dialogue.flows import BACK, LATER, Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn, turn_within
from bot.enquiries.targets import AskOffice, ShowMine, ShowOffice
from bot.leading.reading import Board, BoardState, Member
from bot.leading.records import FiledRegistration
from bot.leading.screens import BOARDS, PEOPLE_A_PAGE
from bot.leading.targets import Confirm, ExtendChange, ShowMember, ShowMembers
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.registration.reading import StandingRegistration
from bot.registration.records import ChangeAsked
from bot.registration.rules import CHANGE_PHRASES, ChangeEnds, way_to_change, what_to_change
from bot.titles.catalogue import Family, Regime
from bot.titles.rules import to_check


def members(board: Board, mine: Sequence[Member], wanted: int) -> Screen:
    """Everybody of the board, a button each, those who wait first; of these first of all those who wait for the reader
    (`mine`)."""
    first = {member.person.id for member in mine}
    order = sorted(board.members, key=lambda one: (one.person.id not in first, _ORDER.index(one.state)))
    page = page_of(order, wanted, PEOPLE_A_PAGE)
    return screen(
        say("members.head", page=page.number + 1, pages=page.of),
        rows=(
            *(
                (Button(say(_MARKS[one.state], name=one.person.name), ShowMember(board.family, one.person.id)),)
                for one in page.items
            ),
            turn(ShowMembers(board.family, page.number), page.of),
            (Button(say("button.back"), BOARDS[board.family]),),
        ),
    )


_ORDER = (
    BoardState.WAITING,
    BoardState.CHANGE_ASKED,
    BoardState.MISSING,
    BoardState.CONFIRMED,
    BoardState.DECLINED,
    BoardState.EXEMPT,
)
_MARKS = {
    BoardState.WAITING: "members.waiting",
    BoardState.CHANGE_ASKED: "members.change_asked",
    BoardState.MISSING: "members.missing",
    BoardState.CONFIRMED: "members.confirmed",
    BoardState.DECLINED: "members.declined",
    BoardState.EXEMPT: "members.exempt",
}


RECORDED_A_SCREEN = 4
"""People on the screen of what the Office records: those who come after are there when these are done."""


def to_record(
    waiting: Sequence[tuple[Staff, StandingRegistration]],
    regime: Regime,
    done: Staff | None,
    onward: Button | None,
    *,
    office: bool,
) -> Screen:
    """Registrations that are recorded as they were decided on paper, a line and a button each. `done`: whose was
    recorded just now; `onward`: the way on from it."""
    shown = waiting[:RECORDED_A_SCREEN]
    return screen(
        say("to_record.head", count=len(waiting)),
        say("to_record.done", name=done.name) if done else None,
        say("to_record.about") if waiting else say("to_record.none"),
        *(
            say(
                "to_record.union" if standing.family is Family.UNION else "to_record.person",
                name=person.name,
                position=person.position,
                titles=tuple(title.short for title in regime.in_order(standing.titles)),
            )
            for person, standing in shown
        ),
        to_check(regime) if shown else None,
        rows=(
            *(
                (
                    Button(
                        say("button.record", name=person.name),
                        Confirm(standing.registration_id, standing.version),
                        Style.SUCCESS,
                    ),
                )
                for person, standing in shown
            ),
            (onward,),
            (Button(say("button.office"), ShowOffice()) if office else None, HOME),
        ),
    )


def confirm_all(draft: Draft, waiting: Sequence[tuple[Member, Phrase]]) -> Screen:
    """All that wait, ticked; leave somebody out by a tap. `waiting`: with what each registers."""
    left_out = set(draft.data.get("left_out", ()))
    page = page_of(waiting, draft.data.get("page", 0), PEOPLE_A_PAGE)
    chosen = len([member for member, _titles in waiting if member.person.id not in left_out])
    return screen(
        say("confirm_all.head", count=len(waiting)),
        *(say("confirm_all.line", name=member.person.name, titles=titles) for member, titles in page.items),
        say("confirm_all.own"),
        rows=(
            *((_box(member, member.person.id not in left_out),) for member, _titles in page.items),
            turn_within(page.number, page.of),
            (Button(say("button.confirm_people", count=chosen), Option("send"), Style.SUCCESS) if chosen else None,),
            (Button(say("button.back"), Option(BACK)),),
        ),
    )


def _box(member: Member, on: bool) -> Button:
    key = "confirm_all.on" if on else "confirm_all.off"
    return Button(say(key, name=member.person.name), Option(f"p{member.person.id}"))


def confirmed_many(done: int, left: int, family: Family) -> Screen:
    return screen(
        say("confirmed_many.done", count=done),
        say("confirmed_many.left", count=left) if left else None,
        rows=((Button(say("button.to_board"), BOARDS[family]), HOME),),
    )


def change_words(person: Staff) -> Screen:
    """D06: preset words, or one's own."""
    return screen(
        say("change.head", name=person.name),
        say("change.ask", who=say(honorific(person.gender))),
        say("change.example"),
        rows=(
            *((Button(say(key), Option(reason.value)),) for reason, key in CHANGE_PHRASES.items()),
            (Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),
        ),
    )


def change_until(person: Staff, days: Sequence[date]) -> Screen:
    """The end of the time for a change, of few; the usual one first."""
    return screen(
        say("change.until", name=person.name),
        say("change.until.after"),
        rows=(
            *((Button(say("button.change_until", day=day), Option(day_code(day)), _usual(day, days)),) for day in days),
            (Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),
        ),
    )


def day_code(day: date) -> str:
    """A day as an option."""
    return day.strftime("%Y%m%d")


def _usual(day: date, days: Sequence[date]) -> Style | None:
    return Style.PRIMARY if day == days[0] else None


def extend_change(person: Staff, family: Family, asked: ChangeAsked, days: Sequence[date]) -> Screen:
    """More time for a change that was asked for."""
    ref, version = asked.registration_id, asked.version
    return screen(
        say("change.extend", name=person.name),
        _what(asked),
        say("change.until.after"),
        rows=(
            *(
                (Button(say("button.change_until", day=day), ExtendChange(ref, version, day), _usual(day, days)),)
                for day in days
            ),
            (Button(say("button.back"), ShowMember(family, person.id)),),
        ),
    )


# --- letters to the person --------------------------------------------------------------------------------------------


def confirmed_letter(found: FiledRegistration, who: Phrase) -> Screen:
    key = "letter.confirmed.state" if found.family is Family.STATE else "letter.confirmed.union"
    return screen(
        say(key, who=who, code=found.code, at=found.confirmed_at),
        rows=((Button(say("button.mine"), ShowMine()),),),
    )


def change_letter(found: FiledRegistration, asked: ChangeAsked, who: Phrase, ends: ChangeEnds) -> Screen:
    """D07: the change, by whom, until when; the tap leads straight to it."""
    return screen(
        say("letter.change.head", who=who, code=found.code),
        _what(asked),
        say("letter.change.at", at=asked.at),
        say("letter.change.stands", deadline=ends.told),
        rows=_change_rows(asked),
    )


def change_reminder(found: FiledRegistration, asked: ChangeAsked, who: Phrase, ends: ChangeEnds) -> Screen:
    """Two working days later, once."""
    return screen(
        say("letter.change_waits.head", who=who, code=found.code, at=asked.at),
        _what(asked),
        say("letter.change.stands", deadline=ends.told),
        rows=_change_rows(asked),
    )


def change_last(found: FiledRegistration, asked: ChangeAsked, who: Phrase, ends: ChangeEnds) -> Screen:
    """On the last working day."""
    return screen(
        say("letter.change_ends.head", who=who, code=found.code, deadline=ends.told),
        _what(asked),
        say("letter.change_ends.stands", until=ends.final),
        rows=_change_rows(asked),
    )


def taken_back_letter(found: FiledRegistration, who: Phrase) -> Screen:
    """In place of a letter that asked for a change."""
    return screen(
        say("letter.change_taken_back", who=who, code=found.code),
        say("letter.change_taken_back.stands"),
        rows=((Button(say("button.mine"), ShowMine()),),),
    )


def lapsed_letter(found: FiledRegistration) -> Screen:
    """In place of a letter that asked for a change which did not come in its time."""
    return screen(
        say("letter.change_lapsed", code=found.code),
        say("letter.change_lapsed.stands"),
        rows=((Button(say("button.mine"), ShowMine()),),),
    )


def _what(asked: ChangeAsked) -> Phrase:
    return say("letter.change.what", what=what_to_change(asked.reason, asked.words))


def _change_rows(asked: ChangeAsked) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(say("button.change_now"), way_to_change(asked.reason, asked.words), Style.PRIMARY),),
        (Button(say("button.ask_office"), AskOffice()), Button(say("button.mine"), ShowMine())),
    )
