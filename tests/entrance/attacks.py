"""Attacks on the entrance, each as a function that says how often it was tried and how often it came to anything."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles
from urllib.parse import urlencode

import sqlalchemy as sa

from bot.people.authentication.records import LinkKind, WebLink
from bot.store.schema import columns
from tests.entrance.browser import Browser
from tests.entrance.conftest import WebDoor

DUY, HIEU, HAU = "Nguyễn Đức Duy", "Phạm Quốc Hiếu", "Nguyễn Công Hậu"
AGREE, ENTER = "Tôi đồng ý, vào trang", "Vào trang"
PIN = "482915"
FORMS = ("in", "pin", "forgot", "lock", "unlock", "out", "new-pin", "telegram", "say", "tap", "command")


@dataclass(frozen=True)
class Figures:
    tried: int
    bad: int
    more: str = ""


async def posts(door: WebDoor, browser: Browser, path: str, fields: dict[str, str], **headers: str) -> int:
    said = {"Origin": door.url.removesuffix("/thidua"), **headers}
    await browser.asks("POST", f"{door.url}/{path}", data=fields, headers=said, allow_redirects=False)
    return browser.status


async def is_in(door: WebDoor, browser: Browser, name: str = HAU) -> bool:
    await browser.asks("GET", f"{door.url}/")
    return browser.status == 200 and name in browser.html


async def theft(door: WebDoor, count: int) -> Figures:
    """Links read by others after their owner has agreed: opened, agreed to with a form of another link."""
    bad = 0
    for _ in range(count):
        token, thief = await door.link(HAU), await door.browser()
        await thief.opens(token)  # before, as a messenger's preview does
        form = thief.form(AGREE)
        owner = await door.browser()
        await owner.opens(token)
        await owner.presses(AGREE)
        assert owner.path.endswith("/pin")
        bad += await posts(door, thief, "in", {**form.fields}) != 404
        bad += await posts(door, thief, "pin", {**form.fields, "pin": PIN, "again": PIN}) in (200, 303)
        await thief.asks("GET", f"{door.url}/{token}")
        bad += thief.status != 404
        bad += await is_in(door, thief)
    return Figures(4 * count, bad)


async def forwarding(door: WebDoor, count: int) -> Figures:
    """A lead uses the link made for somebody else."""
    bad, hieu = 0, await door.office.person(HIEU)
    for _ in range(count):
        lead = await door.browser()
        await lead.opens(await door.link(HAU, LinkKind.LEAD, hieu.person_id))
        await lead.presses(AGREE)
        fields = lead.forms()[0].fields if lead.forms() else {}
        status = await posts(door, lead, "pin", {**fields, "pin": "730864", "again": "730864"})
        bad += status == 303 and await is_in(door, lead)
        bad += await is_in(door, lead)
    return Figures(2 * count, bad)


async def replay(door: WebDoor, count: int) -> Figures:
    """Requests that went over the wire before, sent by another browser: forms, cookies of the link, old secrets."""
    bad = 0
    for _ in range(count):
        owner = await door.comes_in(HAU)
        token = await door.link(HAU)
        second = await door.browser()
        await second.opens(token)
        first_cookies, agreed = second.cookies(), second.form(AGREE).fields
        await second.presses(AGREE)
        link_cookies = second.cookies()
        await second.presses(ENTER, pin=PIN)
        for cookies, path, fields in (
            (first_cookies, "in", agreed),
            (link_cookies, "in", agreed),
            (link_cookies, "pin", {**agreed, "pin": "000000"}),
            (first_cookies, "pin", {**agreed, "pin": PIN}),
        ):
            thief = await door.browser()
            thief.plant(**cookies)
            await posts(door, thief, path, fields)
            bad += await is_in(door, thief)
        before = owner.cookies()
        await owner.presses("Khóa màn hình")
        await owner.presses("Mở khóa", pin=PIN)
        thief = await door.browser()
        thief.plant(**before)
        bad += await is_in(door, thief)
    return Figures(5 * count, bad)


async def fixation(door: WebDoor, count: int) -> Figures:
    """Cookies that somebody has planted before the person came in."""
    bad = 0
    for _ in range(count):
        attacker, victim = await door.browser(), await door.browser()
        token = await door.link(HAU)
        await attacker.opens(token)
        planted = attacker.cookies()
        victim.plant(**planted, thidua="planted-by-somebody-else")
        await victim.opens(token)
        await victim.presses(AGREE)
        asked = {"pin": PIN, "again": PIN} if "Nhập lại mã PIN" in victim.reads() else {"pin": PIN}
        await attacker.asks("GET", f"{door.url}/pin")
        bad += 'name="pin"' in attacker.html
        await victim.presses(ENTER, **asked)
        bad += not await is_in(door, victim) or victim.cookies().get("thidua") == "planted-by-somebody-else"
        bad += await is_in(door, attacker)
    return Figures(3 * count, bad)


async def forms_of_others(door: WebDoor, own_data: str) -> Figures:
    """Every form, sent by a page of another site, and without the word that our pages put into it."""
    owner, link = await door.comes_in(HAU), await door.browser()
    await owner.opens("")
    fields = {**owner.form("Khóa màn hình").fields, "key": "k" * 20, "name": "menu", "text": "x", "data": "s:home"}
    fields |= {"pin": PIN, "again": PIN, "old": PIN, "said": own_data}
    await link.opens(await door.link(HAU))
    for_link = {**link.form(AGREE).fields, **{key: fields[key] for key in ("pin", "again", "said")}}
    tried = bad = 0
    for path in FORMS:
        holder, own = (link, for_link) if path in ("in", "pin", "forgot", "telegram") else (owner, fields)
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "", "Sec-Fetch-Site": "cross-site"},
            {"Origin": f"{door.url.removesuffix('/thidua')}.evil.example"},
        ):
            tried += 1
            bad += await posts(door, holder, path, own, **headers) in (200, 303)
        if path == "telegram":
            continue  # what is said there is its own proof
        for word in ("", "0" * 64, fields["csrf"] if holder is link else for_link["csrf"]):
            tried += 1
            bad += await posts(door, holder, path, {**own, "csrf": word}) in (200, 303)
    bad += not await is_in(door, owner)
    return Figures(tried, bad)


async def guessing(door: WebDoor, days: int) -> Figures:
    """PINs tried as fast as they are taken: at a locked browser, then at new links, each from its own network."""
    office, owner = door.office, await door.comes_in(HAU)
    await owner.presses("Khóa màn hình")
    tried = looked_at = bad = spent = 0
    end = office.clock.now() + timedelta(days=days)
    at, fields = "unlock", owner.form("Mở khóa").fields
    while office.clock.now() < end:
        guess = f"{tried:06d}"
        tried += 1
        status = await posts(door, owner, at, {**fields, "pin": guess}, **{"X-Forwarded-For": f"203.0.{spent % 250}.9"})
        bad += status == 303 and await is_in(door, owner)
        if status == 429:
            office.waits(minutes=10)
            continue
        looked_at += 1
        if status != 422:
            spent += 1
            owner = await door.browser()
            await owner.opens(await door.link(HAU))
            await owner.presses(AGREE)
            at, fields = "pin", owner.forms()[0].fields
    return Figures(tried, bad, f"{looked_at} looked at in {days} days, {spent} links or browsers spent")


async def enumeration(door: WebDoor, count: int) -> Figures:
    """Links of all the ways in which they cannot be used: one answer, and (said, not asserted) one time."""
    office, links = door.office, columns(WebLink)
    kinds: dict[str, list[str]] = {"unknown": [f"in/{n:043d}" for n in range(count)], "replaced": [], "expired": []}
    kinds["odd"] = [f"in/{'%C3%A9' * 9}{n}" for n in range(count)]
    for _ in range(count):
        kinds["replaced"].append(await door.link(HAU))
    last = await door.link(DUY)
    await office.database.run(
        lambda tx: tx.execute(sa.update(links).values(expires_at=tx.now - timedelta(days=1))) and None
    )
    kinds["expired"] = [last] * count
    seen: dict[str, list[float]] = {}
    answers = set()
    for round_ in range(count):
        for kind, paths in kinds.items():
            one = await door.browser()
            began = office.clock.monotonic()
            await one.asks("GET", f"{door.url}/{paths[round_]}")
            seen.setdefault(kind, []).append(office.clock.monotonic() - began)
            heads = {name: value for name, value in one.headers.items() if name not in ("Date",)}
            answers.add((one.status, one.html, json.dumps(heads, sort_keys=True)))
    return Figures(
        count * len(kinds), len(answers) - 1, "; ".join(_spread(kind, times) for kind, times in seen.items())
    )


def _spread(kind: str, times: Sequence[float]) -> str:
    if len(times) < 2:
        return kind
    last = quantiles(times, n=20)[-1]
    return f"{kind} {1000 * median(times):.0f} ms, 95 % within {1000 * last:.0f}"


async def redirects(door: WebDoor) -> Figures:
    """No answer leads to another site, whatever is asked for."""
    owner = await door.comes_in(HAU)
    tried = bad = 0
    root = door.url.removesuffix("/thidua")
    for ask in (
        "?next=//evil.example",
        "?to=https://evil.example",
        "/evil.example",
        "%2f%2fevil.example",
        "pin//evil",
        "in//evil.example",
        "telegram?next=//evil.example",
        "out?next=//evil.example",
        "new-pin?back=//evil",
    ):
        for browser in (owner, await door.browser()):
            for headers in ({}, {"X-Forwarded-Host": "evil.example"}, {"Host": "evil.example"}):
                tried += 1
                await browser.asks("GET", f"{door.url}/{ask}", headers=headers, allow_redirects=False)
                to = browser.headers.get("Location", "/thidua/")
                bad += not to.startswith("/thidua/") or to.startswith("//") or f'href="{root}.' in browser.html
                bad += "evil.example" in to
    return Figures(tried, bad)


def said_by_telegram(token: str, user_id: int, at: int, **other: object) -> str:
    """initData as Telegram signs it."""
    fields = {"auth_date": str(at), "query_id": f"AAH{at}{user_id}", "user": json.dumps({"id": user_id, **other})}
    return urlencode({**fields, "hash": seal(token, fields)})


def seal(token: str, fields: dict[str, str]) -> str:
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()


async def forged_words_of_telegram(door: WebDoor) -> Figures:
    """initData that is not Telegram's, not fresh, of nobody here, or said before."""
    office, hau = door.office, await door.office.person(HAU)
    token, now = office.world.token, int(office.clock.now().timestamp())
    good = said_by_telegram(token, hau.user_id, now)
    digest = good.rpartition("hash=")[2]
    forged = [
        good.replace(digest, digest[:at] + format(int(digest[at], 16) ^ 1, "x") + digest[at + 1 :]) for at in range(64)
    ]
    forged += [
        "",
        "hash=",
        "x" * 5000,
        good.replace(str(hau.user_id), str(hau.user_id + 1)),
        f"{good}&user=%7B%22id%22%3A1%7D",
        good.partition("&hash=")[0],
        good.upper(),
        f"{good}&auth_date={now}",
        said_by_telegram("1:other", hau.user_id, now),
        said_by_telegram(token, hau.user_id, now - 3601),
        said_by_telegram(token, hau.user_id, now + 600),
        said_by_telegram(token, hau.user_id, 0),
        said_by_telegram(token, hau.user_id, 10**18),
        said_by_telegram(token, hau.user_id, now, is_bot=True),
        said_by_telegram(token, 4_242_424_242, now),
        said_by_telegram(token, (1 << 53) + hau.person_id, now),
        said_by_telegram(token, True, now),
    ]
    bad = 0
    for said in forged:
        bad += await posts(door, await door.browser(), "telegram", {"said": said}) != 404
    first, again = await door.browser(), await door.browser()
    bad += await posts(door, first, "telegram", {"said": good}) != 303
    await first.opens("pin")
    bad += "PIN" not in first.html
    bad += await posts(door, again, "telegram", {"said": good}) != 404
    return Figures(len(forged) + 1, bad, "the genuine one leads to the PIN, once")
