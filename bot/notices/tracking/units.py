"""The deliveries of a notice, counted by unit."""

from dataclasses import dataclass

from bot.notices.records import Notice
from bot.notices.tracking import deliveries
from bot.notices.tracking.deliveries import Delivery
from bot.notices.tracking.rules import DeliveryState
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """The deliveries of a notice to the people of one unit, counted."""

    name: str
    total: int
    sent: int
    known: int
    to_tell: int
    """Those who are to be told in person, or were."""
    untold: tuple[str, ...]
    """The names of those of them whom nobody has told yet."""


def counts(tx: Tx, notice: Notice) -> list[UnitCounts]:
    """The counts of every unit with a recipient, in the order of the official list."""
    by_unit: dict[str, list[Delivery]] = {}
    for one in deliveries.listed(tx, notice):
        by_unit.setdefault(one.unit_name, []).append(one)
    return [
        UnitCounts(
            name,
            len(there),
            sum(one.state is DeliveryState.SENT for one in there),
            sum(one.known_at is not None for one in there),
            sum(one.to_tell for one in there),
            tuple(one.full_name for one in there if one.to_tell and one.told_at is None),
        )
        for name, there in by_unit.items()
    ]
