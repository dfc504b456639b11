"""Lists as those who send and those who receive them see them: loads under the actor's rights, draws with screens."""

from bot.dialogue import drafts
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.targets import ShowSheet, ShowSheets
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.reach import SEEING, subtree, union_scope, units_of
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.sheets import desk as desks
from bot.sheets import papers, reading, records, rights, rules
from bot.sheets.receiving import actions as deciding
from bot.sheets.receiving import screens as receiving_screens
from bot.sheets.records import FileKind
from bot.sheets.sending import actions, screens
from bot.sheets.sending.actions import view_of
from bot.sheets.sending.screens import Entry
from bot.sheets.targets import (
    AcceptSheet,
    AddMinutes,
    AddSigned,
    EnterSheetNumber,
    RecordOriginal,
    ReturnSheet,
    SendSheet,
    ShowReceivedSheet,
    ShowSheetChanges,
    ShowSheetFile,
    ShowSheetFiles,
    ShowSheetPdf,
    ShowSheetPeople,
    SignByHand,
)
from bot.store.database import Tx
from bot.titles.catalogue import Subject

# --- whoever sends ----------------------------------------------------------------------------------------------------


def sheet(tx: Tx, actor: Actor, to: ShowSheet) -> Screen:
    if to.key is not None:
        return _sheet(tx, actor, Registrant(to.subject, to.key))
    if to.subject is Subject.UNION_GROUP:
        return _own_group(tx, actor)
    mine = _mine(tx, actor)
    if not mine:
        raise Refusal("sheet.no_list" if units_of(actor, SEEING) else "role.leads_only")
    if len(mine) == 1:
        return _sheet(tx, actor, mine[0][0].who)
    return screens.choice(mine, to.page)


def _mine(tx: Tx, actor: Actor) -> list[Entry]:
    """The lists of the units that the actor leads, prepares for or is in charge of."""
    today = tx.clock.today()
    below = subtree(tx, units_of(actor, SEEING), today)
    campaign = desks.campaign_now(tx)
    states = records.states(tx, campaign.id, Subject.UNIT)
    return [
        (of, states[key][1] if key in states else None, ShowSheet(Subject.UNIT, key))
        for key, of in reading.senders(tx, Subject.UNIT, today).items()
        if key in below
    ]


def _own_group(tx: Tx, actor: Actor) -> Screen:
    scope = union_scope(actor)
    if scope is None:
        raise Refusal("role.union_leads_only")
    (own,) = scope.union_group_ids
    return _sheet(tx, actor, Registrant(Subject.UNION_GROUP, own))


def _sheet(tx: Tx, actor: Actor, who: Registrant) -> Screen:
    desk = desks.load(tx, actor, who)
    return screens.sheet(
        desk, rights.may_send(tx, actor, who), actions.waiting_minutes(tx, actor, who), _back(tx, actor, who)
    )


def _back(tx: Tx, actor: Actor, who: Registrant) -> ToView:
    """Where the list is reached from."""
    if who.subject is Subject.UNION_GROUP:
        return ShowUnionBoard() if union_scope(actor) is not None else ShowSheets()
    if not units_of(actor, SEEING):
        return ShowSheets()
    return ShowSheet(Subject.UNIT) if len(_mine(tx, actor)) > 1 else ShowUnitBoard()


def people(tx: Tx, actor: Actor, to: ShowSheetPeople) -> Screen:
    desk = desks.load(tx, actor, Registrant(to.subject, to.key))
    return screens.people(desk, to.page, _way_back(tx, actor, desk))


def changes(tx: Tx, actor: Actor, to: ShowSheetChanges) -> Screen:
    desk = desks.load(tx, actor, Registrant(to.subject, to.key))
    return screens.all_changes(desk, to.page, _way_back(tx, actor, desk))


def pdf(tx: Tx, actor: Actor, to: ShowSheetPdf) -> Screen:
    desk = desks.load(tx, actor, Registrant(to.subject, to.key))
    return screens.printed(papers.to_sign(tx, desk), desk.sent, _way_back(tx, actor, desk))


def _way_back(tx: Tx, actor: Actor, desk: desks.Desk) -> ToView:
    """To the sender's side for whoever is on it, or else to the receiver's."""
    if (
        desk.sent is not None
        and not rights.may_send(tx, actor, desk.who)
        and rights.may_receive(actor, desk.who.subject)
    ):
        return ShowReceivedSheet(desk.sent.id)
    return view_of(desk.who)


def send(tx: Tx, actor: Actor, to: SendSheet) -> ToView:
    who = Registrant(to.subject, to.key)
    actions.send(tx, actor, who)
    return view_of(who)


