"""Lists as their receivers see them: views and acts, loaded under the actor's rights."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.targets import ShowSheets
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.recognition.year_records import ended_at
from bot.refusal import Refusal
from bot.sheets import reading, records, rights
from bot.sheets import screens as pieces
from bot.sheets.listing import among_all
from bot.sheets.receiving import actions, screens
from bot.sheets.records import SheetState
from bot.sheets.screens import ListedSheet
from bot.sheets.sheet import campaign_now
from bot.sheets.sheet import received as load_received
from bot.sheets.targets import (
    AcceptSheet,
    RecordOriginal,
    ReturnSheet,
    ShowReceivedSheet,
    ShowSheetFile,
    ShowSheetFiles,
    sheet_of,
)
from bot.store.database import Tx
from bot.waiting.desk import onward


def sheets(tx: Tx, actor: Actor, to: ShowSheets) -> Screen:
    mine = [subject for subject in screens.OTHER if rights.may_receive(actor, subject)]
    if not mine:
        raise Refusal("role.office_only")
    subject = to.subject if to.subject in mine else mine[0]
    states = records.states(tx, campaign_now(tx).id, subject)
    listed = [
        ListedSheet(of, states[key][1], ShowReceivedSheet(states[key][0]))
        if key in states
        else ListedSheet(of, None, sheet_of(of.who))
        for key, of in reading.senders(tx, subject, tx.clock.today()).items()
    ]
    return screens.sheets(to, subject, listed, len(mine) > 1)


def received(tx: Tx, actor: Actor, to: ShowReceivedSheet) -> Screen:
    sheet, sent = load_received(tx, actor, to.sheet)
    decided = sent.state is not SheetState.SUBMITTED
    over = ended_at(tx, sent.campaign_id)
    next_ = onward(tx, actor) if decided else None
    return screens.received(sheet, sent, name_of(tx, sent.by), next_, among_all(tx, sheet.who), over)


def files(tx: Tx, actor: Actor, to: ShowSheetFiles) -> Screen:
    _sheet, sent = load_received(tx, actor, to.sheet)
    return screens.files(sent, to.page)


def file(tx: Tx, actor: Actor, to: ShowSheetFile) -> Screen:
    found = records.file_of(tx, to.file)
    if found is None:
        raise Refusal("role.not_yours")
    _sheet, sent = load_received(tx, actor, found[0])
    return pieces.file(found[1], sent.code, ShowSheetFiles(sent.id))


def accept(tx: Tx, actor: Actor, to: AcceptSheet) -> ToView:
    if not to.as_sent:
        actions.not_out_of_date(tx, actor, to.sheet)
    actions.accept(tx, actor, to.sheet, to.version)
    return ShowReceivedSheet(to.sheet)


def send_back(tx: Tx, actor: Actor, to: ReturnSheet) -> ToFlow:
    actions.locked(tx, actor, to.sheet, to.version)
    return ToFlow("return_sheet", {"sheet": to.sheet, "version": to.version}, fresh=True)


def original(tx: Tx, actor: Actor, to: RecordOriginal) -> ToView:
    actions.take_original(tx, actor, to.sheet, to.version)
    return ShowReceivedSheet(to.sheet)


VIEWS = (
    View(ShowSheets, sheets),
    View(ShowReceivedSheet, received),
    View(ShowSheetFiles, files),
    View(ShowSheetFile, file),
)
ACTS = (
    Act(AcceptSheet, accept),
    Act(ReturnSheet, send_back),
    Act(RecordOriginal, original),
)
