"""The screen that a person's surface should show now, under his or her present rights."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.dialogue import drafts
from bot.dialogue.engine.pressing import LONGEST_LABEL, Pressed, assenting, pressed
from bot.dialogue.engine.registry import Registry
from bot.dialogue.flows import Draft, Flow, screen_for
from bot.dialogue.screens import Phrase, Screen, say, to_reader
from bot.dialogue.surface import Surface, raise_
from bot.dialogue.targets import ToFlow, ToView
from bot.people.identity import Actor, load_actor
from bot.people.rules import honorific
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import assents

CHOOSE = say("assent.choose")


class Drawing:
    """Draws views and drafts. Every method raises Refusal for what the actor may not see."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def redraw(self, tx: Tx, surface: Surface) -> tuple[Screen, str]:
        """The screen of `surface`, or the home of its person, and the language."""
        actor = load_actor(tx, surface.user_id, surface.address)
        try:
            return self.surface(tx, actor, surface), actor.speech
        except Refusal:
            return self.view(tx, actor, self.home(actor)), actor.speech

    def surface(self, tx: Tx, actor: Actor, surface: Surface) -> Screen:
        if surface.draft_id is None:
            return self.kept(tx, actor, surface.view)
        found = drafts.get(tx, actor.user_id, surface.draft_id)
        if found is None:
            return self.view(tx, actor, self.home(actor))
        draft, outcome = found
        return self.draft(tx, actor, draft) if outcome is None else self.kept(tx, actor, outcome)

    def draft(self, tx: Tx, actor: Actor, draft: Draft) -> Screen:
        """The question that waits."""
        flow = self._registry.flows[draft.flow]
        return screen_for(flow, draft, facts(tx, actor, flow, draft.data))

    def kept(self, tx: Tx, actor: Actor, parts: tuple[str, ...] | None) -> Screen:
        """The view that a store keeps as its name and needs."""
        return self.view(tx, actor, (parts and self._registry.kept(parts)) or self.home(actor))

    def view(self, tx: Tx, actor: Actor, to: ToView) -> Screen:
        view = self._registry.views.get(to.name)
        if view is None or (actor.staff is None and not view.open_to_all):
            to = self.home(actor)
            view = self._registry.views[to.name]
        before, tx.found = tx.found, {} if tx.found is None else tx.found  # nothing changes while it is drawn
        try:
            return view.show(tx, actor, to)
        finally:
            tx.found = before

    def pressed(self, tx: Tx, actor: Actor, surface: Surface | None, text: str) -> Pressed | None:
        """The target of the button that is up and whose label was typed."""
        if surface is None or len(text) > LONGEST_LABEL:
            return None
        try:
            screen = self.surface(tx, actor, surface)
        except Refusal:
            return None
        return pressed(screen, text, partial(self._registry.label, actor.speech), self._registry.gist)

    def assent(self, tx: Tx, actor: Actor, surface: Surface | None, text: str) -> Phrase | None:
        """The sentence on a word of assent alone, which names the one button of assent that is up, or sends to them
        all; None for any other words. Nothing is done by it: whoever types «vâng» may mean what was said to them."""
        if not assents(text):
            return None
        try:
            label = None if surface is None else assenting(self.surface(tx, actor, surface))
        except Refusal:
            label = None
        return CHOOSE if label is None else say("assent.tap", label=label)

    def on_file(self, tx: Tx, actor: Actor, surface: Surface | None) -> Phrase:
        """The sentence on a file that nobody has asked for, as the view that is shown has it."""
        parts = None if surface is None else surface.view
        if surface is not None and surface.draft_id is not None:
            found = drafts.get(tx, actor.user_id, surface.draft_id)
            parts = None if found is None else found[1]
        to = None if parts is None or actor.staff is None else self._registry.kept(parts)
        on_file = None if to is None else self._registry.views[to.name].on_file
        try:
            return (on_file and on_file(tx, actor, to)) or say("file.not_awaited")
        except Refusal:
            return say("file.not_awaited")

    def on_words(self, tx: Tx, actor: Actor, surface: Surface | None, text: str) -> ToView | ToFlow | None:
        """The way on from words that ask for nothing certain, as the view that is shown has it."""
        to = None if surface is None or surface.view is None else self._registry.kept(surface.view)
        on_words = None if to is None or actor.staff is None else self._registry.views[to.name].on_words
        try:
            return None if on_words is None else on_words(tx, actor, to, text)
        except Refusal:
            return None

    def is_living(self, name: str) -> bool:
        view = self._registry.views.get(name)
        return view is not None and view.living

    def home(self, actor: Actor) -> ToView:
        return self._registry.home if actor.staff is not None else self._registry.entrance


def raise_for(
    tx: Tx,
    actor: Actor,
    spec: Mapping[str, Any],
    *,
    fresh: bool,
    living: bool = False,
    preface: Phrase | None = None,
    current: Surface | None = None,
) -> Surface:
    """Want `spec` shown where the actor is, with a sentence above it that says Anh or Chị where the roster does."""
    if preface is not None and actor.staff is not None and actor.staff.gender is not None:
        preface = to_reader(preface, say(honorific(actor.staff.gender)))
    return raise_(tx, actor.address, actor.user_id, spec, fresh=fresh, living=living, preface=preface, current=current)


def facts(tx: Tx, actor: Actor, flow: Flow[Any], data: Mapping[str, Any]) -> Any:
    """The facts that the questions of `flow` need. Raises Refusal for whoever is nobody's staff, or by now no more."""
    if actor.staff is None and not flow.open_to_all:
        raise Refusal("role.not_linked")
    return flow.facts(tx, actor, data)
