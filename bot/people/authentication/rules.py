"""Rules of getting in: which PINs are taken, how long one waits after wrong ones, what is kept of a browser. Pure."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from itertools import pairwise

from bot.people.authentication.records import LinkKind
from bot.refusal import Refusal

SHORTEST_PIN, LONGEST_PIN = 6, 12
_PIN = re.compile(rf"[0-9]{{{SHORTEST_PIN},{LONGEST_PIN}}}")
_DATES = {6: ("%d%m%y", "%y%m%d"), 8: ("%d%m%Y", "%Y%m%d")}
_TYPED_FIRST = frozenset({"102030", "112358", "121314", "123123", "147258", "159357", "192837", "246810", "258369"})
"""Digits that people type first where six are asked for, beside rows, repetitions and dates."""

LIFETIMES = {
    LinkKind.PRINTED: timedelta(days=14),
    LinkKind.LEAD: timedelta(hours=72),
    LinkKind.OFFICE: timedelta(hours=72),
    LinkKind.OWN: timedelta(minutes=30),
    LinkKind.TELEGRAM: timedelta(minutes=30),
    LinkKind.DOORBELL: timedelta(hours=72),
}
CLAIMED_FOR = timedelta(hours=2)
"""The time within which the browser that has a link goes on to its PIN."""
WAITS_FOR = timedelta(hours=72)
"""The same, while somebody's word is waited for."""

SESSION, SHARED_SESSION = timedelta(days=180), timedelta(hours=12)
PIN_AGAIN, SHARED_PIN_AGAIN = timedelta(days=30), timedelta(minutes=15)
"""After so long the PIN is asked for again: since it was right, and on a shared computer since anything was done."""
ANSWER_LOST = timedelta(minutes=2)
"""The time within which a browser that has missed the answer to its PIN may say it again."""
SEEN_EVERY = timedelta(minutes=1)

KEPT = timedelta(hours=24)
"""Wrong tries count for so long, and are gone after it."""
MOST_TRIES = 10
"""Wrong PINs after which a link or a browser that was locked is spent. No other browser of the person minds."""
FREE, LONGEST_WAIT = 3, timedelta(hours=1)
FREE_OF_PERSON, FREE_OF_NETWORK = 20, 40
NETWORK_WAIT = timedelta(minutes=5)
"""The longest wait for a whole network: an office is one, and must not be shut out by one who plays there."""
FIRST_WAIT = timedelta(seconds=15)


def require_pin(typed: str) -> str:
    """The digits of a PIN of one's own. Raises Refusal for what is none, and for what would be guessed first."""
    pin = "".join(typed.split())
    if not _PIN.fullmatch(pin):
        raise Refusal("pin.digits", least=SHORTEST_PIN, most=LONGEST_PIN)
    if _is_trivial(pin):
        raise Refusal("pin.trivial")
    return pin


def _is_trivial(pin: str) -> bool:
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    repeats = any(len(pin) % size == 0 and pin == pin[:size] * (len(pin) // size) for size in (1, 2, 3))
    mirrored = pin == pin[::-1]
    return len(steps) == 1 or repeats or mirrored or pin in _TYPED_FIRST or len(set(pin)) < 3 or _is_date(pin)


def _is_date(pin: str) -> bool:
    """A birthday, most likely: those whom an attacker knows have one."""
    for pattern in _DATES.get(len(pin), ()):
        try:
            day = datetime.strptime(pin, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
        if len(pin) == 6 or 1930 <= day.year <= 2035:
            return True
    return False


def wait_after(tries: Sequence[datetime], free: int, longest: timedelta, now: datetime) -> timedelta:
    """The time until the next try may be made, after `tries`, oldest first: none for the first ones, then twice as long
    each time."""
    beyond = len(tries) - free
    if beyond < 0:
        return timedelta(0)
    pause = min(FIRST_WAIT * (1 << min(beyond, 16)), longest)
    return max(tries[-1] + pause - now, timedelta(0))


def is_locked(*, locked_at: datetime | None, pin_at: datetime, seen_at: datetime, shared: bool, now: datetime) -> bool:
    """True if the PIN is asked for before anything is shown."""
    return locked_at is not None or now - pin_at >= PIN_AGAIN or (shared and now - seen_at >= SHARED_PIN_AGAIN)


def network(peer: str | None) -> str:
    """The network of an address, as tries are counted by: /24 of IPv4, /56 of IPv6."""
    try:
        address = ip_address((peer or "").split("%")[0])
    except ValueError:
        return "unknown"
    if address.version == 6 and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(ip_network((address, 24 if address.version == 4 else 56), strict=False))


def is_own_machine(peer: str | None) -> bool:
    """True for an address of this machine: a proxy here says for whom it asks."""
    try:
        return ip_address((peer or "").split("%")[0]).is_loopback
    except ValueError:
        return False


_BROWSERS = (
    ("Edg", "Edge"),
    ("coc_coc", "Coc Coc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Zalo", "Zalo"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser(said: str) -> str:
    """A browser by what it says of itself: its name and the system, from lists of ours, and nothing of the words."""
    found = [next((name for mark, name in known if mark in said), "") for known in (_BROWSERS, _SYSTEMS)]
    return " ".join(name for name in found if name)
