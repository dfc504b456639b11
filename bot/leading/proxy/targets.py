"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.registration.records import DeclineReason


class ShowProxy(ToView, name="proxy"):
    """Those for whom the actor may register."""

    page: int = 0


class ShowProxied(ToView, name="proxied"):
    """What stands of a person, for whoever may register for him or her."""

    person: int


class ShowProxyDecline(ToView, name="proxy_decline"):
    """The reasons for which a person does not register."""

    person: int


class ShowProxyAsked(ToView, name="proxy_asked"):
    """The lead was asked to register for the person."""


class RegisterForPerson(ToAct, name="proxy"):
    """Register for a person who said so."""

    person: int


class DeclineForPerson(ToAct, name="proxy_decline"):
    """Record that a person does not register, if what stands still is this revision."""

    person: int
    revision: int
    reason: DeclineReason


class AskProxy(ToAct, name="ask_proxy"):
    """Ask the lead to register for oneself."""
