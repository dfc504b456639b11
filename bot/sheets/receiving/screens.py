"""Lists as their receiver sees them: all, one, and its files. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.dialogue.flows import BACK
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.enquiries.targets import ShowOffice
from bot.leading.targets import ShowSheets
from bot.recognition.targets import ShowYearEnd
from bot.registration.targets import ShowUnionBoard
from bot.sheets import screens as pieces
from bot.sheets.records import FileKind, SentSheet, SheetState
from bot.sheets.rules import sign_again
from bot.sheets.screens import ListedSheet
from bot.sheets.sheet import SheetNow
from bot.sheets.targets import (
    AcceptSheet,
    RecordOriginal,
    ReturnSheet,
    ShowReceivedSheet,
    ShowSheetChanges,
    ShowSheetFile,
    ShowSheetFiles,
    ShowSheetPdf,
    ShowSheetPeople,
)
from bot.titles.catalogue import Subject

_HEADS = {Subject.UNIT: "sheets.head_units", Subject.UNION_GROUP: "sheets.head_groups"}
_KINDS = {FileKind.SIGNED: "sheet.file.signed", FileKind.MINUTES: "sheet.file.minutes"}
_OTHER = {Subject.UNIT: "button.sheets_groups", Subject.UNION_GROUP: "button.sheets_units"}
OTHER = {Subject.UNIT: Subject.UNION_GROUP, Subject.UNION_GROUP: Subject.UNIT}


def sheets(to: ShowSheets, subject: Subject, listed: Sequence[ListedSheet], both: bool) -> Screen:
    """All lists of units, or of union groups. `both`: the reader receives the others too."""
    states = [one.state for one in listed]
    figures = {
        "received": sum(state in (SheetState.SUBMITTED, SheetState.ACCEPTED) for state in states),
        "total": len(states),
    }
    accepted = states.count(SheetState.ACCEPTED)
    other = Button(say(_OTHER[subject]), ShowSheets(OTHER[subject], year=to.year)) if both else None
    return pieces.lists(
        (
            say(_HEADS[subject]),
            say("sheets.figures", **figures, accepted=accepted)
            if accepted
            else say("sheets.figures_arrived", **figures),
        ),
        listed,
        ShowSheets(subject, to.page, to.year),
        _back(subject, to.year),
        other,
    )


def _back(subject: Subject, year: int | None) -> Button:
    """To the board from which the lists are opened, or to the end of the year."""
    if year is not None:
        return Button(say("button.year_end"), ShowYearEnd(year))
    if subject is Subject.UNION_GROUP:
        return Button(say("button.union"), ShowUnionBoard())
    return Button(say("button.office"), ShowOffice())


def received(
    sheet: SheetNow,
    sent: SentSheet,
    by: Phrase,
    onward: Button | None,
    among: ShowSheets,
    over: datetime | None = None,
) -> Screen:
    """One list as it was sent, with what is missing, what has changed since, and what can be decided. `onward`: the way
    on from one that is decided; `among`: the page of all lists on which it stands; `over`: since when the campaign is
    closed, and nothing is."""
    subject = sheet.who.subject
    decide = sent.state is SheetState.SUBMITTED and over is None
    back = sent.state is not SheetState.RETURNED and over is None
    return_ = Button(say("button.send_back"), ReturnSheet(sent.id, sent.version)) if back else None
    return screen(
        say("sheet.received_head", name=sheet.sender.name.upper()),
        say("sheet.received_by", code=sent.code, version=sent.version, who=by, at=sent.at),
        pieces.state(sent, pieces.receiver(subject)) or say("sheet.waits"),
        pieces.figures(sent.content),
        *pieces.gaps(sent.content),
        say("sheet.both", first=pieces.collective(sent.content, sheet.regime), second=pieces.papers(sent)),
        _changes(sheet),
        say("campaign.ended", at=over) if over is not None else None,
        rows=(
            *(
                ((return_,), (_accept_as_sent(sent) if decide else None,))
                if sign_again(sheet.changes)
                else ((_accept(sent) if decide else None, return_),)
            ),
            (onward,),
            (
                Button(say("button.original"), RecordOriginal(sent.id, sent.version))
                if sent.original_at is None
                else None,
                Button(say("button.sheet_files", count=len(sent.files)), ShowSheetFiles(sent.id))
                if sent.files
                else None,
            ),
            (
                Button(say("button.see_sheet"), ShowSheetPeople(subject, sheet.who.key)),
                Button(say("button.see_changes"), ShowSheetChanges(subject, sheet.who.key)) if sheet.changes else None,
            ),
            (
                Button(say("button.sheet_pdf"), ShowSheetPdf(subject, sheet.who.key)),
                Button(say("button.back"), among),
            ),
        ),
    )


def _accept(sent: SentSheet) -> Button:
    return Button(say("button.accept"), AcceptSheet(sent.id, sent.version), Style.SUCCESS)


def _accept_as_sent(sent: SentSheet) -> Button:
    """The second choice, after returning it: titles have changed since it was sent."""
    label = say("button.accept_as_sent", version=sent.version)
    return Button(label, AcceptSheet(sent.id, sent.version, as_sent=True))


def _changes(sheet: SheetNow) -> Phrase | None:
    if not sheet.changes:
        return None
    key = "sheet.moved_signs" if sign_again(sheet.changes) else "sheet.moved"
    return Phrase(key, {"count": len(sheet.changes)})


def files(sent: SentSheet, page: int) -> Screen:
    """Everything that came back on paper, to be opened again."""
    lines = [say(_KINDS[kept.kind], place=place, name=kept.name) for place, kept in enumerate(sent.files, 1)]
    buttons = [
        Button(say("button.open_number", number=place), ShowSheetFile(kept.id))
        for place, kept in enumerate(sent.files, 1)
    ]
    back = Button(say("button.back"), ShowReceivedSheet(sent.id))
    head = say("sheet.files_head", code=sent.code, version=sent.version)
    return pieces.numbered((head,), lines, buttons, ShowSheetFiles(sent.id, page), (back,))


def reason(sent: SentSheet, name: str) -> Screen:
    return screen(
        say("sheet.return.head", name=name, code=sent.code, version=sent.version),
        say("sheet.return.ask"),
        say("sheet.return.example"),
        rows=((Button(say("button.back"), Option(BACK)),),),
    )
