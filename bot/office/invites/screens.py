"""The screens of printed invites. Pure."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from bot.dialogue.flows import BACK
from bot.dialogue.screens import Button, Named, Paper, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn, turn_within
from bot.leading.targets import ShowPersonnel
from bot.office.invites.actions import MOST, Invitable
from bot.office.invites.pending import Cards
from bot.office.invites.targets import ChooseInvitedUnits, ShowInviteCards
from bot.people.targets import PrintInvites, ShowInvites
from bot.registration.targets import ShowUnitBoard
from bot.words import told_apart

UNITS_A_PAGE = 5
LABEL = 40
PDF = "application/pdf"


def invites(
    to: ShowInvites,
    found: Invitable,
    units: Sequence[tuple[int, str, int]],
    name: str | None,
    last: Cards | None,
    *,
    office: bool,
) -> Screen:
    """The people who could be invited. `units`: key, name and number of people to invite. `name`: of the unit that is
    shown. `last`: the cards that were made last, and are still kept."""
    count, holding = len(found.unlinked), len(found.holding)
    page = page_of(units if name is None else (), to.page, UNITS_A_PAGE)
    up = Button(say("button.personnel"), ShowPersonnel()) if office else Button(say("button.unit"), ShowUnitBoard())
    return screen(
        say("invites.head"),
        say("names.place", place=name) if name is not None else None,
        say("invites.counts", count=count, people=len(found.everybody)) if count else say("invites.all_linked"),
        say("invites.holding", count=holding) if holding else None,
        say("invites.how") if count else None,
        say("invites.on_paper") if count else None,
        say("invites.too_many", count=count, most=MOST) if count > MOST else None,
        page.line,
        rows=(
            (Button(say("button.open_invites", count=len(last.cards)), ShowInviteCards(last.made)) if last else None,),
            (
                Button(say("button.print_invites", count=count), PrintInvites(to.unit), Style.PRIMARY)
                if 0 < count <= MOST
                else None,
            ),
            (
                Button(say("button.print_invites_anew", count=count), PrintInvites(to.unit, anew=True), Style.DANGER)
                if holding and count <= MOST
                else None,
            ),
            (Button(say("button.choose_units"), ChooseInvitedUnits()) if page.of > 1 or len(page.items) > 2 else None,),
            *((_unit(*one),) for one in _called(page.items)),
            turn(ShowInvites(to.unit, page.number), page.of),
            (Button(say("button.invites"), ShowInvites()) if name is not None else up, HOME),
        ),
    )


def choose(units: Sequence[tuple[int, str, int]], on: Collection[int], wanted: int) -> Screen:
    """The units with a box each, and the number of people of those that are ticked."""
    page = page_of(units, wanted, UNITS_A_PAGE)
    chosen = [one for one in units if one[0] in on]
    count = sum(number for _key, _name, number in chosen)
    return screen(
        say("invites.head"),
        say("invites.choose"),
        say("invites.chosen", units=len(chosen), people=count) if chosen else say("invites.none_chosen"),
        page.line,
        rows=(
            *(
                (Button(_box(name, number, ticked=key in on), Option(f"k{key}")),)
                for key, name, number in _called(page.items)
            ),
            turn_within(page.number, page.of),
            (Button(say("button.print_invites", count=count), Option("print"), Style.PRIMARY) if chosen else None,),
            (Button(say("button.back"), Option(BACK)),),
        ),
    )


def _called(units: Sequence[tuple[int, str, int]]) -> list[tuple[int, str, int]]:
    """With names as they fit a button."""
    names = told_apart([name for _key, name, _count in units], LABEL)
    return [(key, name, count) for (key, _name, count), name in zip(units, names, strict=True)]


def _box(name: str, count: int, *, ticked: bool) -> Phrase:
    return say("reg.titles.on" if ticked else "reg.titles.off", title=f"{name} ({count})")


def _unit(key: int, name: str, count: int) -> Button:
    label = f"{name} ({count})"
    return Button(Named(label, label), ShowInvites(key))


def cards(made: Cards, at: datetime, make: Callable[[Any], bytes]) -> Screen:
    """The cards as a file that is named by the moment `at`, of the office's clock."""
    return screen(
        say("invites.made", count=len(made.cards), until=made.until),
        say("invites.hand_over"),
        rows=((Button(say("button.invites"), ShowInvites(made.unit)), HOME),),
        file=Paper(f"phieu-moi-{at:%Y%m%d-%H%M}.pdf", PDF, make),
        keep=True,
    )


def drawing(made: Cards) -> Screen:
    """Cards that are being drawn, or are by now. Redrawn in place."""
    drawn, count, there = made.progress.drawn, len(made.cards), made.progress.file is not None
    open_ = Button(say("button.open_invites", count=count), ShowInviteCards(made.made), Style.PRIMARY)
    return screen(
        say("invites.drawn", count=count) if there else say("invites.drawing", count=count),
        say("invites.drawn_so_far", drawn=drawn, count=count, percent=100 * drawn // count) if not there else None,
        say("invites.drawing_on") if not there else None,
        rows=((open_ if there else None,), (Button(say("button.invites"), ShowInvites(made.unit)), HOME)),
    )


def gone() -> Screen:
    """The cards are not in memory any more: theirs was the only copy."""
    return screen(say("invites.gone"), rows=((Button(say("button.invites"), ShowInvites()), HOME),))
