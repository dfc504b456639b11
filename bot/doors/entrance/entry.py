"""The entrance as the web door knows it: who calls, the page for whoever does not, its routes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from aiohttp import web

from bot.address import room
from bot.doors.entrance.arriving import Arriving
from bot.doors.entrance.desk import Desk, Way
from bot.doors.entrance.locking import Locking
from bot.doors.entrance.passkeys import Passkeys
from bot.doors.web.caller import Caller, Handler
from bot.people.authentication import hashing, sessions
from bot.people.authentication.sessions import Visitor
from bot.people.entry import passkeys, steps
from bot.people.identity import Actor, load_actors
from bot.store.database import Tx
from bot.store.together.company import Company


class Entry:
    """An Entrance."""

    def __init__(self, way: Way) -> None:
        self._desk, self._database = Desk(way), way.database
        self._callers = Company(way.database, self._look, lambda tx, one: self._look(tx, [one])[0], reading=True)
        self._arriving = Arriving(self._desk)
        self._passkeys = Passkeys(self._desk, self._arriving)
        self._locking = Locking(self._desk, self._arriving, self._passkeys)

    def routes(self) -> Iterable[tuple[str, str, Handler]]:
        arriving, locking, keys = self._arriving, self._locking, self._passkeys
        routes = (
            ("GET", "in/{token}", arriving.opens),
            ("POST", "in", arriving.agrees),
            ("GET", "pin", arriving.stands),
            ("POST", "pin", locking.enters),
            ("POST", "forgot", arriving.forgets),
            ("POST", "lock", locking.locks),
            ("POST", "unlock", locking.unlocks),
            ("POST", "out", locking.leaves),
            ("GET", "new-pin", locking.asks_new_pin),
            ("POST", "new-pin", locking.changes_pin),
            ("GET", "telegram", arriving.comes_by_telegram),
            ("POST", "telegram", arriving.is_vouched_for),
            ("GET", "passkey", keys.shows),
            ("POST", "passkey", keys.adds),
            ("POST", "passkey/proof", keys.proves),
            ("POST", "passkey/ask", keys.asks),
            ("POST", "passkey/in", keys.enters),
        )
        return tuple((method, path, self._desk.timed(handler)) for method, path, handler in routes)

    async def caller(self, request: web.Request, *, active: bool = True, bare: bool = False) -> Caller | None:
        cookie = self._desk.cookies.session(request)
        found = await self._callers.do((cookie, bare)) if cookie else None
        if found is None:
            return None
        session_id, stale, caller = found
        if active and stale:
            await self._database.run(lambda tx: sessions.see(tx, session_id))
        return caller

    def _look(self, tx: Tx, asked: Sequence[tuple[str, bool]]) -> list[tuple[int, bool, Caller | None] | None]:
        """The sessions of these cookies that are in and not locked, and whose they are; with true beside it, barely."""
        looked = sessions.look_several(tx, [cookie for cookie, _ in asked])
        inside = [None if one is None or one[0].locked else one for one in looked]
        whole = [one[0] for one, (_, bare) in zip(inside, asked, strict=True) if one is not None and not bare]
        actors = load_actors(tx, {who.user_id: room(who.person_id) for who in whole}) if whole else {}
        return [
            None if one is None else (one[0].session_id, one[1], self._caller(tx, one[0], bare, actors))
            for one, (_, bare) in zip(inside, asked, strict=True)
        ]

    def still(self, tx: Tx, request: web.Request, caller: Caller) -> Caller | None:
        who = sessions.found(tx, self._desk.cookies.session(request))
        if who is None or who.locked or room(who.person_id) != caller.address:
            return None
        return caller if who.speech == caller.language else replace(caller, language=who.speech)

    def _caller(self, tx: Tx, who: Visitor, bare: bool, actors: Mapping[int, Actor]) -> Caller | None:
        at, name = room(who.person_id), hashing.hashed(f"session:{who.session_id}")[:16]
        if bare:
            return Caller(at, who.user_id, name, who.csrf, who.speech, "", "", ())
        actor = actors[who.user_id]
        if actor.staff is None:
            return None
        person, menu = actor.staff, self._desk.way.menu(tx, actor)
        return Caller(at, who.user_id, name, who.csrf, actor.speech, person.name, person.unit_name, menu)

    async def welcome(self, request: web.Request) -> web.StreamResponse:
        """The lock, for a browser that is in; the way on, for one that has a link; else where links come from."""
        who = await sessions.visitor(self._database, self._desk.cookies.session(request), active=False)
        language = await self._desk.language(request)
        if who is not None:
            keyed = await self._database.read(lambda tx: passkeys.has(tx, who.person_id))
            return self._desk.pages.locked(language, who, None, keyed=keyed, status=401)
        secret = self._desk.cookies.link(request)
        if secret and await self._database.read(lambda tx: steps.standing(tx, secret)) is not None:
            return self._desk.to("pin")
        return self._desk.pages.out(language, None, status=401)
