"""The routes of the web door: a page, what is sent from it, the files in it, and the stream of what changes.

Every form works without a script: it is answered by 303, and the page again. A script asks for JSON instead, and gets
what has changed.
"""

import asyncio
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.dialogue.screens import say
from bot.doors.incoming.sent import LONGEST, OPENED, file, tap, words
from bot.doors.web import messages
from bot.doors.web.caller import Caller, Entrance, Handler, Take
from bot.doors.web.conversation import KEY, PDF, PICTURES, Conversation, new_key
from bot.doors.web.events import KEEP_ALIVE, Events
from bot.doors.web.guard import FILE_BYTES, FORM_BYTES, Form, Guard, Sorry, read_form
from bot.doors.web.hub import Hub
from bot.doors.web.pages import Pages, html, see_other, static_file
from bot.people.authentication import place as links
from bot.people.entry.wording import code
from bot.people.passkeys.proving import site_at
from bot.phrases.catalogue import Phrases
from bot.secrecy.markings import is_marked, is_marked_file
from bot.store.database import Database
from bot.store.files import LARGEST, file_content

JSON = dict[str, Any]
PHOTOS = {"image/jpeg", "image/png"}
"""Files that may be seen in every chat as a picture."""
_NAME = 200
_NUMBER = re.compile(r"[0-9]{1,15}")
_COMMAND = re.compile(r"[a-z]{1,24}")
_DATA = 64
"""Bytes that a button carries at most."""
_MIME = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}")
# A browser's own viewer of PDFs does not start under a policy; a PDF runs nothing in this origin anyway.
_POLICIES = {PDF: "frame-ancestors 'none'"}
_SEALED = "default-src 'none'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Parts:
    """All that the door needs. `url`: the address under which people see it, with its path. `take`: see caller.py."""

    database: Database
    phrases: Phrases
    hub: Hub
    entrance: Entrance
    take: Take
    url: str
    keep_alive: float = KEEP_ALIVE


def pages_of(phrases: Phrases, url: str, database: Database) -> tuple[Guard, Pages]:
    """The guard and the pages of a door at this address: for it, and for its entrance."""
    guard = Guard(url, database.clock)
    return guard, Pages(phrases, guard.root, passkeys=site_at(url) is not None)


def add_door(app: web.Application, parts: Parts) -> None:
    """Mount the door in `app`, under its path and, for a proxy that takes that away, under none."""
    door = _Door(parts)
    routes: list[tuple[str, str, Handler, int]] = [
        ("GET", "", door.index, FORM_BYTES),
        ("POST", "tap", door.taps, FORM_BYTES),
        ("POST", "say", door.says, FORM_BYTES),
        ("POST", "command", door.commands, FORM_BYTES),
        ("POST", "file", door.sends_file, FILE_BYTES),
        ("GET", "news", door.news, FORM_BYTES),
        ("GET", "events", door.events.stream, FORM_BYTES),
        ("GET", "print/{message:[0-9]{1,15}}", door.prints, FORM_BYTES),
        ("GET", "file/{message:[0-9]{1,15}}/{place:[0-9]{1,2}}", door.file, FORM_BYTES),
        ("GET", "static/{name}", door.static, FORM_BYTES),
        *((method, path.lstrip("/"), handler, FORM_BYTES) for method, path, handler in parts.entrance.routes()),
    ]
    for root in sorted({door.guard.root, "/"}):
        for method, path, handler, limit in routes:
            app.router.add_route(method, root + path, door.guard.before(handler, door.sorry, limit=limit))
    if door.guard.root != "/":
        app.router.add_get(door.guard.root.rstrip("/"), door.guard.before(door.home, door.sorry))
    app.router.add_get(door.guard.root + "{other:.*}", door.guard.before(door.nothing, door.sorry))
    app.on_shutdown.append(door.closes)


