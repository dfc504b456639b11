"""Views show what is; acts do something and say what to show next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.targets import ToAct, ToFlow, ToView
from bot.store.database import Tx

V = TypeVar("V", bound=ToView)
A = TypeVar("A", bound=ToAct)


@dataclass(frozen=True, slots=True)
class View(Generic[V]):
    """Shows what is. `show(tx, actor, to)` loads under the actor's scope and draws; raises Refusal otherwise.

    `open_to_all`: also for people who are not linked (welcome, help).
    """

    to: type[V]
    show: Callable[[Tx, Any, V], Screen]
    open_to_all: bool = False
    living: bool = False
    """Shows figures that others change: drawn again in place when they have."""
    on_file: Callable[[Tx, Any, V], Phrase | None] | None = None
    """A sentence on a file that comes while this is shown, which takes none; None: the usual one."""
    on_words: Callable[[Tx, Any, V, str], ToView | ToFlow | None] | None = None
    """The way on from words that are typed while this is shown and ask for nothing else; None: none."""

    @property
    def name(self) -> str:
        return self.to.name


@dataclass(frozen=True, slots=True)
class Act(Generic[A]):
    """Does something: `do(tx, actor, to)` checks rights again, acts, and says what to show next."""

    to: type[A]
    do: Callable[[Tx, Any, A], ToView | ToFlow]
    open_to_all: bool = False
    changes_actor: bool = False
    """True if who the actor is changes by it (consent, linking, language): what is shown next needs a fresh look."""

    @property
    def name(self) -> str:
        return self.to.name
