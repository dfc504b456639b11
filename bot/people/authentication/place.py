"""The address of the web door in this process, for screens that lead there; and the links that were made a moment ago,
which are in clear here and nowhere else."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.people.authentication.hashing import hashed

KEPT = timedelta(minutes=10)
"""The time in which a screen that shows a link is drawn again."""

_MARK = re.compile(r"link-[0-9a-f]{20}")
_address: list[str] = []


def open_at(address: str) -> None:
    """The web door is at this address (THIDUA_WEB_URL) from now on; empty: there is none."""
    _address[:] = [address.rstrip("/")] if address else []


def address() -> str:
    """Empty: there is no web door."""
    return _address[0] if _address else ""


def opened_here() -> str:
    """The page that Telegram opens, and vouches there for whoever has tapped. Empty: there is no web door."""
    return f"{address()}/telegram" if address() else ""


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


# --- where screens are kept -------------------------------------------------------------------------------------------


def mark(token: str) -> str:
    """A token as it stands in a screen that is kept."""
    return f"link-{hashed(token)[:20]}"


def carries_link(words: str) -> bool:
    """True for words that hold a mark: they are drawn with a link now, and without it later."""
    return _MARK.search(words) is not None


def kept_under(maker_id: int, of: str, now: datetime) -> Made | None:
    """The link of this mark, for whoever has made it and for nobody else, while it is in memory."""
    found = _made.get(maker_id)
    fresh = found is not None and abs(now - found.at) <= KEPT
    return found if found is not None and fresh and mark(found.token) == of else None


def drawn(words: str, reader_id: int, now: datetime) -> str:
    """Words that were kept, with their links again as long as those are in memory, and with three dots after that."""

    def token(found: re.Match[str]) -> str:
        made = kept_under(reader_id, found[0], now)
        return "…" if made is None else made.token

    return _MARK.sub(token, words)
