"""A unit's signed forms: views."""

from bot.dialogue.screens import Screen
from bot.dialogue.views import View
from bot.office.paper import actions, entries, unit_screens
from bot.office.paper.entries import UnitForms
from bot.office.targets import ShowFormTemplate
from bot.people.identity import Actor, Staff
from bot.personnel.targets import ShowUnitForms
from bot.registration.reading import answered
from bot.registration.records import Agreement
from bot.store.database import Tx


def unit_forms(tx: Tx, actor: Actor, to: ShowUnitForms) -> Screen:
    of = entries.unit(tx, actor, to.unit)
    entered = [one for one in of.people if actions.signed_on(tx, answered(tx, of.campaign.id, one.id)) is not None]
    return unit_screens.unit_forms(of, len(entered), len(_to_enter(tx, actor, of)))


def _to_enter(tx: Tx, actor: Actor, of: UnitForms) -> list[Staff]:
    """Those who have not registered in person."""
    own = (Agreement.OWN, Agreement.CHAT)
    return [
        one
        for one in of.people
        if one.id != actor.person.id
        and not any(standing.agreement in own for standing in answered(tx, of.campaign.id, one.id).standing)
    ]


def template(tx: Tx, actor: Actor, to: ShowFormTemplate) -> Screen:
    of = entries.unit(tx, actor, to.unit)
    people = [(one.code, one.full_name, one.position) for one in _to_enter(tx, actor, of)]
    return unit_screens.template(of, people)


VIEWS = (View(ShowUnitForms, unit_forms), View(ShowFormTemplate, template))
