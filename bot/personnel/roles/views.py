"""Duties as the Office sees and changes them: views and acts."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowRoles
from bot.people.identity import Actor, staff
from bot.people.naming import name_of
from bot.personnel import rules
from bot.personnel.roles import actions, holdings, screens
from bot.personnel.roles.targets import EndDuty, GiveDuty, ShowDuty, ShowHolding
from bot.refusal import Refusal
from bot.store.database import Tx


def roles(tx: Tx, actor: Actor, _to: ShowRoles) -> Screen:
    rules.office_only(actor)
    return screens.roles(holdings.counts(tx, tx.clock.today()))


def duty(tx: Tx, actor: Actor, to: ShowDuty) -> Screen:
    rules.office_only(actor)
    today = tx.clock.today()
    held = holdings.holdings(tx, to.duty, today, before=to.before)
    return screens.duty(to, held, today, may=actions.may(tx, actor, to.duty))


def holding(tx: Tx, actor: Actor, to: ShowHolding) -> Screen:
    rules.office_only(actor)
    found = holdings.holding(tx, to.duty, to.holding)
    if found is None:
        raise Refusal("stale.button")
    today = tx.clock.today()
    by, ended_by = (None if key is None else name_of(tx, key) for key in (found.given_by, found.ended_by))
    person, may = staff(tx, found.person_id, today), actions.may(tx, actor, to.duty)
    return screens.holding(found, person, by, ended_by, today, may=may)


VIEWS = (View(ShowRoles, roles), View(ShowDuty, duty), View(ShowHolding, holding))


def give_duty(tx: Tx, actor: Actor, to: GiveDuty) -> ToFlow:
    actions.to_change(tx, actor, to.duty)
    return ToFlow("give_duty", {"duty": to.duty.value}, fresh=True)


def end_duty(tx: Tx, actor: Actor, to: EndDuty) -> ToFlow:
    actions.to_end(tx, actor, to.duty, to.holding)
    return ToFlow("end_duty", {"duty": to.duty.value, "holding": to.holding}, fresh=True)


ACTS = (Act(GiveDuty, give_duty), Act(EndDuty, end_duty))
