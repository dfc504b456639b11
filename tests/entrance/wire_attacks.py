"""Attacks on the wire and on what is left open: proxies, several tries at once, streams, cookies, requests that are
two, browsers of people who are not entitled any more, names that would run."""

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import sqlalchemy as sa
from multidict import CIMultiDict

from bot.address import room
from bot.campaigns.records import Campaign
from bot.doors.rendering import Rendered
from bot.doors.web.hub import Hub
from bot.doors.web.post import Post
from bot.people.authentication import access, sessions, tries
from bot.people.authentication.records import WebLink, WebTry
from bot.people.records import Account, Grant, Person, Role, Unit
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from tests.entrance.attacks import AGREE, DUY, HAU, HIEU, PIN, Figures, is_in, posts
from tests.entrance.browser import Browser
from tests.entrance.conftest import WebDoor

SECRET = "Điều chỉ người nhận được đọc"
EVIL = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>"
LIVE = re.compile(r"<script(?! src=\"/thidua/static/)|<img(?! src=\"/thidua/file/)|\son\w+=|javascript:", re.I)
_ACCOUNTS, _PEOPLE, _GRANTS = columns(Account), columns(Person), columns(Grant)


async def through_proxies(door: WebDoor, count: int) -> Figures:
    """A network that says of itself that it is others, to a proxy that adds a line of its own, or to the same line."""
    bad, table = 0, columns(WebTry)
    real = tries.of_network("198.51.100.7").key
    for number in range(count):
        owner = await door.comes_in(HAU)
        await owner.opens("")
        other = await door.browser()
        await other.opens(await door.link(HAU))
        await other.presses(AGREE)
        form = other.forms()[0]
        said = CIMultiDict({"Origin": door.url.removesuffix("/thidua")})
        if number % 2:
            said.add("X-Forwarded-For", f"203.0.{number}.1, 198.51.100.7")
        else:
            said.add("X-Forwarded-For", f"203.0.{number}.1")
            said.add("X-Forwarded-For", "198.51.100.7")
        await door.office.database.run(lambda tx: tx.execute(sa.delete(table)) and None)
        async with other.session.post(f"{door.url}/pin", data={**form.fields, "pin": "111222"}, headers=said) as answer:
            assert answer.status == 422
        bad += real not in {row.aim for row in await door.rows(table)}
    return Figures(count, bad, "a try is counted where the nearest proxy has seen it")


async def at_once(door: WebDoor, count: int) -> Figures:
    """As many PINs at the same moment as one has: no more of them are looked at than one after the other."""
    tried = bad = looked_at = 0
    for _ in range(count):
        owner = await door.comes_in(HAU)
        await owner.presses("Khóa màn hình")
        fields = owner.form("Mở khóa").fields
        guesses = [f"{guess:06d}" for guess in random.sample(range(10**6), 24) if f"{guess:06d}" != PIN][:20]
        sent = await asyncio.gather(*(_answer(door, owner, "unlock", {**fields, "pin": guess}) for guess in guesses))
        tried += len(sent)
        looked_at += sent.count(422)
        bad += sent.count(422) != 3 or sent.count(429) != len(sent) - 3
        await door.office.database.run(lambda tx: tx.execute(sa.delete(columns(WebTry))) and None)
    return Figures(tried, bad, f"{looked_at} looked at; three may be, before one waits")


async def _answer(door: WebDoor, browser: Browser, path: str, fields: dict[str, str]) -> int:
    said = {"Origin": door.url.removesuffix("/thidua")}
    call = browser.session.post(f"{door.url}/{path}", data=fields, headers=said, allow_redirects=False)
    async with call as answer:
        return answer.status


# --- whoever is not entitled any more ---------------------------------------------------------------------------------


def _left(tx: Any, person_id: int) -> None:
    tx.execute(sa.update(_PEOPLE).where(_PEOPLE.c.id == person_id).values(left_on=tx.clock.today()))


def _unlinked(tx: Any, person_id: int) -> None:
    values = {"person_id": None, "linked_at": None, "web_since": None}
    tx.execute(sa.update(_ACCOUNTS).where(_ACCOUNTS.c.person_id == person_id).values(**values))


def _revoked(tx: Any, person_id: int) -> None:
    access.revoke(tx, person_id, by=None)


def _signed_out(tx: Any, person_id: int) -> None:
    sessions.end(tx, person_id, by=person_id)


def _locked(tx: Any, person_id: int) -> None:
    sessions.lock(tx, person_id)


