"""One update in the one transaction: an event in, the reply to show out.

The inbox row is finished, the person's rights are loaded, the draft is moved or the act done, and what is now wanted on
the chat's surface is raised. Nothing here waits; the network half is `handlers/driver.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.address import Address
from bot.dialogue import drafts
from bot.dialogue import surface as surfaces
from bot.dialogue.engine import amending, elsewhere
from bot.dialogue.engine.beginning import begin
from bot.dialogue.engine.drawing import CHOOSE, Drawing, facts, raise_for
from bot.dialogue.engine.events import (
    Changed,
    Commanded,
    Event,
    Ignored,
    NotRead,
    Opened,
    Reachability,
    SentFile,
    Tapped,
    addressed,
    in_turn,
    is_secret,
    word_on,
)
from bot.dialogue.engine.registry import Registry, Target
from bot.dialogue.flows import Chosen, Draft, End, Said, SharedContact, SharedFile, Typed, answer, screen_for
from bot.dialogue.screens import Phrase, Screen, say
from bot.dialogue.surface import Surface
from bot.dialogue.targets import ToAct, ToAnswer, ToFlow
from bot.folding import fold
from bot.people.identity import Actor, load_actor
from bot.people.linking import places
from bot.refusal import Refusal
from bot.store import inbox
from bot.store.database import Tx
from bot.store.files import store_file

SORRY = say("trouble.sorry")


@dataclass(frozen=True, slots=True)
class Reply:
    """The screen to show once the transaction is durable."""

    surface: Surface
    screen: Screen
    language: str
    also: tuple[Surface, ...] = ()
    """Screens at other doors that show the same dialogue."""


class Engine:
    """Runs any flow, view and act. Every method is the body of a transaction."""

    def __init__(self, registry: Registry, contended: Callable[[], bool] = lambda: False) -> None:
        """`contended`: somebody else uses our token, so that a chat unknown here may be known to another store."""
        self.registry, self._drawing, self._contended = registry, Drawing(registry), contended
        self.redraw = self._drawing.redraw

    def apologise(self, tx: Tx, address: Address, word: Phrase = SORRY) -> Reply | None:
        """The home of somebody whose update could not be done, with one sentence. None: nobody is there any more."""
        actor = places.actor_at(tx, address)
        if actor is None:
            return None
        return self._go(tx, actor, self._drawing.home(actor), fresh=True, preface=word)

    def awaits_file(self, tx: Tx, event: Event) -> bool:
        """True if the question that waits in this chat takes files."""
        event = addressed(tx, event)
        current = None if is_secret(event.what) else surfaces.get(tx, event.address)
        up = amending.up(tx, event.user_id, current)
        step = None if up is None else self.registry.flows[up.flow].step(up.awaiting)
        return step is not None and step.takes_files

    # --- one update ---------------------------------------------------------------------------------------------------

    def do(self, tx: Tx, event: Event) -> Reply | None:
        event = in_turn(tx, event)
        if not inbox.finish(tx, event.update_id) or isinstance(event.what, Ignored) or not event.user_id:
            return None
        return self.take(tx, event, load_actor(tx, event.user_id, event.address), surfaces.get(tx, event.address))

    def take(self, tx: Tx, event: Event, actor: Actor, current: Surface | None) -> Reply | None:
        """`do` in the event's turn, for whoever has read whose it is and what is up."""
        if not actor.known and current is None:
            actor = replace(actor, language="en" if event.language_code == "en" else "vi")
        if is_secret(event.what):
            # Before anything reads it: nothing of it is kept, here or in a draft.
            return self._again(tx, actor, current, say("words.marked"), fresh=True)
        if not actor.known and self._contended():
            away = isinstance(event.what, Reachability)  # who comes or goes has asked nothing
            return None if away else self._go(tx, actor, self.registry.aside, fresh=True, current=current)
        if isinstance(event.what, NotRead):
            return self._again(tx, actor, current, word_on(event.what), fresh=True)
        match event.what:
            case Tapped() as tap:
                return self._tapped(tx, actor, current, tap)
            case Commanded(name, argument):
                target = self.registry.commands.get(name)
                if name == "start":
                    target = self.registry.start(tx, actor, argument)
                if target is None:
                    return self._go(tx, actor, self._drawing.home(actor), fresh=True, preface=say("unclear.command"))
                return self._go(tx, actor, target, fresh=True, current=current)
            case Typed() | SharedContact() | SharedFile() as said:
                return self._said(tx, actor, current, said)
            case SentFile():
                return self._again(tx, actor, current, self._drawing.on_file(tx, actor, current), fresh=True)
            case Changed(said):
                return self._changed(tx, actor, current, said)
            case Opened():
                return self._opened(tx, actor, current)
            case Reachability(reachable) if (back := self.registry.reachability(tx, actor, reachable)) is not None:
                return self._go(tx, actor, back, fresh=True, current=current)
        return None

    def _opened(self, tx: Tx, actor: Actor, current: Surface | None) -> Reply | None:
        """A page was opened: the question in whose midst the person is elsewhere; or home, where nothing is up yet."""
        draft = elsewhere.begun(tx, actor.user_id, actor.address, elsewhere.others(actor))
        if draft is not None:
            return self._show_draft(tx, actor, draft, fresh=False, current=current)
        return self._go(tx, actor, self._drawing.home(actor), fresh=True) if current is None else None

    def _tapped(self, tx: Tx, actor: Actor, current: Surface | None, tap: Tapped) -> Reply:
        here = current is not None and tap.message_id == current.message_id
        if isinstance(tap.wanted, ToAnswer):
            return self._answered(tx, actor, current, tap.wanted, here)
        target = None if tap.wanted is None else self.registry.target(tap.wanted)
        if target is None:
            return self._again(tx, actor, current, say("stale.button"), fresh=not here)
        return self._go(tx, actor, target, fresh=not here, current=current)

    def _answered(self, tx: Tx, actor: Actor, current: Surface | None, given: ToAnswer, here: bool) -> Reply:
        found = drafts.get(tx, actor.user_id, given.draft)
        if found is None:
            return self._again(tx, actor, current, say("stale.button"), fresh=not here)
        draft, outcome = found
        if outcome is not None:
            # A button of a dialogue that is finished: ten parallel confirms lead to the one receipt.
            to = self.registry.kept(outcome) or self._drawing.home(actor)
            return self._go(tx, actor, to, fresh=not here, current=current)
        if given.revision != draft.revision or given.step != draft.awaiting:
            # A double tap on the screen that is up needs no word; a button from further back does.
            word = None if here else say("stale.button")
            return self._show_draft(tx, actor, draft, fresh=not here, preface=word, current=current)
        return self._move(tx, actor, draft, Chosen(given.option), fresh=not here, current=current)

    def _said(self, tx: Tx, actor: Actor, current: Surface | None, said: Typed | SharedContact | SharedFile) -> Reply:
        if isinstance(said, Typed):
            named = self.registry.labels.get(fold(said.text)) or self._drawing.pressed(tx, actor, current, said.text)
            if isinstance(named, ToAnswer):
                return self._answered(tx, actor, current, named, here=False)
            if named is not None:
                return self._go(tx, actor, named, fresh=True, current=current)
        waiting = amending.up(tx, actor.user_id, current)
        if waiting is not None:
            return self._move(tx, actor, waiting, said, fresh=True, current=current)
        if isinstance(said, SharedContact):
            return self._go(tx, actor, self._drawing.home(actor), fresh=True, preface=say("contact.not_awaited"))
        if isinstance(said, SharedFile):
            return self._again(tx, actor, current, self._drawing.on_file(tx, actor, current), fresh=True)
        if (word := self._drawing.assent(tx, actor, current, said.text)) is not None:
            return self._again(tx, actor, current, word, fresh=True)
        target = self.registry.understand(tx, actor, said.text)
        if target is None:
            target = self._drawing.on_words(tx, actor, current, said.text)
        if target is None:
            target = self.registry.lost(tx, actor, said.text) if actor.staff else self.registry.entrance
        return self._go(tx, actor, target, fresh=True, current=current)

    def _changed(self, tx: Tx, actor: Actor, current: Surface | None, said: Typed | None) -> Reply:
        """A message that was an answer changes that answer, never the one that is waited for now, nor the dialogue that
        is up."""
        became, word = amending.change(self.registry, tx, actor, said)
        up = amending.up(tx, actor.user_id, current)
        if became is None:
            return self._again(tx, actor, current, word, fresh=True)
        if up is not None and not (isinstance(became, Draft) and became.id == up.id):
            return self._again(tx, actor, current, amending.elsewhere(word), fresh=True)
        if isinstance(became, Draft):
            return self._show_draft(tx, actor, became, fresh=True, preface=word, current=current)
        return self._go(tx, actor, became, fresh=True, preface=word, current=current)

    # --- moving -------------------------------------------------------------------------------------------------------

    def _move(self, tx: Tx, actor: Actor, draft: Draft, said: Said, *, fresh: bool, current: Surface | None) -> Reply:
        flow = self.registry.flows[draft.flow]
        try:
            about = facts(tx, actor, flow, draft.data)
            moved = amending.remembered(answer(flow, draft, elsewhere.answered(said, current), about), draft, said)
        except Refusal as refusal:
            target = self.registry.understand(tx, actor, said.text) if isinstance(said, Typed) else None
            if target is not None:
                return self._go(tx, actor, target, fresh=fresh, current=current)
            word = self._drawing.assent(tx, actor, current, said.text) if isinstance(said, Typed) else CHOOSE
            told = _told(refusal) if word in (None, CHOOSE) else word
            return self._show_draft(tx, actor, draft, fresh=fresh, preface=told, current=current)
        if isinstance(said, SharedFile) and said.content is not None:
            store_file(tx, said.content, said.mime)
        if moved.ended is End.FINISHED:
            try:
                with tx.savepoint():
                    amending.keep(tx, moved, draft)
                    outcome = flow.finish(tx, actor, moved, about)
                    drafts.finish(tx, draft.id, outcome)
            except Refusal as refusal:
                return self._show_draft(tx, actor, draft, fresh=fresh, preface=_told(refusal), current=current)
            if flow.changes_actor:
                actor = places.again(tx, actor)
            return self._go(tx, actor, outcome, fresh=fresh, current=current, ended=draft)
        if not drafts.save(tx, moved, draft.revision, last=moved.ended is None):
            raise RuntimeError("a draft moved under its person's lock")
        if moved.ended is End.LEFT:
            return self._go(tx, actor, flow.home(moved), fresh=fresh, current=current, ended=draft)
        spec = surfaces.draft_spec(draft.id)
        wanted = raise_for(tx, actor, spec, fresh=fresh, current=current)
        return Reply(wanted, screen_for(flow, moved, about), actor.speech, elsewhere.follow(tx, actor, moved))

    def _go(
        self,
        tx: Tx,
        actor: Actor,
        target: Target,
        *,
        fresh: bool,
        preface: Phrase | None = None,
        current: Surface | None = None,
        ended: Draft | None = None,
    ) -> Reply:
        """`ended`: the dialogue that leads there; wherever else it stands the same is shown."""
        try:
            if isinstance(target, ToAct):
                act = self.registry.acts[target.name]
                if actor.staff is None and not act.open_to_all:
                    return self._go(tx, actor, self.registry.entrance, fresh=fresh, current=current)
                with tx.savepoint():
                    target = act.do(tx, actor, target)
                actor = places.again(tx, actor) if act.changes_actor else actor
            if isinstance(target, ToFlow):
                draft = begin(self.registry, tx, actor, target)
                also = elsewhere.follow(tx, actor, draft) if target.fresh or target.at is not None else ()
                return replace(
                    self._show_draft(tx, actor, draft, fresh=fresh, preface=preface, current=current), also=also
                )
            screen = self._drawing.view(tx, actor, target)
        except Refusal as refusal:
            return self._again(tx, actor, current, _told(refusal), fresh=fresh)
        spec, living = surfaces.view_spec(target), self._drawing.is_living(target.name)
        wanted = raise_for(tx, actor, spec, fresh=fresh, living=living, preface=preface, current=current)
        if ended is None:
            return Reply(wanted, screen, actor.speech)
        if screen.file is not None:  # which nobody has asked for at another door
            spec, living = surfaces.view_spec(self._drawing.home(actor)), False
        return Reply(wanted, screen, actor.speech, elsewhere.follow(tx, actor, ended, spec, living=living))

    def _show_draft(
        self,
        tx: Tx,
        actor: Actor,
        draft: Draft,
        *,
        fresh: bool,
        preface: Phrase | None = None,
        current: Surface | None = None,
    ) -> Reply:
        try:
            screen = self._drawing.draft(tx, actor, draft)
        except Refusal as refusal:
            # The ground has gone from under the dialogue (the window closed, the person moved): say so, at home.
            return self._go(tx, actor, self._drawing.home(actor), fresh=fresh, preface=_told(refusal), current=current)
        spec = surfaces.draft_spec(draft.id)
        wanted = raise_for(tx, actor, spec, fresh=fresh, preface=preface, current=current)
        return Reply(wanted, screen, actor.speech)

    def _again(self, tx: Tx, actor: Actor, current: Surface | None, word: Phrase, *, fresh: bool) -> Reply:
        """The present screen once more, with one sentence above it."""
        if current is None:
            return self._go(tx, actor, self._drawing.home(actor), fresh=True, preface=word)
        try:
            screen, spec = self._drawing.surface(tx, actor, current), current.spec
        except Refusal:
            home = self._drawing.home(actor)
            screen, spec = self._drawing.view(tx, actor, home), surfaces.view_spec(home)
        living = "view" in spec and self._drawing.is_living(spec["view"][0])
        wanted = raise_for(tx, actor, spec, fresh=fresh, living=living, preface=word, current=current)
        return Reply(wanted, screen, actor.speech)


def _told(refusal: Refusal) -> Phrase:
    return Phrase(refusal.key, refusal.values)
