"""Targets of this slice's buttons: each view and act, with what it needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.personnel.roles.duties import Duty


class ShowDuty(ToView, name="duty"):
    """Everybody who has one duty, or is to have it. `before`: those who had it."""

    duty: Duty
    before: bool = False
    page: int = 0


class ShowHolding(ToView, name="holding"):
    """One person's duty: from when to when, and who gave it."""

    duty: Duty
    holding: int


class GiveDuty(ToAct, name="give_duty"):
    """Begin to give a duty to somebody."""

    duty: Duty


class EndDuty(ToAct, name="end_duty"):
    """Begin to end somebody's duty."""

    duty: Duty
    holding: int
