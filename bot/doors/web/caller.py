"""A caller: somebody who has come in by the web door, as the pages see it; and what the entrance answers for."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from bot.address import Address
from bot.people.identity import Actor
from bot.people.reach import SEEING, leads_union, units_of
from bot.people.records import Role
from bot.store.database import Tx

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Sent = Mapping[str, Any]
"""{"what": "tap", "data", "message"}, {"what": "words", "text"} or {"what": "file", "caption", "file_name", "mime",
"size", "photo"}: what a browser has sent, as `bot/doors/incoming/sent.py` reads it."""


class Take(Protocol):
    """The inbox, as the pages know it."""

    async def __call__(self, caller: "Caller", key: str, sent: Sent, content: bytes | None = None) -> bool:
        """Keep what was sent, with the bytes of a file; then wait a few seconds until it is done, and say whether it
        is. Once this has returned, it is durable. The same key again is the same update."""
        ...


@dataclass(frozen=True, slots=True)
class Caller:
    """A person with a session that is alive. `language` is as phrases are said to that person."""

    address: Address
    user_id: int
    """The key of the account."""
    session: str
    """A name of the session that tells nothing: unsent words are kept under it, and forms counted."""
    csrf: str
    """The proof that a form comes from a page of this session."""
    language: str
    name: str
    unit: str
    commands: tuple[str, ...]
    """The commands of the menu that lead this person somewhere, in their order."""


class Entrance(Protocol):
    """Getting in: sessions, and the pages before them."""

    async def caller(self, request: web.Request, *, active: bool = True, bare: bool = False) -> Caller | None:
        """The person who asks; None: nobody whom we know, no longer, or only with the PIN. `active`: has done
        something, and is not only listened to. `bare`: no whole page is drawn, and so neither name and unit nor
        commands are looked for."""
        ...

    def still(self, tx: Tx, request: web.Request, caller: Caller) -> Caller | None:
        """The caller as of now, for whom something is to be told; None: not in any more. In a transaction that reads
        what is told as well: nothing is told of what was read after the end."""
        ...

    async def welcome(self, request: web.Request) -> web.StreamResponse:
        """The page for somebody who has not come in."""
        ...

    def routes(self) -> Iterable[tuple[str, str, Handler]]:
        """Method, path below the door's own, and handler of each of its pages. They go through the guard as all do."""
        ...


def commands_of(actor: Actor, every: Iterable[str]) -> tuple[str, ...]:
    """Of all commands those that this person has something to do with, in their order. What the others lead to refuses
    in any case: this spares taps, and is no right."""
    if actor.staff is None:
        return ()
    withheld = {
        name
        for name, has in (
            ("donvi", bool(units_of(actor, SEEING))),
            ("congdoan", leads_union(actor)),
            ("quanly", actor.has(Role.OFFICE)),
        )
        if not has
    }
    return tuple(name for name in every if name not in withheld)