ENDS: dict[str, Callable[..., None]] = {
    "left": _left,
    "unlinked": _unlinked,
    "revoked": _revoked,
    "signed out": _signed_out,
    "locked": _locked,
}
PAGES = ("", "?before=99999", "news?after=0", "print/{0}", "file/{0}/0", "file/{0}/0?view", "new-pin")


async def ended(door: WebDoor, count: int) -> Figures:
    """Cookies, forms and streams of somebody who was in a moment ago: pages, files, what is said meanwhile."""
    tried = bad = 0
    office, inbox = door.office, columns(InboxRow)
    for _ in range(count):
        for end in ENDS.values():
            owner = await door.comes_in(HAU)
            person = await office.person(HAU, linked=False)
            at = room(person.person_id)
            post = _post(door)
            (number,) = await post.send(at, Rendered(f"{SECRET} 1", None, None, None, True))
            await owner.opens("")
            assert f"{SECRET} 1" in owner.html
            form = owner.form("Khóa màn hình").fields
            asked = owner.session.get(f"{door.url}/events?after=99999")
            async with asked as stream:
                await stream.content.readline()
                await office.database.run(partial(end, person_id=person.person_id))
                await post.send(at, Rendered(f"{SECRET} 2", None, None, None, True))
                told = await asyncio.wait_for(stream.content.read(), 120)
                tried += 1
                bad += b"id:" in told or b"over" not in told
            for path in PAGES:
                await owner.asks("GET", f"{door.url}/{path.format(number)}", allow_redirects=False)
                tried += 1
                bad += SECRET in owner.html or HAU in owner.html
                bad += "no-store" not in owner.headers.get("Cache-Control", "")
            before = await office.rows(sa.select(sa.func.count()).select_from(inbox))
            for path in ("say", "tap", "command"):
                fields = {**form, "key": "k" * 20, "text": "/menu", "name": "menu", "data": "s:home", "message": "1"}
                tried += 1
                bad += await posts(door, owner, path, fields) in (200, 303)
            bad += await office.rows(sa.select(sa.func.count()).select_from(inbox)) != before
            await office.database.run(lambda tx: tx.execute(sa.update(_PEOPLE).values(left_on=None)) and None)
            await office.database.run(partial(_signed_out, person_id=person.person_id))
    return Figures(tried, bad, ", ".join(ENDS))


def _post(door: WebDoor) -> Post:
    channels: Any = door.office.service.display._channels
    found: Post = channels.to(room(1))
    assert isinstance(found._hub, Hub)
    return found


async def role_withdrawn(door: WebDoor, count: int) -> Figures:
    """A member of the Office who is none any more, with the pages and buttons of before."""
    tried = bad = 0
    for _ in range(count):
        duy = await door.comes_in(DUY)
        await duy.says("/quanly")
        form = next(form for form in duy.forms() if form.action.endswith("/tap"))
        assert 'name="quanly"' in duy.html or 'value="quanly"' in duy.html
        kept = await door.office.rows(sa.select(_GRANTS.c.id, _GRANTS.c.until).where(_GRANTS.c.role == Role.OFFICE))
        await door.office.database.run(
            lambda tx: (
                tx.execute(sa.update(_GRANTS).where(_GRANTS.c.role == Role.OFFICE).values(until=tx.clock.today()))
                and None
            )
        )
        shown = re.findall(r'name="data" value="([^"]+)"', duy.html)
        for data in shown:
            tried += 1
            await duy.asks(
                "POST",
                f"{door.url}/tap",
                data={**form.fields, "key": f"{time.monotonic_ns():020d}", "data": data},
                headers={"Origin": door.url.removesuffix("/thidua")},
            )
            bad += "QUẢN LÝ PHONG TRÀO" in _last_screen(duy) or 'value="quanly"' in duy.html
        for row in kept:
            again = sa.update(_GRANTS).where(_GRANTS.c.id == row.id).values(until=row.until)
            await door.office.database.run(lambda tx, again=again: tx.execute(again) and None)  # type: ignore[misc]
    return Figures(tried, bad, "buttons of before, pressed after")


def _last_screen(browser: Browser) -> str:
    return browser.html.rpartition('data-kind="screen"')[2]


# --- the wire ---------------------------------------------------------------------------------------------------------


