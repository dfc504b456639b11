"""What a person may be told when something cannot be done: a phrase key and values, never a sentence."""

from typing import Any


class Refusal(Exception):
    """Raised (or returned by a parser) with a phrase key from the catalogue and the values it needs.

    The driver shows it with a way on; it rolls back the transaction it leaves.
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values: dict[str, Any] = values
