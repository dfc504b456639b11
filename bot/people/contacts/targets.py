"""Targets of the buttons on one's own contacts."""

from enum import StrEnum

from bot.dialogue.targets import ToAct, ToView


class BellChoice(StrEnum):
    """The doors that may ring for a person."""

    OFFICE = "office"  # as the Office has set it
    EMAIL = "email"
    ZALO = "zalo"
    SMS = "sms"
    NONE = "none"


class ShowContacts(ToView, name="contacts"):
    """The own contacts, and the doors that may ring."""


class ChooseBells(ToAct, name="choose_bells"):
    """Choose which door may ring."""

    choice: BellChoice


class SayEmail(ToAct, name="say_email"):
    """Ask for the own address for mail."""


class RemoveEmail(ToAct, name="remove_email"):
    """Forget the own address for mail."""
