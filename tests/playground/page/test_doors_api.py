"""The page's routes to the doors beside Telegram, over HTTP: whom they let where, and what they tell."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import replace

import pytest
from aiohttp import ClientSession, web

from bot.playground.bells.boxes import Boxes
from bot.playground.http_door import serving
from bot.playground.page.doors import DoorCost, Doors
from bot.playground.page.page import add_page
from tests.playground.page.sample_stage import HAU, HIEU, Scene

WEB = "http://127.0.0.1:8999"
LINKS = f"{WEB}/web/in/"


class Other:
    """Doors of which the ledger has one price, and one person has left."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.cuts = scene, list[bool]()
        self.boxes = Boxes(self._whose, scene.clock.local, "Kính gửi %(name)s", LINKS, "Sở")

    async def _whose(self, key: str) -> int | None:
        return HAU if key == "bell-1-1" else None

    async def _token_for(self, user_id: int) -> str | None:
        return "tok" if user_id == HAU else None

    async def _prices(self, keys: Collection[str]) -> Mapping[str, int]:
        return dict.fromkeys(keys, 400)

    async def _costs(self) -> list[DoorCost]:
        return [DoorCost("sms", 400, 1, 400, 800), DoorCost("zalo", 200, 0, 0, 200)]

    async def _cut(self, cut: bool) -> None:
        self.cuts.append(cut)
        self.scene.world.cut_off = cut

    def doors(self) -> Doors:
        hooks = (self._token_for, self._prices, self._costs, self._cut)
        return Doors(self.boxes, WEB, lambda user_id: f"{WEB}/p/{user_id}", LINKS, *hooks)


@pytest.fixture
async def other() -> AsyncIterator[Other]:
    yield Other(Scene())


@pytest.fixture
async def browser(other: Other) -> AsyncIterator[ClientSession]:
    app = web.Application()
    add_page(app, replace(other.scene.stage, doors=other.doors()))
    async with serving(app) as url, ClientSession(url) as session:
        yield session


async def test_the_page_frames_its_peoples_browsers_alone_and_is_seen_under_one_name(browser: ClientSession) -> None:
    async with browser.get("/") as page:
        policy = page.headers["Content-Security-Policy"]
        assert policy.endswith(f"; frame-src {WEB}") and policy.startswith("default-src 'none';")
    async with browser.get("/", headers={"Host": "localhost:8010"}, allow_redirects=False) as sent_on:
        assert (sent_on.status, sent_on.headers["Location"]) == (307, "http://127.0.0.1:8010/")


async def test_what_comes_lies_in_the_box_of_its_person_with_the_ledgers_price(
    browser: ClientSession, other: Other
) -> None:
    await other.boxes.sms({"reference": "bell-1-1", "to": "+84819400960", "text": f"xem {LINKS}abc"})
    await other.boxes.sms({"reference": "bell-2-1", "to": "+84000000000", "text": "of nobody here"})
    assert (await (await browser.get(f"/api/people/{HIEU}/box")).json())["messages"] == []
    (message,) = (await (await browser.get(f"/api/people/{HAU}/box")).json())["messages"]
    assert message | {"door": "sms", "to": "+84819400960", "price": 400, "at": "2023-01-03T08:10:00"} == message
    told = await (await browser.get("/api/doors")).json()
    assert told["ever"] == 1000 and [one["cost"] for one in told["doors"]] == [400, 0]


async def test_a_link_opens_in_the_browser_of_whoever_opens_it_and_no_other_address_does(
    browser: ClientSession,
) -> None:
    async with browser.post(f"/api/people/{HAU}/enters", json={}) as answer:
        assert await answer.json() == {"address": f"{WEB}/p/{HAU}/in/tok"}
    async with browser.post(f"/api/people/{HIEU}/enters", json={"link": f"{LINKS}abc"}) as answer:
        assert await answer.json() == {"address": f"{WEB}/p/{HIEU}/in/abc"}
    async with browser.post(f"/api/people/{HIEU}/enters", json={}) as answer:
        assert answer.status == 409, "has left"
    for link in ("https://a.vn/web/in/abc", f"{WEB}/p/1/in/abc", f"{LINKS}../../p/1/in/abc", f"{LINKS}a?b"):
        assert (await browser.post(f"/api/people/{HAU}/enters", json={"link": link})).status == 400, link


async def test_whoever_is_cut_off_does_nothing_at_telegram(browser: ClientSession, other: Other) -> None:
    async with browser.post("/api/telegram", json={"reachable": False}) as answer:
        assert (await answer.json())["reachable"] is False
    assert (await browser.post(f"/api/people/{HAU}/says", json={"text": "Chào"})).status == 409
    assert (await browser.put(f"/api/people/{HAU}/file?name=a.txt", data=b"a")).status == 409
    async with browser.post("/api/telegram", json={"reachable": True}) as answer:
        assert (await answer.json())["reachable"] is True
    assert (await browser.post(f"/api/people/{HAU}/says", json={"text": "Chào"})).status == 200
    assert other.cuts == [True, False]


@pytest.mark.parametrize("path", [f"/api/people/{HAU}/enters", "/api/telegram"])
async def test_no_other_page_reaches_these(browser: ClientSession, path: str) -> None:
    for headers in ({"Origin": "https://a.vn"}, {"Origin": WEB}, {"Host": "a.vn"}):
        assert (await browser.post(path, json={"reachable": False}, headers=headers)).status == 403
    assert (await browser.post(path, data="{}")).status == 415
