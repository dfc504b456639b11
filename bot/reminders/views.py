"""Putting a reminder off: views and acts."""

from bot.campaigns.calendar import office_calendar
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.reminders import actions, records, rules, screens
from bot.reminders.targets import ShowSnooze, ShowSnoozed, Snooze
from bot.store.database import Tx


def snooze(tx: Tx, _actor: Actor, _to: ShowSnooze) -> Screen:
    campaign, choices = actions.choices_now(tx)
    return screens.snooze(choices, rules.last_call(rules.timetable(campaign, office_calendar(tx))))


def snoozed(tx: Tx, actor: Actor, _to: ShowSnoozed) -> Screen:
    campaign, _choices = actions.choices_now(tx)
    until = records.put_off_until(tx, campaign.id, actor.person.id)
    if until is None:
        raise Refusal("snooze.not_needed")
    return screens.snoozed(campaign, until)


def put_off(tx: Tx, actor: Actor, to: Snooze) -> ToView:
    return ShowSnoozed() if actions.put_off(tx, actor, to.days) else ShowSnooze()


VIEWS = (View(ShowSnooze, snooze), View(ShowSnoozed, snoozed))
ACTS = (Act(Snooze, put_off),)
