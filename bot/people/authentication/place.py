"""The address of the web door in this process, for screens that lead there; and the links that were made a moment ago,
which are in clear here and nowhere else."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

KEPT = timedelta(minutes=10)
"""The time in which a screen that shows a link is drawn again."""

_address: list[str] = []


def open_at(address: str) -> None:
    """The web door is at this address (THIDUA_WEB_URL) from now on; empty: there is none."""
    _address[:] = [address.rstrip("/")] if address else []


def address() -> str:
    """Empty: there is no web door."""
    return _address[0] if _address else ""


def link_of(token: str) -> str:
    """The link that carries this token."""
    return f"{address()}/in/{token}"


@dataclass(frozen=True, slots=True)
class Made:
    """A link that somebody has made, to be shown to that one alone."""

    person_id: int
    number: int
    """Of this making, so that a screen of an earlier one does not show it."""
    at: datetime
    until: datetime
    token: str = field(repr=False)


_made: dict[int, Made] = {}


def keep(maker_id: int, made: Made) -> None:
    """Keep it instead of what this person made before; nobody's is kept for long."""
    for other in [key for key, one in _made.items() if abs(made.at - one.at) > KEPT]:
        del _made[other]
    _made[maker_id] = made


def kept(maker_id: int, number: int, now: datetime) -> Made | None:
    found = _made.get(maker_id)
    return found if found is not None and found.number == number and abs(now - found.at) <= KEPT else None
