"""A list as its sender sees it: before it is sent, afterwards, and once more has changed. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.dialogue.screens import Button, Paper, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.ways import page_of, turn
from bot.leading.targets import ShowSheet
from bot.registration.reading import Registrant
from bot.registration.targets import ShowUnitBoard
from bot.sheets import screens as pieces
from bot.sheets.records import SentSheet, SheetState
from bot.sheets.rules import sign_again
from bot.sheets.screens import ListedSheet
from bot.sheets.sheet import SheetNow
from bot.sheets.targets import (
    AddMinutes,
    AddSigned,
    EnterSheetNumber,
    SendSheet,
    ShowMinutes,
    ShowSheetChanges,
    ShowSheetPdf,
    ShowSheetPeople,
    SignByHand,
)
from bot.titles.catalogue import Subject

NAMES_A_PAGE = 8


def sheet(sheet: SheetNow, sends: bool, minutes: int, back: ToView, at: datetime) -> Screen:
    """D10 to D12. `sends`: may send it, not only look. `minutes`: pages that wait to be sent with it."""
    if sheet.sent is None:
        return _unsent(sheet, sends, minutes, back, at)
    return _sent(sheet, sheet.sent, sends, back, at)


def _unsent(sheet: SheetNow, sends: bool, minutes: int, back: ToView, at: datetime) -> Screen:
    now, list_of, subject = sheet.now, _list(sheet), sheet.who.subject
    name, opened = sheet.sender.name.upper(), at >= sheet.campaign.opens_at
    return screen(
        say("sheet.head_send", name=name) if sends else say("sheet.head", name=name),
        pieces.figures(now),
        *pieces.gaps(now),
        pieces.collective(now, sheet.regime),
        say("sheet.minutes_wait", count=minutes) if minutes else say("sheet.minutes_none"),
        say("sheet.gaps_allowed", who=pieces.receiver(subject)) if sends else say("sheet.by_heads"),
        rows=(
            (Button(say("button.send_sheet"), SendSheet(*list_of), Style.SUCCESS) if sends and opened else None,),
            (
                Button(say("button.print_sheet"), ShowSheetPdf(*list_of)),
                Button(say("button.print_minutes"), ShowMinutes(*list_of)),
            ),
            (Button(say("button.add_minutes"), AddMinutes(*list_of)) if sends else None,),
            (_people(sheet), Button(say("button.back"), back)),
        ),
    )


def _sent(sheet: SheetNow, sent: SentSheet, sends: bool, back: ToView, at: datetime) -> Screen:
    list_of, who = _list(sheet), pieces.receiver(sheet.who.subject)
    moved, again = bool(sheet.changes), sign_again(sheet.changes)
    returned = sent.state is SheetState.RETURNED
    news = pieces.changes(sheet)
    send = None
    sends_now = sends and at >= sheet.campaign.opens_at
    if sends_now and (again or returned):
        send = Button(say("button.send_sheet"), SendSheet(*list_of), Style.SUCCESS)
    elif sends_now and moved:
        send = Button(say("button.confirm_changes"), SendSheet(*list_of), Style.SUCCESS)
    return screen(
        say("sheet.head", name=sheet.sender.name.upper()),
        say("sheet.sent", who=who, at=sent.at, code=sent.code, version=sent.version),
        pieces.state(sent, who),
        pieces.figures(sent.content),
        pieces.papers(sent),
        *(() if news or returned else _next(sheet, sent)),
        *news,
        rows=(
            (send, Button(say("button.see_changes"), ShowSheetChanges(*list_of)) if moved else None),
            *(_work(sheet, sent) if sends else ()),
            (
                Button(say("button.print_sheet"), ShowSheetPdf(*list_of)),
                Button(say("button.print_minutes"), ShowMinutes(*list_of)),
            ),
            (_people(sheet), Button(say("button.back"), back)),
        ),
    )


def _next(sheet: SheetNow, sent: SentSheet) -> tuple[Phrase | None, ...]:
    """The work that is left to do on paper."""
    if sent.original_at is not None:
        return ()
    return (
        None if sent.signed or sent.brought_in_person else say("sheet.next"),
        say("sheet.original_to", who=pieces.receiver(sheet.who.subject)),
        say("sheet.seal") if sheet.sender.has_seal and not sent.document_number else None,
        say("sheet.paper_counts"),
    )


def _work(sheet: SheetNow, sent: SentSheet) -> tuple[tuple[Button | None, ...], ...]:
    seal, list_of = sheet.sender.has_seal, _list(sheet)
    more = (
        Button(say("button.add_minutes"), AddMinutes(*list_of, sent.version)),
        Button(say("button.document_number"), EnterSheetNumber(*list_of)) if seal else None,
    )
    if sign_again(sheet.changes):
        return (more,)  # to sign what has moved on would be in vain: the next version comes first
    by_hand = Button(say("button.by_hand"), SignByHand(*list_of, sent.version))
    return (
        (
            Button(say("button.send_signed"), AddSigned(*list_of, sent.version)),
            None if sent.signed or sent.brought_in_person else by_hand,
        ),
        more,
    )


def _list(sheet: SheetNow) -> tuple[Subject, int]:
    """The subject and key of the list, as targets take them."""
    return sheet.who.subject, sheet.who.key


def _people(sheet: SheetNow) -> Button:
    return Button(say("button.see_sheet"), ShowSheetPeople(*_list(sheet)))


# --- pages ------------------------------------------------------------------------------------------------------------


def people(sheet: SheetNow, page: int, back: ToView) -> Screen:
    """Everybody on the list, as it was sent."""
    lines = [
        say(
            "sheet.line_titles", name=row.name, titles=tuple(title.short for title in sheet.regime.in_order(row.titles))
        )
        if row.titles
        else say("sheet.line_stand", name=row.name, stand=say(pieces.ROW_STATES[row.state]))
        for row in sheet.shown.rows
    ]
    return _paged(
        say("sheet.head", name=sheet.sender.name.upper()),
        lines,
        ShowSheetPeople(sheet.who.subject, sheet.who.key, page),
        back,
    )


def all_changes(sheet: SheetNow, page: int, back: ToView) -> Screen:
    lines = [pieces.change(one, sheet.now, sheet.regime) for one in sheet.changes] or [say("sheet.no_changes")]
    return _paged(
        say("sheet.changes_head", name=sheet.sender.name.upper()),
        lines,
        ShowSheetChanges(sheet.who.subject, sheet.who.key, page),
        back,
    )


def _paged(head: Phrase, lines: Sequence[Phrase], to: ShowSheetPeople | ShowSheetChanges, back: ToView) -> Screen:
    page = page_of(lines, to.page, NAMES_A_PAGE)
    return screen(
        head,
        *page.items,
        rows=(turn(replace(to, page=page.number), page.of), (Button(say("button.back"), back),)),
    )


def choice(listed: Sequence[ListedSheet], page: int) -> Screen:
    """A choice among lists, for the lead of several units."""
    back = Button(say("button.unit"), ShowUnitBoard())
    return pieces.lists((say("sheets.choose"),), listed, ShowSheet(Subject.UNIT, page=page), back)


# --- files ------------------------------------------------------------------------------------------------------------


def printed(paper: Paper, sent: SentSheet | None, back: ToView) -> Screen:
    return screen(
        say("sheet.pdf", code=sent.code, version=sent.version) if sent else say("sheet.pdf_unsent"),
        rows=((Button(say("button.back"), back),),),
        file=paper,
        keep=True,
    )


def minutes(paper: Paper, who: Registrant, word: bool, back: ToView) -> Screen:
    """The minutes as a file. `word`: as docx; as PDF, the other is offered."""
    other = None if word else Button(say("button.minutes_word"), ShowMinutes(who.subject, who.key, word=True))
    return screen(say("sheet.minutes"), rows=((other, Button(say("button.back"), back)),), file=paper, keep=True)
