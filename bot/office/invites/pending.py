"""Cards that were made and are about to be sent. Their tokens are in memory, and nowhere else in clear: whoever comes
after a crash has new ones made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.dialogue.targets import ToView
from bot.office.invites.targets import ShowDrawing, ShowInviteCards
from bot.papers.invites.cards import InviteCard

KEPT = timedelta(minutes=10)
"""The time in which a screen that did not reach its chat is shown again."""
AT_ONCE = 24
"""Cards that are drawn while somebody waits for an answer: a second or two."""


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of one printing."""

    made: int
    unit: int | None
    at: datetime
    until: datetime
    cards: Sequence[InviteCard] = field(repr=False)
    progress: "Progress" = field(default_factory=lambda: Progress(), compare=False)

    @property
    def many(self) -> bool:
        """They are drawn beside everything else, while whoever waits sees how far that is."""
        return len(self.cards) > AT_ONCE


@dataclass(slots=True)
class Progress:
    """The cards that are drawn so far, and the file when it is made."""

    drawn: int = 0
    begun: bool = False
    failed: bool = False
    file: bytes | None = field(default=None, repr=False)


_pending: dict[int, Cards] = {}


def keep(person_id: int, cards: Cards) -> None:
    """Keep the cards that this person had made, instead of those before; nobody's are kept for long."""
    for other in [key for key, one in _pending.items() if abs(cards.at - one.at) > KEPT]:
        del _pending[other]
    _pending[person_id] = cards


def kept(person_id: int, made: int, now: datetime) -> Cards | None:
    found = _pending.get(person_id)
    return found if found is not None and found.made == made and abs(now - found.at) <= KEPT else None


def latest(person_id: int, now: datetime) -> Cards | None:
    """The many cards that this person had made last, while they are kept."""
    found = _pending.get(person_id)
    return kept(person_id, found.made, now) if found is not None and found.many and not found.progress.failed else None


def shown(person_id: int, made: int) -> ToView:
    """The screen of the cards that this person has just had made."""
    return ShowDrawing(made) if _pending[person_id].many else ShowInviteCards(made)


def to_draw() -> Iterable[tuple[int, Cards]]:
    """Person -> cards that nobody draws yet."""
    return [(person, one) for person, one in _pending.items() if one.many and not one.progress.begun]
