"""People come in by the web: from a QR code on paper, from a lead, from the Office, from Telegram; and come back."""

import io
from datetime import timedelta

import sqlalchemy as sa
from pypdf import PdfReader

from bot.doors.incoming.arrivals import Arrival
from bot.office.invites import pending
from bot.people.authentication.records import LinkKind, WebLink, WebPin, WebSession
from bot.people.authentication.targets import ShowWebAccess
from bot.people.records import Account, Invite
from bot.people.targets import PrintInvites
from bot.slices import ticks
from bot.store.schema import columns
from tests.engines import both_engines
from tests.entrance.browser import code_on
from tests.entrance.conftest import WebDoor
from tests.office import Office, Phone

DUY, THU, HIEU, HAU = "Nguyễn Đức Duy", "Phạm Thị Thu", "Phạm Quốc Hiếu", "Nguyễn Công Hậu"
AGREE, ENTER, UNLOCK = "Tôi đồng ý, vào trang", "Vào trang", "Mở khóa"
PIN = {"pin": "482915", "again": "482915"}
_A, _L, _S, _I = columns(Account), columns(WebLink), columns(WebSession), columns(Invite)


async def printed(phone: Phone, person_id: int) -> str:
    """The token on the card of one person, as the code on paper carries it."""
    await phone.says("/menu")
    await phone.forges(PrintInvites(person=person_id))
    assert phone.screen.attachment is not None
    assert PdfReader(io.BytesIO(phone.screen.attachment.data)).pages
    (card,) = pending._pending[phone.person_id].cards
    return card.token


@both_engines
async def test_somebody_scans_the_code_on_paper_agrees_sets_a_pin_is_in_and_comes_back_after_a_lock(
    office: Office, door: WebDoor
) -> None:
    duy, hau = await office.person(DUY), await office.person(HAU, linked=False)
    token = await printed(duy, hau.person_id)
    lan = await door.browser()
    page = await lan.opens(f"in/{token}")
    assert lan.status == 200 and HAU in page and "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15" in page
    assert "không đi qua Telegram" in page
    assert await door.rows(_L) == [], "looking has written nothing"
    await lan.presses(AGREE)
    assert "Đặt mã PIN" in lan.reads() and token not in lan.html and lan.path.endswith("/pin")
    (account,) = await office.rows(sa.select(_A).where(_A.c.person_id == hau.person_id))
    assert account.consented_at is not None and account.web_since is not None
    await lan.presses(ENTER, pin="123456", again="123456")
    assert "dễ đoán" in lan.reads() and lan.status == 422
    await lan.presses(ENTER, pin="482915", again="482916")
    assert "chưa giống nhau" in lan.reads()
    await lan.presses(ENTER, **PIN)
    assert lan.status == 200 and HAU in lan.reads() and lan.path == "/thidua/"
    assert lan.taps == 4, "two of them were mistakes"
    assert set(lan.cookies()) == {"thidua"}, "that of the link is gone"

    other = await door.browser()
    assert "không dùng được" in await other.opens(f"in/{token}"), "it is one browser's"

    await lan.presses("Khóa màn hình")
    assert "Trang đã khóa" in lan.reads() and HAU not in lan.html
    before = lan.cookies()["thidua"]
    await lan.presses(UNLOCK, pin="000000")
    assert "chưa đúng" in lan.reads()
    await lan.presses(UNLOCK, pin="482 915")
    assert HAU in lan.reads()
    assert lan.cookies()["thidua"] != before, "the right PIN brings a new secret"
    office.waits(days=31)
    assert "Trang đã khóa" in await lan.opens("")
    await lan.presses(UNLOCK, pin="482915")
    assert HAU in lan.reads()
    secrets = [token, lan.cookies()["thidua"], "482915"]
    kept = str([await door.rows(table) for table in (_L, _S, _I, columns(WebPin))])
    assert not any(secret in kept for secret in secrets)


async def test_a_lead_passes_a_link_on_and_the_pin_of_before_opens_it(office: Office, door: WebDoor) -> None:
    hieu, hau = await office.person(HIEU), await office.person(HAU)
    await hau.says("/menu")
    first = await door.comes_in(HAU)
    token = await door.link(HAU, LinkKind.LEAD, hieu.person_id)
    second = await door.browser()
    await second.opens(token)
    await second.presses(AGREE)
    assert "Nhập mã PIN" in second.reads() and "Đặt mã PIN" not in second.reads()
    await second.presses(ENTER, pin="482915")
    assert HAU in second.reads()
    await first.opens("")
    assert HAU in first.reads(), "the other browser stays in"
    await office.letters()
    assert "Có đăng nhập trang web bằng tên" in hau.reads(), "the person is told at the other door"
    await hau.taps("Không phải tôi")
    assert "Anh/Chị vào trang bằng liên kết riêng" in await second.opens("")
    assert HAU in await first.opens("")


