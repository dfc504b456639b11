"""The web door in a real browser: what a person sees and does on a phone and at a computer, and axe finds nothing.

With THIDUA_PICTURES=folder the pictures are kept, to be looked at.
"""

import os
import re
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import axe_playwright_python
import pytest
import sqlalchemy as sa
from playwright.async_api import Browser, expect
from pypdf import PdfReader

from bot.address import room
from bot.dialogue.screens import Attachment
from bot.doors.rendering import Rendered
from bot.sheets.records import SheetFile
from bot.store.files import file_content, store_file
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from tests.doors.web.stage import WebOffice
from tests.doors.web.window import COMPUTER, PHONE, Visit, in_dark_and_light, visiting
from tests.playground.page.browser import Window
from tests.sheets.desks import STAFF, registers

# One browser for all, and so one event loop.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

HAU, HIEU, HONG = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Nguyễn Thị Hồng"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LEAST = 44
"""Pixels of whatever is pressed, each way."""


def png(width: int, height: int) -> bytes:
    """A picture of one grey."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress((b"\0" + b"\xb0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PNG = png(640, 400)


async def picture(visit: Visit, name: str) -> None:
    if folder := os.environ.get("THIDUA_PICTURES"):
        await visit.picture(Path(folder) / f"{name}.png")


async def found_by_axe(visit: Visit) -> list[str]:
    """All that axe finds wrong with the page, by rule and place. It is not of the page, whose policy keeps it out as a
    script: it comes by the browser's own way in."""
    if not await visit.page.evaluate("Boolean(window.axe)"):
        await visit.page.evaluate(f"() => {{ {AXE} }}")
    told: dict[str, Any] = await visit.page.evaluate(
        # What is half behind the field at this moment is small to it; sizes have a test of their own.
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, rules: {'target-size': {enabled: false}}})",
        RULES,
    )
    return [f"{one['id']}: {node['html'][:120]}" for one in told["violations"] for node in one["nodes"]]


async def too_small(visit: Visit) -> list[str]:
    """Places that are pressed and are smaller than a finger needs; a link within a sentence may be."""
    return list(
        await visit.page.evaluate(
            """least => Array.from(document.querySelectorAll("button, a, summary, textarea, label.button, input"))
            .filter(one => one.offsetParent && !one.closest(".text") && !one.matches(".chooser, .skip, [type=hidden]"))
            .map(one => [one.textContent.trim() || one.id, one.getBoundingClientRect()])
            .filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5)
            .map(([name, box]) => name + " " + box.width + "x" + box.height)""",
            LEAST,
        )
    )


async def is_too_wide(visit: Visit) -> bool:
    return bool(await visit.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


async def letter(web: WebOffice, visit_of: str, text: str, file: Any = None, key: str = "") -> int:
    person = await web.office.person(visit_of)
    return (await web.post.send(room(person.person_id), Rendered(text, None, None, file, True), key))[0]


# --- what it looks like -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "window",
    [
        pytest.param(PHONE, id="phone"),
        pytest.param(COMPUTER, id="computer", marks=pytest.mark.at_length),
    ],
)
async def test_every_state_of_the_page_is_for_everybody(web: WebOffice, chrome: Browser, window: Window) -> None:
    """Contrast, names, order, size of what is pressed, width: at every state that the page has, dark and light."""
    sha256 = await web.office.database.run(lambda tx: store_file(tx, PNG, "image/png"))

    async def is_well(visit: Visit, state: str) -> None:
        async for scheme in in_dark_and_light(visit):
            await picture(visit, f"{scheme}-{window.width}-{state}")
            assert await found_by_axe(visit) == [], f"{state}, {scheme}"
        assert await too_small(visit) == [], state
        assert not await is_too_wide(visit), state

    async with visiting(chrome, web, HAU, window) as visit:
        await is_well(visit, "01-empty")
        await visit.page.get_by_role("button", name="Trang chính").last.click()
        await visit.sees("Tình trạng: chưa đăng ký")
        await is_well(visit, "02-home")
        await visit.page.locator("#menu > summary").click()
        await is_well(visit, "03-menu")
        await visit.page.keyboard.press("Escape")
        await visit.taps("Đăng ký danh hiệu")
        await visit.sees("Năm nay, Anh muốn đăng ký")
        await is_well(visit, "04-question")
        await visit.page.locator("#attach > summary").click()
        await is_well(visit, "05-attach")
        await visit.page.locator("#attach > summary").click()
        marked = (
            "<b>THÔNG BÁO</b>\nVề việc nộp bản đăng ký thi đua năm 2023\n\n<blockquote>Hạn cuối: 17:00 ngày 28/02/2023."
            '</blockquote>\nXem <a href="https://example.org/ke-hoach">kế hoạch</a>, mã <code>TD-2023</code>.'
        )
        await letter(
            web, HAU, marked, Attachment(sha256, "Kế hoạch phong trào thi đua năm 2023.png", "image/png", True)
        )
        await expect(visit.page.locator("#news")).to_be_visible()
        await is_well(visit, "06-news")
        await visit.page.locator("#news").click()
        await is_well(visit, "07-letter")
        await visit.page.goto(web.url + "nowhere")
        visit.forgives("404")
        await is_well(visit, "08-nothing")


