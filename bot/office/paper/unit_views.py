"""A unit's signed forms: views."""

from bot.dialogue.screens import Screen
from bot.dialogue.views import View
from bot.office.paper import actions, entries, unit_screens
from bot.office.paper.entries import UnitForms
from bot.office.targets import ShowFormTemplate
from bot.people.identity import Actor, Staff
from bot.personnel.targets import ShowUnitForms
from bot.refusal import Refusal
from bot.registration.reading import answered
from bot.registration.records import Agreement
from bot.reminders import unanswered
from bot.store.database import Tx


def unit_forms(tx: Tx, actor: Actor, to: ShowUnitForms) -> Screen:
    of = entries.unit(tx, actor, to.unit)
    entered = [one for one in of.people if actions.signed_on(tx, answered(tx, of.campaign.id, one.id)) is not None]
    return unit_screens.unit_forms(of, len(entered), len(_to_enter(tx, actor, of)))


def _to_enter(tx: Tx, actor: Actor, of: UnitForms) -> list[Staff]:
    """Those whose answer is still to come, in whichever family, or who have yet to agree to what a lead has said for
    them: nobody who has answered, or has sent a part of it in person, is asked for paper too."""
    key = of.campaign.id
    owing = {*unanswered.missing(tx, key), *unanswered.missing_for_union(tx, key)}
    found = []
    for one in of.people:
        said = {standing.agreement for standing in answered(tx, key, one.id).standing}
        waits = one.id in owing or Agreement.AWAITED in said
        if waits and not said & {Agreement.OWN, Agreement.CHAT} and one.id != actor.person.id:
            found.append(one)
    return found


def template(tx: Tx, actor: Actor, to: ShowFormTemplate) -> Screen:
    of = entries.unit(tx, actor, to.unit)
    people = [(one.code, one.full_name, one.position) for one in _to_enter(tx, actor, of)]
    if not people:
        raise Refusal("paper.unit.nobody")
    return unit_screens.template(of, people)


VIEWS = (View(ShowUnitForms, unit_forms), View(ShowFormTemplate, template))