@both_engines
async def test_a_link_of_a_lead_without_a_pin_waits_for_the_office_which_compares_a_code(
    office: Office, door: WebDoor
) -> None:
    duy, hieu, hau = await office.person(DUY), await office.person(HIEU), await office.person(HAU, linked=False)
    await duy.says("/menu")
    token = await door.link(HAU, LinkKind.LEAD, hieu.person_id)
    lan = await door.browser()
    await lan.opens(token)
    await lan.presses(AGREE)
    code = code_on(lan.reads())
    assert "Văn phòng đang xác nhận" in lan.reads()
    assert await office.rows(sa.select(_A).where(_A.c.person_id == hau.person_id)) == [], "nobody is bound yet"
    assert lan.labels() == [], "there is nothing to press"
    await ticks(office.database).run_due()
    await office.letters()
    assert any("Có người chờ vào trang web" in seen.text for seen in duy.from_bot())
    await duy.says("/menu")
    await duy.taps("Việc đang chờ (1)")
    await duy.taps("Chờ vào trang web (1)")
    await duy.taps(HAU)
    assert HAU in duy.reads() and code in duy.reads() and HIEU in duy.reads()
    await duy.taps("Đúng người, cho vào")
    await lan.opens("pin")
    assert "Đặt mã PIN" in lan.reads()
    await lan.presses(ENTER, **PIN)
    assert HAU in lan.reads()


async def test_whoever_is_asked_at_telegram_lets_the_own_browser_in_and_keeps_another_out(
    office: Office, door: WebDoor
) -> None:
    hieu, hau = await office.person(HIEU), await office.person(HAU)
    await hau.says("/menu")
    for yes in (False, True):
        lan = await door.browser()
        await lan.opens(await door.link(HAU, LinkKind.LEAD, hieu.person_id))
        await lan.presses(AGREE)
        code = code_on(lan.reads())
        await office.letters()
        assert code in hau.reads() and "không bấm, báo Văn phòng" in hau.reads()
        await hau.taps("Đúng là tôi" if yes else "Không phải tôi")
        page = await lan.opens("pin")
        assert ("Đặt mã PIN" in page) is yes
        assert ("chưa được xác nhận" in page) is not yes


async def test_a_link_to_another_device_is_made_in_the_settings_and_browsers_are_listed_and_ended(
    office: Office, door: WebDoor
) -> None:
    hau = await office.person(HAU)
    await hau.says("/caidat")
    await hau.taps("Trang web")
    assert "chưa đăng nhập ở trình duyệt nào" in hau.reads()
    await hau.taps("Mở trang web ở máy khác")
    link = next(word for word in hau.reads().split() if "/in/" in word)
    assert hau.screen.attachment is not None
    lan = await door.browser()
    await lan.opens(link)
    await lan.presses(AGREE)
    await lan.presses(ENTER, **PIN)
    assert HAU in lan.reads()
    await hau.says("/caidat")
    await hau.taps("Trang web")
    assert "đang đăng nhập ở 1 trình duyệt" in hau.reads()
    await hau.taps(next(label for label in hau.buttons() if label.startswith("Chrome Android")))
    await hau.taps("Đăng xuất trình duyệt này")
    assert "chưa đăng nhập" in hau.reads()
    assert "liên kết riêng" in await lan.opens("")


async def test_a_shared_computer_locks_itself_and_signs_out_with_the_day(office: Office, door: WebDoor) -> None:
    await office.person(HAU)
    lan = await door.browser()
    await lan.opens(await door.link(HAU))
    await lan.presses(AGREE)
    await lan.presses(ENTER, **PIN, shared="1")
    office.waits(minutes=14)
    assert HAU in await lan.opens("")
    office.waits(minutes=14)
    assert HAU in await lan.opens(""), "whoever goes on stays in"
    office.waits(minutes=16)
    assert "Trang đã khóa" in await lan.opens("")
    office.waits(hours=12)
    assert "liên kết riêng" in await lan.opens("")


async def test_a_forgotten_pin_goes_by_the_office(office: Office, door: WebDoor) -> None:
    duy = await office.person(DUY)
    await office.person(HAU)
    await door.comes_in(HAU)
    lan = await door.browser()
    await lan.opens(await door.link(HAU))
    await lan.presses(AGREE)
    await lan.presses("Tôi quên mã PIN")
    code_on(lan.reads())
    await duy.says("/menu")
    await duy.taps("Việc đang chờ (1)")
    await duy.taps("Chờ vào trang web (1)")
    await duy.taps(HAU)
    await duy.taps("Đúng người, cho vào")
    await lan.opens("pin")
    await lan.presses(ENTER, pin="730864", again="730864")
    assert HAU in lan.reads()


