"""The web door over real HTTP, by a browser without a script: what a person sees after each form."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.dialogue.surface import SurfaceRow
from bot.doors.rendering import Rendered
from bot.doors.web.messages import WebMessage
from bot.leading.targets import ShowSheet
from bot.sheets.records import SheetFile
from bot.store.files import file_content
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from tests.doors.web.stage import PATH, Browser, WebOffice
from tests.engines import both_engines, both_engines_always
from tests.office import Office, Phone
from tests.sheets.desks import JPEG, PDF, STAFF, registers

HAU, HIEU, DUY = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Nguyễn Đức Duy"


@pytest_asyncio.fixture
async def web(office: Office) -> AsyncIterator[WebOffice]:
    async with WebOffice(office) as web:
        yield web


async def at_home(web: WebOffice, name: str = HAU) -> Browser:
    browser = await web.browser(name)
    await browser.opens()
    await browser.chooses("Trang chính")
    return browser


@both_engines
async def test_a_person_registers_in_a_browser_without_a_script(web: WebOffice) -> None:
    hau = await at_home(web)
    assert hau.page.kinds == ["screen"]
    assert "Tình trạng: chưa đăng ký" in hau.reads()
    await hau.taps("Đăng ký danh hiệu")
    assert hau.page.kinds == ["screen"], "in place"
    await hau.taps("Đăng ký như năm trước")
    assert hau.page.kinds == ["screen"]
    taps = 0
    while "Gửi đăng ký" not in hau.labels():
        taps += 1
        assert taps < 8, hau.labels()
        await (hau.taps("Bỏ qua") if "Bỏ qua" in hau.labels() else hau.says("Số hóa quy trình tiếp nhận hồ sơ"))
    await hau.taps("Gửi đăng ký")
    assert "Mã số" in hau.reads()
    await hau.says("/menu")
    assert hau.page.kinds == ["record", "screen"], "the receipt stays above"


@both_engines_always
async def test_people_who_press_at_once_see_each_their_own_and_it_is_recorded(web: WebOffice) -> None:
    people = {name: await at_home(web, name) for name in (HAU, HIEU, DUY, "Lê Công Khôi", "Nguyễn Thị Hồng")}
    table = columns(SurfaceRow)
    for label, first in (("Cài đặt", "CÀI ĐẶT"), ("Trang chính", "Tình trạng")):
        await asyncio.gather(*(one.taps(label) for one in people.values()))
        rows = {row.address: row for row in await web.office.rows(sa.select(table))}
        for one in people.values():
            assert first in one.reads()
            up, number = rows[one.caller.address], int(one.page.form("tap")["message"])
            assert (up.message_id, up.shown) == (number, up.wanted)
            assert up.wanted == (2 if first == "CÀI ĐẶT" else 3)


async def test_a_dialogue_goes_on_at_the_other_door_and_back(web: WebOffice) -> None:
    phone = await web.office.person(HAU)
    await phone.says("/menu")
    await phone.taps("Đăng ký danh hiệu")
    asked = phone.reads()
    hau = await at_home(web)
    await hau.taps("Đăng ký danh hiệu")
    assert hau.reads() == asked
    await hau.taps("Chọn lại")
    there = hau.reads()
    await phone.says("/dangky")
    assert phone.reads() == there


async def test_whoever_opens_the_page_in_the_midst_of_a_question_goes_on_with_it(web: WebOffice) -> None:
    phone, hau = await web.office.person(HAU), await at_home(web)
    await web.office.clock.sleep(5)
    await phone.says("/dangky")
    await phone.taps("Chọn lại")
    await hau.opens()
    assert hau.reads() == phone.reads() and "CHỌN DANH HIỆU" in hau.reads()
    await hau.says("/menu")
    await hau.opens()
    assert "Tình trạng: chưa đăng ký" in hau.reads(), "who has turned to something else is not led back"


async def test_a_question_that_is_answered_at_one_door_is_shown_as_answered_at_the_other(web: WebOffice) -> None:
    phone, hau = await web.office.person(HAU), await at_home(web)
    await web.office.clock.sleep(5)
    await phone.says("/dangky")
    await phone.taps("Chọn lại")
    count = len(phone.chat)
    await hau.opens()
    await hau.taps("Chiến sĩ thi đua cơ sở")
    await hau.taps("Tiếp tục")
    await web.office.settle()
    assert hau.reads() == phone.reads() and "SÁNG KIẾN" in phone.reads()
    assert len(phone.chat) == count, "in place, without a sound"
    await phone.says("Số hóa hồ sơ")
    await hau.opens()
    assert hau.reads() == phone.reads() and "NỘI DUNG PHẤN ĐẤU" in hau.reads()


async def _in_the_midst(web: WebOffice) -> tuple[Phone, Browser]:
    """Somebody who is choosing titles at both doors."""
    phone, hau = await web.office.person(HAU), await at_home(web)
    await web.office.clock.sleep(5)
    await phone.says("/dangky")
    await phone.taps("Chọn lại")
    await hau.opens()
    assert hau.reads() == phone.reads() and "CHỌN DANH HIỆU" in hau.reads()
    return phone, hau


@pytest.mark.parametrize("ends_at", ["web", "telegram"])
async def test_a_dialogue_that_ends_at_one_door_has_ended_at_the_other(web: WebOffice, ends_at: str) -> None:
    phone, hau = await _in_the_midst(web)
    count, number = len(phone.chat), phone.screen.message_id
    one = hau if ends_at == "web" else phone
    for label in ("Chiến sĩ thi đua cơ sở", "Tiếp tục", "Bổ sung sau", "Bỏ qua", "Gửi đăng ký"):
        await one.taps(label)
    await web.office.settle()
    assert "Mã số: TD23-0001" in phone.reads()
    assert (len(phone.chat), phone.screen.message_id) == (count, number), "in place, without a sound"
    await hau.opens()
    assert hau.reads() == phone.reads() and hau.page.kinds == ["screen"]
    await phone.says("/menu")
    await hau.says("/menu")
    assert "Mã số: TD23-0001" in phone.chat[-3].text, "and it stays there as a record"
    assert hau.page.kinds == ["record", "screen"]


async def test_a_dialogue_that_is_left_at_one_door_is_left_at_the_other(web: WebOffice) -> None:
    phone, hau = await _in_the_midst(web)
    count = len(phone.chat)
    await hau.taps("Để sau")
    await web.office.settle()
    assert "CHỌN DANH HIỆU" not in hau.reads()
    assert hau.reads() == phone.reads() and len(phone.chat) == count
    await phone.says("Số hóa hồ sơ")
    assert "CHỌN DANH HIỆU" not in phone.reads(), "words are no answer to what stands nowhere any more"


async def test_a_dialogue_that_is_begun_anew_at_one_door_is_new_at_the_other(web: WebOffice) -> None:
    phone, hau = await _in_the_midst(web)
    count = len(phone.chat)
    await hau.says("/menu")
    await hau.says("đăng ký Chiến sĩ thi đua cơ sở")
    await web.office.settle()
    assert "Đang chọn: Lao động tiên tiến; Chiến sĩ thi đua cơ sở" in hau.reads()
    assert hau.reads() == phone.reads() and len(phone.chat) == count


async def test_words_are_typed_and_a_question_reaches_the_office(web: WebOffice) -> None:
    hau = await at_home(web)
    await hau.taps("Hỏi đáp")
    await hau.taps("Hỏi Văn phòng")
    await hau.says("Sáng kiến cấp cơ sở nộp ở đâu?\nXin cảm ơn.")
    assert "Sáng kiến cấp cơ sở nộp ở đâu?" in hau.reads()


async def test_the_same_form_posted_twice_is_one_update(web: WebOffice) -> None:
    hau = await at_home(web)
    button = hau.button("Cài đặt")
    for _ in range(2):
        await hau.posts("tap", {**button.form, button.name: button.value})
        assert hau.status == 200
    table = columns(InboxRow)
    assert len(await web.office.rows(sa.select(table.c.update_id))) == 2, "the command and one tap"
    assert hau.reads().startswith("CÀI ĐẶT")


async def test_a_letter_stands_above_the_screen_and_its_button_works(web: WebOffice) -> None:
    hau = await at_home(web)
    rows = {"inline_keyboard": [[{"text": "Xem cài đặt", "callback_data": hau.button("Cài đặt").value}]]}
    await web.post.send(hau.caller.address, Rendered("<b>THÔNG BÁO</b>\nHọp lúc 8 giờ", rows, None, None, True), "1:0")
    await hau.opens()
    assert hau.page.kinds == ["letter", "screen"]
    assert hau.page.texts[0] == "THÔNG BÁO\nHọp lúc 8 giờ"
    one = next(one for one in hau.page.buttons if one.label == "Xem cài đặt")
    await hau.posts("tap", {**one.form, one.name: one.value})
    assert hau.page.kinds == ["letter", "screen"]
    assert hau.reads().startswith("CÀI ĐẶT")


async def test_old_messages_are_read_page_by_page(web: WebOffice) -> None:
    hau = await at_home(web)
    for place in range(35):
        await web.post.send(hau.caller.address, Rendered(f"Tin số {place}", None, None, None, True))
    await hau.opens()
    assert hau.page.texts[0] == "Tin số 5"
    older = next(link for link in hau.page.links if "before=" in link)
    await hau.opens(older.removeprefix(f"{PATH}/"))
    assert hau.page.texts == [f"Tin số {place}" for place in range(5)]
    assert f"{PATH}/#screen" in hau.page.links, "and there is a way back"


@pytest.mark.parametrize(
    ("name", "more"),
    [(HAU, []), (HIEU, ["Đơn vị phụ trách"]), (DUY, ["Quản lý phong trào"]), ("Lê Công Khôi", ["Tổ công đoàn"])],
)
async def test_the_menu_has_what_leads_somewhere(web: WebOffice, name: str, more: list[str]) -> None:
    everybody = ["Trang chính", "Đăng ký danh hiệu", "Đăng ký của tôi", "Thông báo", "Hỏi đáp", "Cài đặt", "Trợ giúp"]
    browser = await web.browser(name)
    await browser.opens()
    offered = [label for label in browser.menu()[:-1] if not label.startswith("Tạm dừng")]
    assert [label for label in offered if label not in everybody] == more
    assert [label for label in offered if label not in more] == everybody


async def test_a_message_is_printed_on_a_sheet_of_its_own(web: WebOffice) -> None:
    hau = await at_home(web)
    link = next(link for link in hau.page.links if "/print/" in link)
    await hau.opens(link.removeprefix(f"{PATH}/"))
    assert "Tình trạng: chưa đăng ký" in hau.page.html
    assert hau.page.buttons == [], "nothing can be pressed on paper"
    await hau.opens("print/99999")
    assert hau.status == 404


async def test_under_a_path_and_where_a_proxy_takes_it_away(web: WebOffice) -> None:
    hau = await at_home(web)
    assert all(link.startswith((f"{PATH}/", "#")) for link in hau.page.links)
    for address in (f"{web.origin}/", f"{web.origin}{PATH}"):
        async with hau.client.get(address) as answer:
            assert answer.status == 200
            assert "Tình trạng: chưa đăng ký" in await answer.text()


async def test_who_is_not_in_sees_the_way_in_and_nothing_else(web: WebOffice) -> None:
    hau = await at_home(web)
    number = re.search(r'data-id="(\d+)"', hau.page.html)
    assert number is not None
    stranger = await web.stranger()
    await stranger.opens()
    assert "Xin mời vào" in stranger.page.html
    for path in (f"print/{number[1]}", f"file/{number[1]}/0", "news?after=0"):
        await stranger.opens(path)
        assert stranger.status == 401
        assert "Nguyễn" not in stranger.content.decode()


# --- files ------------------------------------------------------------------------------------------------------------


async def test_a_signed_page_is_sent_and_kept_with_the_list(web: WebOffice) -> None:
    await registers(web.office, STAFF, "LDTT")
    lead = await at_home(web, HIEU)
    await lead.forges(ShowSheet(Subject.UNIT))
    await lead.taps("Gửi danh sách")
    await lead.taps("Gửi bản đã ký")
    await lead.sends("trang1.jpg", JPEG, "image/jpeg", field="camera")
    assert "Đã nhận 1 tệp" in lead.reads()
    await lead.sends("quét.pdf", PDF, "application/pdf")
    await lead.taps("Xong (2 tệp)")
    assert "Bản đã ký: 2 tệp" in lead.reads()
    table = columns(SheetFile)
    rows = await web.office.rows(sa.select(table.c.name, table.c.mime, table.c.sha256).order_by(table.c.id))
    assert [(row.name, row.mime) for row in rows] == [
        ("DS23-01-ban-ky-1.jpg", "image/jpeg"),
        ("DS23-01-ban-ky-2.pdf", "application/pdf"),
    ]
    assert await web.office.database.read(lambda tx: file_content(tx, rows[0].sha256)) == JPEG


async def test_ones_own_data_is_a_file_that_comes_as_it_was_made(web: WebOffice) -> None:
    hau = await at_home(web)
    await hau.chooses("Cài đặt")
    await hau.taps("Dữ liệu của tôi")
    await hau.taps("Tải về")
    link = next(link for link in hau.page.links if "/file/" in link and "view" not in link)
    await hau.opens(link.removeprefix(f"{PATH}/"))
    assert hau.status == 200
    assert hau.headers["Content-Type"] == "application/octet-stream"
    assert hau.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert hau.headers["X-Content-Type-Options"] == "nosniff"
    assert hau.content.startswith(b"%PDF-")


async def test_nothing_of_the_conversation_of_another_is_ever_given(web: WebOffice) -> None:
    hau, duy = await at_home(web), await at_home(web, DUY)
    table = columns(WebMessage)
    (mine,) = await web.office.rows(sa.select(table.c.id).where(table.c.address == hau.caller.address))
    for path in (f"print/{mine.id}", f"file/{mine.id}/0"):
        await duy.opens(path)
        assert duy.status == 404
    await duy.opens("news?after=0")
    assert "Nguyễn Công Hậu" not in duy.content.decode()
