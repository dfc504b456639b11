"""The guard before every page: where a form comes from, how large it is and how fast it comes, and the headers that
keep whatever anybody wrote from running.

An error is an answer: a civil sentence, and with it the words that somebody had typed.
"""

import asyncio
import functools
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from aiohttp.http import HttpProcessingError
from aiohttp.multipart import BadContentDispositionHeader, BadContentDispositionParam, BodyPartReader

from bot.clock import Clock
from bot.dialogue.screens import Phrase, say
from bot.doors.web.caller import Caller, Handler
from bot.logs import where
from bot.store.files import LARGEST

log = logging.getLogger(__name__)

FORM_BYTES = 128 * 1024
"""A form without a file: the longest words that anybody may send, in the worst of encodings."""
FILE_BYTES = LARGEST + FORM_BYTES
FIELDS = 16
FORM_SECONDS, FILE_SECONDS = 20.0, 300.0
"""Seconds within which the body has to be here; a file comes over a phone's network."""
BURST, A_SECOND = 30.0, 2.0
"""Forms of one session at once, and a second in the long run: more than fingers do."""
_COUNTED = 4096
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: with it browsers say nothing of where a form comes from.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_HSTS = {"Strict-Transport-Security": "max-age=31536000"}


class Sorry(Exception):
    """Something cannot be done: a status and a sentence. `typed`: the words to be given back; `caller`: to whom."""

    def __init__(self, status: int, said: Phrase, typed: str = "", caller: Caller | None = None) -> None:
        super().__init__(status)
        self.status, self.said, self.typed, self.caller = status, said, typed, caller


@dataclass(slots=True)
class Form:
    """A posted form: its fields, and the file if there is one."""

    fields: dict[str, str] = field(default_factory=dict)
    came_as: str = ""
    """The field that the file came in."""
    name: str = ""
    mime: str = ""
    content: bytes | None = None

    def text(self, name: str) -> str:
        return self.fields.get(name, "")


SayNo = Callable[[web.Request, Sorry], Awaitable[web.StreamResponse]]
"""The answer to a Sorry."""


class Guard:
    """`url`: the address under which people see the door, with its path."""

    def __init__(self, url: str, clock: Clock) -> None:
        parts = urlsplit(url)
        self.root = parts.path.rstrip("/") + "/"
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self.headers = {**HEADERS, **(_HSTS if parts.scheme == "https" else {})}
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        """Session -> the forms that it may still send at once, and when that was so."""

    def before(self, handler: Handler, sorry: SayNo, *, limit: int = FORM_BYTES) -> Handler:
        """`handler` behind the checks, with the headers on every answer; one that it has set itself stays."""

        @functools.wraps(handler)
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                if request.method not in ("GET", "HEAD"):
                    self._refuse_foreign(request)
                    if (request.content_length or 0) > limit:
                        raise Sorry(413, say("web.sorry.large" if limit > FORM_BYTES else "web.sorry.long"))
                answer = await handler(request)
            except Sorry as error:
                answer = await sorry(request, error)
            except web.HTTPRequestEntityTooLarge:
                answer = await sorry(request, Sorry(413, say("web.sorry.long")))
            except web.HTTPNotFound:
                answer = await sorry(request, Sorry(404, say("web.sorry.nothing")))
            except web.HTTPException as error:
                answer = await sorry(request, Sorry(error.status, say("web.sorry.unclear")))
            except (ConnectionError, TimeoutError):
                raise  # nobody is there any more to be told
            except Exception as error:  # noqa: BLE001 - whatever it was, the person gets an answer
                log.error("a page of the web door failed: %s", where(error))
                answer = await sorry(request, Sorry(500, say("web.sorry.trouble")))
            if not answer.prepared:
                for name, value in self.headers.items():
                    answer.headers.setdefault(name, value)
            return answer

        return guarded

    def _refuse_foreign(self, request: web.Request) -> None:
        """Raises Sorry where a browser says that the form is another site's. One that says nothing has to bring the
        session's token all the same."""
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
        if origin is not None and origin != self._origin:
            raise Sorry(403, say("web.sorry.foreign"))
        if origin is None and site not in (None, "same-origin", "none"):
            raise Sorry(403, say("web.sorry.foreign"))

    def admit(self, caller: Caller, form: Form) -> None:
        """Raises Sorry for a form that is not of this session, and for one too many. What was typed comes back."""
        typed = form.text("text")
        if not hmac.compare_digest(form.text("csrf").encode(errors="replace"), caller.csrf.encode()):
            raise Sorry(403, say("web.sorry.old"), typed, caller)
        if not self._in_time(caller.session):
            raise Sorry(429, say("web.sorry.fast"), typed, caller)

    def _in_time(self, session: str) -> bool:
        now = self._clock.monotonic()
        left, at = self._left.pop(session, (BURST, now))
        left = min(BURST, left + (now - at) * A_SECOND)
        if len(self._left) >= _COUNTED:
            del self._left[next(iter(self._left))]
        self._left[session] = (max(left - 1, 0.0), now)
        return left >= 1


_WARNED = (BadContentDispositionHeader, BadContentDispositionParam)
"""Warnings of the library on names that break a header, where warnings are errors; else such a part is no file."""


async def read_form(request: web.Request, *, with_file: bool = False) -> Form:
    """The posted form. Raises Sorry where it is too large, too slow, or none."""
    try:
        async with asyncio.timeout(FILE_SECONDS if with_file else FORM_SECONDS):
            if request.content_type == "multipart/form-data":
                return await _multipart(request, FILE_BYTES if with_file else FORM_BYTES)
            return await _urlencoded(request)
    except TimeoutError:
        raise Sorry(408, say("web.sorry.slow")) from None
    except (HttpProcessingError, ValueError, AssertionError, RuntimeError, LookupError, *_WARNED):
        raise Sorry(400, say("web.sorry.unclear")) from None


async def _urlencoded(request: web.Request) -> Form:
    if request.content_type != "application/x-www-form-urlencoded":
        raise Sorry(415, say("web.sorry.unclear"))
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > FORM_BYTES:
            raise Sorry(413, say("web.sorry.long"))
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS)
    return Form(dict(pairs))


async def _multipart(request: web.Request, most: int) -> Form:
    form, read = Form(), 0
    reader = await request.multipart()
    for _ in range(FIELDS):
        part = await reader.next()
        if part is None:
            return form
        if not isinstance(part, BodyPartReader):
            raise Sorry(400, say("web.sorry.unclear"))
        body = bytearray()
        while chunk := await part.read_chunk(64 * 1024):
            body += chunk
            read += len(chunk)
            if read > most:
                raise Sorry(413, say("web.sorry.large" if most > FORM_BYTES else "web.sorry.long"))
        if part.filename is None:
            form.fields[part.name or ""] = body.decode("utf-8", "replace")
        elif body or part.filename:
            form.came_as, form.name, form.content = part.name or "", part.filename, bytes(body)
            form.mime = part.headers.get("Content-Type", "")
    raise Sorry(400, say("web.sorry.unclear"))
