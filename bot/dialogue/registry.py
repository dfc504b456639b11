"""What the driver can run: all dialogues, views and acts, and where words and commands lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.flows import Flow
from bot.dialogue.targets import ToAct, ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.people.identity import Actor
from bot.store.database import Tx

Target = ToView | ToFlow | ToAct


@dataclass(frozen=True, slots=True)
class Registry:
    """All dialogues, views and acts, collected by wiring from the slices."""

    flows: Mapping[str, Flow[Any]]
    views: Mapping[str, View]
    acts: Mapping[str, Act]
    commands: Mapping[str, Target]
    labels: Mapping[str, Target]
    """Folded labels that people may type, or press below the writing field, from wherever they are."""
    understand: Callable[[Tx, Actor, str], Target | None]
    """What a typed sentence asks for, as far as that is certain."""
    start: Callable[[Tx, Actor, str], Target]
    """/start with its argument: an invitation, or the way in."""
    lost: Callable[[Tx, Actor, str], Target]
    """Where a sentence leads that nobody understood."""
    reachability: Callable[[Tx, Actor, bool], Target | None]
    home: ToView = field(default=ToView("menu"))
    entrance: ToView = field(default=ToView("welcome"))
    """For chats that are bound to nobody."""
