"""Tries one thing after the other as somebody, each in a transaction of the engine's own, and each undone at once."""

import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.clock import Clock
from bot.dialogue import codec
from bot.dialogue import surface as surfaces
from bot.dialogue.drafts import DraftRow
from bot.dialogue.engine.events import Event, Tapped
from bot.dialogue.engine.registry import Registry
from bot.dialogue.engine.updates import Engine, Reply
from bot.dialogue.packing import unpack
from bot.dialogue.screens import Button, Paper, Phrase, Screen
from bot.dialogue.targets import Payload, ToAct, ToAnswer, ToView
from bot.doors import buttons
from bot.doors.rendering import render
from bot.people.identity import load_actor
from bot.phrases.catalogue import Phrases
from bot.playground.sample import first_morning
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE
from bot.store import inbox
from bot.store.database import Tx
from bot.store.engines.opening import sync_engine
from bot.store.schema import columns
from tests.matrix.cast import OUTSIDE, PREFIX, Department, Part, Somebody
from tests.matrix.done import arrange, on_stage
from tests.matrix.fields import OFFERED_BY, Keys, Target, candidates
from tests.matrix.meant import MEANT
from tests.matrix.owners import Owner, forget, touched, watch
from tests.matrix.scenes import SCENES, TIMES

ROLES = (
    "role.leads_only",
    "role.unit_leads_only",
    "role.union_leads_only",
    "role.union_sees_its_own",
    "role.office_only",
    "role.director_only",
    "role.not_linked",
)
UPDATE = 1
"""Undone again with what it did, one update is enough for all that is tried."""
PROBES = 6
_PARTS = codec.parts.__code__
_MARK = re.compile(r"\bP(\d{3})\b")
_PRIVATE = re.compile(rf"\bT(\d{{3}})\b|\bK(\d{{3}})\b|{PREFIX}(\d{{3}})|84{PREFIX[1:]}(\d{{3}})|\bTD23-0?(\d{{3}})\b")


@dataclass
class Outcome:
    """What came of one tap."""

    tried: Payload | str
    text: str = ""
    """All that was shown: lines, buttons, the word on top, a file's text."""
    bare: Callable[[], str] = str
    """Writes what was shown without the word on top: few ask."""
    view: str = ""
    refusal: str = ""
    """The key of the word on top."""
    error: str = ""
    touched: list[tuple[str, Owner]] = field(default_factory=list)
    read: Mapping[str, Any] = field(default_factory=dict)
    """The fields of the target that were read before there was an answer, with their values. A target that has these
    too is answered the same, whatever is in the others."""

    @property
    def asked(self) -> str:
        """The name of the view or act that was asked for."""
        return self.tried.split(":")[1] if isinstance(self.tried, str) else getattr(self.tried, "name", "")

    def answers(self, target: Target) -> bool:
        """This would have come of the target too."""
        return (bool(self.read) or self.blind) and all(
            getattr(target, name) == read for name, read in self.read.items()
        )

    @cached_property
    def screen(self) -> str:
        """What was shown, without the word on top."""
        return self.bare()

    @property
    def refused(self) -> bool:
        return bool(self.refusal)

    @property
    def blind(self) -> bool:
        """It came of who asks, not of what was asked for: a refusal of the role, or no refusal."""
        return not self.error and (not self.refusal or self.refusal in ROLES)

    @property
    def names(self) -> set[int]:
        """Who is called by name."""
        return {int(found) for found in _MARK.findall(self.text)}

    @property
    def private(self) -> set[int]:
        """Whose code, number or words are shown."""
        joined = re.sub(r"(?<=\d)[ .](?=\d)", "", self.text)  # a number is read however it is grouped
        return {int(number) for found in _PRIVATE.findall(joined) for number in found if number}


@contextmanager
def read_of(kind: type[Any]) -> Iterator[set[str]]:
    """The fields of targets of `kind` that are read meanwhile. To keep one in the store, for the next time that the
    screen is drawn, is not to read it."""
    read, names = set[str](), frozenset(getattr(kind, "__dataclass_fields__", ()))

    def reads(target: Any, name: str) -> Any:
        if name == "__dict__":
            read.update(names)
        elif name in names and sys._getframe(1).f_code is not _PARTS:
            read.add(name)
        return object.__getattribute__(target, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, "__getattribute__", reads, raising=False)
        yield read


