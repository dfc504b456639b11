"""A link into the web door is in no table in clear, nor in a log, whoever has made it and wherever it is shown."""

import logging
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.people.authentication import place
from bot.people.authentication.targets import InviteByWeb
from tests.engines import both_engines
from tests.entrance.conftest import WebDoor
from tests.office import Office

HIEU, HAU = "Phạm Quốc Hiếu", "Nguyễn Công Hậu"


async def kept_in(office: Office, token: str) -> list[str]:
    """Names of the tables in which the token stands, as text or within a file."""

    def body(tx: Any) -> list[str]:
        found = []
        for table in SQLModel.metadata.sorted_tables:
            rows = tx.execute(sa.select(table)).all()
            if any(token in str(value) for row in rows for value in row):  # bytes, too, as they are written
                found.append(table.name)
        return found

    return await office.database.run(body)


def token_in(words: str) -> str:
    return next(word for word in words.split() if "/in/" in word).rpartition("/in/")[2]


@both_engines
async def test_a_link_made_in_a_browser_is_shown_there_and_kept_nowhere(
    office: Office, door: WebDoor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await office.person(HAU)
    lan = await door.comes_in(HAU)
    for label in ("Cài đặt", "Trang web", "Mở trang web ở máy khác"):
        await lan.presses(label)
    token = token_in(lan.reads())
    assert place.mark(token) not in lan.html
    picture = next(part for part in lan.html.split('"') if "/file/" in part)
    async with lan.session.get(door.url.removesuffix("/thidua") + picture) as answer:
        shown = await answer.read()
    assert answer.status == 200 and shown.startswith(b"\x89PNG")
    assert await kept_in(office, token) == []
    stored = await office.rows(sa.text("SELECT count(*) FROM file WHERE mime = 'image/png'"))
    assert stored[0][0] == 0, "the code is the link, too"
    assert token not in caplog.text
    other = await door.browser()
    assert HAU in await other.opens(f"in/{token}"), "it is a link that works"

    office.waits(minutes=11)
    assert token not in await lan.opens("") and token not in lan.html, "nor is it shown for long"
    async with lan.session.get(door.url.removesuffix("/thidua") + picture) as answer:
        assert answer.status == 404


@both_engines
async def test_a_leads_link_is_shown_to_its_maker_alone_and_kept_nowhere(
    office: Office, door: WebDoor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert door.url == place.address()
    hieu, hau = await office.person(HIEU), await office.person(HAU)
    for phone in (hieu, hau):
        await phone.says("/menu")
    await hieu.forges(InviteByWeb(hau.person_id))
    token = token_in(hieu.reads())
    assert await kept_in(office, token) == []
    now = office.clock.now()
    assert place.drawn(place.mark(token), hieu.person_id, now) == token
    assert place.drawn(place.mark(token), hau.person_id, now) == "…", "whoever has seen the mark has seen nothing"
    assert token not in caplog.text
    await office.letters()
    assert await kept_in(office, token) == []
    assert token not in hau.reads()