async def test_the_page_on_paper_is_its_words(web: WebOffice, chrome: Browser) -> None:
    await letter(web, HAU, "<b>THÔNG BÁO</b>\nHọp lúc 8 giờ")
    async with visiting(chrome, web, HAU, COMPUTER) as visit:
        await visit.page.locator(".message .print").first.click()
        await expect(visit.page.locator("#print")).to_be_visible()
        await picture(visit, "print-on-screen")
        await visit.page.emulate_media(media="print")
        await picture(visit, "print-on-paper")
        await expect(visit.page.locator(".text")).to_contain_text("Họp lúc 8 giờ")
        await expect(visit.page.locator(".unprinted")).to_be_hidden()


# --- what it does -----------------------------------------------------------------------------------------------------


async def test_a_tap_changes_the_screen_in_place_and_it_is_read_out(web: WebOffice, chrome: Browser) -> None:
    async with visiting(chrome, web, HAU) as visit:
        await visit.says("/menu")
        await visit.sees("Tình trạng: chưa đăng ký")
        await visit.page.evaluate("window.here = true")
        await visit.taps("Cài đặt")
        await visit.sees("CÀI ĐẶT")
        await expect(visit.screen).to_be_focused()
        await expect(visit.page.locator(".message")).to_have_count(1)
        assert await visit.page.evaluate("window.here"), "without leaving the page"


async def test_a_finger_that_taps_twice_does_it_once(web: WebOffice, chrome: Browser) -> None:
    async with visiting(chrome, web, HAU) as visit:
        await visit.says("/menu")
        await visit.sees("Tình trạng: chưa đăng ký")
        before = len(await web.office.rows(_updates()))
        await visit.screen.get_by_role("button", name="Cài đặt").dblclick()
        await visit.sees("CÀI ĐẶT")
        assert len(await web.office.rows(_updates())) == before + 1


def _updates() -> Any:
    return sa.select(columns(InboxRow).c.update_id)


async def test_a_letter_comes_by_itself_and_an_edit_is_in_place(web: WebOffice, chrome: Browser) -> None:
    async with visiting(chrome, web, HAU) as visit:
        await visit.says("/menu")
        await visit.sees("Tình trạng: chưa đăng ký")
        number = await letter(web, HAU, "Họp lúc 8 giờ")
        here = visit.page.locator(f"#m{number}")
        await expect(here).to_contain_text("Họp lúc 8 giờ")
        await expect(visit.page.locator("#told")).to_contain_text("Có tin mới. Tin gửi: Họp lúc 8 giờ")
        person = await web.office.person(HAU)
        address = room(person.person_id)
        await web.post.edit(address, number, Rendered("Họp lúc 9 giờ", None, None, None, True), other_file=False)
        await expect(here).to_contain_text("Họp lúc 9 giờ")
        await web.post.delete(address, [number])
        await expect(here).to_have_count(0)
        kinds = await visit.page.locator(".message").evaluate_all("all => all.map(one => one.dataset.kind)")
        assert kinds == ["screen"]


