"""The stream of what changes: every browser of an address hears it once, misses nothing, and is let go with its
session; replicas find each other's changes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.address import Address, room
from bot.doors.rendering import Rendered
from bot.doors.web import hub as hubs
from bot.doors.web.hub import Hub
from bot.doors.web.messages import Message
from bot.doors.web.post import Post
from bot.store.engines.opening import open_database
from tests.doors.web.stage import Browser, WebOffice
from tests.engines import both_engines, both_engines_always, on_postgresql
from tests.office import Office

HAU, DUY = "Nguyễn Công Hậu", "Nguyễn Đức Duy"
AT = datetime(2023, 1, 9, tzinfo=UTC)
SOON = 120.0
"""Seconds; only a failing test waits that long."""


@pytest_asyncio.fixture
async def web(office: Office) -> AsyncIterator[WebOffice]:
    async with WebOffice(office, keep_alive=0.05) as web:
        yield web


class Stream:
    """The events of one browser, as it would read them."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer

    async def next(self) -> dict[str, str]:
        """The next event, past lines that say nothing."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(SOON):
            async for line in self.answer.content:
                text = line.decode().rstrip("\n")
                if not text and ("data" in fields):
                    return fields
                name, mark, value = text.partition(": ")
                if mark and name:
                    fields[name] = value
        raise AssertionError("the stream has ended")

    async def news(self) -> list[Any]:
        return list(json.loads((await self.next())["data"]))


@asynccontextmanager
async def listening(browser: Browser, after: int = 0, tab: str = "", **headers: str) -> AsyncIterator[Stream]:
    told = f"events?after={after}" + (f"&tab={tab}" if tab else "")
    async with browser.client.get(browser.web.url + told, headers=headers) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/event-stream"
        yield Stream(answer)


def said(text: str) -> Rendered:
    return Rendered(text, None, None, None, True)


async def test_what_comes_is_told_with_its_number_and_what_goes_too(web: WebOffice) -> None:
    hau, duy = await web.browser(HAU), await web.browser(DUY)
    async with listening(hau) as stream:
        await web.post.send(duy.caller.address, said("Của người khác"))
        (number,) = await web.post.send(hau.caller.address, said("Tin <b>mới</b>"))
        event = await stream.next()
        (one,) = json.loads(event["data"])
        assert (event["id"], one["id"], one["seq"]) == ("1", number, 1)
        assert "Tin <b>mới</b>" in one["html"]
        await web.post.delete(hau.caller.address, [number])
        assert await stream.news() == [{"id": number, "seq": 2, "html": None}]


async def test_a_browser_that_was_away_hears_what_it_missed(web: WebOffice) -> None:
    hau = await web.browser(HAU)
    for place in range(3):
        await web.post.send(hau.caller.address, said(f"Tin {place}"))
    async with listening(hau, 1) as stream:
        assert [one["seq"] for one in await stream.news()] == [2, 3]
    async with listening(hau, 0, **{"Last-Event-ID": "2"}) as stream:
        assert [one["seq"] for one in await stream.news()] == [3], "it says itself what it knows"


async def test_all_tabs_of_a_person_hear_it_and_too_many_are_let_go(web: WebOffice) -> None:
    hau = await web.browser(HAU)
    async with listening(hau) as first:
        others = [await hau.client.get(f"{web.url}events") for _ in range(hubs.MOST_EACH)]
        async with asyncio.timeout(SOON):
            await first.answer.read()  # the longest connected has ended
        await web.post.send(hau.caller.address, said("Tin"))
        for other in others:
            assert len(await Stream(other).news()) == 1
            other.close()


@pytest.mark.parametrize("told", [True, False], ids=["at once", "in time"])
async def test_the_stream_ends_with_the_session(web: WebOffice, told: bool) -> None:
    """`told`: the hub hears of it; otherwise the browser is looked at the next time that nothing else happens."""
    hau = await web.browser(HAU)
    async with listening(hau) as stream:
        web.keeper.inside.clear()
        if told:
            web.hub.look_again(hau.caller.address)
        assert (await stream.next())["event"] == "over"
    async with hau.client.get(f"{web.url}events") as answer:
        assert answer.status == 204, "a browser asks no more"


async def test_a_session_that_becomes_anothers_tells_nothing_of_the_first(web: WebOffice) -> None:
    hau, duy = await web.browser(HAU), await web.browser(DUY)
    cookie = next(key for key, caller in web.keeper.inside.items() if caller == hau.caller)
    async with listening(hau) as stream:
        web.keeper.inside[cookie] = duy.caller
        await web.post.send(hau.caller.address, said("Tin"))
        events = [await stream.next()]
        while events[-1].get("event") != "over":
            events.append(await stream.next())
    assert len(events) <= 2


async def test_who_leaves_is_not_kept(web: WebOffice) -> None:
    hau = await web.browser(HAU)
    async with listening(hau):
        await _all_listen(web, 1)
    await _all_listen(web, 0)


async def test_when_the_process_stops_browsers_are_let_go(web: WebOffice) -> None:
    hau = await web.browser(HAU)
    async with listening(hau) as stream:
        web.hub.close()
        async with asyncio.timeout(SOON):
            await stream.answer.read()


# --- forms of a tab that listens --------------------------------------------------------------------------------------


async def posts(browser: Browser, text: str, seq: int, tab: str = "") -> list[Any]:
    """What the page's own script gets for it."""
    await browser.opens()
    told = {**browser.page.form("say"), "text": text, "seq": str(seq), "tab": tab}
    await browser.posts("say", told, Accept="application/json")
    answer = json.loads(browser.content)
    assert answer["done"]
    return list(answer["news"])


