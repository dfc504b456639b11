"""Tries one thing after the other as somebody, each in the driver's own transaction, and each undone at once."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.clock import Clock
from bot.dialogue.drafts import DraftRow
from bot.dialogue.engine.events import Event, Tapped
from bot.dialogue.engine.registry import Registry
from bot.dialogue.packing import unpack
from bot.dialogue.screens import Paper, Phrase, Screen
from bot.dialogue.surface import Surface
from bot.dialogue.targets import Payload, ToAct, ToAnswer, ToView
from bot.dialogue.ways import ShowHome
from bot.doors.telegram.buttons import pack
from bot.doors.telegram.render import render
from bot.phrases.catalogue import Phrases
from bot.store import inbox
from bot.store.database import Tx
from bot.store.engines.opening import sync_engine
from bot.store.schema import columns
from bot.titles.loading import shared as catalogue
from handlers.driver import Driver
from tests.matrix.cast import OUTSIDE, PREFIX, Department, Part
from tests.matrix.done import arrange, on_stage
from tests.matrix.owners import Owner, touched, watch

HUGE = (1 << 31) - 1
ROLES = ("role.leads_only", "role.union_leads_only", "role.office_only", "role.not_linked")
UPDATE = 1
"""Undone again with what it did, one update is enough for all that is tried."""
_DRAFTS = sa.select(columns(DraftRow).c.id).where(columns(DraftRow).c.user_id == sa.bindparam("user_id"))
_MARK = re.compile(r"\bP(\d{3})\b")
_PRIVATE = re.compile(rf"\bT(\d{{3}})\b|\bK(\d{{3}})\b|{PREFIX}(\d{{3}})|84{PREFIX[1:]}(\d{{3}})|\bTD23-0?(\d{{3}})\b")


@dataclass
class Outcome:
    """What came of one tap."""

    tried: Payload
    text: str = ""
    """All that was shown: lines, buttons, the word on top, a file's text."""
    screen: str = ""
    """Without the word on top."""
    view: str = ""
    refusal: str = ""
    """The key of the word on top."""
    error: str = ""
    touched: list[tuple[str, Owner]] = field(default_factory=list)

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