async def test_a_board_moves_under_a_finger_that_stays_where_it_is(web: WebOffice, chrome: Browser) -> None:
    """The lead's keyboard is on a button of the board while somebody else answers."""
    async with visiting(chrome, web, HIEU, COMPUTER) as visit:
        await visit.says("/donvi")
        await visit.sees("Đã phản hồi 0/7")
        before = await visit.screen.inner_text()
        button = visit.screen.get_by_role("button").nth(1)
        name = await button.inner_text()
        await button.focus()
        await registers(web.office, STAFF, "LDTT")
        web.office.waits(minutes=2)
        await web.office.service.display.refresh()
        await expect(visit.screen).not_to_have_text(before)
        focused = await visit.page.evaluate("document.activeElement.textContent.trim()")
        assert re.sub(r"\W*\d+\W*$", "", focused) == re.sub(r"\W*\d+\W*$", "", name)


async def test_a_leads_board_moves_on_the_open_page_as_people_answer_at_either_door(
    web: WebOffice, chrome: Browser
) -> None:
    async with visiting(chrome, web, HIEU) as visit, visiting(chrome, web, HONG) as hers:
        await visit.commands("Đơn vị phụ trách")
        await visit.sees("Đã phản hồi 0/7")
        await visit.page.evaluate("window.here = true")
        asked = list[str]()
        visit.page.on("request", lambda request: asked.append(request.url))
        hau = await web.office.person(HAU)
        await hau.says("/dangky")
        for label in ("Đăng ký như năm trước", "Gửi đăng ký"):
            await hau.taps(label)
        await web.office.service.display.refresh()  # as the clockwork does
        await visit.sees("Đã phản hồi 1/7")
        await visit.sees(f"Chờ xác nhận (1): {HAU}")
        await picture(visit, "board-1")
        await hers.commands("Đăng ký danh hiệu")
        await hers.taps("Không đăng ký năm nay")
        await hers.taps("Cả hai")
        await hers.taps("Nghỉ hưu, chuyển công tác trong năm")
        await hers.sees("Mã số")
        await web.office.service.display.refresh()
        await visit.sees("Đã phản hồi 2/7")
        await picture(visit, "board-2")
        assert await visit.page.evaluate("window.here"), "without leaving the page"
        assert asked == [], "and without asking: it was told"


async def test_a_dialogue_that_ends_at_telegram_ends_on_the_open_page(web: WebOffice, chrome: Browser) -> None:
    async with visiting(chrome, web, HAU) as visit:
        hau = await web.office.person(HAU)
        await visit.commands("Đăng ký danh hiệu")
        await visit.taps("Chọn lại")
        await visit.sees("CHỌN DANH HIỆU")
        await visit.page.evaluate("window.here = true")
        await hau.says("/dangky")
        for label in ("Chiến sĩ thi đua cơ sở", "Tiếp tục"):
            await hau.taps(label)
        await visit.sees("SÁNG KIẾN")
        for label in ("Bổ sung sau", "Bỏ qua", "Gửi đăng ký"):
            await hau.taps(label)
        await visit.sees("Mã số: TD23-0001")
        await expect(visit.page.locator(".message")).to_have_count(1)
        assert await visit.page.evaluate("window.here"), "without leaving the page"


async def test_what_is_typed_is_kept_through_a_reload_and_gone_with_the_session(
    web: WebOffice, chrome: Browser
) -> None:
    async with visiting(chrome, web, HAU) as visit:
        field = visit.page.locator("#text")
        await field.fill("Nội dung gõ dở\ncòn dài")
        await visit.page.reload()
        await expect(field).to_have_value("Nội dung gõ dở\ncòn dài")
        await visit.page.locator("#menu > summary").click()
        await visit.page.get_by_role("button", name="Khóa màn hình").click()
        await expect(visit.page.get_by_text("Xin mời vào")).to_be_visible()
        assert await visit.page.evaluate("Object.keys(localStorage).length") == 0
        assert "gõ dở" not in await visit.page.content()


async def test_a_session_that_ends_elsewhere_takes_the_conversation_off_the_screen(
    web: WebOffice, chrome: Browser
) -> None:
    async with visiting(chrome, web, HAU) as visit:
        await visit.says("/menu")
        await visit.sees("Tình trạng: chưa đăng ký")
        person = await web.office.person(HAU)
        web.keeper.inside.clear()
        web.hub.look_again(room(person.person_id))
        await expect(visit.page.get_by_text("Xin mời vào")).to_be_visible()
        assert "Nguyễn Công Hậu" not in await visit.page.content()


