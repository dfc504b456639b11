"""Refusals: why something cannot be done, as a phrase key and values, never a sentence."""

from typing import Any


class Refusal(Exception):
    """The reason why something cannot be done: a phrase key of the catalogue and the values that it needs.

    Raised in a body, it undoes what the body has done; the engine shows it with a way on.
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values: dict[str, Any] = values
