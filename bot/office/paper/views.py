"""Signed forms that the Office enters: view and act."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.office.paper import actions, screens
from bot.office.targets import ShowPaperForm
from bot.people.identity import Actor
from bot.personnel.targets import EnterForm
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue


def entered(tx: Tx, actor: Actor, to: ShowPaperForm) -> Screen:
    person, campaign, stands = actions.standing(tx, actor, to.person)
    return screens.entered(person, catalogue().regime(campaign.regime), stands, actions.signed_on(tx, stands))


VIEWS = (View(ShowPaperForm, entered),)


def enter(tx: Tx, actor: Actor, to: EnterForm) -> ToFlow:
    case = actions.form(tx, actor, to.person)
    on = sorted(set(case.stands.titles) & {title.id for title in case.offered})
    return ToFlow("paper_form", {"person": to.person, "seen": case.revision, "titles": on}, fresh=True)


ACTS = (Act(EnterForm, enter),)
