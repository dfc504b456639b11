"""Runs any Flow, View and Act. Handlers never grow a case for a screen; this is all there is.

One transaction does an update: the inbox row is finished, the person's rights are loaded, the draft is moved or the act
done, and what is now wanted on the chat's surface is raised. The network comes after the commit.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.dialogue import drafts
from bot.dialogue import surface as surfaces
from bot.dialogue.events import Changed, Commanded, Event, Ignored, Reachability, SentFile, Tapped, Unreadable
from bot.dialogue.flows import Chosen as ChosenOption
from bot.dialogue.flows import Draft, End, Flow, Said, SharedContact, SharedFile, Typed, answer, screen_for
from bot.dialogue.registry import Registry, Target
from bot.dialogue.screens import Phrase, Screen, say
from bot.dialogue.surface import Surface
from bot.dialogue.targets import ToAct, ToAnswer, ToFlow, ToView
from bot.doors.telegram.buttons import unpack
from bot.doors.telegram.display import Display
from bot.folding import fold
from bot.people.identity import Actor, load_actor
from bot.refusal import Refusal
from bot.store import inbox
from bot.store.database import Database, Tx
from bot.store.files import LARGEST, store_file
from bot.store.locks import Turn

LIVELY = timedelta(hours=1)
"""A dialogue that moved this shortly before a gap was being held; an older one was left for later."""


Fetch = Callable[[str], Awaitable[bytes | None]]
"""The bytes of what Telegram knows by this id; None when they cannot be had."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to do once the transaction is durable."""

    surface: Surface | None
    screen: Screen | None
    language: str
    toast: Phrase | None = None


