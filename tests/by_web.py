"""The same transcripts at the web door: whoever is linked takes part by a browser, over HTTP, and nobody by Telegram.

THIDUA_TEST_DOOR=web python -m pytest tests/conversations

Tests say what people see and do, and do not know by which door. Here what they do is posted as a browser posts it, with
the cookie and the token of a session; what they see is read from the messages of which the page is made. Whoever is not
linked yet, and strangers, are at Telegram as ever. Tests of what only Telegram has are marked `telegram`.
"""

import io
import json
import os
import socket
import sqlite3
import time
from contextlib import AsyncExitStack
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.address import room
from bot.commands.serving.door import open_door
from bot.doors.entrance.cookies import SESSION
from bot.people.authentication import hashing, rules, sessions
from bot.people.authentication.records import WebSession
from bot.people.records import Account
from bot.playground.http_door import serving
from bot.playground.persons.phone import Attachment, Button, ChatView, Seen, Toast
from bot.playground.world import World
from bot.store.database import Tx
from bot.wiring import Service

TELEGRAM_ONLY = (
    # An edit of a message that was sent: a browser has none.
    "tests/conversations/test_edited_answers.py",
    "tests/conversations/test_state_secrets.py::test_what_is_marked_is_refused_wherever",
    # Telegram refuses, is silent, or is not heard: the web door has nobody who could. Their like at the web door is in
    # tests/kill and tests/doors/web.
    "tests/conversations/test_outage.py::test_after_a_gap",  # a browser keeps what it could not send
    "tests/conversations/test_missed.py",  # blocked by its person, and let in again
    # Only Telegram throws taps away: a browser keeps what it could not send.
    "tests/conversations/test_outage.py::test_after_a_gap_the_live_dialogue_is_shown_again",
    "tests/notices/correcting/test_correcting.py::test_a_copy_that_cannot_be_edited_is_known_by_name",
    "tests/notices/correcting/test_correcting.py::test_who_got_the_second_version_is_told_of_the_third_only",
    "tests/notices/correcting/test_recalling.py::test_a_copy_that_stays",
    "tests/notices/correcting/test_recalling.py::test_who_had_missed_it",
    "tests/notices/in_person/test_telling.py",
    "tests/recognition/test_recognised_year.py::test_the_year_in_numbers",
    "tests/notices/sending/test_failure_answers.py",
    "tests/notices/sending/test_sending.py::test_what_failed_or_is_in_doubt",
    "tests/notices/sending/test_sending.py::test_what_telegram_does_not_take",
    "tests/notices/sending/test_sending.py::test_who_was_missed_reads_it_later",
    "tests/notices/sending/test_throttled.py",  # limits of calls
    # Counts calls of Telegram's methods.
    "tests/notices/filling/test_coverage.py::test_the_picture_goes_with_other_files",
    "tests/notices/sending/test_progress.py::test_what_has_not_changed_is_not_edited",
    "tests/notices/sending/test_progress.py::test_who_has_it_open_sees_it_move",
    # An account at Telegram that is bound, freed, or moved to another person.
    "tests/personnel/test_freeing.py::test_an_account",
    "tests/personnel/test_link_requests.py::test_who_links_while_the_office_looks",
    # Whoever has left has no browser that is in: tests/doors/web/test_attackers.py.
    "tests/personnel/test_moving.py::test_who_has_left_acts_no_more",
    "tests/sheets/test_sending_lists.py::test_a_head_who_has_left",
    # Bold words, typed in an app; a field of a page has none.
    "tests/notices/writing/test_paragraph_by_paragraph.py::test_the_other_paragraphs",
    # Refused by the page itself, before it is an update: tests/doors/web/test_attackers.py.
    "tests/sheets/test_files.py::test_a_wrong_file_gets_one_sentence_and_the_pages_before_it_stay[too big]",
    # A tour that begins where nobody is linked yet, which is at Telegram.
    "tests/conversations/tour/",
    # Processes that die at each commit of what Telegram is told; at the web door nothing is told that is not a commit,
    # and tests/kill kills there with three doors.
    "tests/consolidation/test_consolidated_once.py::test_it_dies",
    "tests/consolidation/test_template_once.py::test_it_dies",
    "tests/launching/test_once.py::test_it_dies",
    "tests/notices/sending/test_deaths.py",
    "tests/office_room/test_decided_once.py::test_a_role",
    "tests/office_room/test_regimes.py::test_it_dies",
    "tests/recognition/test_recognition_once.py",
)
"""Tests of a thing that only Telegram has."""
BY_WEB = os.environ.get("THIDUA_TEST_DOOR") == "web"
FIRST = 1 << 53
"""Keys of accounts from here on are those of people who come by the web."""
PATH = "/thidua"


