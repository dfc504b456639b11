"""Dialogues after a gap in which Telegram has thrown taps away."""

from datetime import timedelta

from bot.address import Door, address_of
from bot.dialogue import drafts
from bot.dialogue import surface as surfaces
from bot.dialogue.screens import say
from bot.store.database import Tx

LIVELY = timedelta(hours=1)
"""A dialogue that moved this shortly before a gap was being held; an older one was left for later."""


def resume(tx: Tx, gap: float) -> None:
    """Want the question again of whoever was in a dialogue in the last `gap` seconds: those taps are lost."""
    to = tx.now
    since = to - timedelta(seconds=gap)
    for user_id, draft_id in drafts.open_since(tx, since - LIVELY):
        # Only Telegram throws anything away: a browser keeps what it could not send.
        surface = surfaces.get(tx, address_of(user_id))
        if surface is not None and surface.address.door is Door.TELEGRAM and surface.draft_id == draft_id:
            word = say("outage.over", since=since, until=to)
            surfaces.raise_(tx, surface.address, user_id, surface.spec, fresh=True, preface=word, current=surface)
