"""The board: figures, names, and buttons of what waits and what may be done. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.screens import Button, Phrase, Screen, Style, counted, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import (
    NameState,
    ShowCampaigns,
    ShowConsolidation,
    ShowDepartment,
    ShowNames,
    ShowSetup,
    ShowSubmitted,
    ShowWholeUnion,
)
from bot.leading.board.counts import ListCounts, OfficeCounts
from bot.leading.board.figures import Rows, bar_of, figures, registered
from bot.leading.nudging.screens import tell_button
from bot.leading.reading import Board, BoardState, Counts, Member
from bot.leading.screens import SUBJECTS, names
from bot.leading.targets import (
    ComposeNotice,
    ConfirmAll,
    RegisterCollective,
    ShowCollective,
    ShowDelegation,
    ShowLateRequests,
    ShowMembers,
    ShowNudge,
    ShowOfficeNotices,
    ShowPersonnel,
    ShowProxy,
    ShowSheet,
    ShowSheets,
)
from bot.people.identity import Staff
from bot.recognition.targets import ShowDecisions
from bot.sheets.standing import ListStanding, Standing
from bot.titles.catalogue import Family
from bot.waiting.targets import ShowDesk


def board(
    head: Phrase,
    board: Board,
    ends: Phrase,
    work: Rows = (),
    collective: Phrase | None = None,
    waiting: tuple[Phrase | None, ...] | None = None,
    lists: Phrase | None = None,
) -> Screen:
    """Figures first, then names; those who have not answered come first, as work to do. `work`: buttons of what the
    reader may do. `collective`: what the collective itself has registered. `waiting`: those who wait to be confirmed,
    as `waiting_lines` tells them; None: all on one line. `lists`: where the collective's list stands.
    `ends`: the line on the end of registering."""
    total = board.expected
    if not board.members:
        return screen(head, say("board.nobody"), rows=(*work, (HOME,)))
    missing = board.of(BoardState.MISSING)
    lines = fitted(
        (head,),
        (say("board.answered", answered=board.answered, total=total, bar=bar_of(board.answered, total)),)
        if total
        else (),
        (registered(board.registered, len(board.of(BoardState.DECLINED))),),
        (
            _names("board.missing", [member for member in missing if member.reached]),
            _names("board.unlinked", [member for member in missing if not member.linked]),
            _names("board.blocked", [member for member in missing if member.blocked]),
        ),
        (
            *((_names("board.waiting", board.of(BoardState.WAITING)),) if waiting is None else waiting),
            _names("board.change_asked", board.of(BoardState.CHANGE_ASKED)),
        ),
        (
            _names("board.confirmed", board.of(BoardState.CONFIRMED)),
            _names("board.declined", board.of(BoardState.DECLINED)),
            _names("board.exempt", board.of(BoardState.EXEMPT)),
        ),
        (collective,),
        (lists,),
        (ends,),
    )
    return screen(*lines, rows=(*work, (HOME,)))


MOST_LINES = 9
"""Lines of a board: one more is said before them where something was refused."""


def fitted(*groups: tuple[Phrase | None, ...]) -> list[Phrase]:
    """The lines of these groups; where that would be too many, a group after the other stands on one line, the last
    first."""
    kept = [[line for line in group if line is not None] for group in groups]
    for place in reversed(range(len(kept))):
        if sum(map(len, kept)) > MOST_LINES and len(kept[place]) > 1:
            kept[place] = [say("board.together", parts=tuple(kept[place]))]
    return [line for group in kept for line in group]


def waiting_lines(
    board: Board, reader: Staff, mine: Sequence[Member], confirmer: Phrase | None
) -> tuple[Phrase | None, ...]:
    """Those who wait to be confirmed by the reader (`mine`), the reader's own, which `confirmer` confirms, and the
    rest."""
    waiting = board.of(BoardState.WAITING)
    keys = {member.person.id for member in mine} | {reader.id}
    own = any(member.person.id == reader.id for member in waiting)
    return (
        _names("board.waiting", mine),
        say("board.waiting_own", who=confirmer) if own and confirmer else None,
        _names("board.waiting_others", [member for member in waiting if member.person.id not in keys]),
    )


_STANDINGS = {
    Standing.UNSENT: "board.list.unsent",
    Standing.SENT: "board.list.sent",
    Standing.ACCEPTED: "board.list.accepted",
    Standing.RETURNED: "board.list.returned",
    Standing.OUTDATED: "board.list.outdated",
}


def lists(standing: Sequence[ListStanding]) -> Phrase:
    """The state of the list on one line; of several, how many were sent, and how many are to be sent again."""
    if len(standing) == 1:
        (only,) = standing
        names_it = only.standing in (Standing.SENT, Standing.ACCEPTED)
        return Phrase(_STANDINGS[only.standing], {"version": only.version} if names_it else {})
    again = sum(one.standing in (Standing.RETURNED, Standing.OUTDATED) for one in standing)
    sent = sum(one.standing is not Standing.UNSENT for one in standing)
    if again:
        return say("board.lists_again", sent=sent, total=len(standing), again=again)
    return say("board.lists", sent=sent, total=len(standing))


def list_counts(counts: ListCounts) -> Phrase | None:
    """The state of all units' lists on one line; None where no unit sends one."""
    if not counts.total:
        return None
    pieces = counted(
        {
            "board.count.accepted": counts.accepted,
            "board.count.sent": counts.sent,
            "board.count.returned": counts.returned,
            "board.count.unsent": counts.total - counts.accepted - counts.sent - counts.returned,
        }
    )
    return say("board.lists_of_all", total=counts.total, pieces=pieces, signed=counts.signed)


