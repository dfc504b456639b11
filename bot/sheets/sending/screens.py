"""What whoever sends a list sees of it: before, afterwards, and once more has changed. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.screens import Attachment, Button, Paper, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.ways import HOME, turn
from bot.leading.targets import ShowSheet, ShowSheets
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.sheets import wording
from bot.sheets.desk import Desk
from bot.sheets.reading import Sender
from bot.sheets.records import Kept, Sent, SheetState
from bot.sheets.rules import sign_again
from bot.sheets.targets import (
    AddMinutes,
    AddSigned,
    EnterSheetNumber,
    SendSheet,
    ShowSheetChanges,
    ShowSheetFiles,
    ShowSheetPdf,
    ShowSheetPeople,
    SignByHand,
)
from bot.titles.catalogue import Subject

LINES_A_PAGE = 8
IN_A_ROW = 4

Paged = ShowSheet | ShowSheets | ShowSheetFiles
"""Lists that are turned page by page."""
Entry = tuple[Sender, SheetState | None, ToView]
"""Whose list, how it stands (None: not sent yet), and what shows it."""

_STATES = {
    None: "sheets.open",
    SheetState.SUBMITTED: "sheets.submitted",
    SheetState.RETURNED: "sheets.returned",
    SheetState.ACCEPTED: "sheets.accepted",
}


def sheet(desk: Desk, sends: bool, minutes: int, back: ToView) -> Screen:
    """D10 to D12. `sends`: may send it, not only look. `minutes`: pages that wait to be sent with it."""
    if desk.sent is None:
        return _unsent(desk, sends, minutes, back)
    return _sent(desk, desk.sent, sends, back)


def _unsent(desk: Desk, sends: bool, minutes: int, back: ToView) -> Screen:
    now, list_of, subject = desk.now, _list(desk), desk.who.subject
    name = desk.sender.name.upper()
    return screen(
        say("sheet.head_send", name=name) if sends else say("sheet.head", name=name),
        wording.figures(now, subject),
        *wording.gaps(now, subject),
        wording.collective(now, desk.regime),
        say("sheet.minutes_wait", count=minutes) if minutes else say("sheet.minutes_none"),
        say("sheet.gaps_allowed", who=wording.receiver(subject)) if sends else say("sheet.by_heads"),
        rows=(
            (Button(say("button.send_sheet"), SendSheet(*list_of), Style.SUCCESS) if sends else None,),
            (
                Button(say("button.print_sheet"), ShowSheetPdf(*list_of)),
                Button(say("button.add_minutes"), AddMinutes(*list_of)) if sends else None,
            ),
            (_people(desk), Button(say("button.back"), back)),
        ),
    )


def _sent(desk: Desk, sent: Sent, sends: bool, back: ToView) -> Screen:
    list_of, who = _list(desk), wording.receiver(desk.who.subject)
    moved, again = bool(desk.changes), sign_again(desk.changes)
    returned = sent.state is SheetState.RETURNED
    news = wording.changes(desk)
    send = None
    if sends and (again or returned):
        send = Button(say("button.send_sheet"), SendSheet(*list_of), Style.SUCCESS)
    elif sends and moved:
        send = Button(say("button.confirm_changes"), SendSheet(*list_of), Style.SUCCESS)
    return screen(
        say("sheet.head", name=desk.sender.name.upper()),
        say("sheet.sent", who=who, at=sent.at, code=sent.code, version=sent.version),
        state(sent, who),
        wording.figures(sent.content, desk.who.subject),
        wording.papers(sent),
        *(() if news or returned else _next(desk, sent)),
        *news,
        rows=(
            (send, Button(say("button.see_changes"), ShowSheetChanges(*list_of)) if moved else None),
            *(_work(desk, sent) if sends else ()),
            (Button(say("button.print_sheet"), ShowSheetPdf(*list_of)), _people(desk)),
            (Button(say("button.back"), back),),
        ),
    )


def state(sent: Sent, who: Phrase) -> Phrase | None:
    """What the receiver has decided."""
    if sent.state is SheetState.RETURNED:
        return say("sheet.returned", who=who, at=sent.decided_at, reason=sent.reason or "")
    if sent.state is SheetState.ACCEPTED:
        return say("sheet.accepted", who=who, at=sent.decided_at)
    return None


def _next(desk: Desk, sent: Sent) -> tuple[Phrase | None, ...]:
    """What is left to do on paper."""
    if sent.original_at is not None:
        return ()
    return (
        None if sent.signed or sent.brought_in_person else say("sheet.next"),
        say("sheet.original_to", who=wording.receiver(desk.who.subject)),
        say("sheet.seal") if desk.sender.has_seal and not sent.document_number else None,
        say("sheet.paper_counts"),
    )


def _work(desk: Desk, sent: Sent) -> tuple[tuple[Button | None, ...], ...]:
    seal, list_of = desk.sender.has_seal, _list(desk)
    more = (
        Button(say("button.add_minutes"), AddMinutes(*list_of, sent.version)),
        Button(say("button.document_number"), EnterSheetNumber(*list_of)) if seal else None,
    )
    if sign_again(desk.changes):
        return (more,)  # to sign what has moved on would be in vain: the next version comes first
    by_hand = Button(say("button.by_hand"), SignByHand(*list_of, sent.version))
    return (
        (
            Button(say("button.send_signed"), AddSigned(*list_of, sent.version)),
            None if sent.signed or sent.brought_in_person else by_hand,
        ),
        more,
    )


def _list(desk: Desk) -> tuple[Subject, int]:
    """How buttons name the list."""
    return desk.who.subject, desk.who.key


def _people(desk: Desk) -> Button:
    return Button(say("button.see_sheet"), ShowSheetPeople(*_list(desk)))


# --- pages ------------------------------------------------------------------------------------------------------------


def people(desk: Desk, page: int, back: ToView) -> Screen:
    """Everybody on the list, as it was sent."""
    lines = [
        say("sheet.line_titles", name=row.name, titles=tuple(title.short for title in desk.regime.in_order(row.titles)))
        if row.titles
        else say("sheet.line_stand", name=row.name, stand=say(wording.STANDS[row.stand]))
        for row in desk.shown.rows
    ]
    return _paged(
        say("sheet.head", name=desk.sender.name.upper()),
        lines,
        ShowSheetPeople(desk.who.subject, desk.who.key, page),
        back,
    )


def all_changes(desk: Desk, page: int, back: ToView) -> Screen:
    lines = [wording.change(one, desk.now, desk.regime) for one in desk.changes] or [say("sheet.no_changes")]
    return _paged(
        say("sheet.changes_head", name=desk.sender.name.upper()),
        lines,
        ShowSheetChanges(desk.who.subject, desk.who.key, page),
        back,
    )


def _paged(head: Phrase, lines: Sequence[Phrase], to: ShowSheetPeople | ShowSheetChanges, back: ToView) -> Screen:
    page = min(to.page, _pages(lines) - 1)
    start = page * LINES_A_PAGE
    return screen(
        head,
        *lines[start : start + LINES_A_PAGE],
        rows=(turn(replace(to, page=page), _pages(lines)), (Button(say("button.back"), back),)),
    )


def numbered(
    heads: tuple[Phrase, ...],
    lines: Sequence[Phrase],
    buttons: Sequence[Button],
    at: Paged,
    last: tuple[Button | None, ...],
) -> Screen:
    """Lines that are too long for labels, a numbered button to each; `at`: the view, and the page wanted."""
    page = min(at.page, _pages(lines) - 1)
    here = slice(page * LINES_A_PAGE, (page + 1) * LINES_A_PAGE)
    shown = buttons[here]
    return screen(
        *heads,
        *lines[here],
        rows=(
            *(tuple(shown[first : first + IN_A_ROW]) for first in range(0, len(shown), IN_A_ROW)),
            turn(replace(at, page=page), _pages(lines)),
            last,
        ),
    )


def _pages(lines: Sequence[Phrase]) -> int:
    return max(1, -(-len(lines) // LINES_A_PAGE))


def lists(
    heads: tuple[Phrase, ...],
    entries: Sequence[Entry],
    at: Paged,
    more: Button | None = None,
) -> Screen:
    """Lists by name, each with how it stands and a way to it."""
    lines = [
        say("sheets.line", place=place, name=of.name, state=say(_STATES[state]))
        for place, (of, state, _to) in enumerate(entries, 1)
    ]
    buttons = [Button(say("button.see_number", number=place), to) for place, (_of, _state, to) in enumerate(entries, 1)]
    return numbered(heads, lines, buttons, at, (more, HOME))


def choice(entries: Sequence[Entry], page: int) -> Screen:
    """Which list, for whoever leads several units."""
    return lists((say("sheets.choose"),), entries, ShowSheet(Subject.UNIT, page=page))


# --- files ------------------------------------------------------------------------------------------------------------


def printed(paper: Paper, sent: Sent | None, back: ToView) -> Screen:
    return screen(
        say("sheet.pdf", code=sent.code, version=sent.version) if sent else say("sheet.pdf_unsent"),
        rows=((Button(say("button.back"), back),),),
        file=paper,
        keep=True,
    )


def file(kept: Kept, code: str, back: ToView) -> Screen:
    return screen(
        say("sheet.file.shown", code=code),
        rows=((Button(say("button.back"), back),),),
        file=Attachment(kept.sha256, kept.name, kept.mime),
        keep=True,
    )


BACK_TO_BOARD = {Subject.UNIT: ShowUnitBoard(), Subject.UNION_GROUP: ShowUnionBoard()}
