"""Workbooks that the Office has sent: views and acts."""

from dataclasses import replace

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.office.imports import actions, records, screens
from bot.office.imports.records import UploadState
from bot.office.imports.screens import Last
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
from bot.office.paper import entries
from bot.office.targets import SendForms
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.roster import undoing
from bot.people.roster.records import ImportKind
from bot.personnel.rules import office_only
from bot.personnel.targets import ShowImports
from bot.recognition.targets import ShowDecision
from bot.refusal import Refusal
from bot.store.database import Tx


def imports(tx: Tx, actor: Actor, to: ShowImports) -> Screen:
    office_only(actor)
    if to.kind is ImportKind.UNIT_FORMS:  # a unit's own page leads to those
        raise Refusal("stale.button")
    return screens.imports(to.kind, _last(tx, to.kind), records.latest(tx, to.kind))


def _last(tx: Tx, kind: ImportKind) -> Last | None:
    found = undoing.last(tx, kind)
    if found is None:
        return None
    by = records.written(tx, found.id)
    who = None if by is None or by.decided_by is None else name_of(tx, by.decided_by)
    return Last(found, None if by is None else by.filename, who)


def upload(tx: Tx, actor: Actor, to: ShowUpload) -> Screen:
    one = actions.found(tx, actor, to.upload)
    match one.state:
        case UploadState.READ:
            if one.kind is ImportKind.UNIT_FORMS:
                return screens.comparison(one)
            return screens.understood(one, to.page)
        case UploadState.WAITING | UploadState.CONFIRMED:
            return screens.at_work(one)
        case UploadState.REFUSED:
            return screens.refused(one)
    last = None if one.record_id is None else undoing.last(tx, one.kind)
    takes_back = last is not None and last.id == one.record_id
    return screens.settled(one, None if one.decided_by is None else name_of(tx, one.decided_by), takes_back=takes_back)


def comparison(tx: Tx, actor: Actor, to: ShowComparison) -> Screen:
    one = actions.found(tx, actor, to.upload)
    if one.state is not UploadState.READ:
        return upload(tx, actor, ShowUpload(to.upload))
    return screens.comparison(one)


def lines(tx: Tx, actor: Actor, to: ShowUploadLines) -> Screen:
    one = actions.found(tx, actor, to.upload)
    count = 0 if one.shown is None else one.shown.counts.get(to.part, 0)
    size = screens.lines_a_page(to.part)
    pages = max(1, -(-count // size))
    page = max(0, min(to.page, pages - 1))
    found = records.lines(tx, one.id, to.part, page * size, size)
    return screens.lines(one, replace(to, page=page), found, count, pages)


def rejects(tx: Tx, actor: Actor, to: ShowRejects) -> Screen:
    one = actions.found(tx, actor, to.upload)
    if one.rejects_sha256 is None:
        raise Refusal("stale.button")
    return screens.rejects(one, one.rejects_sha256)


def take_back(tx: Tx, actor: Actor, to: ShowTakeBack) -> Screen:
    office_only(actor)
    last = _last(tx, to.kind)
    if last is None:
        raise Refusal("import.undo.nothing")
    return screens.take_back(to.kind, last)


VIEWS = (
    View(ShowImports, imports, living=True),
    View(ShowUpload, upload, living=True),
    View(ShowComparison, comparison, living=True),
    View(ShowUploadLines, lines),
    View(ShowRejects, rejects),
    View(ShowTakeBack, take_back),
)


def send_workbook(_tx: Tx, actor: Actor, to: SendWorkbook) -> ToFlow:
    office_only(actor)
    if to.kind is ImportKind.UNIT_FORMS:
        raise Refusal("stale.button")
    return ToFlow("send_workbook", {"kind": to.kind.value}, fresh=True)


def send_forms(tx: Tx, actor: Actor, to: SendForms) -> ToFlow:
    entries.unit(tx, actor, to.unit)
    return ToFlow("unit_forms", {"unit": to.unit}, fresh=True)


def tell_year(tx: Tx, actor: Actor, to: TellYear) -> ToFlow:
    actions.found(tx, actor, to.upload)
    return ToFlow("import_year", {"upload": to.upload}, fresh=True)


def write_upload(tx: Tx, actor: Actor, to: WriteUpload) -> ToView:
    actions.confirm(tx, actor, to.upload)
    return ShowUpload(to.upload)


def drop_upload(tx: Tx, actor: Actor, to: DropUpload) -> ToView:
    dropped = actions.drop(tx, actor, to.upload)
    return ShowImports(dropped.kind) if dropped.decision_id is None else ShowDecision(dropped.decision_id)


def take_back_import(tx: Tx, actor: Actor, to: TakeBackImport) -> ToView:
    came_by = actions.take_back(tx, actor, to.kind, to.record)
    return ShowImports(to.kind) if came_by is None else ShowUpload(came_by.id)


ACTS = (
    Act(SendWorkbook, send_workbook),
    Act(SendForms, send_forms),
    Act(TellYear, tell_year),
    Act(WriteUpload, write_upload),
    Act(DropUpload, drop_upload),
    Act(TakeBackImport, take_back_import),
)
