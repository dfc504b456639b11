"""Digests of the chain: canonical bytes of a row, what seals it, and the short form that is printed. Pure."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

FIRST = hashlib.sha256(b"thidua audit").hexdigest()
"""In place of a digest before the first row."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters that are taken for others on paper: I, L, O, U."""
_READ_AS = str.maketrans("OIL", "011")
_GROUP, _SIGNS = 4, 16
"""Sixteen signs of five bits: nobody finds another chain with the same eighty."""


def seal(previous: str, place: int, row: Any) -> str:
    """The digest of a row of the trail at this place of the chain, after the row with the digest `previous`.

    It goes by values, not by how an engine keeps them, so that a store which moves to the other engine takes it along.
    """
    said = [place, row.id, _moment(row.at), row.actor_id, row.deed, row.subject, row.details]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def code(digest: str) -> str:
    """The digest as it is printed and typed: ABCD-EFGH-JKMN-PQRS."""
    number = int(digest, 16) >> (256 - 5 * _SIGNS)
    signs = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_SIGNS)))
    return "-".join(_groups(signs))


def typed(words: str) -> tuple[int, str] | None:
    """The place and the code of a head as somebody has typed it from paper, with or without what parts it; None: it is
    none. Letters that look like a digit are taken for it."""
    parts = words.upper().replace(".", "").replace(",", "").translate(_READ_AS).replace("-", " ").split()
    signs = "".join(parts)
    place, said = (parts[0], "".join(parts[1:])) if len(parts) > 1 else (signs[:-_SIGNS], signs[-_SIGNS:])
    if not (place.isascii() and place.isdecimal()) or len(place) > 12:
        return None
    return (int(place), "-".join(_groups(said))) if len(said) == _SIGNS and set(said) <= set(_ALPHABET) else None


def _groups(signs: str) -> Sequence[str]:
    return [signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP)]
