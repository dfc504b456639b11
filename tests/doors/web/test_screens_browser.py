"""axe finds nothing on the web page of any screen, light and dark, and each fits a phone.

One of each kind of drawing in `make test`; with THIDUA_EVERY_SCREEN=1, as in `make drill`, every screen of the tour
that the album shows. What people saw is put on the page of one of them, and looked at there by a real browser.
"""

import os
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from bot.address import Address, room
from bot.dialogue import surface as surfaces
from bot.doors.web import messages
from bot.playground.persons.phone import Seen
from bot.store.database import Tx
from bot.store.files import store_file
from tests.conversations.tour.guide import Guide
from tests.conversations.tour.whole import tour
from tests.doors.web.stage import WebOffice
from tests.doors.web.test_web_browser import found_by_axe, is_too_wide
from tests.doors.web.window import visiting
from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

EVERY = os.environ.get("THIDUA_EVERY_SCREEN") == "1"
HAU, HIEU, DUY = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Nguyễn Đức Duy"
MARKS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre"}
MARKS |= {"blockquote": "blockquote", "expandable_blockquote": "blockquote"}


async def a_few(office: Office) -> Guide:
    """One screen of each kind of drawing."""
    guide = Guide(office)
    hau, hieu, duy = [await office.person(name) for name in (HAU, HIEU, DUY)]
    await guide.says(hau, "/menu", "buttons")
    await hau.says("/dangky")
    await guide.taps(hau, "Chọn lại", "several of many")
    for label in ("Chiến sĩ thi đua cơ sở", "Tiếp tục"):
        await hau.taps(label)
    await guide.sees(hau, "words")
    for label in ("Bổ sung sau", "Bỏ qua", "Gửi đăng ký", "Đăng ký của tôi"):
        await hau.taps(label)
    await guide.taps(hau, "Tải bản đăng ký (PDF)", "a file")
    await guide.says(hieu, "/donvi", "a board")
    await guide.taps(hieu, "Xem từng người", "a list by pages")
    await duy.says("/quanly")
    await guide.taps(duy, "Toàn Sở", "a table")
    await duy.taps("Số liệu, dự báo")
    await guide.taps(duy, "Biểu đồ", "a chart")
    return guide


async def test_axe_finds_nothing_on_any_screen(web: WebOffice, chrome: Browser) -> None:
    guide = await (tour(web.office) if EVERY else a_few(web.office))
    wrong = list[str]()
    async with visiting(chrome, web, HIEU) as light, visiting(chrome, web, HIEU, dark=True) as dark:
        person = await web.office.person(HIEU)
        page = _Page(web, room(person.person_id), person.user_id)
        for place, (caption, _person, seen) in enumerate(guide.pages):
            up = await page.shows(seen)
            for scheme, visit in (("light", light), ("dark", dark)):
                await visit.page.locator(f"#m{up}").wait_for()
                wrong += [f"{caption}, {scheme}: {one}" for one in await found_by_axe(visit)]
                if folder := os.environ.get("THIDUA_PICTURES"):
                    await visit.picture(Path(folder) / f"{place:03}-{scheme}.png")
            if await is_too_wide(light):
                wrong.append(f"{caption}: too wide")
    print(f"{len(guide.pages)} screens, light and dark: axe found {len(wrong)}")
    assert wrong == []


class _Page:
    """The page of one person, on which one screen stands after another."""

    def __init__(self, web: WebOffice, address: Address, user_id: int) -> None:
        self._web, self._address, self._user_id = web, address, user_id
        self._up: int | None = None

    async def shows(self, seen: Seen) -> int:
        """Put it there; the number of its message."""

        def body(tx: Tx) -> int:
            surface = surfaces.get(tx, self._address) or surfaces.raise_(
                tx, self._address, self._user_id, {"view": ["home"]}
            )
            if self._up is not None:
                messages.delete(tx, self._address, [self._up])
            content = {**_content(tx, seen), "letter": False, "keep": False}
            return messages.add(tx, self._address, content, surface_id=surface.id)

        self._up = await self._web.office.database.run(body)
        self._web.hub.changed(self._address)
        return self._up


def _content(tx: Tx, seen: Seen) -> dict[str, Any]:
    files = list[dict[str, Any]]()
    if (file := seen.attachment) is not None:
        named = {"sha256": store_file(tx, file.data, file.mime), "name": file.name, "mime": file.mime}
        files.append({**named, "size": len(file.data), "photo": file.kind == "photo"})
    rows = [[{"text": one.text, "data": one.data, "style": one.style} for one in row if one.data] for row in seen.rows]
    return {"text": _marked(seen), "rows": [row for row in rows if row], "files": files}


def _marked(seen: Seen) -> str:
    """The words with their marks, as they were written."""
    units = seen.text.encode("utf-16-le")
    marks = [one for one in seen.entities if one["type"] in MARKS]
    cuts = sorted({0, len(units) // 2, *(at for one in marks for at in (one["offset"], one["offset"] + one["length"]))})
    written = ""
    for since, until in pairwise(cuts):
        here = [MARKS[one["type"]] for one in marks if one["offset"] <= since < one["offset"] + one["length"]]
        words = escape(units[2 * since : 2 * until].decode("utf-16-le"))
        written += "".join(f"<{mark}>" for mark in here) + words + "".join(f"</{mark}>" for mark in reversed(here))
    return written