async def test_without_a_network_nothing_is_lost_and_it_is_sent_once(web: WebOffice, chrome: Browser) -> None:
    async with visiting(chrome, web, HAU) as visit:
        await visit.says("/menu")
        await visit.sees("Tình trạng: chưa đăng ký")
        before = len(await web.office.rows(_updates()))
        lost = 0

        async def loses_the_answer(route: Any) -> None:
            nonlocal lost
            lost += 1
            if lost == 1:
                await route.abort()
            elif lost == 2:
                await route.fetch()  # it arrives, and the answer does not
                await route.abort()
            else:
                await route.continue_()

        await visit.page.route("**/say", loses_the_answer)
        await visit.says("/caidat")
        trouble = visit.page.locator("#trouble")
        await expect(trouble).to_contain_text("Chưa gửi được vì mất kết nối. Nội dung vẫn được giữ.")
        await picture(visit, "unsent")
        await expect(visit.page.locator("#text")).to_have_value("/caidat")
        await visit.page.locator("#again").click()
        await expect(trouble).to_be_visible()
        await visit.page.locator("#again").click()
        await visit.sees("CÀI ĐẶT")
        await expect(trouble).to_be_hidden()
        await expect(visit.page.locator("#text")).to_have_value("")
        assert len(await web.office.rows(_updates())) == before + 1
        visit.forgives("ERR_FAILED")


async def test_a_screen_whose_answer_was_lost_comes_by_itself(web: WebOffice, chrome: Browser) -> None:
    """Its stream takes it for told, but for one that is begun anew."""
    async with visiting(chrome, web, HAU) as visit:
        await visit.says("/menu")
        await visit.sees("Tình trạng: chưa đăng ký")

        async def loses_the_answer(route: Any) -> None:
            await route.fetch()
            await letter(web, HAU, "Tin sau đó")
            await expect(visit.page.locator(".message.letter")).to_contain_text("Tin sau đó")
            await route.abort()

        await visit.page.route("**/tap", loses_the_answer)
        await visit.taps("Cài đặt")
        await visit.sees("CÀI ĐẶT")
        await expect(visit.page.locator("#trouble")).to_contain_text("Chưa gửi được vì mất kết nối.")
        visit.forgives("ERR_FAILED")


async def test_the_page_catches_up_when_the_stream_was_away(web: WebOffice, chrome: Browser) -> None:
    async with visiting(chrome, web, HAU) as visit:
        await visit.says("/menu")
        await visit.sees("Tình trạng: chưa đăng ký")
        context = visit.page.context
        await context.set_offline(True)
        web.hub.close()  # and the connection goes
        await letter(web, HAU, "Tin lúc mất mạng")
        await expect(visit.page.locator("#offline")).to_contain_text("Mất kết nối")
        web.hub._closed = False
        await context.set_offline(False)
        await expect(visit.page.locator(".message.letter")).to_contain_text("Tin lúc mất mạng")
        await expect(visit.page.locator("#offline")).to_be_hidden()
        visit.forgives("ERR_INTERNET_DISCONNECTED")


