"""The screens of workbooks that the Office sends. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.flows import BACK
from bot.dialogue.screens import Attachment, Button, Phrase, Screen, Style, counted, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn
from bot.leading.targets import ShowPersonnel
from bot.office.imports.comparing import figures
from bot.office.imports.records import Part, Shown, UploadNow, UploadState
from bot.office.imports.targets import (
    DropUpload,
    SendWorkbook,
    ShowComparison,
    ShowRejects,
    ShowTakeBack,
    ShowUpload,
    ShowUploadLines,
    TakeBackImport,
    TellYear,
    WriteUpload,
)
from bot.office.targets import SendForms
from bot.people.roster.records import ImportKind
from bot.people.roster.undoing import LastImport
from bot.personnel.targets import ShowImports, ShowUnitForms
from bot.recognition.targets import AddFromWorkbook, ShowDecision
from bot.words import shortened

COLUMNS_A_PAGE = 7
LINES_A_PAGE, REASONS_A_PAGE = 8, 4
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_HEADS = {ImportKind.ROSTER: say("imports.roster.head"), ImportKind.AWARDS: say("imports.awards.head")}
_HOW = {ImportKind.ROSTER: say("imports.roster.how"), ImportKind.AWARDS: say("imports.awards.how")}
_SEND = {ImportKind.ROSTER: say("button.send_roster"), ImportKind.AWARDS: say("button.send_awards")}
_KIND = {ImportKind.ROSTER: say("button.imports_roster"), ImportKind.AWARDS: say("button.imports_awards")}
_PERSONNEL = Button(say("button.personnel"), ShowPersonnel())


@dataclass(frozen=True, slots=True)
class Last:
    """The import that can be taken back; `filename` and `who` where it came by chat."""

    record: LastImport
    filename: str | None
    who: Phrase | None

    @property
    def line(self) -> Phrase:
        if self.filename is None or self.who is None:
            return say("imports.last", at=self.record.at)
        return say("imports.last_by", at=self.record.at, who=self.who, file=shortened(self.filename, 40))


def _to(kind: ImportKind) -> Button:
    return Button(_KIND[kind], ShowImports(kind))


def _back_from(one: UploadNow) -> Button:
    """To the workbooks of its kind, or to the unit or the decision that it was sent for."""
    if one.decision_id is not None:
        return Button(say("button.decision"), ShowDecision(one.decision_id))
    if one.unit_id is not None:
        return Button(say("button.unit_forms"), ShowUnitForms(one.unit_id))
    return _to(one.kind)


def _again(one: UploadNow) -> SendWorkbook | SendForms | AddFromWorkbook:
    if one.decision_id is not None:
        return AddFromWorkbook(one.decision_id)
    return SendWorkbook(one.kind) if one.unit_id is None else SendForms(one.unit_id)


def _drop(one: UploadNow) -> Button:
    return Button(say("button.drop_upload"), DropUpload(one.id))


def _file(one: UploadNow) -> str:
    return shortened(one.filename, 60)


def imports(kind: ImportKind, last: Last | None, waiting: UploadNow | None) -> Screen:
    take_back = Button(say("button.take_back_import"), ShowTakeBack(kind), Style.DANGER)
    return screen(
        _HEADS[kind],
        _HOW[kind],
        say("imports.safe"),
        last.line if last else say("imports.none_yet"),
        rows=(
            (Button(_SEND[kind], SendWorkbook(kind), Style.PRIMARY),),
            (Button(say("button.open_upload", file=shortened(waiting.filename, 30)), ShowUpload(waiting.id)),)
            if waiting
            else (),
            (take_back if last else None,),
            (_PERSONNEL, HOME),
        ),
    )


def send(kind: ImportKind, *, of_decision: bool = False) -> Screen:
    return screen(
        say("imports.decision.head") if of_decision else _HEADS[kind],
        say("imports.send"),
        say("imports.roster.columns" if kind is ImportKind.ROSTER else "imports.awards.columns"),
        say("imports.send_kinds"),
        rows=((Button(say("button.back"), Option(BACK)),),),
    )


def send_forms(unit: str) -> Screen:
    return screen(
        say("paper.unit.head", unit=unit),
        say("paper.unit.send"),
        rows=((Button(say("button.back"), Option(BACK)),),),
    )


def which_year(filename: str) -> Screen:
    return screen(
        say("imports.file", file=shortened(filename, 60)),
        say("imports.which_year"),
        rows=((Button(say("button.back"), Option(BACK)),),),
    )


def at_work(one: UploadNow) -> Screen:
    reads = one.state is UploadState.WAITING
    read = "imports.share_read" if one.share_read else "imports.rows_read"
    return screen(
        say("imports.file", file=_file(one)),
        say("imports.reading" if reads else "imports.writing"),
        Phrase(read, {"rows": one.rows_read, "share": one.share_read}) if one.rows_read else None,
        say("imports.go_on"),
        rows=((_drop(one) if reads else None,), (_back_from(one), HOME)),
    )


def refused(one: UploadNow) -> Screen:
    why = one.refusal or say("imports.failed")
    asks_year = why.key == "imports.no_year"
    again = Button(say("button.send_another"), _again(one), None if asks_year else Style.PRIMARY)
    return screen(
        say("imports.file", file=_file(one)),
        why,
        say("imports.nothing_written"),
        rows=(
            (Button(say("button.tell_year"), TellYear(one.id), Style.PRIMARY) if asks_year else None,),
            (again,),
            (_back_from(one), HOME),
        ),
    )


def understood(one: UploadNow, wanted: int) -> Screen:
    """The columns of a workbook as they were understood, before the comparison."""
    page = page_of(one.shown.columns if one.shown else (), wanted, COLUMNS_A_PAGE)
    return screen(
        say("imports.understood", file=_file(one)),
        *page.items,
        page.line,
        rows=(
            turn(ShowUpload(one.id, page.number), page.of),
            (Button(say("button.comparison"), ShowComparison(one.id), Style.PRIMARY),),
            (_drop(one), _back_from(one)),
        ),
    )


_PARTS = {
    Part.NEW: "button.import_new",
    Part.CHANGED: "button.import_changed",
    Part.MOVED: "button.import_moved",
    Part.ABSENT: "button.import_absent",
    Part.UNITS: "button.import_units",
    Part.REJECTED: "button.import_rejected",
    Part.NOTES: "button.import_notes",
    Part.DECLINED: "button.import_declined",
}
_FORMS = {Part.NEW: "button.import_forms"}
"""Other names of parts, for signed forms."""


def _to_parts(one: UploadNow, shown: Shown) -> tuple[tuple[Button, ...], ...]:
    there = [part for part in _PARTS if shown.counts.get(part)]
    names = _PARTS if one.unit_id is None else _PARTS | _FORMS
    buttons = [Button(say(names[part], count=shown.counts[part]), ShowUploadLines(one.id, part)) for part in there]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def comparison(one: UploadNow) -> Screen:
    """The numbers of what would be written, each a way to its names."""
    shown = one.shown
    assert shown is not None
    write = Button(say("button.write_upload"), WriteUpload(one.id), Style.SUCCESS)
    return screen(
        say("imports.comparison", file=_file(one)),
        say("imports.outdated") if one.outdated else None,
        *figures(one.kind, shown),
        say("imports.nothing_to_write") if shown.empty else say("imports.not_written_yet"),
        say("imports.order_only") if not shown.empty and not _changes(shown) else None,
        rows=(
            (None if shown.empty else write,),
            *_to_parts(one, shown),
            (
                Button(say("button.understood"), ShowUpload(one.id)) if one.unit_id is None else None,
                _drop(one),
            ),
            (_back_from(one), HOME),
        ),
    )


def _changes(shown: Shown) -> bool:
    return any(shown.counts.get(part) for part in (Part.NEW, Part.CHANGED, Part.MOVED, Part.UNITS, Part.DECLINED))


_LINE_HEADS = {
    Part.NEW: "imports.lines.new",
    Part.CHANGED: "imports.lines.changed",
    Part.MOVED: "imports.lines.moved",
    Part.ABSENT: "imports.lines.absent",
    Part.UNITS: "imports.lines.units",
    Part.REJECTED: "imports.lines.rejected",
    Part.NOTES: "imports.lines.notes",
    Part.DECLINED: "imports.lines.declined",
}


def lines_a_page(part: Part) -> int:
    return REASONS_A_PAGE if part in (Part.REJECTED, Part.NOTES) else LINES_A_PAGE


def lines(one: UploadNow, to: ShowUploadLines, found: Sequence[Phrase], count: int, pages: int) -> Screen:
    """The names behind one number."""
    back = ShowComparison(one.id) if one.state is UploadState.READ else ShowUpload(one.id)
    to_correct = to.part in (Part.REJECTED, Part.NOTES) and one.rejects_sha256 is not None
    return screen(
        say(_LINE_HEADS[to.part], count=count),
        *(say("imports.line", line=line) for line in found),
        None if found else say("imports.lines.none"),
        say("list.page", page=to.page + 1, pages=pages) if pages > 1 else None,
        rows=(
            turn(to, pages),
            (Button(say("button.rejects"), ShowRejects(one.id)) if to_correct else None,),
            (Button(say("button.back"), back), HOME),
        ),
    )


def rejects(one: UploadNow, sha256: str) -> Screen:
    back = ShowComparison(one.id) if one.state is UploadState.READ else ShowUpload(one.id)
    return screen(
        say("imports.rejects", file=_file(one)),
        rows=((Button(say("button.back"), back), HOME),),
        file=Attachment(sha256, "can-sua.xlsx", XLSX),
        keep=True,
    )


def settled(one: UploadNow, who: Phrase | None, *, takes_back: bool) -> Screen:
    """A workbook that nothing more becomes of, unless it is taken back."""
    shown = one.shown
    said = {
        UploadState.DONE: "imports.done" if one.unit_id is None else "imports.done_forms",
        UploadState.UNDONE: "imports.undone",
        UploadState.DROPPED: "imports.dropped",
    }[one.state]
    decided = say("imports.by", who=who, at=one.decided_at) if who is not None and one.decided_at else None
    whole = shown is not None and one.state is UploadState.DONE
    return screen(
        say("imports.file", file=_file(one)),
        say(said),
        decided,
        *(figures(one.kind, shown, written=True) if shown is not None and whole else ()),
        rows=(
            *(_to_parts(one, shown) if shown is not None and whole else ()),
            (Button(say("button.take_back_import"), ShowTakeBack(one.kind), Style.DANGER) if takes_back else None,),
            (_back_from(one), HOME),
        ),
    )


def take_back(kind: ImportKind, last: Last) -> Screen:
    record = last.record
    pieces = counted({"imports.take_back_new": record.new, "imports.take_back_changed": record.changed})
    return screen(
        say("imports.take_back"),
        last.line,
        say("imports.take_back_what", pieces=pieces) if pieces else None,
        say("imports.take_back_when"),
        rows=(
            (Button(say("button.take_back_import"), TakeBackImport(kind, record.id), Style.DANGER),),
            (_to(kind), HOME),
        ),
    )
