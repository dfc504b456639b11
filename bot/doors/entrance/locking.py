"""PINs in forms: coming in, the lock and its opening, a new one, the latter two by a passkey too; and signing out."""

from functools import partial

from aiohttp import web

from bot.address import room
from bot.dialogue.screens import say
from bot.doors.entrance import desk
from bot.doors.entrance.arriving import Arriving
from bot.doors.entrance.desk import Desk
from bot.doors.entrance.passkeys import ASKED, Passkeys
from bot.doors.web.guard import Form
from bot.people.authentication import sessions
from bot.people.authentication.sessions import Visitor
from bot.people.entry import passkeys, pins, steps
from bot.people.entry.steps import Stage
from bot.people.passkeys.records import Purpose
from bot.refusal import Refusal

WRONG = say("entry.wrong_pin")


class Locking:
    def __init__(self, at: Desk, arriving: Arriving, keys: Passkeys) -> None:
        self._at, self._arriving, self._keys, self._database = at, arriving, keys, at.database

    async def enters(self, request: web.Request) -> web.StreamResponse:
        """With a first PIN of one's own, or with the one that there is."""
        form, secret = await self._at.form(request)
        shared = bool(form.text("shared"))
        found = await self._database.read(lambda tx: steps.standing(tx, secret))
        first = found is not None and found.stage is Stage.NEW_PIN
        try:
            cookie = await self._begins(form, secret, shared=shared) if first else None
            if cookie is None:
                begun = await self._database.run(lambda tx: pins.begin_pin(tx, secret, desk.peer(request)))
                if not await self._at.is_right(form, begun):
                    if await self._database.run(lambda tx: pins.wrong_pin(tx, secret, begun)):
                        return await self._at.refuse(request)
                    return await self._arriving.stage(request, WRONG, 422)
                cookie = await self._database.run(lambda tx: pins.enter(tx, secret, begun, None, shared=shared))
        except Refusal as error:
            if desk.is_gone(error):
                return await self._at.refuse(request)
            return await self._arriving.stage(request, *desk.alert(error))
        offered = first and not shared and bool(form.text("can")) and await self._keys.offers(cookie)
        answer = self._at.to("passkey" if offered else "?entered")
        self._at.cookies.set_session(answer, cookie, shared=shared)
        self._at.cookies.forget_link(answer)
        return answer

    async def _begins(self, form: Form, secret: str, *, shared: bool) -> str | None:
        """In with a first PIN. None: the same form has come a moment before."""
        salted = await self._at.salted(form)
        try:
            return await self._database.run(lambda tx: pins.enter(tx, secret, None, salted, shared=shared))
        except Refusal:
            return None

    async def locks(self, request: web.Request) -> web.StreamResponse:
        who, _form, _cookie = await self._at.visitor_form(request)
        await self._database.run(lambda tx: sessions.lock(tx, who.person_id, who.session_id))
        self._at.hub.look_again(room(who.person_id))
        return self._at.to("")

    async def unlocks(self, request: web.Request) -> web.StreamResponse:
        who, form, cookie = await self._at.visitor_form(request, lately=True)
        if not who.locked:
            return self._at.to("")
        try:
            fresh = await self._proven(who, form, cookie)
        except Refusal as error:
            if desk.is_gone(error):
                return await self._at.refuse(request)
            alert, status = desk.alert(error)
            language, keyed = await self._at.language(request), await self._keyed(who)
            return self._at.pages.locked(language, who, alert, keyed=keyed, status=status)
        return await self._fresh(who, fresh)

    async def _proven(self, who: Visitor, form: Form, cookie: str) -> str:
        """The browser's new secret, after the right PIN or passkey. Raises Refusal."""
        if form.text(ASKED):
            unlocks = partial(passkeys.unlock, who=who, had=cookie)
            return await self._keys.proven(who, form, Purpose.UNLOCK, unlocks)
        begun = await self._database.run(lambda tx: pins.begin_unlock(tx, who.person_id, who.session_id))
        if not await self._at.is_right(form, begun):
            spent = await self._database.run(lambda tx: pins.wrong_unlock(tx, who.session_id, begun))
            raise Refusal(desk.GONE.key if spent else WRONG.key)
        return await self._database.run(lambda tx: pins.unlock(tx, who.session_id, begun, cookie))

    async def _fresh(self, who: Visitor, secret: str) -> web.StreamResponse:
        found = await self._database.read(lambda tx: sessions.browsers(tx, who.person_id))
        answer, shared = self._at.to(""), any(one.shared for one in found if one.id == who.session_id)
        self._at.cookies.set_session(answer, secret, shared=shared)
        return answer

    async def leaves(self, request: web.Request) -> web.StreamResponse:
        who, _form, _cookie = await self._at.visitor_form(request)
        own, key = who.person_id, who.session_id
        await self._database.run(lambda tx: sessions.end(tx, own, by=own, session_id=key))
        self._at.hub.look_again(room(own))
        answer = self._at.pages.out(await self._at.language(request), say("entry.signed_out"))
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        self._at.cookies.forget_session(answer)
        self._at.cookies.forget_link(answer)
        return answer

    async def asks_new_pin(self, request: web.Request) -> web.StreamResponse:
        who = await sessions.visitor(self._database, self._at.cookies.session(request))
        if who is None or who.locked:
            return self._at.to("")
        return self._at.pages.new_pin(await self._at.language(request), who.csrf, None, keyed=await self._keyed(who))

    async def _keyed(self, who: Visitor) -> bool:
        return await self._database.read(lambda tx: passkeys.has(tx, who.person_id))

    async def changes_pin(self, request: web.Request) -> web.StreamResponse:
        who, form, cookie = await self._at.visitor_form(request)
        if who.locked:
            return self._at.to("")
        try:
            fresh = await self._changed(who, form, cookie)
        except Refusal as error:
            if desk.is_gone(error):
                return await self._at.refuse(request)
            alert, status = desk.alert(error)
            language, keyed = await self._at.language(request), await self._keyed(who)
            return self._at.pages.new_pin(language, who.csrf, alert, keyed=keyed, status=status)
        self._at.hub.look_again(room(who.person_id))
        return await self._fresh(who, fresh)

    async def _changed(self, who: Visitor, form: Form, cookie: str) -> str:
        if form.text(ASKED):
            salted = await self._at.salted(form)
            changes = partial(passkeys.change_pin, who=who, salted=salted, had=cookie)
            return await self._keys.proven(who, form, Purpose.NEW_PIN, changes)
        begun = await self._database.run(lambda tx: pins.begin_unlock(tx, who.person_id, who.session_id))
        if not await self._at.is_right(form, begun, "old"):
            spent = await self._database.run(lambda tx: pins.wrong_unlock(tx, who.session_id, begun))
            raise Refusal(desk.GONE.key if spent else WRONG.key)
        try:
            salted = await self._at.salted(form)
        except Refusal:
            await self._database.run(lambda tx: pins.was_right(tx, begun))
            raise
        return await self._database.run(lambda tx: pins.change_pin(tx, who.session_id, begun, salted, cookie))
