"""Arriving by a link: the notice, the consent, the word that is waited for; and by a button at Telegram."""

from aiohttp import web

from bot.dialogue.screens import Phrase
from bot.doors.entrance import desk
from bot.doors.entrance.desk import Desk
from bot.doors.web.guard import read_form
from bot.organisation import records as organisation
from bot.people.authentication import hashing, initdata
from bot.people.entry import passkeys, steps
from bot.people.entry.steps import Standing
from bot.refusal import Refusal
from bot.store.database import Tx


class Arriving:
    def __init__(self, at: Desk) -> None:
        self._at, self._database = at, at.database

    async def opens(self, request: web.Request) -> web.StreamResponse:
        """Looking changes nothing: messengers look at links, too."""
        token, had = request.match_info["token"], self._at.cookies.link(request)
        secret = had or hashing.new_secret()
        keys = (secret, hashing.claim_secret(secret, token))
        found = await self._database.read(
            lambda tx: next((one for key in keys if (one := steps.opened(tx, token, key)) is not None), None)
        )
        if found is None:
            return await self._at.refuse(request)
        own, language = await self._database.read(organisation.organisation), await self._at.language(request)
        answer = self._at.pages.notice(language, own, found, token, hashing.form_key(secret))
        if not had:
            self._at.cookies.set_link(answer, secret)
        return answer

    async def agrees(self, request: web.Request) -> web.StreamResponse:
        form, secret = await self._at.form(request)
        token, own = form.text("token"), hashing.claim_secret(secret, form.text("token"))

        def body(tx: Tx) -> str:
            if steps.standing(tx, secret) is not None and steps.has(tx, token, secret):
                return secret  # agreed to before, in this browser
            steps.agree(tx, token, own, desk.browser(request))
            return own

        try:
            kept = await self._database.run(body)
        except Refusal:
            return await self._at.refuse(request)
        answer = self._at.to("pin")
        self._at.cookies.set_link(answer, kept)
        return answer

    async def stands(self, request: web.Request) -> web.StreamResponse:
        return await self.stage(request, None)

    async def stage(self, request: web.Request, alert: Phrase | None, status: int = 200) -> web.StreamResponse:
        """The page of wherever this browser is between its link and the door."""
        secret = self._at.cookies.link(request)

        def body(tx: Tx) -> tuple[Standing | None, bool]:
            found = steps.standing(tx, secret) if secret else None
            return found, found is not None and passkeys.has(tx, found.person.id)

        found, keyed = await self._database.read(body)
        language = await self._at.language(request)
        if found is None:
            return self._at.to("") if alert is None else self._at.pages.out(language, alert, status=status)
        csrf = hashing.form_key(secret)
        return self._at.pages.stage(language, found, csrf, alert, keyed=keyed, status=status)

    async def forgets(self, request: web.Request) -> web.StreamResponse:
        _form, secret = await self._at.form(request)
        await self._database.run(lambda tx: steps.ask_word(tx, secret))
        return self._at.to("pin")

    async def comes_by_telegram(self, request: web.Request) -> web.StreamResponse:
        return self._at.pages.telegram(await self._at.language(request))

    async def is_vouched_for(self, request: web.Request) -> web.StreamResponse:
        form, secret = await read_form(request), hashing.new_secret()
        try:
            opened = initdata.verified(form.text("said"), self._at.way.bot_token, self._database.clock.now())
        except Refusal:
            return await self._at.refuse(request)
        known = await self._database.run(lambda tx: steps.by_telegram(tx, opened, secret, desk.browser(request)))
        if not known:
            return await self._at.refuse(request)
        answer = self._at.to("pin")
        self._at.cookies.set_link(answer, secret)
        return answer
