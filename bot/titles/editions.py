"""Editions: the text of a regime with that of all it extends, under a key that says the whole of it. Values."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Edition:
    """A regime as it is written. The regime that it extends is fixed with it: a later version of that changes nothing
    here."""

    code: str
    file: str
    """The name under which the text was given, for complaints."""
    text: str
    base: "Edition | None"

    @property
    def key(self) -> str:
        """The code and a digest of all that is said: the same wherever the same is said."""
        said = f"{self.base.key if self.base else ''}\n{self.text}".replace("\r\n", "\n")
        return f"{self.code}@{hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]}"

    def from_below(self) -> Iterator["Edition"]:
        """All that it extends, the lowest first, and then itself."""
        if self.base is not None:
            yield from self.base.from_below()
        yield self