class Stagehand:
    """The department, and a bot that nobody waits for: screens are drawn and read, and sent nowhere."""

    def __init__(
        self,
        sample: Path,
        clock: Clock,
        registry: Registry,
        more: Callable[[Tx, Department], None] = lambda _tx, _department: None,
    ) -> None:
        """`more`: what else is to be there."""
        self._store = sync_engine("sqlite:///:memory:")  # a savepoint on a disk takes ten times as long
        raw: Any = self._store.raw_connection().driver_connection
        with closing(sqlite3.connect(sample)) as store:
            store.backup(raw)
        self._driver, self._connection = raw, self._store.connect()
        with self._connection.begin():
            self.department: Department = arrange(tx := Tx(self._connection, clock), registry)
            more(tx, self.department)
            inbox.store(tx, [{"update_id": UPDATE, "callback_query": {}}])
            tx.close(keep=True)
        with self._connection.begin():  # by itself: after a change of the schema each rollback reads it all again
            watch(self._connection)
        self._begun = self._connection.begin()
        self.tx = Tx(self._connection, clock)
        self._registry, self._engine = registry, Engine(registry)
        self._phrases = Phrases(clock.zone)
        self._keys = cache(lambda part: Keys(self.tx, self.department, part))

    def close(self) -> None:
        self.tx.close(keep=False)
        self._begun.rollback()
        self._connection.close()
        self._store.dispose()

    # --- trying -------------------------------------------------------------------------------------------------------

    @contextmanager
    def undone(self, name: str = "tried") -> Iterator[None]:
        self.tx.close(keep=True)
        # By hand: SQLAlchemy's leaves what was rolled back on SQLite's stack, where thousands make every write slow.
        self._driver.execute(f"SAVEPOINT {name}")
        try:
            yield
        finally:
            self.tx.close(keep=False)
            self._driver.execute(f"ROLLBACK TO {name}")
            self._driver.execute(f"RELEASE {name}")

    def taps(self, part: Part, payload: Payload) -> Outcome:
        """What a forged button with `payload` does for `part`; afterwards nothing has happened."""
        text = buttons.pack(payload)
        with read_of(type(payload)) as read:
            outcome = self._tried(part, text, Outcome(payload))
        outcome.read = {name: getattr(payload, name) for name in read}
        return outcome

    def forges(self, who: Somebody, text: str) -> Outcome:
        """The same of a button with this text, whatever it is."""
        return self._tried(who, text, Outcome(text))

    def _tried(self, who: Somebody, text: str, outcome: Outcome) -> Outcome:
        user_id = self.department.user(who)
        with self.undone():
            try:
                tapped = Tapped(buttons.unpack(text), 1, "1")
                self._reads(outcome, self._engine.do(self.tx, Event(UPDATE, user_id, chat(user_id), "vi", tapped)))
                outcome.touched = list(touched(self.tx))
            except Exception as error:  # noqa: BLE001 - this is what is looked for
                outcome.error = f"{type(error).__name__}: {error}"
        return outcome

    def follows(self, user_id: int, payload: Payload, update: int = UPDATE) -> tuple[str, list[Button]]:
        """A button with `payload` pressed by whoever that is, and not undone: the key of the refusal, empty where there
        was none, and the buttons that are offered then."""
        wanted = Tapped(buttons.unpack(buttons.pack(payload)), 1, "1")
        reply = self._engine.do(self.tx, Event(update, user_id, chat(user_id), "vi", wanted))
        assert reply is not None
        surface = reply.surface
        preface = None if surface.preface is None else unpack(surface.preface)
        surfaces.shown(self.tx, surface, 1, kept=False, keyboard=False)
        return preface.key if preface else "", [button for row in reply.screen.rows for button in row]

    def _reads(self, outcome: Outcome, reply: Reply | None) -> None:
        assert reply is not None
        surface, screen = reply.surface, reply.screen
        preface = None if surface.preface is None else unpack(surface.preface)
        outcome.refusal = preface.key if preface else ""
        outcome.view = surface.view[0] if surface.view else ""
        outcome.bare = partial(self._words, screen, None, reply.language)
        outcome.text += self._words(screen, preface, reply.language)
        file = screen.file
        if isinstance(file, Paper) and not file.mime.endswith(("pdf", "png", "sheet", "document")):  # slow, or no text
            outcome.text += file.make(lambda phrase: self._phrases.plain("vi", phrase)).decode()

    def _words(self, screen: Screen, preface: Phrase | None, language: str) -> str:
        shown = render(self._phrases, language, screen, preface)
        rows = [*(shown.inline or {}).get("inline_keyboard", ()), *(shown.keyboard or {}).get("keyboard", ())]
        return "\n".join((shown.text, *(button["text"] for row in rows for button in row)))

    def moves_to(self, moment: datetime) -> None:
        self.tx.clock.move_to(moment)
        self.tx.__dict__.pop("now", None)

    def enters(self, part: Somebody, view: ToView) -> None:
        on_stage(self.tx, self.department, part, view)

    # --- what to try --------------------------------------------------------------------------------------------------

    def tries(self, part: Part, kind: type[Target], fixed: Mapping[str, Any]) -> list[Outcome]:
        """What came of each target of `kind` worth trying, in its scene. What is the same for six quite different ones
        does not look at them; nor need one be tried of which nothing would be read but what another had too."""
        name = f"{'view' if issubclass(kind, ToView) else 'act'} {kind.name}"
        self.moves_to(TIMES.get(name, first_morning(OFFICE_ZONE)))
        with self.undone("scene"):
            if name in SCENES:
                SCENES[name](self.tx, self.department, part)
                forget(self.tx)
            targets = [*self._offered(part, kind), *candidates(kind, self._keys(part), fixed)]
            step = max(1, len(targets) // PROBES)
            chosen = targets[::step][:PROBES]
            probes = self._unlike(part, chosen, [])
            if all(one.blind and (one.refusal, one.screen) == (probes[0].refusal, probes[0].screen) for one in probes):
                return probes
            return self._unlike(part, [target for target in targets if target not in chosen], probes)

    def _unlike(self, part: Part, targets: Sequence[Target], before: list[Outcome]) -> list[Outcome]:
        """`before`, and what came of those of the targets of which nobody knows it yet."""
        found = list(before)
        for target in targets:
            if not any(one.answers(target) for one in found):
                found.append(self.taps(part, target))
        return found

    def _offered(self, part: Part, kind: type[Target]) -> list[Target]:
        """Buttons as the part sees them where it is shown any, and otherwise as somebody else does who is meant to:
        they carry what no number guesses."""
        view = OFFERED_BY.get(kind.name) if issubclass(kind, ToAct) else None
        if view is None:
            return []
        others = sorted(MEANT[f"act {kind.name}"] - {part})
        return next((found for who in (part, *others[:2]) if (found := self._buttons(who, view, kind))), [])

    def _buttons(self, part: Part, view: str, kind: type[Target]) -> list[Target]:
        if part in OUTSIDE:
            return []
        user_id, found = self.department.user(part), list[Target]()
        shown = self._registry.views[view]
        for target in candidates(shown.to, self._keys(part), {}):
            with suppress(Refusal), self.undone():
                drawn = shown.show(self.tx, load_actor(self.tx, user_id, chat(user_id)), target)
                found += [button.to for row in drawn.rows for button in row if isinstance(button.to, kind)]
        return list(dict.fromkeys(found))

    def answers_for_others(self, part: Part) -> list[ToAnswer]:
        """Buttons under the open questions of everybody else."""
        table, user_id = columns(DraftRow), self.department.user(part)
        query = sa.select(table.c.id, table.c.revision, table.c.awaiting).where(table.c.user_id != user_id)
        return [ToAnswer(row.id, row.revision, row.awaiting, "send") for row in self.tx.execute(query)]