class Plain(HTMLParser):
    """The words of a message without their marks."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class WebWorld(World):
    """The stand-in, in which people with a key of the web door use their browsers."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.kept_at = Path()
        self.waiting: list[tuple[int, str, dict[str, Any]]] = []
        """Deeds of people in their browsers that nobody has posted yet: key of the account, path, form."""

    # --- what people see ----------------------------------------------------------------------------------------------

    def chat(self, user_id: int, chat_id: int | None = None) -> ChatView:
        if user_id < FIRST:
            return super().chat(user_id, chat_id)
        return ChatView(user_id, tuple(self._messages(user_id)), None, None, None, None, False, (), 0)

    def last_of_bot(self, user_id: int) -> Seen:
        if user_id < FIRST:
            return super().last_of_bot(user_id)
        seen = self._messages(user_id)
        if not seen:
            raise LookupError("the bot has sent nothing")
        return seen[-1]

    def toasts(self, user_id: int) -> list[Toast]:
        return super().toasts(user_id) if user_id < FIRST else []

    def _messages(self, user_id: int) -> list[Seen]:
        with sqlite3.connect(self.kept_at) as kept:
            rows = kept.execute(
                "SELECT id, content, made_at FROM web_message WHERE address = ? AND deleted_at IS NULL ORDER BY id",
                (user_id,),
            ).fetchall()
            return [
                seen
                for number, content, made in rows
                for seen in self._web_message(kept, number, json.loads(content), made)
            ]

    def _web_message(self, kept: sqlite3.Connection, number: int, content: dict[str, Any], made: str) -> list[Seen]:
        """The message; of several files one each, the words and buttons with the last."""
        *before, last = content["files"] or [None]
        bare = {"text": "", "rows": []}
        alone = [self._with_file(kept, number, bare, file, made) for file in before]
        return [*alone, self._with_file(kept, number, content, last, made)]

    def _with_file(
        self, kept: sqlite3.Connection, number: int, content: dict[str, Any], file: dict[str, Any] | None, made: str
    ) -> Seen:
        attachment = None
        if file is not None:
            found = kept.execute("SELECT content FROM file WHERE sha256 = ?", (file["sha256"],)).fetchone()
            (data,) = (b"",) if "link" in file else found
            kind = "photo" if file["photo"] else "document"
            attachment = Attachment(kind, file["sha256"], file["name"], file["mime"], bytes(data))
        rows = tuple(
            tuple(Button(text=one["text"], data=one["data"], style=one.get("style")) for one in row)
            for row in content["rows"]
        )
        at = int(datetime.fromisoformat(made).timestamp())
        words = "".join(Plain(content["text"]).words)
        return Seen(number, True, "", unescape(words), (), rows, at, False, attachment, None, None, None)

    # --- what people do -----------------------------------------------------------------------------------------------

    def says(self, user_id: int, text: str, **rest: Any) -> int:
        if user_id < FIRST:
            return super().says(user_id, text, **rest)
        self.waiting.append((user_id, "say", {"text": text}))
        return 0

    def taps(self, user_id: int, message_id: int, data: str, **rest: Any) -> str:
        if user_id < FIRST:
            return super().taps(user_id, message_id, data, **rest)
        self.waiting.append((user_id, "tap", {"data": data, "message": str(message_id)}))
        return ""

    def came_before(self, user_id: int) -> None:
        if user_id < FIRST:
            super().came_before(user_id)

    def edits(self, user_id: int, *rest: Any, **more: Any) -> Any:
        """A browser changes nothing that it has sent."""
        return super().edits(user_id, *rest, **more) if user_id < FIRST else 0

    def sends_file(
        self,
        user_id: int,
        name: str,
        data: bytes,
        mime: str = "application/octet-stream",
        caption: str | None = None,
        as_photo: bool = False,
    ) -> int:
        if user_id < FIRST:
            return super().sends_file(user_id, name, data, mime, caption, as_photo)
        if mime == "application/octet-stream":
            mime = guess_type(name)[0] or mime  # as browsers do
        file = {"text": caption or "", "name": name, "data": data, "mime": mime, "photo": as_photo}
        self.waiting.append((user_id, "file", file))
        return 0


