"""Loopback: the names of this machine, the only one that the stand-in hears and calls."""

from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def is_loopback(address: str) -> bool:
    """True for a URL whose host is this machine by name."""
    try:
        return urlsplit(address).hostname in LOOPBACK
    except ValueError:
        return False
