"""The board of one unit with all below it, or of one union group, for whoever leads or watches several. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.dialogue.screens import Button, Phrase, Screen, counted, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.ways import HOME, page_of, turn
from bot.leading.board.counts import PlaceCounts
from bot.leading.board.figures import Rows, bar_of, places, registered
from bot.leading.board.screens import board as whole
from bot.leading.reading import Board, BoardState, Member
from bot.leading.targets import ShowMember
from bot.registration.targets import ShowUnitBoard
from bot.titles.catalogue import Family
from bot.waiting.lines import below_line, way_below
from bot.waiting.targets import ShowBelow

MEMBERS, UNITS_A_PAGE = 5, 5
"""People, and units, that have a button of their own at a time."""


def part(head: Phrase, board: Board, ends: Phrase, mine: Sequence[Member], back: ToView) -> Screen:
    """`mine`: the people whose registrations the reader may open here; `back`: the board of all.
    `ends`: the line on the end of registering."""
    shown = mine[:MEMBERS]
    rows = (
        *(
            (Button(say("members.waiting", name=one.person.name), ShowMember(board.family, one.person.id)),)
            for one in shown
        ),
        (Button(say("button.back"), back),),
    )
    return whole(head, board, ends, rows)


def several(
    board: Board,
    units: Sequence[PlaceCounts],
    at: datetime,
    work: Rows,
    lines: Sequence[Phrase | None],
    to: ShowUnitBoard,
    late: int,
    ends: Phrase,
) -> Screen:
    """Several units: their figures together, and a button for each. `work`: buttons of what the reader may do; `lines`:
    what waits for the reader, and what the units have sent; `late`: what others have left too long;
    `ends`: the line on the end of registering."""
    total, page = board.expected, page_of(units, to.page, UNITS_A_PAGE)
    return screen(
        say("board.units", count=len(units), at=at),
        say("board.answered", answered=board.answered, total=total, bar=bar_of(board.answered, total))
        if total
        else None,
        registered(board.registered, len(board.of(BoardState.DECLINED))),
        say("board.counted", pieces=pieces) if (pieces := counted(_states(board))) else None,
        *lines,
        below_line(late),
        ends,
        rows=(
            *work,
            way_below(late),
            *places(page.items, Family.STATE, ShowBelow),
            turn(ShowUnitBoard(page.number), page.of),
            (HOME,),
        ),
    )


_STATES = {
    BoardState.MISSING: "board.count.missing",
    BoardState.WAITING: "board.count.waiting",
    BoardState.CONFIRMED: "board.count.confirmed",
}


def _states(board: Board) -> dict[str, int]:
    return {key: len(board.of(state)) for state, key in _STATES.items()}