class WebDoor:
    """The door on a port of this machine, and a session for everybody who takes part by it."""

    def __init__(self, world: WebWorld) -> None:
        self._world = world
        self._stack = AsyncExitStack()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}{PATH}"
        self._sessions: dict[int, tuple[str, str]] = {}

    async def open(self, service: Service) -> None:
        self._service = service
        app = web.Application()
        open_door(app, service, self.url)
        await self._stack.enter_async_context(serving(app, port=self._port))
        self._client = await self._stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()))

    async def close(self) -> None:
        await self._stack.aclose()
        self._stack = AsyncExitStack()

    async def posted(self) -> bool:
        """Post what people have done; whether they had done anything."""
        done, self._world.waiting = self._world.waiting, []
        for user_id, path, form in done:
            await self._post(user_id, path, form)
        return bool(done)

    async def _post(self, user_id: int, path: str, form: dict[str, Any]) -> None:
        key = f"key-{time.monotonic_ns()}-of-a-form"
        while True:
            if user_id not in self._sessions:
                self._sessions[user_id] = await self._service.database.run(lambda tx: _session(tx, user_id - FIRST))
            match await self._answer(*self._sessions[user_id], path, {**form, "key": key}):
                case 303:
                    return
                case 401:
                    del self._sessions[user_id]  # it was long ago: the PIN is given again
                case 429:
                    await self._service.clock.sleep(5.0)  # quicker than a person: the page asks for a moment

    async def _answer(self, cookie: str, csrf: str, path: str, form: dict[str, Any]) -> int:
        fields = {"csrf": csrf, "key": form["key"]}
        sent: Any = fields | form
        if path == "file":
            sent = aiohttp.FormData({**fields, "text": form["text"]}, quote_fields=False)
            field = "camera" if form["photo"] else "file"
            mime = "image/jpeg" if form["photo"] else form["mime"]
            sent.add_field(field, io.BytesIO(form["data"]), filename=form["name"], content_type=mime)
        headers = {"Origin": self.url.removesuffix(PATH), "Cookie": f"{SESSION}={cookie}"}
        async with self._client.post(f"{self.url}/{path}", data=sent, headers=headers, allow_redirects=False) as answer:
            assert answer.status in (303, 401, 429), await answer.text()
            return answer.status


def _session(tx: Tx, person_id: int) -> tuple[str, str]:
    """A browser that is in as if it had been for long: nothing of it stands in the audit trail. Its cookie and
    token."""
    secret = hashing.new_secret()
    row = {"key_hash": hashing.hashed(secret), "person_id": person_id, "browser": "Firefox", "shared": False}
    row |= {"created_at": tx.now, "seen_at": tx.now, "pin_at": tx.now, "expires_at": tx.now + rules.SESSION}
    tx.insert_new(WebSession, [row])
    visitor = sessions.found(tx, secret)
    assert visitor is not None, "whoever is not linked has no session"
    return secret, visitor.csrf


def link_by_web(tx: Tx, person_id: int) -> int:
    """Let the person take part by the web, as if that had begun long ago; the key of the account."""
    user_id = room(person_id).number
    row = {"user_id": user_id, "person_id": person_id, "language": "vi", "web_since": tx.now}
    tx.insert_new(Account, [row | {"consented_at": tx.now, "linked_at": tx.now, "created_at": tx.now}])
    return user_id
