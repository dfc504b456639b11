"""A PIN is short: what it costs to try one is kept high."""

import hashlib

import pytest

from bot.people.authentication import hashing
from tests.quick_pins import COST


def test_whoever_tries_pins_pays_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_N", COST)
    kept = hashing.salted("482915")
    salt, digest = kept.split("$")
    dear = hashlib.scrypt(b"482915", salt=bytes.fromhex(salt), n=1 << 15, r=8, p=1, maxmem=64 << 20, dklen=32)
    assert digest == dear.hex()
    assert hashing.is_pin("482915", kept)
    assert not hashing.is_pin("482916", kept)
    assert not hashing.is_pin("482915", None)