def by_hand(tx: Tx, actor: Actor, to: SignByHand) -> ToView:
    who = Registrant(to.subject, to.key)
    actions.bring_in_person(tx, actor, who, to.version)
    return view_of(who)


def add_signed(tx: Tx, actor: Actor, to: AddSigned) -> ToFlow:
    found = actions.sent_list(tx, actor, Registrant(to.subject, to.key), to.version)
    return _collect(tx, actor, FileKind.SIGNED, Registrant(to.subject, to.key), to.version, found.content.signs)


def add_minutes(tx: Tx, actor: Actor, to: AddMinutes) -> ToFlow:
    actions.sending(tx, actor, Registrant(to.subject, to.key))
    return _collect(tx, actor, FileKind.MINUTES, Registrant(to.subject, to.key), to.version, 0)


def _collect(tx: Tx, actor: Actor, kind: FileKind, who: Registrant, version: int, since: int) -> ToFlow:
    """Go on with the pages that were begun for this list, at version `since` or later, or begin."""
    flow = actions.FLOWS[kind]
    begun = drafts.open_draft(tx, actor.user_id, flow)
    goes_on = begun is not None and begun.data["list"] == rules.number(who) and begun.data["version"] >= since
    return ToFlow(flow, {"list": rules.number(who), "version": version}, fresh=not goes_on)


def document_number(tx: Tx, actor: Actor, to: EnterSheetNumber) -> ToFlow:
    actions.sent_list(tx, actor, Registrant(to.subject, to.key))
    return ToFlow("sheet_number", {"list": rules.number(Registrant(to.subject, to.key))}, fresh=True)


# --- whoever receives -------------------------------------------------------------------------------------------------


def sheets(tx: Tx, actor: Actor, to: ShowSheets) -> Screen:
    mine = [subject for subject in receiving_screens.OTHER if rights.may_receive(actor, subject)]
    if not mine:
        raise Refusal("role.office_only")
    subject = to.subject if to.subject in mine else mine[0]
    states = records.states(tx, desks.campaign_now(tx).id, subject)
    entries: list[Entry] = [
        (of, states[key][1], ShowReceivedSheet(states[key][0])) if key in states else (of, None, view_of(of.who))
        for key, of in reading.senders(tx, subject, tx.clock.today()).items()
    ]
    return receiving_screens.sheets(subject, entries, to.page, len(mine) > 1)


def received(tx: Tx, actor: Actor, to: ShowReceivedSheet) -> Screen:
    desk, sent = desks.received(tx, actor, to.sheet)
    return receiving_screens.received(desk, sent, name_of(tx, sent.by))


def files(tx: Tx, actor: Actor, to: ShowSheetFiles) -> Screen:
    _desk, sent = desks.received(tx, actor, to.sheet)
    return receiving_screens.files(sent, to.page)


def file(tx: Tx, actor: Actor, to: ShowSheetFile) -> Screen:
    found = records.file_of(tx, to.file)
    if found is None:
        raise Refusal("role.not_yours")
    _desk, sent = desks.received(tx, actor, found[0])
    return screens.file(found[1], sent.code, ShowSheetFiles(sent.id))


def accept(tx: Tx, actor: Actor, to: AcceptSheet) -> ToView:
    deciding.accept(tx, actor, to.sheet, to.version)
    return ShowReceivedSheet(to.sheet)


def send_back(tx: Tx, actor: Actor, to: ReturnSheet) -> ToFlow:
    deciding.held(tx, actor, to.sheet, to.version)
    return ToFlow("return_sheet", {"sheet": to.sheet, "version": to.version}, fresh=True)


def original(tx: Tx, actor: Actor, to: RecordOriginal) -> ToView:
    deciding.take_original(tx, actor, to.sheet, to.version)
    return ShowReceivedSheet(to.sheet)


VIEWS = (
    View(ShowSheet, sheet),
    View(ShowSheetPeople, people),
    View(ShowSheetChanges, changes),
    View(ShowSheetPdf, pdf),
    View(ShowSheets, sheets),
    View(ShowReceivedSheet, received),
    View(ShowSheetFiles, files),
    View(ShowSheetFile, file),
)
ACTS = (
    Act(SendSheet, send),
    Act(SignByHand, by_hand),
    Act(AddSigned, add_signed),
    Act(AddMinutes, add_minutes),
    Act(EnterSheetNumber, document_number),
    Act(AcceptSheet, accept),
    Act(ReturnSheet, send_back),
    Act(RecordOriginal, original),
)
