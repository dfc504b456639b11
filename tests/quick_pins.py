"""PINs that cost little: to check one takes a tenth of a second of a core on purpose, and tests check hundreds."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.people.authentication import hashing

COST = hashing._N
"""What one costs where people are."""


@contextmanager
def quick_pins() -> Iterator[None]:
    """As long as this lasts, a PIN costs a thirty-second of that. Processes of their own have the real cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_N", COST // 32)
        yield