class _Door:
    def __init__(self, parts: Parts) -> None:
        self._database, self._hub, self._entrance, self._take = parts.database, parts.hub, parts.entrance, parts.take
        self._phrases = parts.phrases
        self.guard, self._pages = pages_of(parts.phrases, parts.url, parts.database)
        self._conversation = Conversation(parts.database, self._pages, parts.phrases)
        self.events = Events(self._conversation, parts.entrance, parts.hub, self.guard, keep_alive=parts.keep_alive)

    async def closes(self, _app: web.Application) -> None:
        self._hub.close()

    # --- looking ------------------------------------------------------------------------------------------------------

    async def home(self, request: web.Request) -> web.StreamResponse:
        return see_other(self.guard.root)

    async def nothing(self, request: web.Request) -> web.StreamResponse:
        raise Sorry(404, say("web.sorry.nothing"))

    async def index(self, request: web.Request) -> web.StreamResponse:
        caller = await self._entrance.caller(request)
        if caller is None:
            return await self._entrance.welcome(request)
        if "entered" in request.query:
            return await self._shows_home(caller)
        done, before = await self._goes_on(caller), request.query.get("before", "")
        at, waiting = int(before) if _NUMBER.fullmatch(before) else None, not done or "waiting" in request.query
        return html(await self._conversation.page(caller, before=at, waiting=waiting))

    async def _goes_on(self, caller: Caller) -> bool:
        """Somebody in the midst of a question at Telegram goes on with it here: with each once a session, so that
        nobody is led back who has turned to something else. False: that is not done yet."""
        begun = await self._conversation.begun_elsewhere(caller)
        return begun is None or await self._take(caller, f"begun:{caller.session}:{begun.id}:{begun.revision}", OPENED)

    async def _shows_home(self, caller: Caller) -> web.StreamResponse:
        """The page of somebody who has just come in: a conversation without a screen begins with home, once a session,
        or with the question that waits at another door. One that has a screen goes on with it."""
        done = True
        if caller.commands and not await self._conversation.has_screen(caller):
            # The colon keeps it apart from the keys of forms.
            done = await self._take(caller, f"entered:{caller.session}", OPENED)
        return see_other(f"{self.guard.root}{'' if done else '?waiting'}#screen")

    async def news(self, request: web.Request) -> web.StreamResponse:
        caller = await self._caller(request, active=False, bare=True)
        after = request.query.get("after", "")
        if not _NUMBER.fullmatch(after):
            raise Sorry(400, say("web.sorry.unclear"))
        return web.json_response({"news": await self._conversation.news(caller, int(after))})

    async def prints(self, request: web.Request) -> web.StreamResponse:
        caller = await self._caller(request)
        page = await self._conversation.print_view(caller, int(request.match_info["message"]))
        if page is None:
            raise Sorry(404, say("web.sorry.nothing"), caller=caller)
        return html(page)

    async def _made_now(self, caller: Caller, kept: JSON, content: bytes) -> bytes | None:
        """The content of a file; of one that carries a link, which is kept nowhere, as long as that is in memory."""
        if "link" not in kept:
            return content
        made = links.kept_under(caller.address.value, kept["link"], self._database.clock.now())
        return None if made is None else await asyncio.to_thread(code(made.token).make, lambda _phrase: "")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file of a message in this caller's own conversation: to keep, or with `?view` to look at."""
        caller = await self._caller(request)
        number, place = int(request.match_info["message"]), int(request.match_info["place"])

        def body(tx: Any) -> tuple[JSON, bytes] | None:
            found = messages.get(tx, caller.address, number)
            files = [] if found is None else found.content["files"]
            if place >= len(files):
                return None
            one = files[place]
            return (one, b"") if "link" in one else (one, file_content(tx, one["sha256"]))

        found = await self._database.read(body)
        if found is None or (content := await self._made_now(caller, *found)) is None:
            raise Sorry(404, say("web.sorry.nothing"), caller=caller)
        kept = found[0]
        viewed = "view" in request.query and kept["mime"] in {*PICTURES, PDF}
        how, name = "inline" if viewed else "attachment", quote(kept["name"], "")
        headers = {
            "Content-Type": kept["mime"] if viewed else "application/octet-stream",
            "Content-Disposition": f"{how}; filename*=UTF-8''{name}",
            "Content-Security-Policy": _POLICIES.get(kept["mime"], _SEALED) if viewed else _SEALED,
        }
        return web.Response(body=content, headers=headers)

    async def static(self, request: web.Request) -> web.StreamResponse:
        found = static_file(request.match_info["name"], request.query.get("v", ""))
        if found is None:
            raise Sorry(404, say("web.sorry.nothing"))
        return found

    # --- doing --------------------------------------------------------------------------------------------------------

    async def taps(self, request: web.Request) -> web.StreamResponse:
        caller, form = await self._form(request)
        data, message = form.text("data"), form.text("message")
        if not data or len(data.encode(errors="replace")) > _DATA or not _NUMBER.fullmatch(message):
            raise Sorry(400, say("web.sorry.unclear"), caller=caller)
        return await self._done(request, caller, form, tap(data, int(message)))

    async def says(self, request: web.Request) -> web.StreamResponse:
        caller, form = await self._form(request)
        text = form.text("text").replace("\r\n", "\n").strip()
        if not text:
            raise Sorry(400, say("web.sorry.empty"), caller=caller)
        if len(text) > LONGEST:
            raise Sorry(413, say("web.sorry.long"), text, caller)
        return await self._done(request, caller, form, words(text))

    async def commands(self, request: web.Request) -> web.StreamResponse:
        caller, form = await self._form(request)
        name = form.text("name")
        if not _COMMAND.fullmatch(name):
            raise Sorry(400, say("web.sorry.unclear"), caller=caller)
        return await self._done(request, caller, form, words(f"/{name}"))

    async def sends_file(self, request: web.Request) -> web.StreamResponse:
        caller, form = await self._form(request, with_file=True)
        text = form.text("text").replace("\r\n", "\n").strip()
        content = form.content
        if content is None:
            raise Sorry(400, say("web.sorry.no_file"), text, caller)
        if len(content) > LARGEST:
            raise Sorry(413, say("web.sorry.large"), text, caller)
        name = re.split(r"[/\\]", form.name)[-1].strip()[:_NAME] or "tep"
        mime = form.mime.partition(";")[0].strip().lower()
        mime = mime if _MIME.fullmatch(mime) else "application/octet-stream"
        if len(text) > LONGEST:
            raise Sorry(413, say("web.sorry.long"), text, caller)
        photo = form.came_as == "camera" and mime in PHOTOS
        sent = file(name, mime, len(content), text, photo=photo)
        # What its name already marks as a State secret is not kept for the moment that it takes to refuse it.
        kept = None if is_marked_file(name) or is_marked(text) else content
        return await self._done(request, caller, form, sent, kept)

    async def _done(
        self, request: web.Request, caller: Caller, form: Form, sent: JSON, content: bytes | None = None
    ) -> web.StreamResponse:
        """Have it done; the answer to it: what has changed for a script, and the page for everybody else."""
        key = form.text("key")
        if not KEY.fullmatch(key):
            raise Sorry(400, say("web.sorry.old"), form.text("text"), caller)
        if _by_script(request):
            return await self._tells(caller, form, key, sent, content)
        done = await self._take(caller, key, sent, content)
        return see_other(f"{self.guard.root}{'' if done else '?waiting'}#screen")

    async def _tells(
        self, caller: Caller, form: Form, key: str, sent: JSON, content: bytes | None
    ) -> web.StreamResponse:
        """Have it done; the answer to a script, which knows of everything up to the number that it says."""
        after, news = form.text("seq"), list[JSON]()
        with self._hub.answering(caller.address, form.text("tab")) as answer:
            done = await self._take(caller, key, sent, content)
            if _NUMBER.fullmatch(after):
                news = await self._conversation.news(caller, int(after), answer.since(int(after)))
            said = web.json_response({"done": done, "key": new_key(), "news": news})
            if news:
                answer.tells(news[-1]["seq"])
        return said

    async def _form(self, request: web.Request, *, with_file: bool = False) -> tuple[Caller, Form]:
        # Before the body is read: nobody whom we do not know gets to send us twenty megabytes.
        caller = await self._entrance.caller(request, bare=_by_script(request))
        if caller is None and with_file:
            raise Sorry(401, say("web.sorry.out"))
        try:
            form = await read_form(request, with_file=with_file)
        except Sorry as error:
            error.caller = caller
            raise
        if caller is None:
            raise Sorry(401, say("web.sorry.out"), form.text("text"))
        self.guard.admit(caller, form)
        return caller, form

    async def _caller(self, request: web.Request, *, active: bool = True, bare: bool = False) -> Caller:
        caller = await self._entrance.caller(request, active=active, bare=bare)
        if caller is None:
            raise Sorry(401, say("web.sorry.out"))
        return caller

    # --- what cannot be done ------------------------------------------------------------------------------------------

    async def sorry(self, request: web.Request, error: Sorry) -> web.StreamResponse:
        """The sentence, and the words that were typed: in the field of the conversation, or to be copied."""
        caller = error.caller
        language = caller.language if caller else _language(request)
        if _by_script(request):
            told: JSON = {"error": self._pages.say(language, error.said), "key": new_key()}
            return web.json_response(told, status=error.status)
        if caller is not None:
            page = await self._conversation.page(caller, alert=error.said, typed=error.typed)
            return html(page, status=error.status)
        said = self._pages.say(language, error.said)
        return html(self._pages.draw("sorry.html", language, said=said, typed=error.typed), status=error.status)


def _language(request: web.Request) -> str:
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "vi"


def _by_script(request: web.Request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