class Stagehand:
    """The driver with this one transaction for a database, and itself for a display."""

    def __init__(self, sample: Path, clock: Clock, registry: Registry) -> None:
        self._engine = sync_engine("sqlite:///:memory:")  # a savepoint on a disk takes ten times as long
        raw: Any = self._engine.raw_connection().driver_connection
        with closing(sqlite3.connect(sample)) as store:
            store.backup(raw)
        self._connection = self._engine.connect()
        with self._connection.begin():
            self.department: Department = arrange(tx := Tx(self._connection, clock))
            inbox.store(tx, [{"update_id": UPDATE, "callback_query": {}}])
            tx.close(keep=True)
        with self._connection.begin():  # by itself: after a change of the schema each rollback reads it all again
            watch(self._connection)
        self._begun = self._connection.begin()
        self.tx = Tx(self._connection, clock)
        self.registry = registry
        self._phrases = Phrases(clock.zone)
        self._titles = list(catalogue().regime("A_2003").titles())
        self._driver = Driver(self, registry, self._nothing)  # type: ignore[arg-type]
        self._driver.display = self  # type: ignore[assignment]
        self._now = Outcome(ShowHome())

    def close(self) -> None:
        self.tx.close(keep=False)
        self._begun.rollback()
        self._connection.close()
        self._engine.dispose()

    # --- a database and a display for the driver ----------------------------------------------------------------------

    async def run(self, body: Any) -> Any:
        return body(self.tx)

    read = run

    async def show(self, surface: Surface, screen: Screen, language: str) -> None:
        preface = None if surface.preface is None else unpack(surface.preface)
        self._now.refusal = preface.key if preface else ""
        self._now.view = surface.view.name if surface.view else ""
        self._now.screen = self._words(screen, None, language)
        self._now.text += self._words(screen, preface, language)
        file = screen.file
        if isinstance(file, Paper) and not file.mime.endswith(("pdf", "png")):  # these take their time
            self._now.text += file.make(lambda phrase: self._phrases.plain("vi", phrase)).decode()

    async def acknowledge(self, _callback_id: str, phrase: Phrase | None, language: str) -> None:
        if phrase is not None:
            self._now.text += self._phrases.plain(language, phrase)

    async def _nothing(self, _file_id: str) -> None:
        return None

    def _words(self, screen: Screen, preface: Phrase | None, language: str) -> str:
        shown = render(self._phrases, language, screen, preface)
        rows = [*(shown.inline or {}).get("inline_keyboard", ()), *(shown.keyboard or {}).get("keyboard", ())]
        return "\n".join((shown.text, *(button["text"] for row in rows for button in row)))

    # --- trying -------------------------------------------------------------------------------------------------------

    @contextmanager
    def undone(self) -> Iterator[None]:
        self.tx.close(keep=True)
        # By hand: SQLAlchemy's leaves what was rolled back on SQLite's stack, where thousands make every write slow.
        self._connection.exec_driver_sql("SAVEPOINT tried")
        try:
            yield
        finally:
            self.tx.close(keep=False)
            self._connection.exec_driver_sql("ROLLBACK TO tried")
            self._connection.exec_driver_sql("RELEASE tried")

    async def taps(self, part: Part, payload: Payload) -> Outcome:
        """What a forged button with `payload` does for `part`; afterwards nothing has happened."""
        self._now = Outcome(payload)
        user_id = self.department.user(part)
        with self.undone():
            try:
                await self._driver.handle(Event(UPDATE, user_id, user_id, "vi", Tapped(pack(payload), 1, "1")))
                self._now.touched = list(touched(self.tx))
            except Exception as error:  # noqa: BLE001 - this is what is looked for
                self._now.error = f"{type(error).__name__}: {error}"
        return self._now

    def moves_to(self, moment: datetime) -> None:
        self.tx.clock.move_to(moment)
        self.tx.__dict__.pop("now", None)

    def enters(self, part: Part, view: str) -> None:
        on_stage(self.tx, self.department, part, view)

    # --- what to try --------------------------------------------------------------------------------------------------

    def numbers(self, part: Part) -> list[int]:
        """Keys of all that this part may have to do with, and of what is nobody's business: of people and what is
        theirs, of units, groups and their lists, inside and outside; and numbers that are nobody's."""
        if part in OUTSIDE:
            return [0, HUGE, 1, 28, 99]
        department = self.department
        own = department.players[part]
        led, led_groups = department.units_of(part), department.groups_of(part)
        people = [one for one in department.people.values() if one.key != own]
        inside = _various(one.key for one in people if one.unit in led)
        members = _various(one.key for one in people if one.group in led_groups)
        outside = _various(one.key for one in people if one.unit not in led and one.group not in led_groups)
        chosen = [0, HUGE, own, *(inside or members)[:2], *outside[:1], *inside[2:], *members, *outside[1:]]
        unions = self._union_registrations()
        chosen += [unions[key] for key in (*members[:2], *outside[:2]) if key in unions]
        chosen += [title.order for title in self._titles[:1]]
        chosen += [row.id for row in self.tx.execute(_DRAFTS, {"user_id": department.user(part)})]
        units, groups = set(department.units.values()), set(department.groups.values())
        for mine, all_, lists in ((led, units, 0), (led_groups, groups, len(units))):
            chosen += [key + lists for key in (*sorted(mine)[:2], *sorted(all_ - mine)[:1])]
            chosen += sorted(mine)[:1]
        return list(dict.fromkeys(chosen))

    async def tries(self, part: Part, kind: str, name: str) -> list[Outcome]:
        """What came of each number. What is the same for six quite different ones does not look at them."""
        numbers = self.numbers(part)
        probes = [await self.taps(part, _payload(kind, name, ref)) for ref in numbers[:6]]
        alike = all(one.blind and (one.refusal, one.screen) == (probes[0].refusal, probes[0].screen) for one in probes)
        rest = [_payload(kind, name, ref) for ref in numbers[6:] if not alike]
        rest += [_payload(kind, name, ref, extra) for ref in numbers[:1] + numbers[3:4] for extra in (2, HUGE)]
        rest += [_payload(kind, name, ref, 0) for ref in numbers[3:7] if kind == "act" and not alike]
        return probes + [await self.taps(part, payload) for payload in rest]

    def answers_for_others(self, part: Part) -> list[ToAnswer]:
        """Buttons under the open questions of everybody else."""
        table, user_id = columns(DraftRow), self.department.user(part)
        query = sa.select(table.c.id, table.c.revision, table.c.awaiting).where(table.c.user_id != user_id)
        return [ToAnswer(row.id, row.revision, row.awaiting, "send") for row in self.tx.execute(query)]

    def _union_registrations(self) -> dict[int, int]:
        """Person -> registration: the first of them are the State ones, by the same keys."""
        members = [one.key for one in self.department.people.values() if one.group is not None]
        return {key: len(self.department.people) + place for place, key in enumerate(members, 1)}


def _payload(kind: str, name: str, ref: int, extra: int | None = None) -> Payload:
    """`extra`: a view's page, by default the first; an act's version, by default that of what was done once."""
    return ToView(name, ref, extra or 0) if kind == "view" else ToAct(name, ref, 1 if extra is None else extra)


def _various(people: Iterable[int]) -> list[int]:
    """Two who wait, the last and the first of the list (heads, who are confirmed from further up, come first there);
    one who was decided on, one who is silent."""
    ordered, (waiting, *others) = sorted(people), ((0, 3, 8, 9), (1, 2, 4), (5, 6, 7))
    wait = [key for key in ordered if key % 10 in waiting]
    found = (next((key for key in ordered if key % 10 in ends), None) for ends in others)
    return list(dict.fromkeys([*wait[-1:], *wait[:1], *(key for key in found if key is not None)]))
