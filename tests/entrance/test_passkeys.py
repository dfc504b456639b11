"""Passkeys at the web door: added after a proof, used in place of the PIN, seen and removed at every door."""

import re

import pytest

from bot.people.authentication import access, place
from bot.people.authentication.records import LinkKind, LinkState, WebLink
from bot.people.passkeys.proving import site_at
from bot.people.passkeys.records import Passkey, PasskeyChallenge
from bot.store.audit import Audit
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.entrance.authenticator import Device, adds, gets_key, key_form, origin_of, signs
from tests.entrance.conftest import WebDoor
from tests.office import Office
from tests.people.test_my_data import read_file
from tests.personnel.test_erasure import asks_to_erase, opens

DUY, HIEU, HAU = "Nguyễn Đức Duy", "Phạm Quốc Hiếu", "Nguyễn Công Hậu"
AGREE, ENTER, LOCK = "Tôi đồng ý, vào trang", "Vào trang", "Khóa màn hình"
UNLOCK_KEY, ENTER_KEY = "Mở bằng khóa truy cập", "Vào bằng khóa truy cập"
PIN, OTHER = "482915", "730864"
_K, _C, _A, _L = columns(Passkey), columns(PasskeyChallenge), columns(Audit), columns(WebLink)


@both_engines
async def test_whoever_has_set_a_first_pin_is_offered_a_passkey_which_opens_the_lock(
    office: Office, named: WebDoor
) -> None:
    browser = await named.browser()
    await browser.opens(await named.link(HAU))
    await browser.presses(AGREE)
    browser.html = browser.html.replace('name="can" value=""', 'name="can" value="1"')  # as the script says
    page = await browser.presses(ENTER, pin=PIN, again=PIN)
    assert "Khóa truy cập thay cho mã PIN" in page and "Không bắt buộc" in page and "Để sau" in page
    device = Device(origin_of(browser))
    assert "Máy này đã có khóa truy cập, tên là «Máy tính bảng»" in await adds(browser, device, "Máy tính bảng")
    assert HAU in await browser.opens("?entered")
    await browser.presses(LOCK)
    before = browser.cookies()
    assert HAU in await signs(browser, UNLOCK_KEY, device) and browser.status == 200
    assert browser.cookies() != before
    (kept,) = await named.rows(_K)
    assert (kept.label, kept.sign_count, kept.used_at is not None) == ("Máy tính bảng", 2, True)
    assert await named.rows(_C) == []


async def test_nobody_is_offered_one_who_cannot_have_it_there(office: Office, named: WebDoor) -> None:
    for can, shared in (("", ""), ("1", "1")):
        browser = await named.browser()
        await browser.opens(await named.link(HAU))
        await browser.presses(AGREE)
        browser.html = browser.html.replace('name="can" value=""', f'name="can" value="{can}"')
        page = await browser.presses(ENTER, pin=PIN, again=PIN, **({"shared": shared} if shared else {}))
        assert HAU in page and "Thêm khóa truy cập" not in page
        person = await office.person(HAU, linked=False)
        await office.database.run(lambda tx, key=person.person_id: access.forget_pin(tx, key, by=None))  # type: ignore[misc]
    assert "Máy dùng chung thì không thêm khóa" in await browser.opens("passkey")
    await browser.opens("")
    form = {"csrf": browser_csrf(browser.html), "said": "{}", "label": "Máy"}
    await browser.asks("POST", f"{named.url}/passkey", data=form, headers={"Origin": origin_of(browser)})
    assert await named.rows(_K) == []


