"""The department's own words and signatories, for the Office: views and acts."""

from bot.dialogue.drafts import open_draft
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.dialogue.ways import ShowHome
from bot.office.organisation import actions, screens, signing
from bot.office.organisation.signatory_flow import SIGNATORY
from bot.organisation import records
from bot.organisation.records import Word
from bot.organisation.targets import (
    ChangeWord,
    ChooseWord,
    DeclareSignatory,
    EndSignatory,
    PutOffOrganisation,
    SetUpOrganisation,
    ShowOrganisation,
    ShowPaperSignatories,
    ShowSignatories,
    ShowSignatory,
)
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.store.database import Tx

_TOGETHER = {Word.CONTACT_NAME: (Word.CONTACT_NAME, Word.CONTACT_PHONE)}
"""Words that are asked for with another one."""


def organisation(tx: Tx, actor: Actor, _to: ShowOrganisation) -> Screen:
    actions.office_only(actor)
    own = records.organisation(tx)
    return screens.organisation(own, name_of(tx, own.changed_by), own.changed_at)


def choose(_tx: Tx, actor: Actor, _to: ChooseWord) -> Screen:
    actions.office_only(actor)
    return screens.choose()


def signatories(tx: Tx, actor: Actor, _to: ShowSignatories) -> Screen:
    actions.office_only(actor)
    return signing.overview(records.signatories(tx), tx.clock.today())


def paper_signatories(tx: Tx, actor: Actor, to: ShowPaperSignatories) -> Screen:
    actions.office_only(actor)
    return signing.of_paper(to, records.signatories(tx, to.paper), tx.clock.today())


def signatory(tx: Tx, actor: Actor, to: ShowSignatory) -> Screen:
    return signing.one_signatory(actions.find(tx, actor, to.signatory), tx.clock.today())


VIEWS = (
    View(ShowOrganisation, organisation),
    View(ChooseWord, choose),
    View(ShowSignatories, signatories),
    View(ShowPaperSignatories, paper_signatories),
    View(ShowSignatory, signatory),
)


def set_up(tx: Tx, actor: Actor, _to: SetUpOrganisation) -> ToFlow:
    """From the first word on, or where somebody has left it."""
    actions.office_only(actor)
    words = [word.value for word in Word]
    draft = open_draft(tx, actor.user_id, "organisation")
    return ToFlow("organisation", {"words": words}, fresh=draft is None or draft.data["words"] != words)


def put_off(tx: Tx, actor: Actor, _to: PutOffOrganisation) -> ToView:
    actions.put_off(tx, actor)
    return ShowHome()


def change_word(_tx: Tx, actor: Actor, to: ChangeWord) -> ToFlow:
    actions.office_only(actor)
    words = _TOGETHER.get(to.word, (to.word,))
    return ToFlow("organisation", {"words": [word.value for word in words]}, fresh=True)


def declare_signatory(_tx: Tx, actor: Actor, to: DeclareSignatory) -> ToFlow:
    actions.office_only(actor)
    return ToFlow(SIGNATORY.name, {"paper": to.paper.value}, fresh=True)


def end_signatory(tx: Tx, actor: Actor, to: EndSignatory) -> ToView:
    return ShowPaperSignatories(actions.end(tx, actor, to.signatory))


ACTS = (
    Act(SetUpOrganisation, set_up),
    Act(PutOffOrganisation, put_off),
    Act(ChangeWord, change_word),
    Act(DeclareSignatory, declare_signatory),
    Act(EndSignatory, end_signatory),
)
