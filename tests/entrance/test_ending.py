"""Being in ends with the right to be in, in the same moment; and a dialogue goes on at the other door."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.enquiries.targets import ShowOfficeQuestions
from bot.people.authentication.records import LinkKind, LinkState, WebLink, WebPin, WebSession
from bot.people.records import Account
from bot.registration.records import RegistrationVersion
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.entrance.browser import Browser
from tests.entrance.conftest import WebDoor
from tests.office import Office
from tests.personnel.steps import finds
from tests.personnel.test_erasure import asks_to_erase

DUY, THU, HIEU, HAU, AN = "Nguyễn Đức Duy", "Lâm Hồng Thu", "Phạm Quốc Hiếu", "Nguyễn Công Hậu", "Hồ Quốc An"
AGREE, ENTER = "Tôi đồng ý, vào trang", "Vào trang"
PIN = {"pin": "482915", "again": "482915"}
_A, _L, _S, _W = columns(Account), columns(WebLink), columns(WebSession), columns(WebPin)
OUTSIDE = "Anh/Chị vào trang bằng liên kết riêng"


async def posts(door: WebDoor, browser: Browser, held: str) -> int:
    """The status of what is written in a page that is still open."""
    browser.html = held
    form = next(form for form in browser.forms() if form.action.endswith("/say"))
    origin = {"Origin": door.url.removesuffix("/thidua")}
    await browser.asks("POST", f"{door.url}/say", data={**form.fields, "text": "Còn đây"}, headers=origin)
    return browser.status


async def is_out(door: WebDoor, browser: Browser, *links: str, pin_stays: bool = False) -> None:
    """Nothing of the person is shown, in this browser or to whoever has one of the links, and nothing is taken."""
    held = browser.html
    assert OUTSIDE in await browser.opens("") and browser.status == 401 and HAU not in browser.html
    if "/say" in held:
        assert await posts(door, browser, held) == 401
    for link in links:
        other = await door.browser()
        assert "không dùng được" in await other.opens(link) and other.status == 404
    assert [one for one in await door.rows(_S) if one.ended_at is None] == []
    assert {one.state for one in await door.rows(_L)} <= {LinkState.DONE, LinkState.ENDED}
    assert bool(await door.rows(_W)) is pin_stays


@both_engines
async def test_unlinking_at_telegram_leaves_the_web_as_it_is(office: Office, door: WebDoor) -> None:
    hau = await office.person(HAU)
    lan = await door.comes_in(HAU)
    await hau.says("/caidat")
    await hau.taps("Ngắt liên kết")
    await hau.taps("Ngắt liên kết")
    assert "Đã ngắt liên kết" in hau.reads()
    await hau.says("/cuatoi")
    assert HAU not in hau.reads()
    assert HAU in await lan.opens("") and lan.status == 200
    bound = [(one.user_id, one.web_since is not None) for one in await door.rows(_A) if one.person_id == hau.person_id]
    assert bound == [((1 << 53) + hau.person_id, True)]
    await lan.presses("Đăng ký của tôi")
    assert lan.status == 200 and HAU in lan.reads()


@both_engines
async def test_unlinking_at_the_web_leaves_telegram_as_it_is(office: Office, door: WebDoor) -> None:
    hau = await office.person(HAU)
    lan, link = await door.comes_in(HAU), await door.link(HAU)
    await lan.presses("Cài đặt")
    await lan.presses("Ngắt liên kết")
    await lan.presses("Ngắt liên kết")
    await is_out(door, lan, link)
    await hau.says("/caidat")
    assert HAU in hau.reads()
    (account,) = [one for one in await door.rows(_A) if one.person_id == hau.person_id]
    assert (account.user_id, account.web_since) == (hau.user_id, None)


@both_engines
async def test_whoever_takes_the_consent_back_at_one_door_is_out_at_both(office: Office, door: WebDoor) -> None:
    hau = await office.person(HAU)
    lan, link = await door.comes_in(HAU), await door.link(HAU)
    await hau.says("/caidat")
    await hau.taps("Thông tin cá nhân")
    await hau.taps("Rút lại sự đồng ý")
    await hau.taps("Rút lại sự đồng ý")
    await is_out(door, lan, link)
    (account,) = [one for one in await door.rows(_A) if one.user_id == hau.user_id]
    assert (account.person_id, account.consented_at, account.web_since) == (None, None, None)


async def test_the_same_in_the_browser_puts_the_person_out_at_telegram_too(office: Office, door: WebDoor) -> None:
    hau = await office.person(HAU)
    lan, link = await door.comes_in(HAU), await door.link(HAU)
    await lan.presses("Cài đặt")
    for label in ("Thông tin cá nhân", "Rút lại sự đồng ý", "Rút lại sự đồng ý"):
        await lan.presses(label)
    await is_out(door, lan, link)
    await hau.says("/cuatoi")
    assert HAU not in hau.reads()


@both_engines
async def test_an_account_that_the_office_frees_is_out_at_the_web(office: Office, door: WebDoor) -> None:
    duy, _hau = await office.person(DUY), await office.person(HAU, linked=False)
    lan, link = await door.comes_in(HAU), await door.link(HAU, LinkKind.LEAD, duy.person_id)
    await finds(duy, HAU)
    for label in ("Tài khoản", "Ngắt liên kết", "Ngắt liên kết"):
        await duy.taps(label)
    await is_out(door, lan, link)


async def test_an_account_that_goes_to_somebody_else_takes_no_browser_along(office: Office, door: WebDoor) -> None:
    duy, an = await office.person(DUY), await office.person(AN, linked=False)
    await office.person(HAU)
    lan, link = await door.comes_in(HAU), await door.link(HAU)
    await finds(duy, HAU)
    await duy.taps("Tài khoản")
    await duy.taps("Chuyển cho đúng người")
    await duy.says("ho quoc an")
    await duy.taps("Chuyển cho đúng người")
    await is_out(door, lan, link)
    (account,) = [one for one in await door.rows(_A) if one.person_id == an.person_id]
    assert account.web_since is None, "no letter of the one waits in the browsers of the other"


@both_engines
@pytest.mark.parametrize("day", ["hôm nay", "01/02"])
async def test_whoever_leaves_is_out_from_that_day_on(office: Office, door: WebDoor, day: str) -> None:
    duy, _hau = await office.person(DUY), await office.person(HAU, linked=False)
    lan, link = await door.comes_in(HAU), await door.link(HAU)
    await finds(duy, "nguyen cong hau")
    await duy.taps("Thôi công tác (nghỉ hưu, chuyển đi)")
    await duy.says(day)
    await duy.taps("Ghi ngày nghỉ")
    if day == "hôm nay":
        await is_out(door, lan, link)
        return
    assert HAU in await lan.opens("") and lan.status == 200, "until then nothing changes"
    held = lan.html
    office.moves_clock_to(2023, 2, 1)
    assert OUTSIDE in await lan.opens("") and HAU not in lan.html
    assert await posts(door, lan, held) == 401
    assert "không dùng được" in await lan.opens(link)


@both_engines_always
async def test_an_erasure_puts_everybody_out_who_was_in_and_the_pin_opens_the_next_link(
    office: Office, door: WebDoor
) -> None:
    hau, duy = await office.person(HAU), await office.person(DUY)
    lan, link = await door.comes_in(HAU), await door.link(HAU)
    await asks_to_erase(hau)
    await duy.says("/menu")
    await duy.forges(ShowOfficeQuestions())
    await duy.taps(next(label for label in duy.buttons() if label.startswith("Chuyện riêng thứ năm")))
    await duy.taps("Xem phần sẽ xóa")
    await duy.taps("Xóa dữ liệu")
    await is_out(door, lan, link, pin_stays=True)
    assert {one.browser for one in [*await door.rows(_S), *await door.rows(_L)]} == {""}


@both_engines
async def test_a_dialogue_begun_on_the_web_goes_on_at_telegram_where_it_was(office: Office, door: WebDoor) -> None:
    hau = await office.person(HAU, linked=False)
    lan = await door.comes_in(HAU)
    await lan.presses("Đăng ký danh hiệu")
    await lan.presses("Đăng ký như năm trước")
    asked = lan.reads()
    assert "Gửi đăng ký" in lan.labels(), asked
    await hau.says("/start")
    for label in ("Xem và cho ý kiến", "Tôi đồng ý"):
        await hau.taps(label)
    await hau.shares_own_contact()
    assert "Đã liên kết" in hau.reads()
    await hau.says("/dangky")
    await hau.taps("Gửi đăng ký")
    assert "TD23-0001" in "".join(seen.text for seen in hau.from_bot())
    await lan.presses("Gửi đăng ký")  # as a page has it that has not heard of that yet
    (sent,) = await office.rows(sa.select(columns(RegistrationVersion).c.id))
    assert sent, "what was sent at the other door is not sent again"
    assert HAU in await lan.opens("") and lan.status == 200, "the browser is in as before"
    await lan.presses("Đăng ký của tôi")
    assert "TD23-0001" in lan.reads()
    (account,) = [one for one in await door.rows(_A) if one.person_id == hau.person_id]
    assert account.user_id == hau.user_id and account.web_since is not None


@both_engines
async def test_a_dialogue_begun_at_telegram_goes_on_in_the_browser_where_it_was(office: Office, door: WebDoor) -> None:
    hau = await office.person(HAU)
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    assert "Gửi đăng ký" in hau.buttons()
    lan = await door.comes_in(HAU)
    await lan.presses("Đăng ký danh hiệu")
    await lan.presses("Gửi đăng ký")
    assert "TD23-0001" in lan.reads()
    await hau.says("/cuatoi")
    assert "TD23-0001" in hau.reads()


@both_engines_always
async def test_of_browsers_that_ask_at_once_each_is_its_own_persons(door: WebDoor) -> None:
    people = {name: await door.comes_in(name) for name in (HAU, HIEU, DUY)}
    again, stranger = await door.comes_in(HAU), await door.browser()
    for _ in range(2):
        await asyncio.gather(stranger.opens(""), *(one.opens("") for one in (*people.values(), again)))
        assert OUTSIDE in stranger.reads()
        for name, one in (*people.items(), (HAU, again)):
            assert {who for who in people if who in one.reads()} == {name}
    await people[HIEU].presses("Khóa màn hình")
    await asyncio.gather(*(one.opens("") for one in (*people.values(), again)))
    assert [one.status for one in (*people.values(), again)] == [200, 401, 200, 200]