@pytest_asyncio.fixture
async def calm(office: Office) -> AsyncIterator[WebOffice]:
    """Streams look at nothing by themselves."""
    async with WebOffice(office) as web:
        yield web


async def sends(web: WebOffice, browser: Browser, *streams: Stream) -> int:
    """A letter, of which these streams tell next; the number of the change. Before and after it they only wait."""
    await _all_wait(web, browser)
    await web.post.send(browser.caller.address, said("Tin"))
    told = [[one["seq"] for one in await stream.news()] for stream in streams]
    assert all(len(one) == 1 and one == told[0] for one in told), told
    await _all_wait(web, browser)
    return int(told[0][0])


@both_engines_always
async def test_a_tab_hears_once_what_its_form_has_changed_and_the_others_hear_it_too(calm: WebOffice) -> None:
    hau = await calm.browser(HAU)
    async with listening(hau, tab="a") as own, listening(hau, tab="b") as other:
        await _all_listen(calm, 2)
        seq = await sends(calm, hau, own, other)
        for text in ("/menu", "/caidat", "/menu"):
            news = await posts(hau, text, seq, "a")
            told = list[Any]()
            while not told or told[-1]["seq"] < news[-1]["seq"]:
                told += await other.news()
            # Each is drawn with keys of its own, but for those that were drawn lately.
            assert [(one["id"], one["seq"]) for one in told] == [(one["id"], one["seq"]) for one in news]
            seq = told[-1]["seq"]
        assert await sends(calm, hau, own, other) == seq + 1, "what no answer has told, and nothing else"


@pytest.mark.parametrize("tab", ["", "other"])
async def test_a_form_that_names_no_tab_that_listens_is_told_both_ways(calm: WebOffice, tab: str) -> None:
    hau = await calm.browser(HAU)
    async with listening(hau, tab="a") as stream:
        await _all_listen(calm, 1)
        seq = await sends(calm, hau, stream)
        news = await posts(hau, "/menu", seq, tab)
        assert [one["seq"] for one in await stream.news()] == [one["seq"] for one in news] == [seq + 1]


async def test_of_two_tabs_of_one_name_both_are_told(calm: WebOffice) -> None:
    hau = await calm.browser(HAU)
    async with listening(hau, tab="a") as one, listening(hau, tab="a") as two:
        await _all_listen(calm, 2)
        seq = await sends(calm, hau, one, two)
        await posts(hau, "/menu", seq, "a")
        for stream in (one, two):
            assert [told["seq"] for told in await stream.news()] == [seq + 1]


