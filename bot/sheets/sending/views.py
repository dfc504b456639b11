"""Lists as their senders see them: views and acts, loaded under the actor's rights."""

from bot.dialogue import drafts
from bot.dialogue.screens import Phrase, Screen, say
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.targets import ShowSheet
from bot.people.identity import Actor
from bot.people.reach import SEEING, subtree, union_scope, units_of
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.sheets import reading, records, rights, rules
from bot.sheets.listing import among_all
from bot.sheets.printing import minutes, papers
from bot.sheets.records import FileKind
from bot.sheets.screens import ListedSheet
from bot.sheets.sending import actions, screens
from bot.sheets.sheet import SheetNow, campaign_now, load
from bot.sheets.targets import (
    AddMinutes,
    AddSigned,
    EnterSheetNumber,
    SendSheet,
    ShowMinutes,
    ShowReceivedSheet,
    ShowSheetChanges,
    ShowSheetPdf,
    ShowSheetPeople,
    SignByHand,
    sheet_of,
)
from bot.store.database import Tx
from bot.titles.catalogue import Subject


def show_sheet(tx: Tx, actor: Actor, to: ShowSheet) -> Screen:
    if to.key is not None:
        return _sheet(tx, actor, Registrant(to.subject, to.key))
    if to.subject is Subject.UNION_GROUP:
        return _own_group(tx, actor)
    mine = _mine(tx, actor)
    if not mine:
        raise Refusal("sheet.no_list" if units_of(actor, SEEING) else "role.unit_leads_only")
    if len(mine) == 1:
        return _sheet(tx, actor, mine[0].sender.who)
    return screens.choice(mine, to.page)


def on_file(tx: Tx, actor: Actor, to: ShowSheet) -> Phrase | None:
    """The way on for a page that is sent without a tap, or that was signed before titles changed."""
    who = _shown(tx, actor, to)
    if who is None or not rights.may_send(tx, actor, who):
        return None
    sheet = load(tx, actor, who)
    if sheet.sent is None:
        return None
    if rules.sign_again(sheet.changes):
        return say("sheet.file.changed", version=sheet.sent.version)
    return say("sheet.file.tap_first")


def _shown(tx: Tx, actor: Actor, to: ShowSheet) -> Registrant | None:
    """The one list that `show_sheet` shows; None for a choice of several."""
    if to.key is not None:
        return Registrant(to.subject, to.key)
    if to.subject is Subject.UNION_GROUP:
        scope = union_scope(actor)
        return None if scope is None else Registrant(to.subject, *scope.union_group_ids)
    mine = _mine(tx, actor)
    return mine[0].sender.who if len(mine) == 1 else None


def _mine(tx: Tx, actor: Actor) -> list[ListedSheet]:
    """The lists of the units that the actor leads, prepares for or is in charge of."""
    today = tx.clock.today()
    below = subtree(tx, units_of(actor, SEEING), today)
    campaign = campaign_now(tx)
    states = records.states(tx, campaign.id, Subject.UNIT)
    return [
        ListedSheet(of, states[key][1] if key in states else None, ShowSheet(Subject.UNIT, key))
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
    sheet = load(tx, actor, who)
    return screens.sheet(
        sheet, rights.may_send(tx, actor, who), actions.waiting_minutes(tx, actor, who), _back(tx, actor, who), tx.now
    )


def _back(tx: Tx, actor: Actor, who: Registrant) -> ToView:
    """The view from which the list is reached."""
    if who.subject is Subject.UNION_GROUP:
        return ShowUnionBoard() if union_scope(actor) is not None else among_all(tx, who)
    if not units_of(actor, SEEING):
        return among_all(tx, who)
    return ShowSheet(Subject.UNIT) if len(_mine(tx, actor)) > 1 else ShowUnitBoard()


def people(tx: Tx, actor: Actor, to: ShowSheetPeople) -> Screen:
    sheet = load(tx, actor, Registrant(to.subject, to.key))
    return screens.people(sheet, to.page, _way_back(tx, actor, sheet))


def changes(tx: Tx, actor: Actor, to: ShowSheetChanges) -> Screen:
    sheet = load(tx, actor, Registrant(to.subject, to.key))
    return screens.all_changes(sheet, to.page, _way_back(tx, actor, sheet))


def pdf(tx: Tx, actor: Actor, to: ShowSheetPdf) -> Screen:
    sheet = load(tx, actor, Registrant(to.subject, to.key))
    return screens.printed(papers.to_sign(tx, sheet), sheet.sent, _way_back(tx, actor, sheet))


def meeting(tx: Tx, actor: Actor, to: ShowMinutes) -> Screen:
    sheet = load(tx, actor, Registrant(to.subject, to.key))
    paper = minutes.minutes(tx, sheet, word=to.word)
    return screens.minutes(paper, sheet.who, to.word, _way_back(tx, actor, sheet))


def _way_back(tx: Tx, actor: Actor, sheet: SheetNow) -> ToView:
    """To the sender's side for whoever is on it, or else to the receiver's."""
    if (
        sheet.sent is not None
        and not rights.may_send(tx, actor, sheet.who)
        and rights.may_receive(actor, sheet.who.subject)
    ):
        return ShowReceivedSheet(sheet.sent.id)
    return sheet_of(sheet.who)


def send(tx: Tx, actor: Actor, to: SendSheet) -> ToView:
    who = Registrant(to.subject, to.key)
    actions.send(tx, actor, who)
    return sheet_of(who)


def by_hand(tx: Tx, actor: Actor, to: SignByHand) -> ToView:
    who = Registrant(to.subject, to.key)
    actions.bring_in_person(tx, actor, who, to.version)
    return sheet_of(who)


def add_signed(tx: Tx, actor: Actor, to: AddSigned) -> ToFlow:
    found = actions.sent_list(tx, actor, Registrant(to.subject, to.key), to.version)
    return _collect(tx, actor, FileKind.SIGNED, Registrant(to.subject, to.key), to.version, found.content.signs)


def add_minutes(tx: Tx, actor: Actor, to: AddMinutes) -> ToFlow:
    actions.must_send(tx, actor, Registrant(to.subject, to.key))
    return _collect(tx, actor, FileKind.MINUTES, Registrant(to.subject, to.key), to.version, None)


def _collect(tx: Tx, actor: Actor, kind: FileKind, who: Registrant, version: int | None, since: int | None) -> ToFlow:
    """Go on with the pages that were begun for this list, at version `since` or later (None: at any), or begin."""
    flow = actions.FLOWS[kind]
    begun = drafts.open_draft(tx, actor.user_id, flow)
    goes_on = (
        begun is not None
        and begun.data["list"] == rules.number(who)
        and (since is None or begun.data["version"] >= since)
    )
    return ToFlow(flow, {"list": rules.number(who), "version": version}, fresh=not goes_on)


def document_number(tx: Tx, actor: Actor, to: EnterSheetNumber) -> ToFlow:
    actions.sent_list(tx, actor, Registrant(to.subject, to.key))
    return ToFlow("sheet_number", {"list": rules.number(Registrant(to.subject, to.key))}, fresh=True)


VIEWS = (
    View(ShowSheet, show_sheet, on_file=on_file),
    View(ShowSheetPeople, people),
    View(ShowSheetChanges, changes),
    View(ShowSheetPdf, pdf),
    View(ShowMinutes, meeting),
)
ACTS = (
    Act(SendSheet, send),
    Act(SignByHand, by_hand),
    Act(AddSigned, add_signed),
    Act(AddMinutes, add_minutes),
    Act(EnterSheetNumber, document_number),
)
