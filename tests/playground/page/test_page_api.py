"""The page's routes, as a browser asks them and as another web page would try to."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, web

from bot.playground.http_door import serving
from bot.playground.page import page as page_module
from bot.playground.page.page import add_page
from bot.playground.page.tour import TourStep
from tests.playground.page.sample_stage import CAST, DUY, GUEST, HAU, HIEU, Scene, wall

STATIC = Path(page_module.__file__).parent / "static"
FILES = sorted(file for file in STATIC.rglob("*") if file.is_file())


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
async def browser(scene: Scene) -> AsyncIterator[ClientSession]:
    app = web.Application()
    add_page(app, scene.stage)
    async with serving(app) as url, ClientSession(url) as session:
        yield session


def sent(scene: Scene, text: str, user_id: int = HAU, **params: Any) -> int:
    status, envelope = scene.world.call("sendMessage", {"chat_id": user_id, "text": text, **params})
    assert status == 200, envelope
    return int(envelope["result"]["message_id"])


def asked(scene: Scene) -> list[str]:
    """What the bot has been told and has not confirmed: kinds of updates."""
    return [next(kind for kind in update if kind != "update_id") for update in scene.world.updates.fetch(0, 100)]


class Stream:
    """Server-sent events, one by one."""

    def __init__(self, response: ClientResponse) -> None:
        self._lines = response.content

    async def next(self) -> tuple[str, Any]:
        fields: dict[str, str] = {}
        while (line := (await self._lines.readline()).decode().rstrip("\n")) or not fields:
            name, _, value = line.partition(": ")
            fields[name] = value
        return fields["event"], json.loads(fields["data"])


# --- what is served --------------------------------------------------------------------------------------------------


async def test_the_page_and_every_file_it_needs_are_served(browser: ClientSession) -> None:
    html = await (await browser.get("/")).text()
    for file in FILES:
        async with browser.get(f"/page/{file.name}") as answer:
            assert answer.status == 200
        if file.suffix == ".css" or file.name in ("page.js", "favicon.svg"):
            assert f"page/{file.name}" in html


@pytest.mark.parametrize("name", ["..%2Fpage.py", "nothing.js", "%2e%2e/page.py", "__init__.py"])
async def test_nothing_but_the_pages_own_files_is_served(browser: ClientSession, name: str) -> None:
    async with browser.get(f"/page/{name}") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_file_of_the_page_names_another_machine_or_writes_markup(file: Path) -> None:
    text = file.read_text().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"//\w+\.\w|https?://\w", text.replace("https://t.me/…", ""))
    for door in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert door not in text


# --- who may ask -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1.example.com", "thidua.local:8010", "[::1", "0.0.0.0:8010"])
@pytest.mark.parametrize("path", ["/", "/page/page.js", f"/api/people/{HAU}/chat", "/api/events", "/api/clock"])
async def test_a_name_that_is_not_loopback_is_refused(browser: ClientSession, host: str, path: str) -> None:
    async with browser.get(path, headers={"Host": host}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("host", ["localhost:8010", "127.0.0.1", "[::1]:8010"])
async def test_every_name_of_loopback_is_served(browser: ClientSession, host: str) -> None:
    async with browser.get("/", headers={"Host": host}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("origin", ["https://example.com", "null", "http://127.0.0.1:1", "https://127.0.0.1"])
async def test_a_script_of_another_page_can_do_nothing(browser: ClientSession, scene: Scene, origin: str) -> None:
    async with browser.post(f"/api/people/{HAU}/says", json={"text": "a"}, headers={"Origin": origin}) as answer:
        assert answer.status == 403
        assert "Access-Control-Allow-Origin" not in answer.headers
    async with browser.put(f"/api/people/{HAU}/file?name=a.txt", data=b"a", headers={"Origin": origin}) as answer:
        assert answer.status == 403
    assert asked(scene) == []


async def test_the_pages_own_script_may(browser: ClientSession, scene: Scene) -> None:
    origin = str(browser._base_url).rstrip("/")
    async with browser.post(f"/api/people/{HAU}/says", json={"text": "a"}, headers={"Origin": origin}) as answer:
        assert answer.status == 200
    assert asked(scene) == ["message"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_a_form_cannot_be_posted(browser: ClientSession, scene: Scene, kind: str) -> None:
    for path in (f"/api/people/{HAU}/says", "/api/clock"):
        async with browser.post(path, data=b'{"text": "a"}', headers={"Content-Type": kind}) as answer:
            assert answer.status == 415
    assert asked(scene) == []


@pytest.mark.parametrize(
    "path", ["/", "/page/page.js", "/page/missing.js", f"/api/people/{HAU}/chat", "/api/people/5/chat"]
)
async def test_every_answer_keeps_foreign_content_from_running(browser: ClientSession, path: str) -> None:
    async with browser.get(path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


# --- what people do --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"/api/people/{HAU}/says", {"text": 5}, 400),
        (f"/api/people/{HAU}/says", {}, 400),
        (f"/api/people/{HAU}/says", [], 400),
        (f"/api/people/{HAU}/taps", {"message": True, "data": "a"}, 400),
        (f"/api/people/{HAU}/flies", {}, 404),
        ("/api/people/12345/says", {"text": "a"}, 404),
        ("/api/people/-701/says", {"text": "a"}, 404),
        (f"/api/people/{HAU}/says", {"text": "  "}, 409),
        (f"/api/people/{HAU}/says", {"text": "a", "reply_to": 99}, 409),
        (f"/api/people/{HAU}/shares_contact", {"owner": 12345}, 409),
        (f"/api/people/{GUEST}/shares_contact", {"owner": GUEST}, 409),
        (f"/api/people/{HAU}/presses", {"label": "no such key"}, 409),
        ("/api/clock", {"to": "tomorrow"}, 400),
        ("/api/clock", {"step": "back"}, 400),
    ],
)
async def test_what_makes_no_sense_is_refused(
    browser: ClientSession, scene: Scene, path: str, body: Any, status: int
) -> None:
    async with browser.post(path, json=body) as answer:
        assert answer.status == status
    assert asked(scene) == [] and scene.moves == []


async def test_a_chat_is_told_as_the_phone_shows_it(browser: ClientSession, scene: Scene) -> None:
    await browser.post(f"/api/people/{HAU}/opens_link", json={"payload": "abc"})
    markup = {"inline_keyboard": [[{"text": "Có", "callback_data": "y", "style": "primary"}]]}
    message_id = sent(scene, "<b>Kính</b> chào", parse_mode="HTML", reply_markup=markup)
    view = await (await browser.get(f"/api/people/{HAU}/chat")).json()
    start, hello = view["messages"]
    assert (start["text"], start["mine"], start["at"]) == ("/start abc", True, "2023-01-03T08:10:00")
    assert (hello["text"], hello["mine"], hello["edited"]) == ("Kính chào", False, False)
    assert hello["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert hello["rows"] == [[{"text": "Có", "data": "y", "url": None, "copies": None, "style": "primary"}]]

    tap = await (await browser.post(f"/api/people/{HAU}/taps", json={"message": message_id, "data": "y"})).json()
    scene.world.call("answerCallbackQuery", {"callback_query_id": tap["result"], "text": "Rõ", "show_alert": True})
    scene.world.call("editMessageText", {"chat_id": HAU, "message_id": message_id, "text": "Xong"})
    view = await (await browser.get(f"/api/people/{HAU}/chat")).json()
    assert view["answers"] == [{"id": tap["result"], "text": "Rõ", "alert": True, "url": ""}]
    assert (view["messages"][1]["text"], view["messages"][1]["edited"], view["messages"][1]["rows"]) == (
        "Xong",
        True,
        [],
    )


async def test_a_button_that_was_edited_away_cannot_be_tapped(browser: ClientSession, scene: Scene) -> None:
    scene.world.says(HAU, "a")
    message_id = sent(scene, "b")
    async with browser.post(f"/api/people/{HAU}/taps", json={"message": message_id, "data": "y"}) as answer:
        assert answer.status == 409
    assert asked(scene) == ["message"]


@pytest.mark.parametrize(
    ("card", "number", "owner", "forwarded"),
    [
        ({"owner": HAU}, "84819400960", HAU, False),
        ({"owner": HIEU}, "84359542962", HIEU, False),
        ({"owner": HAU, "phone": "0901234567"}, "0901234567", HAU, False),
        ({"owner": HAU, "forwarded": True}, "84819400960", HAU, True),
    ],
)
async def test_a_contact_can_be_the_own_one_or_a_wrong_one(
    browser: ClientSession, scene: Scene, card: dict[str, Any], number: str, owner: int, forwarded: bool
) -> None:
    async with browser.post(f"/api/people/{HAU}/shares_contact", json=card) as answer:
        assert answer.status == 200
    message = scene.world.updates.fetch(0, 1)[0]["message"]
    assert (message["contact"]["phone_number"], message["contact"]["user_id"]) == (number, owner)
    assert ("forward_origin" in message) is forwarded


async def test_opening_a_link_unblocks_the_bot_as_start_does_on_a_phone(browser: ClientSession, scene: Scene) -> None:
    await browser.post(f"/api/people/{HAU}/blocks", json={})
    async with browser.post(f"/api/people/{HAU}/says", json={"text": "a"}) as answer:
        assert answer.status == 409
    async with browser.post(f"/api/people/{HAU}/opens_link", json={"payload": ""}) as answer:
        assert answer.status == 200
    assert asked(scene) == ["my_chat_member", "my_chat_member", "message"]


def test_whoever_has_no_account_gets_one_and_whoever_has_one_keeps_it() -> None:
    scene = Scene()
    known = scene.world.human(HAU, "Công Hậu", "Nguyễn", phone="84000000000")
    add_page(web.Application(), scene.stage)
    assert scene.world.humans[HAU] is known
    assert scene.world.humans[DUY].first_name == "Nguyễn Đức Duy"
    assert scene.world.humans.keys() == {member.user_id for member in CAST}


# --- files -----------------------------------------------------------------------------------------------------------


async def test_a_file_goes_up_and_comes_down_under_its_name(browser: ClientSession, scene: Scene) -> None:
    params = {"name": "Bản đã ký.pdf", "caption": "Xin gửi"}
    async with browser.put(f"/api/people/{HAU}/file", params=params, data=b"%PDF-1.7 x") as answer:
        assert answer.status == 200
    (message,) = (await (await browser.get(f"/api/people/{HAU}/chat")).json())["messages"]
    file = message["file"]
    assert (file["name"], file["size"], file["viewable"], message["text"]) == ("Bản đã ký.pdf", 10, True, "Xin gửi")
    address = f"/api/people/{HAU}/files/{message['id']}/{file['key']}"
    async with browser.get(address) as answer:
        assert await answer.read() == b"%PDF-1.7 x"
        assert answer.content_disposition is not None
        assert answer.content_disposition.type == "attachment"
        assert answer.content_disposition.filename == "Bản đã ký.pdf"
    async with browser.get(address + "?view") as answer:
        assert answer.content_type == "application/pdf" and answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.xml", "a.xhtml"])
async def test_a_file_that_could_run_here_is_only_ever_downloaded(
    browser: ClientSession, scene: Scene, name: str
) -> None:
    message_id = scene.world.sends_file(HAU, name, b"<svg><script>1</script></svg>")
    key = (await (await browser.get(f"/api/people/{HAU}/chat")).json())["messages"][0]["file"]["key"]
    async with browser.get(f"/api/people/{HAU}/files/{message_id}/{key}?view") as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


async def test_a_file_of_somebody_elses_chat_is_not_there(browser: ClientSession, scene: Scene) -> None:
    message_id = scene.world.sends_file(HAU, "a.txt", b"a")
    key = (await (await browser.get(f"/api/people/{HAU}/chat")).json())["messages"][0]["file"]["key"]
    for path in (f"{HIEU}/files/{message_id}/{key}", f"{HAU}/files/{message_id}/x", f"{HAU}/files/x/{key}"):
        async with browser.get(f"/api/people/{path}") as answer:
            assert answer.status == 404


async def test_a_file_that_is_too_large_is_refused(
    browser: ClientSession, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "MAX_UPLOAD", 10)
    async with browser.put(f"/api/people/{HAU}/file?name=a.txt", data=b"x" * 11) as answer:
        assert answer.status == 413
    async with browser.put(f"/api/people/{HAU}/file?name=a.txt", data=b"x" * 10) as answer:
        assert answer.status == 200
    assert asked(scene) == ["message"]


async def test_a_photo_is_sent_as_one_only_when_asked(browser: ClientSession, scene: Scene) -> None:
    dot = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03"
    await browser.put(f"/api/people/{HAU}/file?name=a.png&photo", data=dot)
    await browser.put(f"/api/people/{HAU}/file?name=a.png", data=dot)
    photo, document = (await (await browser.get(f"/api/people/{HAU}/chat")).json())["messages"]
    assert (photo["file"]["photo"], document["file"]["photo"]) == (True, False)


async def test_a_photo_without_a_name_is_still_shown_as_a_picture(browser: ClientSession, scene: Scene) -> None:
    message_id = scene.world.sends_file(HAU, "unnamed", b"\xff\xd8\xff\xe0 jpeg", as_photo=True)
    key = (await (await browser.get(f"/api/people/{HAU}/chat")).json())["messages"][0]["file"]["key"]
    async with browser.get(f"/api/people/{HAU}/files/{message_id}/{key}?view") as answer:
        assert answer.content_type == "image/jpeg"


# --- the stream, what was read, the clock ----------------------------------------------------------------------------


async def test_the_stream_tells_everything_once_and_then_what_changes(browser: ClientSession, scene: Scene) -> None:
    async with browser.get("/api/events") as answer:
        stream = Stream(answer)
        event, state = await stream.next()
        assert event == "state"
        assert [person["name"] for person in state["people"]] == [member.name for member in CAST]
        assert (state["suggested"], state["office"]) == ([HAU, HIEU, DUY], "Sở Khoa học và Công nghệ tỉnh Tây Ninh")
        assert state["clock"] == {"now": "2023-01-03T08:10:00", "reminders": True, "next_reminder": None}
        hau = next(person for person in state["people"] if person["id"] == HAU)
        assert hau["roles"] == ["staff"] and {"cong", "hau", "phong", "chuyen"} <= set(hau["found_by"])

        scene.world.says(HAU, "a")
        sent(scene, "b")
        event, news = await stream.next()
        assert (event, [line["id"] for line in news]) == ("people", [HAU])
        assert (news[0]["unread"], news[0]["last"]) == (1, "2023-01-03T08:10:00")

        await browser.post("/api/clock", json={"step": "hour"})
        assert await stream.next() == (
            "clock",
            {"now": "2023-01-03T09:10:00", "reminders": True, "next_reminder": None},
        )


async def test_only_the_bots_messages_count_as_unread_and_reading_is_told_to_every_tab(
    browser: ClientSession, scene: Scene
) -> None:
    scene.world.says(HAU, "a")
    first = sent(scene, "b")
    second = sent(scene, "c")
    async with browser.get("/api/events") as answer:
        stream = Stream(answer)
        _, state = await stream.next()
        assert [person["unread"] for person in state["people"] if person["id"] == HAU] == [2]
        await browser.post(f"/api/people/{HAU}/reads", json={"up_to": first})
        assert [line["unread"] for line in (await stream.next())[1]] == [1]
        await browser.post(f"/api/people/{HAU}/reads", json={"up_to": second})
        assert [line["unread"] for line in (await stream.next())[1]] == [0]
        scene.world.call("editMessageText", {"chat_id": HAU, "message_id": second, "text": "d"})
        assert [line["unread"] for line in (await stream.next())[1]] == [0]


async def test_an_open_stream_does_not_hold_up_the_end(scene: Scene) -> None:
    app = web.Application()
    add_page(app, scene.stage)
    async with ClientSession() as session:
        async with serving(app) as url:
            answer = await session.get(f"{url}/api/events")
            stream = Stream(answer)
            await stream.next()
        assert b"event: clock" in await answer.content.read()
        assert answer.content.at_eof()


@pytest.mark.parametrize(
    ("body", "there"),
    [
        ({"step": "hour"}, "2023-01-03T09:10"),
        ({"step": "morning"}, "2023-01-04T08:00"),
        ({"step": "next_reminder"}, "2023-02-14T08:30"),
        ({"to": "2023-02-28T17:00"}, "2023-02-28T17:00"),
    ],
)
async def test_the_clock_moves_in_the_offices_zone(
    browser: ClientSession, scene: Scene, body: dict[str, str], there: str
) -> None:
    scene.reminder = wall("2023-02-14T08:30")
    async with browser.post("/api/clock", json=body) as answer:
        assert (await answer.json())["now"] == f"{there}:00"
    assert scene.moves == [wall(there)]
    scene.world.says(HAU, "a")
    assert (await (await browser.get(f"/api/people/{HAU}/chat")).json())["messages"][0]["at"] == f"{there}:00"


async def test_a_move_that_the_stage_refuses_is_told_in_its_words(browser: ClientSession, scene: Scene) -> None:
    async with browser.post("/api/clock", json={"to": "2022-12-31T08:00"}) as answer:
        assert answer.status == 409
        assert await answer.json() == {"error": "Đồng hồ chỉ đi tới."}


async def test_without_reminders_there_is_no_such_step() -> None:
    scene = Scene()
    app = web.Application()
    add_page(app, replace(scene.stage, next_reminder=None))
    async with serving(app) as url, ClientSession(url) as session:
        async with session.get("/api/clock") as answer:
            assert (await answer.json())["reminders"] is False
        async with session.post("/api/clock", json={"step": "next_reminder"}) as answer:
            assert answer.status == 400


async def test_a_long_chat_is_told_from_its_end(browser: ClientSession, scene: Scene) -> None:
    for number in range(130):
        scene.world.says(HAU, str(number))
    view = await (await browser.get(f"/api/people/{HAU}/chat")).json()
    assert (view["earlier"], len(view["messages"]), view["messages"][-1]["text"]) == (30, 100, "129")
    view = await (await browser.get(f"/api/people/{HAU}/chat?last=300")).json()
    assert (view["earlier"], view["messages"][0]["text"]) == (0, "0")
    async with browser.get(f"/api/people/{HAU}/chat?last=many") as answer:
        assert answer.status == 400


async def test_a_tour_is_told_with_the_state_and_again_whenever_somebody_has_news(scene: Scene) -> None:
    step = TourStep("Chào", "Hậu chào.", HAU, ("Xin chào",), "/start", ("Chào Hậu",))
    app = web.Application()
    add_page(app, replace(scene.stage, tour=(step,)))
    async with serving(app) as url, ClientSession(url) as session, session.get("/api/events") as answer:
        stream = Stream(answer)
        _, state = await stream.next()
        told = {"name": "Chào", "goal": "Hậu chào.", "person": HAU}
        assert state["tour"]["steps"] == [told | {"done": False}]
        assert state["tour"]["next"] | {"started": False, "label": "Xin chào"} == state["tour"]["next"]
        scene.world.says(HAU, "a")
        message = sent(scene, "Chào Hậu")
        done = ("tour", {"steps": [told | {"done": True}], "next": None})
        assert (await stream.next())[0] == "people"
        assert await stream.next() == done
        # What was done stays done, though the words have gone.
        scene.world.call("editMessageText", {"chat_id": HAU, "message_id": message, "text": "b"})
        assert (await stream.next())[0] == "people"
        assert await stream.next() == done