class Driver:
    def __init__(self, database: Database, registry: Registry, fetch: Fetch) -> None:
        self._database, self.registry, self._fetch = database, registry, fetch
        self.display: Display | None = None

    async def handle(self, event: Event) -> None:
        """Do one update whole: its transaction, then what the person sees of it."""
        if isinstance(event.what, SentFile):
            event = await self._with_file(event, event.what)
        reply = await self._database.run(lambda tx: self._do(tx, event))
        assert self.display is not None
        answers: list[Awaitable[None]] = []
        if reply and reply.surface and reply.screen:
            answers.append(self.display.show(reply.surface, reply.screen, reply.language))
        if isinstance(event.what, Tapped):
            toast = reply.toast if reply else None
            answers.append(self.display.acknowledge(event.what.callback_id, toast, reply.language if reply else "vi"))
        # Side by side, and the screen at once: were it to wait for the acknowledgement, whoever shows an earlier screen
        # of this chat might have shown this one by then, and it would come twice.
        await asyncio.gather(*answers)

    async def apologise(self, user_id: int, callback_id: str | None) -> None:
        """The update could not be done after all tries: nobody is left in silence."""

        def body(tx: Tx) -> Reply:
            actor = load_actor(tx, user_id, user_id)
            return self._go(tx, actor, self._home(actor), fresh=True, preface=say("trouble.sorry"))

        reply = await self._database.run(body)
        assert self.display is not None
        if reply.surface and reply.screen:
            await self.display.show(reply.surface, reply.screen, reply.language)
        if callback_id is not None:
            await self.display.acknowledge(callback_id, None, reply.language)

    async def resume(self, gap: float) -> None:
        """Taps of the last `gap` seconds are lost: show whoever was in a dialogue then where it stands."""

        def body(tx: Tx) -> None:
            to = tx.now
            since = to - timedelta(seconds=gap)
            for user_id, draft_id in drafts.open_since(tx, since - LIVELY):
                surface = surfaces.get(tx, user_id)
                if surface is not None and surface.draft_id == draft_id:
                    word = say("outage.over", since=since, until=to)
                    surfaces.raise_(
                        tx, surface.chat_id, user_id, surface.spec, fresh=True, preface=word, current=surface
                    )

        await self._database.run(body)
        if self.display is not None:
            await self.display.converge(0.0)

    def redraw(self, tx: Tx, surface: Surface) -> tuple[Screen, str]:
        """What `surface` should show now, under its person's present rights."""
        actor = load_actor(tx, surface.user_id, surface.chat_id)
        try:
            return self._screen(tx, actor, surface), actor.language
        except Refusal:
            return self._view(tx, actor, self._home(actor)), actor.language

    async def _with_file(self, event: Event, sent: SentFile) -> Event:
        """The event with the bytes of its file, where a dialogue waits for one. Fetched before the transaction, which
        cannot wait; should the dialogue have moved by then, the file is answered as one that nobody awaits."""
        if not await self._database.read(lambda tx: self._awaits_file(tx, event)):
            return event
        content = await self._fetch(sent.file_id) if sent.size <= LARGEST else None
        size = sent.size if content is None else len(content)
        what = SharedFile(sent.name, sent.mime, size, content, sent.photo, sent.caption, sent.caption_html)
        return replace(event, what=what)

    def _awaits_file(self, tx: Tx, event: Event) -> bool:
        current = surfaces.get(tx, event.chat_id)
        found = drafts.get(tx, event.user_id, current.draft_id) if current and current.draft_id else None
        if found is None or found[1] is not None:
            return False
        step = self.registry.flows[found[0].flow].step(found[0].awaiting)
        return step is not None and step.takes_files

    # --- one update ---------------------------------------------------------------------------------------------------

    def _do(self, tx: Tx, event: Event) -> Reply | None:
        tx.lock(Turn.PERSON, event.user_id)
        if not inbox.finish(tx, event.update_id) or isinstance(event.what, Ignored):
            return None
        actor = load_actor(tx, event.user_id, event.chat_id)
        current = surfaces.get(tx, event.chat_id)
        if not actor.known and current is None:
            actor = Actor(event.user_id, event.chat_id, "en" if event.language_code == "en" else "vi")
        match event.what:
            case Tapped() as tap:
                return self._tapped(tx, actor, current, tap)
            case Commanded(name, argument):
                target = self.registry.commands.get(name)
                if name == "start":
                    target = self.registry.start(tx, actor, argument)
                if target is None:
                    return self._go(tx, actor, self._home(actor), fresh=True, preface=say("unclear.command"))
                return self._go(tx, actor, target, fresh=True, current=current)
            case Typed() | SharedContact() | SharedFile() as said:
                return self._said(tx, actor, current, said)
            case SentFile():
                return self._again(tx, actor, current, say("file.not_awaited"), fresh=True)
            case Changed():
                return self._again(tx, actor, current, say("changed.not_read"), fresh=True)
            case Unreadable():
                return self._again(tx, actor, current, say("unreadable"), fresh=True)
            case Reachability(reachable):
                back = self.registry.reachability(tx, actor, reachable)
                return None if back is None else self._go(tx, actor, back, fresh=True, current=current)
        return None

    def _tapped(self, tx: Tx, actor: Actor, current: Surface | None, tap: Tapped) -> Reply:
        here = current is not None and tap.message_id == current.message_id
        match unpack(tap.data):
            case ToAnswer() as given:
                return self._answered(tx, actor, current, given, here)
            case ToView() | ToAct() as target:
                return self._go(tx, actor, target, fresh=not here, current=current)
            case _:
                return self._again(tx, actor, current, say("stale.button"), fresh=not here)

    def _answered(self, tx: Tx, actor: Actor, current: Surface | None, given: ToAnswer, here: bool) -> Reply:
        found = drafts.get(tx, actor.user_id, given.draft)
        if found is None:
            return self._again(tx, actor, current, say("stale.button"), fresh=not here)
        draft, outcome = found
        if outcome is not None:
            # A button of a dialogue that is finished: ten parallel confirms lead to the one receipt.
            return self._go(tx, actor, outcome, fresh=not here, current=current)
        if given.revision != draft.revision or given.step != draft.awaiting:
            # A double tap on the screen that is up needs no word; a button from further back does.
            word = None if here else say("stale.button")
            return self._show_draft(tx, actor, draft, fresh=not here, preface=word, current=current)
        return self._move(tx, actor, draft, ChosenOption(given.option), fresh=not here, current=current)

    def _said(self, tx: Tx, actor: Actor, current: Surface | None, said: Typed | SharedContact | SharedFile) -> Reply:
        if isinstance(said, Typed):
            target = self.registry.labels.get(fold(said.text))
            if target is not None:
                return self._go(tx, actor, target, fresh=True, current=current)
        waiting = drafts.get(tx, actor.user_id, current.draft_id) if current and current.draft_id else None
        if waiting is not None and waiting[1] is None:
            return self._move(tx, actor, waiting[0], said, fresh=True, current=current)
        if isinstance(said, SharedContact):
            return self._go(tx, actor, self._home(actor), fresh=True, preface=say("contact.not_awaited"))
        if isinstance(said, SharedFile):
            return self._again(tx, actor, current, say("file.not_awaited"), fresh=True)
        target = self.registry.understand(tx, actor, said.text)
        if target is None:
            target = self.registry.lost(tx, actor, said.text) if actor.staff else self.registry.entrance
        return self._go(tx, actor, target, fresh=True, current=current)

    # --- moving -------------------------------------------------------------------------------------------------------

    def _move(self, tx: Tx, actor: Actor, draft: Draft, said: Said, *, fresh: bool, current: Surface | None) -> Reply:
        flow = self.registry.flows[draft.flow]
        try:
            facts = _facts(tx, actor, flow, draft.data)
            moved = answer(flow, draft, said, facts)
        except Refusal as refusal:
            target = self.registry.understand(tx, actor, said.text) if isinstance(said, Typed) else None
            if target is not None:
                return self._go(tx, actor, target, fresh=fresh, current=current)
            return self._show_draft(tx, actor, draft, fresh=fresh, preface=_told(refusal), current=current)
        if isinstance(said, SharedFile) and said.content is not None:
            store_file(tx, said.content, said.mime)
        if moved.ended is End.FINISHED:
            try:
                with tx.savepoint():
                    outcome = flow.finish(tx, actor, moved, facts)
                    drafts.finish(tx, draft.id, outcome)
            except Refusal as refusal:
                return self._show_draft(tx, actor, draft, fresh=fresh, preface=_told(refusal), current=current)
            if flow.changes_actor:
                actor = load_actor(tx, actor.user_id, actor.chat_id)
            return self._go(tx, actor, outcome, fresh=fresh, current=current)
        if not drafts.save(tx, moved, draft.revision):
            raise RuntimeError("a draft moved under its person's lock")
        if moved.ended is End.LEFT:
            return self._go(tx, actor, flow.home(moved), fresh=fresh, current=current)
        wanted = surfaces.raise_(
            tx, actor.chat_id, actor.user_id, surfaces.draft_spec(draft.id), fresh=fresh, current=current
        )
        return Reply(wanted, screen_for(flow, moved, facts), actor.language)

    def _go(
        self,
        tx: Tx,
        actor: Actor,
        target: Target,
        *,
        fresh: bool,
        preface: Phrase | None = None,
        current: Surface | None = None,
    ) -> Reply:
        try:
            if isinstance(target, ToAct):
                act = self.registry.acts.get(target.name)
                if act is None:
                    return self._again(tx, actor, current, say("stale.button"), fresh=fresh)
                if actor.staff is None and not act.open_to_all:
                    return self._go(tx, actor, self.registry.entrance, fresh=fresh, current=current)
                with tx.savepoint():
                    target = act.do(tx, actor, target.ref, target.version)
                actor = load_actor(tx, actor.user_id, actor.chat_id) if act.changes_actor else actor
            if isinstance(target, ToFlow):
                draft = self._begin(tx, actor, target)
                return self._show_draft(tx, actor, draft, fresh=fresh, preface=preface, current=current)
            screen = self._view(tx, actor, target)
        except Refusal as refusal:
            return self._again(tx, actor, current, _told(refusal), fresh=fresh)
        wanted = surfaces.raise_(
            tx,
            actor.chat_id,
            actor.user_id,
            surfaces.view_spec(target),
            fresh=fresh,
            living=self._is_living(target),
            preface=preface,
            current=current,
        )
        return Reply(wanted, screen, actor.language)

    def _begin(self, tx: Tx, actor: Actor, target: ToFlow) -> Draft:
        flow = self.registry.flows[target.name]
        if actor.staff is None and not flow.open_to_all:
            raise Refusal("role.not_linked")
        draft = None if target.fresh else drafts.open_draft(tx, actor.user_id, flow.name)
        if draft is None:
            data = dict(target.data)
            facts = flow.facts(tx, actor, data)
            empty = Draft(0, flow.name, data, flow.steps[0].name)
            first = target.at or flow.first(empty, facts).name
            return drafts.begin(tx, actor.user_id, flow.name, data, first, editing=target.editing)
        if target.at is not None and draft.awaiting != target.at:
            moved = replace(draft, awaiting=target.at, editing=target.editing, revision=draft.revision + 1)
            drafts.save(tx, moved, draft.revision)
            return moved
        return draft

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
        flow = self.registry.flows[draft.flow]
        try:
            screen = screen_for(flow, draft, _facts(tx, actor, flow, draft.data))
        except Refusal as refusal:
            # The ground has gone from under the dialogue (the window closed, the person moved): say so, at home.
            return self._go(tx, actor, self._home(actor), fresh=fresh, preface=_told(refusal), current=current)
        wanted = surfaces.raise_(
            tx,
            actor.chat_id,
            actor.user_id,
            surfaces.draft_spec(draft.id),
            fresh=fresh,
            preface=preface,
            current=current,
        )
        return Reply(wanted, screen, actor.language)

    def _again(self, tx: Tx, actor: Actor, current: Surface | None, word: Phrase, *, fresh: bool) -> Reply:
        """The present screen once more, with one sentence above it."""
        if current is None:
            return self._go(tx, actor, self._home(actor), fresh=True, preface=word)
        try:
            screen = self._screen(tx, actor, current)
            spec = current.spec
        except Refusal:
            home = self._home(actor)
            screen, spec = self._view(tx, actor, home), surfaces.view_spec(home)
        living = "view" in spec and self._is_living(ToView(*spec["view"]))
        wanted = surfaces.raise_(
            tx, actor.chat_id, actor.user_id, spec, fresh=fresh, living=living, preface=word, current=current
        )
        return Reply(wanted, screen, actor.language)

    def _is_living(self, to: ToView) -> bool:
        view = self.registry.views.get(to.name)
        return view is not None and view.living

    def _screen(self, tx: Tx, actor: Actor, surface: Surface) -> Screen:
        if surface.draft_id is not None:
            found = drafts.get(tx, actor.user_id, surface.draft_id)
            if found is None:
                return self._view(tx, actor, self._home(actor))
            draft, outcome = found
            if outcome is None:
                flow = self.registry.flows[draft.flow]
                return screen_for(flow, draft, _facts(tx, actor, flow, draft.data))
            return self._view(tx, actor, outcome)
        return self._view(tx, actor, surface.view or self._home(actor))

    def _view(self, tx: Tx, actor: Actor, to: ToView) -> Screen:
        view = self.registry.views.get(to.name)
        if view is None or (actor.staff is None and not view.open_to_all):
            view = self.registry.views[self._home(actor).name]
            to = ToView(view.name)
        return view.show(tx, actor, to.ref, to.page)

    def _home(self, actor: Actor) -> ToView:
        return self.registry.home if actor.staff is not None else self.registry.entrance


def _facts(tx: Tx, actor: Actor, flow: Flow[Any], data: Mapping[str, Any]) -> Any:
    """What the questions of `flow` need. Raises Refusal for whoever is nobody's staff, or by now no more."""
    if actor.staff is None and not flow.open_to_all:
        raise Refusal("role.not_linked")
    return flow.facts(tx, actor, data)


def _told(refusal: Refusal) -> Phrase:
    return Phrase(refusal.key, refusal.values)