def office(head: Phrase, whole: Counts, more: Sequence[Phrase | None], ends: Phrase, work: Rows) -> Screen:
    """The whole department in figures, each with its names behind a button. `ends`: as above."""
    if not whole.people:
        return screen(head, say("board.nobody"), rows=(*work, (HOME,)))
    return screen(head, *figures(whole), *more, ends, rows=(*work, (HOME,)))


def _names(key: str, members: Sequence[Member]) -> Phrase | None:
    if not members:
        return None
    return say(key, count=len(members), names=names([member.person for member in members]))


# --- work -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BoardWork:
    """The open work on a board of the very person who looks, and his or her rights there."""

    family: Family
    confirm: int
    """Registrations to confirm."""
    remind: int
    """People who have not answered, can be written to and have had no reminder that day."""
    tell: int
    """People who have not answered, cannot be written to and have not been told today."""
    tell_all: bool
    """There are people whom no letter reaches, told today or not."""
    register: int
    """People for whom the reader may register."""
    late: int
    """Requests to register late."""
    leads: bool
    """The person may appoint a coordinator and a deputy."""
    collective: bool
    """There is a unit or union group that registers titles of its own and sends a list."""
    over: bool = False
    """The time to register it is over."""


def work_rows(to_do: BoardWork) -> Rows:
    """Buttons: first of what waits, then of what may be done."""
    family, subject = to_do.family, SUBJECTS[to_do.family]
    state = family is Family.STATE
    confirm = Button(say("button.confirm_all", count=to_do.confirm), ConfirmAll(family), Style.SUCCESS)
    late = Button(say("button.late_requests", count=to_do.late), ShowLateRequests(led=True)) if to_do.late else None
    return (
        (
            confirm if to_do.confirm else None,
            Button(say("button.one_by_one"), ShowMembers(family)),
        ),
        (
            Button(say("button.nudge_people", count=to_do.remind), ShowNudge(family)) if to_do.remind else None,
            tell_button(to_do.tell, family) if to_do.tell_all else None,
        ),
        (
            Button(say("button.proxy_people", count=to_do.register), ShowProxy()) if to_do.register else None,
            _collective(to_do) if to_do.collective else None,
        ),
        (
            Button(say("button.send_sheet"), ShowSheet(subject)) if to_do.collective else None,
            Button(say("button.delegation"), ShowDelegation()) if state and to_do.leads else None,
        ),
        (late,),
    )


def _collective(to_do: BoardWork) -> Button:
    subject = SUBJECTS[to_do.family]
    if to_do.over:
        return Button(say("button.collective_registered"), ShowCollective(subject))
    return Button(say("button.collective"), RegisterCollective(subject))


def chair_rows(confirm: int) -> Rows:
    """Buttons of the board of the whole union, for its chair."""
    to_confirm = Button(say("button.confirm_all", count=confirm), ConfirmAll(Family.UNION), Style.SUCCESS)
    people = Button(say("button.one_by_one"), ShowMembers(Family.UNION))
    groups = Button(say("button.by_group"), ShowWholeUnion())
    submitted = Button(say("button.submitted_to_me"), ShowSubmitted(Family.UNION))
    return (
        (to_confirm if confirm else None, people),
        (Button(say("button.sheets"), ShowSheets(SUBJECTS[Family.UNION])), groups),
        (submitted,),
    )


def office_rows(waits: OfficeCounts, missing: int) -> Rows:
    """Buttons of the Office's board. `missing`: people who have not answered."""
    names = Button(
        say("button.names_missing", count=missing), ShowNames(Family.STATE, NameState.MISSING), Style.PRIMARY
    )
    return (
        (names if missing else None, Button(say("button.department"), ShowDepartment())),
        (Button(say("button.compose"), ComposeNotice()), Button(say("button.all_notices"), ShowOfficeNotices())),
        (Button(say("button.sheets"), ShowSheets()), Button(say("button.personnel"), ShowPersonnel())),
        (
            Button(say("button.desk", count=waits.desk), ShowDesk(), Style.PRIMARY) if waits.desk else None,
            Button(say("button.late_requests", count=waits.late), ShowLateRequests()) if waits.late else None,
        ),
        (Button(say("button.consolidation"), ShowConsolidation()), Button(say("button.decisions"), ShowDecisions())),
        (Button(say("button.setup"), ShowSetup()),),
    )


def without_campaign() -> Screen:
    """The Office's board before the first campaign."""
    return screen(
        say("board.no_campaign"),
        rows=(
            (Button(say("button.campaigns"), ShowCampaigns(), Style.PRIMARY),),
            (Button(say("button.personnel"), ShowPersonnel()), Button(say("button.setup"), ShowSetup())),
            (HOME,),
        ),
    )
