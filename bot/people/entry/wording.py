"""The names of browsers, and the code that carries a link: on every screen alike."""

from collections.abc import Callable
from typing import Any

from bot.dialogue.screens import Named, Paper, Phrase, say
from bot.people.authentication.place import link_of


def called(browser: str) -> Phrase | Named:
    """A browser by name, or as one that has not said its own."""
    return Named(browser, browser) if browser else say("browsers.unnamed")


def code(token: str) -> Paper:
    """The link as a QR code to be shown on a screen."""

    def make(_say: Callable[[Any], str]) -> bytes:
        from bot.papers.invites.qr import invite_qr_png

        return invite_qr_png(link_of(token))

    return Paper("ma-qr.png", "image/png", make, photo=True)
