"""The screens of printed invites. Pure."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from bot.dialogue.flows import BACK
from bot.dialogue.screens import Button, Named, Paper, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn, turn_within
from bot.leading.targets import ShowPersonnel
from bot.office.invites.actions import Invitable
from bot.office.invites.pending import Cards
from bot.office.invites.targets import ChooseInvitedUnits
from bot.people.targets import PrintInvites, ShowInvites
from bot.registration.targets import ShowUnitBoard
from bot.words import shortened

UNITS_A_PAGE = 5
LABEL = 40
PDF = "application/pdf"


def invites(
    to: ShowInvites, found: Invitable, units: Sequence[tuple[int, str, int]], name: str | None, *, office: bool
) -> Screen:
    """The people who could be invited. `units`: key, name and number of people to invite. `name`: of the unit that is
    shown."""
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
        page.line,
        rows=(
            (
                Button(say("button.print_invites", count=count), PrintInvites(to.unit), Style.PRIMARY)
                if count
                else None,
            ),
            (
                Button(say("button.print_invites_anew", count=count), PrintInvites(to.unit, anew=True), Style.DANGER)
                if holding
                else None,
            ),
            (Button(say("button.choose_units"), ChooseInvitedUnits()) if page.of > 1 or len(page.items) > 2 else None,),
            *((_unit(key, unit, number),) for key, unit, number in page.items),
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
            *((Button(_box(name, number, ticked=key in on), Option(f"k{key}")),) for key, name, number in page.items),
            turn_within(page.number, page.of),
            (Button(say("button.print_invites", count=count), Option("print"), Style.PRIMARY) if chosen else None,),
            (Button(say("button.back"), Option(BACK)),),
        ),
    )


def _box(name: str, count: int, *, ticked: bool) -> Phrase:
    return say("reg.titles.on" if ticked else "reg.titles.off", title=f"{shortened(name, LABEL)} ({count})")


def _unit(key: int, name: str, count: int) -> Button:
    label = f"{shortened(name, LABEL)} ({count})"
    return Button(Named(label, label), ShowInvites(key))


def cards(made: Cards, make: Callable[[Any], bytes]) -> Screen:
    return screen(
        say("invites.made", count=len(made.cards), until=made.until),
        say("invites.hand_over"),
        rows=((Button(say("button.invites"), ShowInvites(made.unit)), HOME),),
        file=Paper(f"phieu-moi-{made.at:%Y%m%d-%H%M}.pdf", PDF, make),
        keep=True,
    )


def gone() -> Screen:
    """The cards are not in memory any more: theirs was the only copy."""
    return screen(say("invites.gone"), rows=((Button(say("button.invites"), ShowInvites()), HOME),))
