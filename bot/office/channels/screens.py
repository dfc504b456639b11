"""Screens of doors that ring, for the Office. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.address import Door
from bot.bells.coverage import Coverage
from bot.bells.policy import DoorState
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowSetup
from bot.ledger.outages import Outage
from bot.ledger.quotas import PLANS
from bot.office.channels.actions import KNOWN_DAYS
from bot.office.channels.targets import (
    AskChannelNumber,
    ChannelNumber,
    PassOnBells,
    RaiseChannel,
    SetKnownDays,
    ShowChannel,
    ShowChannels,
    ShowOutage,
    SwitchChannel,
)
from bot.people.contacts.names import CHANNELS

_BACK = Button(say("button.channels"), ShowChannels())


@dataclass(frozen=True, slots=True)
class Pilot:
    """The bot at Zalo: people who are linked there, and messages of this month."""

    people: int
    used: int


def channels(
    doors: Sequence[DoorState], found: Coverage, known_days: int | None, outages: Sequence[Outage], pilot: Pilot
) -> Screen:
    """`outages`: those that last, or the last one that is over. While one lasts there is nothing else to decide."""
    plan = PLANS[Door.ZALOBOT]
    over = [_outage(one) for one in outages if not one.is_open]
    return screen(
        say("channels.head"),
        *(say("channels.out", name=CHANNELS[one.door], since=one.since) for one in outages if one.is_open),
        say("channels.letters", telegram=found.telegram, web=found.web),
        say(
            "channels.zalobot_month",
            people=pilot.people,
            places=plan.people,
            used=pilot.used,
            most=plan.messages,
        )
        if pilot.people or pilot.used
        else None,
        *(_line(one, found.ringing[one.door]) for one in doors),
        say("channels.in_person", count=found.in_person, people=found.people),
        say("channels.known", days=known_days) if known_days else say("channels.known_never"),
        rows=(
            *((_outage(one),) for one in outages if one.is_open),
            *((Button(say("button.channel", name=CHANNELS[one.door]), ShowChannel(one.door)),) for one in doors),
            *(() if len(outages) > len(over) else _known(known_days)),
            (*(over or [Button(say("button.setup"), ShowSetup())]), HOME),
        ),
    )


def _outage(one: Outage) -> Button:
    if one.is_open:
        return Button(say("button.outage_of", name=CHANNELS[one.door]), ShowOutage(one.id), Style.PRIMARY)
    return Button(say("button.outage_over", name=CHANNELS[one.door], until=one.ended_at), ShowOutage(one.id))


def _known(now: int | None) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(say("button.known_days", days=days) if days else say("button.known_never"), SetKnownDays(days))
        for days in KNOWN_DAYS
        if days != (now or 0)
    ]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _line(one: DoorState, people: int) -> Phrase:
    name, cost = CHANNELS[one.door], one.cost
    if not one.rings and not one.used:
        return say("channels.idle", name=name, state=_state(one))
    return say("channels.line", name=name, state=_state(one), people=people, used=_used(one), cost=cost)


def _state(one: DoorState) -> Phrase:
    if not one.is_set:
        return say("channels.state.not_set")
    if not one.is_on:
        return say("channels.state.closed")
    return say("channels.state.trouble") if one.trouble else say("channels.state.open")


def _used(one: DoorState) -> Phrase:
    if one.quota is None:
        return say("channels.used", used=one.used)
    return say("channels.used_of", used=one.used, quota=one.quota)


def _trouble(code: str | None, since: datetime | None) -> Phrase | None:
    if code is None:
        return None
    if code == "token":
        return say("channels.trouble.token", since=since)
    return say("channels.trouble.not_sent", since=since)


def channel(one: DoorState, people: int, *, first: bool) -> Screen:
    switch = (
        Button(say("button.close_channel"), SwitchChannel(one.door, on=False))
        if one.is_on
        else Button(say("button.open_channel"), SwitchChannel(one.door, on=True))
    )
    return screen(
        say("channels.one", name=CHANNELS[one.door]),
        say("channels.is", state=_state(one)),
        _trouble(one.trouble, one.trouble_since),
        say("channels.rings_for", people=people) if one.rings else None,
        say("channels.month", used=_used(one), cost=one.cost, ever=one.ever)
        if one.used or one.ever or one.quota is not None
        else say("channels.nothing_yet"),
        say("channels.price", price=one.price),
        say("channels.waiting", count=one.waiting) if one.waiting else None,
        say("channels.unknown", count=one.unknown) if one.unknown else None,
        rows=(
            (
                switch if one.is_set or one.is_on else None,
                None if first else Button(say("button.raise_channel"), RaiseChannel(one.door)),
            ),
            (
                Button(say("button.channel_quota"), AskChannelNumber(one.door, ChannelNumber.QUOTA)),
                Button(say("button.channel_price"), AskChannelNumber(one.door, ChannelNumber.PRICE)),
            ),
            (
                Button(say("button.pass_on_waiting"), PassOnBells(one.door, unknown=False), Style.DANGER)
                if one.waiting
                else None,
            ),
            (
                Button(say("button.pass_on_unknown"), PassOnBells(one.door, unknown=True), Style.DANGER)
                if one.unknown
                else None,
            ),
            (_BACK, HOME),
        ),
    )


def ask_number(one: DoorState, what: ChannelNumber) -> Screen:
    asked = say("channels.ask.quota", name=CHANNELS[one.door], used=one.used)
    priced = say("channels.ask.price", name=CHANNELS[one.door], price=one.price)
    none = Button(say("button.no_quota"), Option("none"))
    return screen(
        asked if what is ChannelNumber.QUOTA else priced,
        rows=((none if what is ChannelNumber.QUOTA else None,),),
    )