async def test_a_letter_before_the_screen_is_told_by_the_answer_as_well(calm: WebOffice) -> None:
    hau = await calm.browser(HAU)
    async with listening(hau, tab="a") as stream:
        await _all_listen(calm, 1)
        seq = await sends(calm, hau, stream)
        address = hau.caller.address
        with calm.hub.answering(address, "a") as other:  # its stream is silent meanwhile
            (number,) = await calm.post.send(address, said("Tin 2"))
            news = await posts(hau, "/menu", seq, "a")
            assert [one["seq"] for one in news] == [seq + 1, seq + 2] and news[0]["id"] == number
            assert other.since(seq) is None, "not known one and all"
            assert [one.seq for one in other.since(seq + 1) or ()] == [seq + 2]
        assert await sends(calm, hau, stream) == seq + 3


def changed(seq: int) -> Message:
    return Message(7, seq, None, {}, AT, AT)


@both_engines
async def test_what_an_answer_has_not_told_is_told_by_the_stream(office: Office) -> None:
    hub, mine = Hub(office.database), room(1)
    with hub.listening(mine, "a") as listener:
        with pytest.raises(ZeroDivisionError), hub.answering(mine, "a"):
            hub.changed(mine, [changed(1)])
            assert not await listener.wait(0), "the answer may tell it"
            raise ZeroDivisionError
        assert await listener.wait(SOON)
        with hub.answering(mine, "a") as answer:
            hub.changed(mine, [changed(1), changed(2)])
            answer.tells(2)
        assert not await listener.wait(0)
        with hub.answering(mine, "a") as answer:
            hub.changed(mine, [changed(3)])
            hub.changed(mine)
            answer.tells(3)
        assert await listener.wait(SOON), "of the other one it is not known what it was"
        with hub.answering(mine, "a"):
            hub.look_again(mine)
            assert await listener.wait(SOON), "whether the session has ended is looked at soon"


async def test_an_answer_tells_the_stream_that_was_there_when_the_form_came(office: Office) -> None:
    """One that comes meanwhile may be there because the connection is lost, and the answer with it."""
    hub, mine = Hub(office.database), room(1)
    with hub.answering(mine, "a") as answer, hub.listening(mine, "a") as later:
        hub.changed(mine, [changed(1)])
        answer.tells(1)
        assert later.told == 0 and await later.wait(SOON)


async def _all_wait(web: WebOffice, browser: Browser) -> None:
    """None is just looking: what it would tell of what comes in that moment is told twice, which does no harm."""
    async with asyncio.timeout(SOON):
        while not all(_waits(one) for one in web.hub._listeners[browser.caller.address]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def _waits(listener: hubs.Listener) -> bool:
    return bool(listener._woken._waiters) and not listener._woken.is_set()


async def _all_listen(web: WebOffice, count: int) -> None:
    async with asyncio.timeout(SOON):
        while len(web.hub) != count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


# --- replicas ---------------------------------------------------------------------------------------------------------


@both_engines
async def test_nothing_is_asked_while_nobody_is_connected(office: Office) -> None:
    hub = Hub(office.database)
    assert await hub.look() == 0


@on_postgresql
async def test_another_process_is_heard_by_one_look(office: Office) -> None:
    here = Hub(office.database)
    other = open_database(office.url, office.clock)
    there = Post(other, office.service.phrases, Hub(other))
    mine, theirs = room(1), room(2)
    with here.listening(mine) as one, here.listening(theirs) as two:
        assert await here.look() == 2
        await _heard(one)
        await _heard(two)
        await there.send(mine, said("Từ máy khác"))
        assert not await one.wait(0), "not by itself"
        await here.look()
        assert await one.wait(SOON)
        assert not await two.wait(0)
        await here.look()
        assert not await one.wait(0), "once"
    await other.close()


async def _heard(listener: hubs.Listener) -> None:
    await listener.wait(0)


async def test_a_store_of_one_process_is_never_asked(office: Office) -> None:
    hub = Hub(office.database)
    with hub.listening(Address(room(1).door, 1)):
        assert await hub.look() == 0
