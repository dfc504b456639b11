"""The registry: all flows, views and acts that the engine can run, and where words and commands lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue import codec
from bot.dialogue.flows import Flow
from bot.dialogue.screens import Named, Phrase
from bot.dialogue.targets import ToAct, ToFlow, ToView, Wanted
from bot.dialogue.views import Act, View
from bot.dialogue.ways import ShowHome
from bot.people.identity import Actor
from bot.store.database import Tx

Target = ToView | ToFlow | ToAct


@dataclass(frozen=True, slots=True)
class Registry:
    """All that the slices bring, by name. `entrance` is for chats that are bound to nobody."""

    flows: Mapping[str, Flow[Any]]
    views: Mapping[str, View[Any]]
    acts: Mapping[str, Act[Any]]
    commands: Mapping[str, Target]
    labels: Mapping[str, Target]
    """Folded labels that people may type, or press below the writing field, from wherever they are."""
    label: Callable[[str, Phrase | Named], str]
    """A label as it stands on a button, in a language."""
    gist: Callable[[str], tuple[str, ...]]
    """The words of a sentence without courtesies around them, as they are compared."""
    understand: Callable[[Tx, Actor, str], Target | None]
    """The target that a typed sentence asks for, as far as that is certain."""
    start: Callable[[Tx, Actor, str], Target]
    """/start with its argument: an invitation, or the way in."""
    lost: Callable[[Tx, Actor, str], Target]
    """The target of a sentence that nobody understood."""
    reachability: Callable[[Tx, Actor, bool], Target | None]
    entrance: ToView
    aside: ToView
    """For chats that are unknown here while somebody else uses our token: another store may know them."""
    home: ToView = field(default_factory=ShowHome)

    def target(self, wanted: Wanted) -> ToView | ToAct | None:
        """The target that a button names; None when there is none of that name, or its needs do not fit."""
        kinds: Mapping[str, View[Any] | Act[Any]] = self.acts if wanted.is_act else self.views
        kind = kinds.get(wanted.name)
        return None if kind is None else codec.build(kind.to, list(wanted.needs))

    def kept(self, parts: tuple[str, ...]) -> ToView | None:
        """The view that a store keeps as `codec.parts`."""
        target = self.target(Wanted(parts[0], parts[1:], is_act=False))
        return target if isinstance(target, ToView) else None