async def two_in_one(door: WebDoor, count: int) -> Figures:
    """Requests that a proxy may take for one and we for two, or the other way round; methods and paths in disguise."""
    owner = await door.comes_in(HAU)
    await owner.opens("")
    cookie = "; ".join(f"{name}={value}" for name, value in owner.cookies().items())
    form = owner.form("Khóa màn hình").fields
    body = f"csrf={form['csrf']}&key={'k' * 20}&text=%2Fmenu"
    port = urlsplit(door.url).port
    hidden = f"POST /thidua/say HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Length: {len(body)}\r\n"
    hidden += f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}"
    chunked = f"0\r\n\r\n{hidden}"
    heads = (
        f"Content-Length: {len(chunked)}\r\nTransfer-Encoding: chunked\r\n",
        f"Transfer-Encoding: chunked\r\nContent-Length: {len(chunked)}\r\n",
        f"Content-Length: 0\r\nContent-Length: {len(chunked)}\r\n",
        f"Content-Length: +{len(chunked)}\r\n",
        f"Content-Length: {len(chunked)}, 0\r\n",
        f"Transfer-Encoding: xchunked\r\nContent-Length: {len(chunked)}\r\n",
        f"Transfer-Encoding : chunked\r\nContent-Length: {len(chunked)}\r\n",
        f"Transfer-Encoding:\x0bchunked\r\nContent-Length: {len(chunked)}\r\n",
        f"X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: {len(chunked)}\r\n",
        f"X: y\nTransfer-Encoding: chunked\nContent-Length: {len(chunked)}\r\n",
    )
    tried = bad = 0
    inbox = columns(InboxRow)
    before = await door.office.rows(sa.select(sa.func.count()).select_from(inbox))
    for head in heads * count:
        tried += 1
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        asked = f"POST /thidua/say HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n{head}\r\n"
        writer.write((asked + chunked).encode("latin-1"))
        try:
            async with asyncio.timeout(1.0):
                told = await reader.read(65536)
        except TimeoutError:
            told = b""
        writer.close()
        bad += b" 200 " in told.partition(b"\r\n")[0]
    bad += await door.office.rows(sa.select(sa.func.count()).select_from(inbox)) != before
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "HEAD"):
        for path in ("say", "tap", "file", "lock", "out"):
            tried += 1
            said = {"X-HTTP-Method-Override": "POST", "Origin": door.url.removesuffix("/thidua")}
            async with owner.session.request(method, f"{door.url}/{path}", data=form, headers=said) as answer:
                bad += answer.status in (200, 303)
    for path in (
        "static/../app.py",
        "static/..%2f..%2fapp.py",
        "static/%2e%2e/guard.py",
        "static//etc/passwd",
        "..%00",
    ):
        tried += 1
        async with owner.session.get(f"{door.url}/{path}") as answer:
            bad += answer.status not in (400, 404)
    bad += not await is_in(door, owner)
    return Figures(tried, bad, "nothing of it reached the inbox")


async def cookies_and_frames(door: WebDoor) -> Figures:
    """Every cookie with its flags; on every page the headers that forbid frames, foreign scripts and copies."""
    tried = bad = 0
    owner = await door.browser()
    await owner.opens(await door.link(HAU))
    seen = [owner.headers]
    await owner.presses(AGREE)
    for path in ("pin", "", "in/unknown", "telegram", "new-pin", "nowhere", "news?after=x", "file/1/0", "print/1"):
        await owner.asks("GET", f"{door.url}/{path}")
        seen.append(owner.headers)
    inside = await door.comes_in(DUY)
    for path in ("", "new-pin", "nowhere", "news?after=0", "file/1/0", "print/1", "in/unknown"):
        await inside.asks("GET", f"{door.url}/{path}")
        seen.append(inside.headers)
    for path in ("say", "tap", "pin", "out"):
        await posts(door, inside, path, {})
        seen.append(inside.headers)
    for heads in seen:
        tried += 1
        policy = heads.get("Content-Security-Policy", "")
        bad += "frame-ancestors 'none'" not in policy or "unsafe" in policy
        bad += heads.get("X-Frame-Options") != "DENY" or heads.get("Cache-Control") != "no-store"
        bad += heads.get("X-Content-Type-Options") != "nosniff"
    link = await door.link(HIEU)
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as bare,
        bare.get(f"{door.url}/{link}") as answer,
    ):
        for line in answer.headers.getall("Set-Cookie", []):
            tried += 1
            bad += not all(flag in line for flag in ("HttpOnly", "SameSite=Lax", "Path=/thidua"))
            bad += "Domain=" in line or "Secure" in line  # at a plain address of this machine
    return Figures(tried, bad)


# --- names that would run ---------------------------------------------------------------------------------------------