async def test_a_lead_prints_the_list_photographs_the_signed_page_and_sends_it(
    web: WebOffice, chrome: Browser, tmp_path: Path
) -> None:
    """By nothing but what stands on the page; each page of the walk is one for everybody."""
    await registers(web.office, STAFF, "LDTT")
    photo = tmp_path / "trang ký.png"
    photo.write_bytes(PNG)
    async with visiting(chrome, web, HIEU) as visit:

        async def is_well(state: str) -> None:
            await picture(visit, f"lead-{state}")
            assert await found_by_axe(visit) == [], state
            assert await too_small(visit) == [], state
            assert not await is_too_wide(visit), state

        await visit.commands("Đơn vị phụ trách")
        await visit.sees("Đã phản hồi 1/7")
        await visit.taps("Gửi danh sách")
        await visit.sees("GỬI DANH SÁCH PHÒNG QUẢN LÝ KHOA HỌC")
        await visit.taps("Gửi danh sách")
        await visit.sees("Mã danh sách: DS23-01, bản 1.")
        await is_well("1-sent")
        await visit.taps("In để ký (PDF)")
        await visit.sees("để in và ký")
        await is_well("2-printed")
        assert STAFF in await _opens_paper(visit)
        await visit.taps("Quay lại")
        await visit.sees("Bản đã ký: chưa có")
        await visit.taps("Gửi bản đã ký")
        await visit.sees("DS23-01")
        await visit.page.locator("#attach > summary").click()
        camera = visit.page.locator("#camera")
        assert await camera.get_attribute("accept") == "image/*,application/pdf"
        assert await camera.get_attribute("capture") == "environment"
        async with visit.page.expect_file_chooser() as choosing:
            await visit.page.get_by_text("Chụp ảnh", exact=True).click()
        await (await choosing.value).set_files(photo)
        await expect(visit.page.locator("#picked")).to_have_text("Đã chọn: trang ký.png")
        await is_well("3-photo-chosen")
        await visit.page.get_by_role("button", name="Gửi tệp", exact=True).click()
        await visit.sees("Đã nhận 1 tệp")
        await expect(visit.page.locator("#picked")).to_have_text("")
        await is_well("4-photo-received")
        await visit.taps("Xong (1 tệp)")
        await visit.sees("Bản đã ký: 1 tệp")
        await is_well("5-signed")
    (row,) = await web.office.rows(sa.select(columns(SheetFile).c.name, columns(SheetFile).c.sha256))
    assert row.name == "DS23-01-ban-ky-1.png"
    assert await web.office.database.read(lambda tx: file_content(tx, row.sha256)) == PNG


async def _opens_paper(visit: Visit) -> str:
    """The words of the PDF behind the button that opens the newest file, in a tab of its own."""
    link = visit.screen.last.get_by_role("link", name=re.compile("^Mở xem: "))
    assert await link.get_attribute("target") == "_blank"
    where = urljoin(visit.page.url, await link.get_attribute("href") or "")
    async with visit.page.context.expect_page() as opening:
        await link.click()
    await (await opening.value).close()
    answer = await visit.page.context.request.get(where)
    assert answer.status == 200 and answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(await answer.body())).pages)


async def test_everything_is_done_without_a_script(web: WebOffice, chrome: Browser) -> None:
    async with visiting(chrome, web, HAU, script=False) as visit:
        await visit.page.get_by_role("button", name="Trang chính").last.click()
        await visit.sees("Tình trạng: chưa đăng ký")
        await visit.taps("Cài đặt")
        await visit.sees("CÀI ĐẶT")
        await visit.says("/menu")
        await visit.sees("Tình trạng: chưa đăng ký")
        await visit.page.locator("#attach > summary").click()
        await picture(visit, "without-script")
        await visit.page.locator("#chosen").set_input_files(
            {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
        )
        await visit.page.get_by_role("button", name="Gửi tệp", exact=True).click()
        await expect(visit.screen).to_be_visible()
        await expect(visit.page.locator(".alert")).to_have_count(0)


async def test_it_is_used_by_keyboard_alone(web: WebOffice, chrome: Browser) -> None:
    async with visiting(chrome, web, HAU, COMPUTER) as visit:
        await visit.says("/menu")
        await visit.sees("Tình trạng: chưa đăng ký")
        await visit.page.reload()
        press = visit.page.keyboard.press
        await press("Tab")
        await expect(visit.page.locator(".skip")).to_be_focused()
        await press("Tab")
        await expect(visit.page.locator("#menu > summary")).to_be_focused()
        await press("Enter")
        await press("Tab")
        await expect(visit.page.locator("#menu").get_by_role("button", name="Trang chính")).to_be_focused()
        await press("Escape")
        await expect(visit.page.locator("#menu > summary")).to_be_focused()
        for _ in range(6):
            await press("Tab")
        await press("Enter")
        await expect(visit.screen).to_be_focused()
        await visit.page.locator("#text").focus()
        await visit.page.keyboard.type("/caidat")
        await press("Enter")
        await visit.sees("CÀI ĐẶT")
        await expect(visit.page.locator("#text")).to_be_focused()
