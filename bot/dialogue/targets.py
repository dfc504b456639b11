"""Targets: where a button, a command or a finished dialogue leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """Answers the question `step` of a draft with `option`. Valid for one revision."""

    draft: int
    revision: int
    step: str
    option: str


@dataclass(frozen=True, slots=True)
class ToView:
    """Shows the view `name` of the thing `ref`, at `page`."""

    name: str
    ref: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class ToAct:
    """Does the act `name` to the thing `ref`, if it still is at `version`."""

    name: str
    ref: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """Answers the question that is being asked; the driver makes a ToAnswer of it, with the draft as it is then."""

    code: str


Payload = ToAnswer | ToView | ToAct | Option


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
