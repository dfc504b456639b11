"""Putting a reminder off: the choice, and what was chosen."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.reminders import actions, records, rules, screens
from bot.store.database import Tx


def snooze(tx: Tx, _actor: Actor, _ref: int, _page: int) -> Screen:
    campaign, choices = actions.choices_now(tx)
    return screens.snooze(choices, rules.last_call(rules.timetable(campaign, actions.office_calendar(tx))))


def snoozed(tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    campaign, _choices = actions.choices_now(tx)
    until = records.put_off_until(tx, campaign.id, actor.person.id)
    if until is None:
        raise Refusal("snooze.not_needed")
    return screens.snoozed(campaign, until)


def put_off(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    return ToView("snoozed") if actions.put_off(tx, actor, ref) else ToView("snooze")


VIEWS = (View("snooze", snooze), View("snoozed", snoozed))
ACTS = (Act("snooze", put_off),)
