"""Views show what is; acts do something and say what to show next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class View:
    """Shows what is. `show(tx, actor, ref, page)` loads under the actor's scope and draws; raises Refusal otherwise.

    `open_to_all`: also for people who are not linked (welcome, help).
    """

    name: str
    show: Callable[[Tx, Any, int, int], Screen]
    open_to_all: bool = False
    living: bool = False
    """Shows figures that others change: drawn again in place when they have."""


@dataclass(frozen=True, slots=True)
class Act:
    """Does something: `do(tx, actor, ref, version)` checks rights again, acts, and says what to show next."""

    name: str
    do: Callable[[Tx, Any, int, int], ToView | ToFlow]
    open_to_all: bool = False
    changes_actor: bool = False
    """Who the actor is changes by it (consent, linking, language): what is shown next needs a fresh look."""
