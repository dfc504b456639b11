"""Passkeys in forms: coming in with one, the proof of whoever is in, and a new one. All of it needs the page's script;
whoever has none has the PIN."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from aiohttp import web

from bot.dialogue.screens import Phrase, say
from bot.doors.entrance import desk
from bot.doors.entrance.arriving import Arriving
from bot.doors.entrance.desk import Desk
from bot.doors.web.guard import Form, Sorry, read_form
from bot.people.authentication import hashing, sessions
from bot.people.authentication.sessions import Visitor
from bot.people.entry import passkeys, pins
from bot.people.entry.passkeys import KeyTrial
from bot.people.identity import staff
from bot.people.passkeys import keeping, proving
from bot.people.passkeys.proving import Said, Site, Used
from bot.people.passkeys.records import Purpose
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import own_words

T = TypeVar("T")
ASKED = "said"
"""The field with a browser's answer."""
WRONG = say(proving.wrong().key)


class Passkeys:
    def __init__(self, at: Desk, arriving: Arriving) -> None:
        self._at, self._arriving, self._database = at, arriving, at.database

    @property
    def _site(self) -> Site:
        if self._at.site is None:
            raise Sorry(404, say("web.sorry.nothing"))
        return self._at.site

    # --- what is to be signed -----------------------------------------------------------------------------------------

    async def asks(self, request: web.Request) -> web.StreamResponse:
        """Bytes for this browser to sign, for a script. They say nothing of anybody, and are given to everybody."""
        site, form = self._site, await read_form(request)
        match form.text("what"):
            case Purpose.ENTER:
                return await self._asks_to_enter(request, site)
            case Purpose.UNLOCK | Purpose.NEW_PIN as purpose:
                who, _form, _cookie = await self._at.visitor(request, form, lately=True)
                return await self._asked(
                    request, site, partial(passkeys.ask, purpose=Purpose(purpose), who=who), who.csrf
                )
        raise Sorry(400, say("web.sorry.unclear"))

    async def _asks_to_enter(self, request: web.Request, site: Site) -> web.StreamResponse:
        had = self._at.cookies.link(request)
        secret = had or hashing.new_secret()
        asks = partial(passkeys.ask_to_enter, secret=secret, peer=desk.peer(request))
        answer = await self._asked(request, site, asks, hashing.form_key(secret))
        if not had:
            self._at.cookies.set_link(answer, secret)
        return answer

    async def _asked(
        self, request: web.Request, site: Site, asks: Callable[[Tx], str], csrf: str
    ) -> web.StreamResponse:
        try:
            challenge = await self._database.run(asks)
        except Refusal as error:
            told = {"error": self._at.way.pages.say(await self._at.language(request), Phrase(error.key, error.values))}
            return web.json_response(told, status=429)
        options = await self._at.slowly(partial(proving.to_use, site, challenge))
        return web.json_response({"options": options, "csrf": csrf})

    # --- coming in ----------------------------------------------------------------------------------------------------

    async def enters(self, request: web.Request) -> web.StreamResponse:
        site, (form, secret) = self._site, await self._at.form(request)
        shared, said = bool(form.text("shared")), await self._read(form)
        try:
            begun = await self._database.run(lambda tx: passkeys.begin_enter(tx, secret, said, desk.peer(request)))
            used = await self._signed(site, said, begun)
            cookie = None
            if used is not None:
                into = partial(passkeys.enter, browser=desk.browser(request), shared=shared)
                cookie = await self._database.run(lambda tx: into(tx, secret, begun, used))
        except Refusal as error:
            return await self._sorry(request, secret, *desk.alert(_as_of_passkeys(error)))
        if not cookie:
            if await self._database.run(lambda tx: passkeys.wrong_enter(tx, secret)):
                return await self._at.refuse(request)
            return await self._sorry(request, secret, WRONG, 422)
        answer = self._at.to("?entered")
        self._at.cookies.set_session(answer, cookie, shared=shared)
        self._at.cookies.forget_link(answer)
        return answer

    async def _sorry(self, request: web.Request, secret: str, told: Phrase, status: int) -> web.StreamResponse:
        """The page where the browser was, with what it is told: no sooner for one reason than for another."""
        await self._at.evenly(request)
        return await self._arriving.stage(request, told, status)

    async def _read(self, form: Form) -> Said:
        """The browser's answer; one that is none names nothing, and is counted as every wrong one."""
        try:
            return await self._at.slowly(partial(proving.read, form.text(ASKED)))
        except Refusal:
            return Said("", "", "", "")

    async def _signed(self, site: Site, said: Said, begun: KeyTrial) -> Used | None:
        one = begun.passkey
        if one is None or not begun.asked:
            return None
        try:
            return await self._at.slowly(partial(proving.used, site, said, said.challenge, one.public_key))
        except Refusal:
            return None

    # --- a browser that is in -----------------------------------------------------------------------------------------

    async def proven(
        self,
        who: Visitor,
        form: Form,
        purpose: Purpose,
        then: Callable[[Tx, KeyTrial, Used], T | None],
    ) -> T:
        """The outcome of `then`, once the person's passkey has signed. Raises Refusal."""
        site, said = self._site, await self._read(form)
        try:
            begun = await self._database.run(lambda tx: passkeys.begin_proof(tx, who, said, purpose))
        except Refusal as error:
            raise _as_of_passkeys(error) from None
        used = await self._signed(site, said, begun)
        done = None if used is None else await self._database.run(lambda tx: then(tx, begun, used))
        if done is None:
            spent = await self._database.run(lambda tx: pins.wrong_unlock(tx, who.session_id, begun.trial))
            raise Refusal(desk.GONE.key if spent else WRONG.key)
        return done

    # --- a new one ----------------------------------------------------------------------------------------------------

    async def offers(self, cookie: str) -> bool:
        """Ask the browser that has just come in with its first PIN for a passkey, if it can have one."""
        if self._at.site is None:
            return False

        def body(tx: Tx) -> bool:
            who = sessions.found(tx, cookie)
            return who is not None and not passkeys.has(tx, who.person_id) and self._asks_new(tx, who)

        try:
            return await self._database.run(body)
        except Refusal:
            return False

    def _asks_new(self, tx: Tx, who: Visitor) -> bool:
        passkeys.require_own_device(tx, who)
        passkeys.ask(tx, Purpose.ADD, who)
        return True

    async def shows(self, request: web.Request) -> web.StreamResponse:
        _site, cookie = self._site, self._at.cookies.session(request)
        who = await sessions.visitor(self._database, cookie)
        if who is None or who.locked:
            return self._at.to("")
        return await self._page(request, who, None)

    async def _page(
        self, request: web.Request, who: Visitor, told: Phrase | None, status: int = 200
    ) -> web.StreamResponse:
        """The proof, or the offer once it was given; after that the passkey that has come of it."""
        language, site = await self._at.language(request), self._site

        def body(tx: Tx) -> tuple[str | None, list[keeping.Kept], str, str]:
            passkeys.require_own_device(tx, who)
            challenge = keeping.asked(tx, Purpose.ADD, passkeys.of_session(who.session_id))
            person = staff(tx, who.person_id, tx.clock.today())
            handle = keeping.handle_of(tx, who.person_id, challenge or "")
            return challenge, keeping.passkeys(tx, who.person_id), handle, "" if person is None else person.full_name

        added = await self._database.read(lambda tx: _just_added(tx, who)) if "added" in request.query else ""
        if added:
            return self._at.pages.passkey_added(language, added)
        try:
            challenge, had, handle, name = await self._database.read(body)
        except Refusal as error:
            return self._at.pages.passkey_none(language, Phrase(error.key, error.values), status=422)
        if challenge is None:
            return self._at.pages.passkey_proof(language, who.csrf, told, keyed=bool(had), status=status)
        brand = self._at.way.pages.plain(language, "web.brand")
        known = [one.credential for one in had]
        options = await self._at.slowly(partial(proving.to_make, site, brand, name, handle, challenge, known))
        return self._at.pages.passkey_add(language, who.csrf, options, desk.browser(request), told, status=status)

    async def proves(self, request: web.Request) -> web.StreamResponse:
        """The PIN, or a passkey that there is: then a new one is offered."""
        _site, (who, form, _cookie) = self._site, await self._at.visitor_form(request)
        if who.locked:
            return self._at.to("")

        def by_key(tx: Tx, begun: KeyTrial, used: Used) -> bool | None:
            return (passkeys.was_right(tx, begun, used) and self._asks_new(tx, who)) or None

        try:
            if form.text(ASKED):
                await self.proven(who, form, Purpose.UNLOCK, by_key)
            else:
                await self._by_pin(who, form)
        except Refusal as error:
            if desk.is_gone(error):
                return await self._at.refuse(request)
            return await self._page(request, who, *desk.alert(error))
        return self._at.to("passkey")

    async def _by_pin(self, who: Visitor, form: Form) -> None:
        begun = await self._database.run(lambda tx: pins.begin_unlock(tx, who.person_id, who.session_id))
        if not await self._at.is_right(form, begun):
            spent = await self._database.run(lambda tx: pins.wrong_unlock(tx, who.session_id, begun))
            raise Refusal(desk.GONE.key if spent else "entry.wrong_pin")

        def right(tx: Tx) -> None:
            pins.was_right(tx, begun)
            self._asks_new(tx, who)

        await self._database.run(right)

    async def adds(self, request: web.Request) -> web.StreamResponse:
        site, (who, form, _cookie) = self._site, await self._at.visitor_form(request)
        if who.locked:
            return self._at.to("")
        try:
            label = own_words(" ".join(form.text("label").split()), shortest=1, longest=keeping.LONGEST_LABEL)
            said = await self._read(form)
            if not await self._database.run(lambda tx: passkeys.begin_add(tx, who, said)):
                raise proving.wrong()
            made = await self._at.slowly(partial(proving.made, site, said, said.challenge))

            def body(tx: Tx) -> None:
                handle = keeping.handle_of(tx, who.person_id, said.challenge)
                passkeys.add(tx, who, handle, made, label)

            await self._database.run(body)
        except Refusal as error:
            return await self._page(request, who, *desk.alert(error))
        return self._at.to("passkey?added")


def _just_added(tx: Tx, who: Visitor) -> str:
    """The newest passkey of the person by name, if it is of a moment ago."""
    found = keeping.passkeys(tx, who.person_id)
    return found[0].label if found and tx.now - found[0].created_at < keeping.ASKED else ""


def _as_of_passkeys(error: Refusal) -> Refusal:
    return Refusal("passkey.wait", **error.values) if error.key == "entry.wait" else error
