"""Targets: where a button, a command or a finished dialogue leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, dataclass_transform


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """Answers the question `step` of a draft with `option`. Valid for one revision."""

    draft: int
    revision: int
    step: str
    option: str


@dataclass_transform(frozen_default=True)
class _Named:
    """A target with a name of its own, which is what buttons and stores hold, and fields for what it needs.

    A subclass is made a frozen dataclass: `class ShowUnit(ToView, name="unit"): unit: int`. Its fields are of the types
    that `bot/dialogue/codec.py` packs. A name that has been in use keeps its meaning: stores hold it.
    """

    name: ClassVar[str]

    def __init_subclass__(cls, *, name: str = "") -> None:
        cls.name = name
        # There are hundreds, and each method that is made for one costs the start of the process; three serve all.
        dataclass(frozen=True, eq=False, repr=False)(cls)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{field}={value!r}' for field, value in vars(self).items())})"


class ToView(_Named):
    """Shows a view."""


class ToAct(_Named):
    """Does an act. A payload is never proof of a right, nor of the state that it was drawn in."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A view or act as a button names it: its name, and what it needs as text that nobody has checked yet."""

    name: str
    needs: tuple[str, ...]
    is_act: bool


@dataclass(frozen=True, slots=True)
class Option:
    """Answers the question that is being asked; the driver makes a ToAnswer of it, with the draft as it is then."""

    code: str


@dataclass(frozen=True, slots=True)
class ToPage:
    """Opens this page of ours, by https, at a door that vouches there for whoever has tapped; others show no button."""

    address: str


Payload = ToAnswer | ToView | ToAct | Option | ToPage


@dataclass(frozen=True, slots=True)
class ToFlow:
    """Opens the flow `name`, or goes on with its open draft. `data` seeds a new draft; `at` jumps to a step."""

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    at: str | None = None
    fresh: bool = False
    """Begin anew even if a draft is open."""
    editing: bool = False
    """Begun to change one answer: it leads to the summary."""
