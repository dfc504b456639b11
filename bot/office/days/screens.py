"""The screens of days off and make-up days: the list, the questions, and what moves. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.campaigns.records import DayKind
from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn, turn_within
from bot.enquiries.targets import ShowDays, ShowSetup
from bot.office.days.ahead import Declaration
from bot.office.days.rules import Moved, What, said
from bot.office.targets import DeclareDays, ShowDeclared, TakeBackDays
from bot.personnel.inputs import AWAY

LISTED = 6
MOVES_A_PAGE = 4
_KINDS = {DayKind.OFF: "days.off", DayKind.WORKED: "days.worked"}
_LEFT_OUT = {DayKind.OFF: "days.left_out_off", DayKind.WORKED: "days.left_out_worked"}
_TO_DECLARE = {DayKind.OFF: "button.declare_off", DayKind.WORKED: "button.declare_worked"}
_HOW = {DayKind.OFF: "days.ask_off", DayKind.WORKED: "days.ask_worked"}
_WHAT = {
    What.STAFF: "days.what.staff",
    What.LEAD: "days.what.lead",
    What.OFFICE: "days.what.office",
    What.DIGEST: "days.what.digest",
    What.NUDGE: "days.what.nudge",
    What.CHANGE: "days.what.change",
    What.LATE: "days.what.late",
    What.LETTER: "days.what.letter",
    What.CHANGE_END: "days.what.change_end",
    What.LEAD_SILENT: "days.what.lead_silent",
    What.LATE_END: "days.what.late_end",
    What.NOTICE: "days.what.notice",
    What.DEADLINE: "days.what.deadline",
    What.SUPPLEMENT: "days.what.supplement",
}


def days(declared: Sequence[Declaration], fixed: Mapping[DayKind, Sequence[date]], until: date, wanted: int) -> Screen:
    """The list of what is declared, a button each, and of what the State has fixed until then."""
    page = page_of(declared, wanted, LISTED)
    off, worked = said(fixed[DayKind.OFF]), said(fixed[DayKind.WORKED])
    return screen(
        say("days.head"),
        say("days.declared", count=len(declared)) if declared else say("days.none_declared"),
        page.line,
        say("days.fixed_off", until=until, days=off) if off else say("days.fixed_none", until=until),
        say("days.fixed_worked", days=worked) if worked else None,
        rows=(
            *((Button(_label(one), ShowDeclared(one.days[0])),) for one in page.items),
            turn(ShowDays(page.number), page.of),
            tuple(Button(say(_TO_DECLARE[kind]), DeclareDays(kind)) for kind in DayKind),
            (Button(say("button.setup"), ShowSetup()), HOME),
        ),
    )


def _label(one: Declaration) -> Phrase:
    return say(_KINDS[one.kind], days=_span(one.days))


def _span(days: Sequence[date]) -> Phrase:
    """From the first to the last, whatever lies between."""
    first, last = days[0], days[-1]
    return say("days.run", first=first, last=last) if first < last else say("days.one", day=first)


def one_declaration(
    one: Declaration, by: Phrase, to_take_back: Sequence[date], moved: Sequence[Moved], wanted: int
) -> Screen:
    """One declaration: its days, by whom, and what moves when it is taken back."""
    page = page_of(moved, wanted, MOVES_A_PAGE)
    take_back = None
    if to_take_back:
        to = TakeBackDays(to_take_back[0], to_take_back[-1])
        take_back = Button(say("button.take_back_days"), to, Style.DANGER)
    return screen(
        say("days.one_head", what=say(_KINDS[one.kind], days=said(one.days))),
        say("days.name", name=one.name) if one.name else None,
        say("days.by", who=by, at=one.at),
        *(
            _moved(moved, page.items, "days.moves_back", "days.nothing_moves_back")
            if to_take_back
            else (say("days.over"),)
        ),
        page.line,
        rows=(
            turn(ShowDeclared(one.days[0], page.number), page.of),
            (take_back,),
            (Button(say("button.days"), ShowDays()), HOME),
        ),
    )


# --- the questions ----------------------------------------------------------------------------------------------------


def which_days(kind: DayKind) -> Screen:
    return screen(say(_HOW[kind]), say("days.how"), rows=(AWAY,))


def name_of_days(kind: DayKind, days: Sequence[date]) -> Screen:
    return screen(
        say("days.one_head", what=say(_KINDS[kind], days=said(days))),
        say("days.ask_name"),
        rows=((Button(say("button.skip"), Option("skip")),), AWAY),
    )


def check(
    draft: Draft,
    kind: DayKind,
    days: Sequence[date],
    left_out: Sequence[date],
    again: Sequence[date],
    moved: Sequence[Moved],
) -> Screen:
    """The summary: the days, and all that moves because of them. `left_out`: days that are so anyway; `again`: those of
    which something else was declared before."""
    page = page_of(moved, int(draft.data.get("page", 0)), MOVES_A_PAGE)
    name = draft.data.get("name")
    return screen(
        say("days.one_head", what=say(_KINDS[kind], days=said(days))),
        say("days.name", name=name) if name else None,
        say(_LEFT_OUT[kind], days=said(left_out)) if left_out else None,
        say("days.again", days=said(again)) if again else None,
        *_moved(moved, page.items, "days.moves", "days.nothing_moves"),
        page.line,
        rows=(
            turn_within(page.number, page.of),
            (Button(say("button.declare_days"), Option("send"), Style.SUCCESS),),
            AWAY,
        ),
    )


def _moved(moved: Sequence[Moved], shown: Sequence[Moved], head: str, nothing: str) -> tuple[Phrase, ...]:
    if not moved:
        return (Phrase(nothing),)
    return (Phrase(head), *(_line(one) for one in shown))


def _line(one: Moved) -> Phrase:
    what = say(_WHAT[one.what], count=one.count)
    if one.stays:
        return say("days.move.stays", what=what, at=one.was)
    if one.to is None:
        return say("days.move.dropped", what=what, was=one.was)
    if one.was is None:
        return say("days.move.new", what=what, to=one.to)
    return say("days.move.moved", what=what, was=one.was, to=one.to)