def browser_csrf(html: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', html)
    assert found is not None
    return found[1]


@both_engines
async def test_somebody_who_has_signed_out_comes_back_without_a_link(office: Office, named: WebDoor) -> None:
    first, device = await named.comes_in(HAU), Device("")
    device.origin = origin_of(first)
    await gets_key(first, device, PIN)
    await first.opens("")
    await first.presses("Đăng xuất")
    again = await named.browser()
    assert "liên kết riêng" in await again.opens("")
    assert HAU in await signs(again, ENTER_KEY, device) and again.status == 200
    assert HAU in await again.opens("")


async def test_on_the_way_in_by_a_link_a_passkey_stands_for_the_pin(office: Office, named: WebDoor) -> None:
    hieu = await office.person(HIEU)
    device = Device(origin_of(await named.browser()))
    await gets_key(await named.comes_in(HAU), device, PIN)
    for pin_there in (True, False):
        if not pin_there:
            person = await office.person(HAU, linked=False)
            await office.database.run(lambda tx, key=person.person_id: access.forget_pin(tx, key, by=None))  # type: ignore[misc]
        browser = await named.browser()
        await browser.opens(await named.link(HAU, LinkKind.LEAD, hieu.person_id))
        await browser.presses(AGREE)
        assert ("Chờ xác nhận" in browser.reads()) is not pin_there
        assert HAU in await signs(browser, ENTER_KEY, device) and browser.status == 200
        assert LinkState.WAITING not in {link.state for link in await named.rows(_L)}, "nobody need say anything"


async def test_a_lost_pin_is_set_anew_with_a_passkey(office: Office, named: WebDoor) -> None:
    browser = await named.comes_in(HAU)
    device = Device(origin_of(browser))
    await gets_key(browser, device, PIN)
    person = await office.person(HAU, linked=False)
    await office.database.run(lambda tx: access.forget_pin(tx, person.person_id, by=None))
    await browser.opens("")
    await browser.presses(LOCK)
    await signs(browser, UNLOCK_KEY, device)
    await browser.opens("new-pin")
    assert HAU in await signs(browser, "Lưu mã PIN mới bằng khóa truy cập", device, pin=OTHER, again=OTHER)
    await browser.presses(LOCK)
    assert HAU in await browser.presses("Mở khóa", pin=OTHER)
    await browser.opens("new-pin")
    trivial = await signs(browser, "Lưu mã PIN mới bằng khóa truy cập", device, pin="123456", again="123456")
    assert "dễ đoán" in trivial


async def test_a_second_one_is_added_after_the_first_has_proven_who_it_is(office: Office, named: WebDoor) -> None:
    browser = await named.comes_in(HAU)
    device, ring = Device(origin_of(browser)), Device(origin_of(browser), counts=False)
    await gets_key(browser, device, PIN)
    await browser.opens("passkey")
    await signs(browser, "Dùng khóa truy cập đã có", device)
    assert "Chìa khóa USB" in await adds(browser, ring, "Chìa khóa USB")
    assert ring.keys[0].handle == device.keys[0].handle
    await browser.opens("")
    for _ in range(2):  # one that does not count says 0 each time
        await browser.presses(LOCK)
        assert HAU in await signs(browser, UNLOCK_KEY, ring)


@both_engines
async def test_they_are_seen_and_removed_at_another_door(office: Office, named: WebDoor) -> None:
    hau = await office.person(HAU)
    await hau.says("/menu")
    browser = await named.comes_in(HAU)
    device = Device(origin_of(browser))
    await gets_key(browser, device, PIN, "Máy cũ")
    await office.letters()
    assert "Có khóa truy cập mới vào trang web" in hau.reads() and "Máy cũ" in hau.reads()
    await hau.says("/caidat")
    await hau.taps("Trang web")
    assert "Anh/Chị có 1 khóa truy cập" in hau.reads()
    await hau.taps("Khóa truy cập")
    (label,) = [label for label in hau.buttons() if label.startswith("Máy cũ · ")]
    await hau.taps(label)
    assert "Chưa dùng lần nào" in hau.reads()
    await hau.taps("Gỡ khóa này")
    assert "Anh/Chị chưa có khóa nào" in hau.reads()
    await browser.opens("")
    await browser.presses(LOCK)
    assert UNLOCK_KEY not in browser.labels()
    again = await named.browser()
    await again.opens("")
    assert "không dùng được ở đây" in await signs(again, ENTER_KEY, device)
    assert {"web.passkey_added", "web.passkey_removed"} <= {row.deed for row in await named.rows(_A)}


async def test_the_letter_about_a_new_one_removes_it(office: Office, named: WebDoor) -> None:
    hau = await office.person(HAU)
    await hau.says("/menu")
    browser = await named.comes_in(HAU)
    await gets_key(browser, Device(origin_of(browser)), PIN)
    await office.letters()
    await hau.taps("Không phải tôi, gỡ khóa")
    assert await named.rows(_K) == []


async def test_there_are_no_more_than_eight(office: Office, named: WebDoor) -> None:
    browser = await named.comes_in(HAU)
    device = Device(origin_of(browser))
    for number in range(8):
        await gets_key(browser, device, PIN, f"Máy {number}")
    assert "Anh/Chị đã có 8 khóa truy cập" in await browser.opens("passkey")


@both_engines_always
async def test_they_are_in_my_data_and_go_with_the_person(office: Office, named: WebDoor) -> None:
    hau, duy = await office.person(HAU), await office.person(DUY)
    browser = await named.comes_in(HAU)
    await gets_key(browser, Device(origin_of(browser)), PIN, "Máy riêng của Hậu")
    told = await read_file(hau)
    assert "Khóa truy cập trang web" in told and "Máy riêng của Hậu" in told
    await asks_to_erase(hau)
    await opens(duy)
    await duy.taps("Xem phần sẽ xóa")
    await duy.taps("Xóa dữ liệu")
    assert await named.rows(_K) == []


@pytest.mark.parametrize(
    ("url", "name", "origin"),
    [
        ("https://thidua.example.vn", "thidua.example.vn", "https://thidua.example.vn"),
        ("https://So.Example.vn:8443/thi-dua/", "so.example.vn", "https://so.example.vn:8443"),
        ("https://so.example.vn:443/a/b", "so.example.vn", "https://so.example.vn"),
        ("http://localhost:8080/thidua", "localhost", "http://localhost:8080"),
        ("https://sở.example.vn", "xn--s-8tb.example.vn", "https://xn--s-8tb.example.vn"),
    ],
)
def test_passkeys_are_bound_to_the_name_in_the_address(url: str, name: str, origin: str) -> None:
    site = site_at(url)
    assert site is not None and site.origin == origin.replace("xn--s-8tb", site.name.split(".")[0])
    assert site.name == name or site.name.startswith("xn--")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://thidua.example.vn",
        "http://10.0.0.7:8080",
        "https://10.0.0.7",
        "https://[::1]/x",
        "http://127.0.0.1:1",
    ],
)
def test_there_are_none_at_a_plain_address_or_one_in_numbers(url: str) -> None:
    assert site_at(url) is None


