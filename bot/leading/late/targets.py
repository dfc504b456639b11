"""What the buttons of this room lead to, and what each needs."""

from datetime import date

from bot.dialogue.targets import ToAct, ToView


class ShowLateRequests(ToView, name="late_requests"):
    """Requests to register late that wait for the actor."""

    page: int = 0


class ShowLateRequest(ToView, name="late_one"):
    """One request to register late."""

    request: int


class AgreeLate(ToAct, name="late_agree"):
    """The lead is in favour of a late request."""

    request: int


class GrantLate(ToAct, name="late_grant"):
    """The Office grants a late request until this day."""

    request: int
    day: date


class RefuseLate(ToAct, name="late_refuse"):
    """Begin to refuse a late request."""

    request: int
