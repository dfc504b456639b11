"""Standing in for a head, as the head and the Office see and change it: views and acts."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.targets import ShowDelegation
from bot.people.identity import Actor
from bot.people.reach import units_of
from bot.people.records import Role
from bot.personnel import unit_records
from bot.personnel.comments.actions import departed as left_in_year
from bot.personnel.delegation import actions, screens
from bot.personnel.targets import Delegate, EndStandIn, NameCoordinator
from bot.refusal import Refusal
from bot.store.database import Tx


def delegation(tx: Tx, actor: Actor, to: ShowDelegation) -> Screen:
    today = tx.clock.today()
    unit_id = to.unit
    if unit_id is None:
        own = [unit for unit in unit_records.units(tx, today) if unit.id in actions.own_units(actor)]
        if not own:
            raise Refusal("role.leads_only")
        if len(own) > 1:
            return screens.choose_unit(own)
        unit_id = own[0].id
    at = actions.unit(tx, actor, unit_id)
    leads = unit_id in units_of(actor, {Role.UNIT_HEAD})
    departed = len(left_in_year(tx, actor, unit_id)) if leads else 0
    return screens.delegation(at, today, departed, several=len(actions.own_units(actor)) > 1)


VIEWS = (View(ShowDelegation, delegation),)


def name_coordinator(tx: Tx, actor: Actor, to: NameCoordinator) -> ToFlow:
    actions.unit(tx, actor, to.unit)
    return ToFlow("name_coordinator", {"unit": to.unit}, fresh=True)


def delegate(tx: Tx, actor: Actor, to: Delegate) -> ToFlow:
    if not actions.unit(tx, actor, to.unit).deputies():
        raise Refusal("stand_in.no_deputy")
    return ToFlow("delegate", {"unit": to.unit}, fresh=True)


def end_stand_in(tx: Tx, actor: Actor, to: EndStandIn) -> ToView:
    return ShowDelegation(actions.end(tx, actor, to.grant))


ACTS = (
    Act(NameCoordinator, name_coordinator),
    Act(Delegate, delegate),
    Act(EndStandIn, end_stand_in),
)
