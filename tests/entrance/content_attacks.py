"""Attacks by what is sent: scripts in every field that a page has, and files of any name, kind and content."""

import random
import re
from collections.abc import Awaitable, Callable, Sequence
from html import unescape

import sqlalchemy as sa

from bot.address import room
from bot.dialogue.screens import Attachment
from bot.doors.rendering import Rendered
from bot.doors.web.hub import Hub
from bot.doors.web.post import Post
from bot.store.files import LARGEST, StoredFile, store_file
from bot.store.schema import columns
from tests.doors.web.test_attackers import EVIL, LIVE, tags
from tests.entrance.attacks import DUY, HAU, HIEU, Figures, posts
from tests.entrance.browser import Browser
from tests.entrance.conftest import WebDoor

ASKS = ("/hoidap", "Hỏi Văn phòng")
BEGINS = ("/dangky", "Chọn lại", "Chiến sĩ thi đua cấp tỉnh", "Tiếp tục", "Vẫn đăng ký")
WALKS = ("/menu", "/hoidap", "/thongbao", "/donvi", "/quanly", "/caidat")
RUNS = ("html", "svg", "xml", "script", "css")
"""Kinds of content that a browser would run, or draw what is in it as a page."""
NAMES = (
    *("a.html", "a.svg", "a.xhtml", "a.js", "a.pdf", "a.pdf.html", "a.htm\x00.pdf", "a.docm", "a.lnk", "a", ""),
    *('a"b.pdf', "a\r\nSet-Cookie: x=1.pdf", "../../etc/passwd", "C:\\temp\\a.exe", "/static/page.js", "x" * 400),
    *("\u202efdp.exe", "<img src=x onerror=alert(1)>.pdf", "'-alert(1)-'.png", "{{7*7}}.xlsx", "CON", ".htaccess"),
)
KINDS = (
    *("text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "text/xml", "image/png", "image/jpeg"),
    *("application/pdf", "application/x-msdownload", "application/octet-stream", "application/zip", "no kind at all"),
)
EDGE = "between-two-parts"
CONTENTS = (
    b"<!doctype html><script>alert(1)</script>",
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    b"GIF89a/*<script>alert(1)</script>*/=1",
    b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    b"\xff\xd8\xff\xe0<script>alert(1)</script>",
    b"MZ\x90\x00" + bytes(200),
    b"PK\x03\x04" + b"\xff" * 200,
    b"",
    b"\x00" * 5000,
    b"x" * (LARGEST + 1),
)


class _Look:
    """Each page that somebody sees is looked at. `shown`: those on which what was sent stands as words."""

    def __init__(self) -> None:
        self.tried = self.bad = self.shown = 0

    def at(self, browser: Browser) -> None:
        self.tried += 1
        self.bad += LIVE.search(tags(browser.html)) is not None or browser.status >= 500
        self.shown += "alert(1)" in unescape(browser.html)


async def scripts(door: WebDoor, times: int) -> Figures:
    """Scripts, typed as an answer to whatever is asked, and put into every field of every form that a page has;
    as staff, lead and Office see it, the own page and those of the others."""
    look, chance = _Look(), random.Random(times)
    people = [await door.comes_in(name) for name in (HAU, HIEU, DUY)]
    hau = people[0]
    for evil in EVIL[: 2 * times]:
        await _does(door, hau, ASKS, look)
        await _says(door, hau, f"Xin hỏi {evil} ở đâu", look)
        await _does(door, hau, BEGINS, look)
        for _ in range(2):
            await _says(door, hau, f"{evil} số hóa hồ sơ", look)
        if "Gửi đăng ký" in hau.labels():
            await _does(door, hau, ("Gửi đăng ký",), look)
    for one in people:
        for begins in WALKS:
            await _says(door, one, begins, look)
            for _ in range(4 * times):
                labels = [label for form in one.forms()[-3:] if form.action.endswith("/tap") for label in form.buttons]
                if chance.random() < 0.5 or not labels:
                    await _says(door, one, chance.choice(EVIL), look)
                else:
                    await _does(door, one, (chance.choice(labels),), look)
    fields = sum([await _every_field(door, one, EVIL[: 3 * times], look) for one in people])
    assert look.shown > times, "what was sent is seen, as words"
    return Figures(look.tried, look.bad, f"{fields} fields; on {look.shown} pages it stands as words")


async def _says(door: WebDoor, browser: Browser, text: str, look: _Look) -> None:
    _rests(door)
    await browser.opens("")
    if any(form.action.endswith("/say") for form in browser.forms()):  # else the walk has led out
        await browser.says(text)
    look.at(browser)


async def _does(door: WebDoor, browser: Browser, steps: Sequence[str], look: _Look) -> None:
    for step in steps:
        if step.startswith("/"):
            await _says(door, browser, step, look)
        elif step in browser.labels():
            _rests(door)
            await browser.presses(step)
            look.at(browser)


async def _every_field(door: WebDoor, browser: Browser, evils: Sequence[str], look: _Look) -> int:
    """Every field of every form on the page, one after the other, the others as they were; how many."""
    await browser.opens("")
    forms = {form.action: form for form in browser.forms()}
    tried = 0
    for action, form in forms.items():
        given = {**form.fields, **dict.fromkeys(form.asked, "x")}
        given |= {name: value for name, value in list(form.buttons.values())[:1] if name}
        for name in given:
            for evil in evils if name not in ("out", "lock") else ():
                _rests(door)
                tried += 1
                await posts(door, browser, action.rpartition("/")[2], {**given, name: evil})
                look.at(browser)
    return tried


def _rests(door: WebDoor) -> None:
    """Time goes on, so that nothing is refused for coming too fast."""
    door.office.waits(seconds=5)
    door.office.clock.skipped += 5  # type: ignore[attr-defined]


async def uploads(door: WebDoor, times: int) -> Figures:
    """Files of any name, kind and content, sent where none is asked for and where the Office is asked for one; and what
    browsers are given of files that are kept."""
    look, chance = _Look(), random.Random(times)
    duy, kinds = await door.comes_in(DUY), set[str]()
    for number in range(24 * times):
        if number % 4 == 0:
            await _does(door, duy, chance.choice((("/menu",), ("/quanly", "Danh sách nhân sự", "Gửi tệp"))), look)
        name, kind, content = chance.choice(NAMES), chance.choice(KINDS), chance.choice(CONTENTS)
        status = await _sends(door, duy, name, kind, content, chance.choice(("file", "camera")))
        look.at(duy)
        kinds.add(f"{status // 100}xx")
        look.bad += "Set-Cookie: x" in str(duy.headers)
    given = 0
    office = door.office
    post = Post(office.database, office.service.phrases, Hub(office.database))
    person = (await office.person(DUY)).person_id
    for name in NAMES:
        kind, content = chance.choice(KINDS), chance.choice([one for one in CONTENTS if one][:-1])
        sha256 = await office.database.run(lambda tx, kept=(content, kind): store_file(tx, *kept))  # type: ignore[misc]
        file = Attachment(sha256, name or "tep", kind, photo=chance.random() < 0.5)
        (message,) = await post.send(room(person), Rendered("Tệp", None, None, file, True))
        await duy.opens("")
        look.at(duy)
        for query in ("", "?view"):
            look.tried, given = look.tried + 1, given + 1
            look.bad += await _is_run(door, duy, f"file/{message}/0{query}")
    kept = (await office.rows(sa.select(sa.func.count()).select_from(columns(StoredFile))))[0][0]
    more = f"answers {', '.join(sorted(kinds))}; {given} times given back, of {kept} that are kept, never to be run"
    return Figures(look.tried, look.bad, more)


async def _sends(door: WebDoor, browser: Browser, name: str, kind: str, content: bytes, field: str) -> int:
    """Send a file as a browser would, whatever it is; the status."""
    _rests(door)
    await browser.opens("")
    found = [form for form in browser.forms() if form.action.endswith("/file")]
    if not found:
        return browser.status
    said = "".join(
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in {**found[0].fields, "text": ""}.items()
    )
    head = (
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    )
    # By hand: a client of good manners would not send some of these names.
    body = (said + head).encode() + content + f"\r\n--{EDGE}--\r\n".encode()
    headers = {"Origin": door.url.removesuffix("/thidua"), "Content-Type": f"multipart/form-data; boundary={EDGE}"}
    await browser.asks("POST", f"{door.url}/file", data=body, headers=headers)
    return browser.status


async def _is_run(door: WebDoor, browser: Browser, path: str) -> bool:
    """True if a browser would take the answer for a page or a script of ours."""
    async with browser.session.get(f"{door.url}/{path}") as answer:
        await answer.read()
        kind, policy = answer.headers["Content-Type"], answer.headers["Content-Security-Policy"]
        how = answer.headers.get("Content-Disposition", "")
        plain = re.fullmatch(r"(attachment|inline); filename\*=UTF-8''[A-Za-z0-9%._~-]+", how) is not None
        sealed = answer.headers["X-Content-Type-Options"] == "nosniff" and "unsafe" not in policy
        looked = how.startswith("inline")
        foreign = looked and kind not in ("application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif")
        return (
            answer.status != 200
            or not plain
            or not sealed
            or foreign
            or any(word in kind for word in RUNS)
            or (not looked and "sandbox" not in policy)
            or "Set-Cookie" in answer.headers
        )


ATTACKS: dict[str, Callable[[WebDoor, int], Awaitable[Figures]]] = {
    "scripts in every field": lambda door, times: scripts(door, min(times, 8)),
    "files of anything": lambda door, times: uploads(door, min(times, 10)),
}