async def test_where_there_are_none_nothing_of_them_is_offered_or_answered(office: Office, door: WebDoor) -> None:
    person, browser = await office.person(HAU), await door.comes_in(HAU)
    assert "passkey" not in browser.html
    for path in ("", "new-pin", "pin"):
        await browser.opens(path)
        assert "passkey" not in browser.html
    await browser.opens("passkey")
    assert browser.status == 404
    await browser.opens("")
    await browser.presses(LOCK)
    assert "passkey" not in browser.html and "khóa truy cập" not in browser.reads()
    form = {"csrf": browser_csrf(browser.html), "what": "enter", "said": "{}"}
    for path in ("passkey", "passkey/ask", "passkey/in", "passkey/proof"):
        await browser.asks("POST", f"{door.url}/{path}", data=form, headers={"Origin": origin_of(browser)})
        assert browser.status == 404, path
    await person.says("/caidat")
    await person.taps("Trang web")
    await person.taps("Khóa truy cập")
    assert "Thêm khóa: ở trang web" not in person.reads()
    assert place.address() == door.url


async def test_a_form_for_passkeys_is_hidden_until_a_script_finds_that_the_browser_knows_them(
    office: Office, named: WebDoor
) -> None:
    browser = await named.browser()
    await browser.opens("")
    assert key_form(browser, ENTER_KEY)
    (tag,) = re.findall(r"<form[^>]*data-passkey[^>]*>", browser.html)
    assert tag.endswith(" hidden>")
    assert "unsafe" not in browser.headers["Content-Security-Policy"]
