"""The department as its papers name it, and the one who signs them for it. Pure."""

from dataclasses import dataclass

from bot.dialogue.screens import Phrase, say


@dataclass(frozen=True, slots=True)
class Issuer:
    """The department's own words; "": not said, and room is left to write them by hand."""

    name: str = ""
    superior: str = ""
    place: str = ""
    union: str = ""

    @property
    def heading(self) -> Phrase:
        """The name in the head of a paper."""
        return _in_capitals(self.name)

    @property
    def above(self) -> Phrase:
        """The superior's name in the head of a paper."""
        return _in_capitals(self.superior)

    @property
    def union_heading(self) -> Phrase:
        return _in_capitals(self.union)

    @property
    def in_words(self) -> Phrase:
        """The name within a sentence."""
        return say("paper.named", name=self.name) if self.name else say("paper.department_in_words")

    def dated(self, year: int) -> Phrase:
        """Place and day; the day is written by hand."""
        return say("paper.place", place=self.place or say("paper.blank"), year=year)


UNNAMED = Issuer()
"""A department that has said nothing of itself."""


def _in_capitals(name: str) -> Phrase:
    return say("paper.named", name=name.upper()) if name else say("paper.blank")


@dataclass(frozen=True, slots=True)
class Signing:
    """The one who signs: the office above the signature, and the printed name below it."""

    office: Phrase
    name: str = ""
