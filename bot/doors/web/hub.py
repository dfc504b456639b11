"""The hub: wakes the browsers of an address when something of its conversation has changed, here or elsewhere.

Changes of this process are told at once. Those of other replicas are found by one query for everybody who is connected,
which runs only while somebody is, and only on a store that has other replicas. A tab that has sent a form is told what
came of it by the answer, and not again by its stream.
"""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

from bot.address import Address
from bot.doors.web import messages
from bot.doors.web.messages import Message
from bot.store.database import Database

LOOK_SECONDS = 0.5
"""The pace of `look`."""
MOST_EACH = 8
"""Browsers and tabs of one address at most; the longest connected goes."""
UNKNOWN = sys.maxsize
"""Above every number of a change: whoever is told of it looks for himself."""


class Listener:
    """One connected browser, and its tab. `over`: it is to be let go; `told`: the last change that it knows of, by its
    stream or by the answer to a form."""

    def __init__(self, tab: str = "") -> None:
        self.tab, self.over, self.told = tab, False, 0
        self._woken, self._answers, self._held = asyncio.Event(), 0, 0

    def changed(self, seq: int) -> None:
        """Something has changed, up to this number."""
        if seq <= self.told:
            return
        if self._answers:
            self._held = max(self._held, seq)  # the answer tells it, most likely
        else:
            self._woken.set()

    def wake(self, *, over: bool = False) -> None:
        self.over = self.over or over
        self._woken.set()

    @contextmanager
    def answered(self) -> Iterator[None]:
        """While a form of this tab is answered. What the answer has not told is told by the stream, after it."""
        self._answers += 1
        try:
            yield
        finally:
            self._answers -= 1
            if not self._answers:
                held, self._held = self._held, 0
                self.changed(held)

    async def wait(self, seconds: float) -> bool:
        """True if something was told within `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return False
        self._woken.clear()
        return True


class Answer:
    """The answer to a form, while it is made: what has changed at its address meanwhile, and the tab that gets it."""

    def __init__(self, listener: Listener | None) -> None:
        self._listener = listener
        self._changes = list[Message]()

    def changed(self, changes: Sequence[Message]) -> None:
        self._changes += changes

    def since(self, seq: int) -> list[Message] | None:
        """The messages that have changed after `seq`; None where one of them may not be known here."""
        found = sorted((one for one in self._changes if one.seq > seq), key=lambda one: one.seq)
        if not found or [one.seq for one in found] != list(range(seq + 1, seq + 1 + len(found))):
            return None
        last = {one.id: one.seq for one in found}
        return [one for one in found if last[one.id] == one.seq]

    def tells(self, seq: int) -> None:
        """The tab will know of everything up to this number."""
        if self._listener is not None:
            self._listener.told = max(self._listener.told, seq)


class Hub:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: defaultdict[Address, list[Listener]] = defaultdict(list)
        self._answers: defaultdict[Address, list[Answer]] = defaultdict(list)
        self._known: dict[Address, int] = {}
        """The numbers that the last look has found."""
        self._closed = False

    def __len__(self) -> int:
        return sum(map(len, self._listeners.values()))

    @property
    def alone(self) -> bool:
        """Nobody else writes to this store: SQLite's is one process's own."""
        return self._database.url.startswith("sqlite")

    @contextmanager
    def listening(self, address: Address, tab: str = "") -> Iterator[Listener]:
        """`tab`: the browser's own name of it, by which it says that a form is of it too."""
        listener = Listener(tab)
        connected = self._listeners[address]
        connected.append(listener)
        if len(connected) > MOST_EACH:
            connected[0].wake(over=True)
        if self._closed:
            listener.wake(over=True)
        try:
            yield listener
        finally:
            connected.remove(listener)
            if not connected:
                self._listeners.pop(address, None)
                self._known.pop(address, None)

    @contextmanager
    def answering(self, address: Address, tab: str) -> Iterator[Answer]:
        """While a form of this tab is answered, its stream holds back what the answer is to tell."""
        # The one that is connected now: one that comes later may have been begun because this answer was lost.
        of_it = [one for one in self._listeners.get(address, ()) if tab and one.tab == tab]
        listener = of_it[0] if len(of_it) == 1 else None
        answer, under_way = Answer(listener), self._answers[address]
        under_way.append(answer)
        try:
            with nullcontext() if listener is None else listener.answered():
                yield answer
        finally:
            under_way.remove(answer)
            if not under_way:
                self._answers.pop(address, None)

    def changed(self, address: Address, changes: Sequence[Message] = ()) -> None:
        """Something of this address's conversation has changed. `changes`: all that has, where it is known."""
        for answer in self._answers.get(address, ()):
            answer.changed(changes)
        seq = max((one.seq for one in changes), default=UNKNOWN)
        for listener in self._listeners.get(address, ()):
            listener.changed(seq)

    def look_again(self, address: Address) -> None:
        """Wake this address's browsers, which look whether their session has ended; ends nothing itself."""
        for listener in self._listeners.get(address, ()):
            listener.wake()

    def close(self) -> None:
        """Let everybody go: the process stops. Browsers come back by themselves."""
        self._closed = True
        for connected in self._listeners.values():
            for listener in connected:
                listener.wake(over=True)

    async def look(self) -> int:
        """Wake whoever has something new by another replica; how many addresses were asked for."""
        addresses = [] if self.alone else list(self._listeners)
        if not addresses:
            return 0
        found = await self._database.read(lambda tx: messages.last_seqs(tx, addresses))
        for address, seq in found.items():
            if address in self._listeners and self._known.get(address) != seq:
                self._known[address] = seq
                for listener in self._listeners[address]:
                    listener.changed(seq)
        return len(addresses)