async def poisoned(door: WebDoor, steps: int) -> Figures:
    """Everything that has a name is called by what would run: walks by chance through the screens of three people,
    every page, news, printed sheet and notice of the entrance looked at."""
    office, chance = door.office, random.Random(steps)
    link = {name: await door.link(name) for name in (HAU, HIEU, DUY)}

    def poison(tx: Any) -> None:
        for table, names in ((Unit, ("name", "short_name")), (Campaign, ("name",))):
            own = columns(table)
            for name in names:
                word = sa.cast(own.c.id, sa.String) + EVIL
                tx.execute(sa.update(own).values({name: word}))
        others = _PEOPLE.c.full_name.not_in((HAU, HIEU, DUY))
        tx.execute(sa.update(_PEOPLE).where(others).values(full_name=_PEOPLE.c.full_name + EVIL))

    await office.database.run(poison)
    tried = bad = 0

    def looks(browser: Browser) -> None:
        nonlocal tried, bad
        tried += 1
        marks = re.sub(r'="[^"]*"', lambda found: found[0] if "/thidua/" in found[0] else '=""', browser.html)
        bad += LIVE.search("".join(re.findall(r"<[^>]+>", marks))) is not None

    for opened in link.values():
        one = await door.browser()
        await one.opens(opened)
        looks(one)
        await one.presses(AGREE)
        looks(one)
        asked = {"pin": PIN, "again": PIN} if "Nhập lại mã PIN" in one.reads() else {"pin": PIN}
        await one.presses("Vào trang", **asked)
        looks(one)
        for word in ("/menu", "/donvi", "/quanly", f"hỏi {EVIL}", "/thongbao", "/hoidap"):
            await one.opens("")
            if not any(form.action.endswith("/say") for form in one.forms()):
                break  # the walk has led out: a button ends browsers
            await one.says(word)
            looks(one)
            for _ in range(steps):
                office.waits(seconds=5)
                office.clock.skipped += 5  # type: ignore[attr-defined]
                forms = [form for form in one.forms() if form.action.endswith("/tap") and form.buttons]
                if not forms or one.status == 429:
                    break
                label = chance.choice(list(forms[-1].buttons))
                await one.presses(label)
                looks(one)
        for number in re.findall(r'data-id="(\d+)"', one.html)[-5:]:
            await one.opens(f"print/{number}")
            looks(one)
        await one.asks("GET", f"{door.url}/news?after=0")
        tried += 1
        bad += one.status == 200 and not one.headers["Content-Type"].startswith("application/json")
    return Figures(tried, bad, f"walks by chance of {steps} taps from six places each, as staff, lead and Office")


# --- time -------------------------------------------------------------------------------------------------------------


async def timing(door: WebDoor, count: int) -> Figures:
    """Links that cannot be used, by a real clock: how far apart the times of their kinds are. Said, not judged."""
    links = columns(WebLink)
    expired = await door.link(DUY)
    await door.office.database.run(
        lambda tx: tx.execute(sa.update(links).values(expires_at=tx.now - timedelta(days=1))) and None
    )
    used, first = await door.link(HAU), await door.browser()
    await first.opens(used)
    await first.presses(AGREE)
    kinds = {"unknown": "in/" + "x" * 43, "expired": expired, "another browser's": used, "odd": "in/%C3%A9"}
    clock, seen = door.office.clock, {kind: list[float]() for kind in kinds}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "sleep", asyncio.sleep)
        patch.setattr(clock, "monotonic", time.monotonic)
        for _ in range(count):
            for kind in random.sample(list(kinds), len(kinds)):
                one = await door.browser()
                began = time.perf_counter()
                await one.asks("GET", f"{door.url}/{kinds[kind]}")
                seen[kind].append(time.perf_counter() - began)
                assert one.status == 404
    told = "; ".join(f"{kind} {1000 * median(times):.1f} ms" for kind, times in seen.items())
    spread = max(map(median, seen.values())) - min(map(median, seen.values()))
    noise = median(max(times) - min(times) for times in seen.values())
    return Figures(
        count * len(kinds), 0, f"{told}; medians {1000 * spread:.1f} ms apart, each within {1000 * noise:.1f}"
    )


ATTACKS: dict[str, Callable[[WebDoor, int], Awaitable[Figures]]] = {
    "networks that say they are others": lambda door, times: through_proxies(door, 2 * times),
    "PINs at once": lambda door, times: at_once(door, times),
    "sessions that have ended": lambda door, times: ended(door, times),
    "a role that was withdrawn": lambda door, times: role_withdrawn(door, min(times, 3)),
    "two requests in one": lambda door, times: two_in_one(door, min(times, 5)),
    "cookies, frames, what browsers keep": lambda door, _times: cookies_and_frames(door),
    "names that would run": lambda door, times: poisoned(door, min(3 * times, 40)),
    "who is on the roster, by time": lambda door, times: timing(door, 3 * times),
}
