"""Cards that were made and are about to be sent. Their tokens are in memory, and nowhere else in clear: whoever comes
after a crash has new ones made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.papers.invites.cards import InviteCard

KEPT = timedelta(minutes=10)
"""The time in which a screen that did not reach its chat is shown again."""


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of one printing."""

    made: int
    unit: int | None
    at: datetime
    until: datetime
    cards: Sequence[InviteCard] = field(repr=False)


_pending: dict[int, Cards] = {}


def keep(person_id: int, cards: Cards) -> None:
    """Keep the cards that this person had made, instead of those before; nobody's are kept for long."""
    for other in [key for key, one in _pending.items() if abs(cards.at - one.at) > KEPT]:
        del _pending[other]
    _pending[person_id] = cards


def kept(person_id: int, made: int, now: datetime) -> Cards | None:
    found = _pending.get(person_id)
    return found if found is not None and found.made == made and abs(now - found.at) <= KEPT else None
