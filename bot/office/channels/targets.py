"""Targets of the Office's buttons on doors that ring."""

from enum import StrEnum

from bot.address import Door
from bot.dialogue.targets import ToAct, ToView


class ChannelNumber(StrEnum):
    """A number that the Office sets for a door."""

    QUOTA = "quota"
    PRICE = "price"


class ShowChannels(ToView, name="channels"):
    """All doors: how many people each reaches, whether it is open, what this month took, its last trouble."""


class ShowChannel(ToView, name="channel"):
    """One door that rings."""

    door: Door


class SwitchChannel(ToAct, name="switch_channel"):
    """Open a door that rings, or close it."""

    door: Door
    on: bool


class RaiseChannel(ToAct, name="raise_channel"):
    """Let a door ring before the one above it."""

    door: Door


class AskChannelNumber(ToAct, name="channel_number"):
    """Ask for the quota or the price of a door."""

    door: Door
    what: ChannelNumber


class PassOnBells(ToAct, name="pass_on_bells"):
    """Let what waits at a door that is out, or may have rung there, go on to the next."""

    door: Door
    unknown: bool


class SetKnownDays(ToAct, name="known_days"):
    """After how many working days without «Đã nắm thông tin» a bell rings; 0: it never does."""

    days: int


class ShowOutage(ToView, name="door_outage"):
    """A time in which a door is out, or was: what waits there, for whom, what is decided, what became of it."""

    outage: int


class ShowLetPass(ToView, name="outage_let_pass"):
    """Asks whether letters that must not wait are to go by the next door."""

    outage: int


class ShowOnPaper(ToView, name="outage_on_paper"):
    """The people who have no next door, by unit."""

    outage: int
    page: int = 0


class LetPass(ToAct, name="let_pass"):
    """Let letters that must not wait go by the next door while this one is out; at a door that has none: it is
    known."""

    outage: int
