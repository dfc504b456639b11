"""Doors that ring, for the Office: views and acts."""

from datetime import timedelta

from bot.address import Door
from bot.bells import policy
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.ledger import outages, quotas
from bot.office.channels import actions, screens
from bot.office.channels.flow import CHANNEL_NUMBER
from bot.office.channels.targets import (
    AskChannelNumber,
    PassOnBells,
    RaiseChannel,
    SetKnownDays,
    ShowChannel,
    ShowChannels,
    SwitchChannel,
)
from bot.people import reach
from bot.people.identity import Actor
from bot.store.database import Tx

REMEMBERED = timedelta(days=30)
"""The time for which an outage that is over is shown among the doors."""


def channels(tx: Tx, actor: Actor, _to: ShowChannels) -> Screen:
    actions.office_only(actor)
    doors = policy.doors(tx)
    shown = outages.open_now(tx) or [one for one in outages.last(tx, 1) if one.since >= tx.now - REMEMBERED]
    pilot = screens.Pilot(reach.count_at(tx, Door.ZALOBOT), quotas.used(tx, Door.ZALOBOT))
    return screens.channels(doors, actions.covered(tx, doors), policy.known_days(tx), shown, pilot)


def channel(tx: Tx, actor: Actor, to: ShowChannel) -> Screen:
    one, doors = actions.state(tx, actor, to.door), policy.doors(tx)
    return screens.channel(one, actions.covered(tx, doors).ringing[to.door], first=doors[0].door is to.door)


def switch(tx: Tx, actor: Actor, to: SwitchChannel) -> ToView:
    actions.switch(tx, actor, to.door, on=to.on)
    return ShowChannel(to.door)


def raise_up(tx: Tx, actor: Actor, to: RaiseChannel) -> ToView:
    actions.raise_up(tx, actor, to.door)
    return ShowChannels()


def ask_number(tx: Tx, actor: Actor, to: AskChannelNumber) -> ToFlow:
    actions.state(tx, actor, to.door)
    return ToFlow(CHANNEL_NUMBER.name, {"door": to.door.value, "what": to.what.value}, fresh=True)


def pass_on(tx: Tx, actor: Actor, to: PassOnBells) -> ToView:
    actions.pass_on(tx, actor, to.door, unknown=to.unknown)
    return ShowChannel(to.door)


def set_known_days(tx: Tx, actor: Actor, to: SetKnownDays) -> ToView:
    actions.set_known_days(tx, actor, to.days)
    return ShowChannels()


VIEWS = (View(ShowChannels, channels), View(ShowChannel, channel))
ACTS = (
    Act(SwitchChannel, switch),
    Act(RaiseChannel, raise_up),
    Act(AskChannelNumber, ask_number),
    Act(PassOnBells, pass_on),
    Act(SetKnownDays, set_known_days),
)