async def test_the_pin_is_changed_where_the_old_one_is_known(office: Office, door: WebDoor) -> None:
    await office.person(HAU)
    lan, elsewhere = await door.comes_in(HAU), await door.comes_in(HAU)
    await lan.opens("new-pin")
    await lan.presses("Lưu mã PIN mới", old="111111", pin="730864", again="730864")
    assert "chưa đúng" in lan.reads()
    await lan.presses("Lưu mã PIN mới", old="482915", pin="730864", again="730864")
    assert HAU in lan.reads()
    assert "Trang đã khóa" in await elsewhere.opens("")
    await elsewhere.presses(UNLOCK, pin="482915")
    assert "chưa đúng" in elsewhere.reads()
    await elsewhere.presses(UNLOCK, pin="730864")
    assert HAU in elsewhere.reads()


async def test_whoever_taps_twice_misses_nothing(office: Office, door: WebDoor) -> None:
    """The browser shows the second answer, and has not seen the first."""
    await office.person(HAU)
    lan = await door.browser()
    await lan.opens(await door.link(HAU))
    for label, typed in ((AGREE, {}), (ENTER, PIN)):
        page, cookies = lan.html, lan.cookies()
        await lan.presses(label, **typed)
        lan.session.cookie_jar.clear()
        lan.plant(**cookies)
        lan.html = page
        await lan.presses(label, **typed)
    assert HAU in lan.reads()
    await lan.presses("Khóa màn hình")
    page, cookies = lan.html, lan.cookies()
    await lan.presses(UNLOCK, pin="482915")
    lan.session.cookie_jar.clear()
    lan.plant(**cookies)
    lan.html = page
    await lan.presses(UNLOCK, pin="482915")
    assert HAU in lan.reads()
    assert len([one for one in await door.rows(_S) if one.ended_at is None]) == 1


async def test_a_phone_is_lost_the_lead_reports_it_the_office_decides(office: Office, door: WebDoor) -> None:
    duy, hieu, hau = await office.person(DUY), await office.person(HIEU), await office.person(HAU, linked=False)
    stolen = await door.comes_in(HAU)
    await hieu.says("/donvi")
    await hieu.forges(ShowWebAccess(hau.person_id))
    assert "Đang đăng nhập ở 1 trình duyệt" in hieu.reads() and "Chrome" not in hieu.reads()
    await hieu.taps("Báo mất điện thoại")
    await hieu.taps("Báo mất điện thoại")
    assert "mọi trình duyệt đang khóa" in hieu.reads()
    assert "Trang đã khóa" in await stolen.opens("")
    await hieu.taps("Mời qua web")
    assert "Kính gửi" in hieu.reads() and "/in/" in hieu.reads()
    link = next(word for word in hieu.reads().split() if "/in/" in word)
    await duy.says("/menu")
    await duy.taps("Việc đang chờ (1)")
    await duy.taps("Mất điện thoại (1)")
    await duy.taps(f"Mất điện thoại: {HAU}")
    await duy.taps("Thu hồi trang web")
    await duy.taps("Thu hồi trang web")
    assert "Chưa đăng nhập ở trình duyệt nào" in duy.reads()
    await stolen.opens("")
    assert "liên kết riêng" in stolen.reads()
    lan = await door.browser()
    assert "không dùng được" in await lan.opens(link), "links of before end with it"
    await lan.opens(await door.link(HAU, LinkKind.LEAD, hieu.person_id))
    await lan.presses(AGREE)
    await lan.presses(ENTER, pin="482915")
    assert HAU in lan.reads(), "the person still has the PIN"
    assert timedelta(0) < office.clock.now() - (await door.rows(_S))[0].created_at


async def test_whoever_has_just_come_in_sees_home_and_who_was_in_the_midst_of_a_question_goes_on_there(
    office: Office, door: WebDoor
) -> None:
    hau = await door.comes_in(HAU)
    assert "Tình trạng: chưa đăng ký" in hau.reads() and "Đăng ký danh hiệu" in hau.labels()
    await hau.presses("Đăng ký danh hiệu")
    question = hau.reads().partition("Đang mở")[2]
    assert "Tình trạng" not in question
    again = await door.comes_in(HAU)
    assert again.reads().partition("Đang mở")[2] == question
    assert len(await door.rows(columns(Arrival))) == 2, "the first screen, and the button"
