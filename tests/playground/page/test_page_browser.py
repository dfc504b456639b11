"""The page in a real browser, with a little bot at the other end: what a visitor does and sees."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.playground.http_door import http_door, serving
from bot.playground.page.page import add_page
from tests.playground.page.browser import DESKTOP, NARROW, PHONE, Desk, Window, visiting
from tests.playground.page.sample_stage import DUY, HAU, HIEU, Scene, wall
from tests.playground.sample_bot import RECORD, sample_bot

# One browser for all, and so one event loop.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63606060f80f00010401005fe5c34b0000000049454e44ae426082"
)


@dataclass
class Playground:
    scene: Scene
    url: str


@asynccontextmanager
async def served(scene: Scene, port: int = 0) -> AsyncIterator[str]:
    app = http_door(scene.world)
    add_page(app, scene.stage)
    async with serving(app, port=port) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    scene = Scene()
    async with served(scene) as url, sample_bot(scene.world):
        yield Playground(scene, url)


@pytest.mark.parametrize(
    "window",
    [pytest.param(DESKTOP, id="desktop", marks=pytest.mark.at_length), pytest.param(PHONE, id="phone")],
)
async def test_a_dialogue_goes_on_in_place_as_in_a_messenger(
    playground: Playground, chrome: Browser, window: Window
) -> None:
    async with visiting(chrome, playground.url, window) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await expect(desk.part("log")).to_contain_text("Kênh đăng ký thi đua của Sở. Bấm Bắt đầu để mở.")
        await desk.starts()
        await desk.sees("Kính chào Anh/Chị.")
        newest = desk.part("message-bot").last
        await expect(newest.locator("strong")).to_have_text("Sở Khoa học và Công nghệ tỉnh Tây Ninh")
        assert await desk.buttons() == ["Tiếp tục (0)", "Lời nhắn", "Hộp thoại", "Xác nhận", "Rút đăng ký"]
        await expect(newest.locator(".primary")).to_have_text("Tiếp tục (0)")
        await expect(newest.get_by_test_id("edited")).to_have_count(0)

        await desk.taps("Tiếp tục")
        await desk.sees("Đã bấm 1 lần.")
        await desk.taps("Tiếp tục")
        await desk.sees("Đã bấm 2 lần.")
        await expect(desk.part("message-bot")).to_have_count(1)
        await expect(newest.get_by_test_id("edited")).to_have_text("đã sửa")

        await desk.taps("Lời nhắn")
        await expect(desk.part("toast")).to_have_text("Đã ghi nhận.")
        await desk.taps("Hộp thoại")
        await expect(desk.part("alert")).to_contain_text("Đã quá hạn đăng ký.")
        await desk.part("alert-close").click()
        await expect(desk.part("alert")).to_have_count(0)

        await desk.part("inline-button").filter(has_text="Xác nhận").click()
        await expect(desk.part("inline-button").filter(has_text="Xác nhận")).to_have_attribute("aria-busy", "true")

        await desk.says("Em xin đăng ký")
        await desk.sees("Anh/Chị viết: Em xin đăng ký")
        await expect(desk.part("message-mine").last).to_contain_text("Em xin đăng ký")
        await expect(desk.part("day")).to_have_text(["Thứ Ba, 03/01/2023"])


async def test_what_looks_like_markup_is_shown_as_it_was_written(playground: Playground, chrome: Browser) -> None:
    evil = "<img src=x onerror=\"document.title='!'\"><b>a</b> &amp; javascript:alert(1)"
    async with visiting(chrome, playground.url) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.says(evil)
        await desk.sees(f"Anh/Chị viết: {evil}")
        assert await desk.part("messages").locator("img, b, script").count() == 0
        assert "!" not in await desk.page.title()


async def test_commands_and_links_of_the_bot_can_be_clicked(playground: Playground, chrome: Browser) -> None:
    async with visiting(chrome, playground.url) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.part("message-bot").get_by_role("button", name="/trogiup").click()
        await desk.sees("Anh/Chị viết: /trogiup")
        await desk.says("xem https://example.org/a?b=1, và t.me/thidua_bot?start=X1.")
        await desk.sees("Anh/Chị viết")
        links = desk.part("message-bot").last.locator("a")
        addresses = [await link.get_attribute("href") for link in await links.all()]
        assert addresses == ["https://example.org/a?b=1", "https://t.me/thidua_bot?start=X1"]
        assert await links.first.get_attribute("rel") == "noopener noreferrer"


async def test_the_menu_of_commands_opens_by_button_and_by_slash(playground: Playground, chrome: Browser) -> None:
    async with visiting(chrome, playground.url) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.sees("Kính chào")
        await desk.part("commands-open").click()
        assert len(await desk.part("command").all()) == 4
        await desk.part("commands-open").click()
        await expect(desk.part("commands")).to_be_hidden()
        await desk.part("field").press_sequentially("/s")
        await expect(desk.part("command")).to_have_text(
            ["/startBắt đầu", "/soGửi số điện thoại", "/sangkienGhi sáng kiến"]
        )
        await desk.page.keyboard.press("ArrowDown")
        await desk.page.keyboard.press("ArrowDown")
        await desk.page.keyboard.press("Enter")
        await desk.sees("Xin gửi số điện thoại")


async def test_enter_sends_except_while_a_vietnamese_syllable_is_being_composed(
    playground: Playground, chrome: Browser
) -> None:
    async with visiting(chrome, playground.url) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.part("field").fill("Nguyễn")
        composing = "field => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true}))"
        await desk.part("field").evaluate(composing)
        await expect(desk.part("field")).to_have_value("Nguyễn")
        await desk.part("field").press("Shift+Enter")
        await desk.part("field").press_sequentially("A")
        await desk.part("field").press("Enter")
        await desk.sees("Anh/Chị viết: Nguyễn\nA")


async def test_somebody_elses_number_is_tried_then_the_own_one_on_a_phone(
    playground: Playground, chrome: Browser
) -> None:
    async with visiting(chrome, playground.url, PHONE) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.says("/so")
        await desk.presses("Chia sẻ số điện thoại")
        await desk.shares_contact_of("Phạm Quốc Hiếu")
        await desk.sees("Đây không phải số của chính Anh/Chị.")
        await expect(desk.part("contact")).to_contain_text("0359 542 962")
        await expect(desk.part("keyboard")).to_be_hidden()

        await desk.says("/so")
        await desk.presses("Chia sẻ số điện thoại")
        await desk.shares_own_contact()
        await desk.sees("Đã nhận số 84819400960.")


async def test_a_one_time_keyboard_hides_when_used_and_can_be_called_back(
    playground: Playground, chrome: Browser
) -> None:
    async with visiting(chrome, playground.url) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.says("/so")
        await desk.presses("Tôi dùng số khác")
        await desk.sees("Anh/Chị viết: Tôi dùng số khác")
        await expect(desk.part("keyboard")).to_be_hidden()
        await desk.part("keys-toggle").click()
        await expect(desk.part("key")).to_have_text(["Chia sẻ số điện thoại", "Tôi dùng số khác"])


async def test_files_go_both_ways(playground: Playground, chrome: Browser, tmp_path: Path) -> None:
    signed, picture = tmp_path / "Bản đã ký.pdf", tmp_path / "Bảng tin.png"
    signed.write_bytes(b"%PDF-1.7 ...")
    picture.write_bytes(DOT)
    async with visiting(chrome, playground.url) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.says("/bang")
        await desk.sees("Bảng tổng hợp.")
        assert await desk.downloads() == ("Danh sách đăng ký.csv", RECORD)

        await desk.uploads(signed, "Xin gửi")
        await desk.sees("Đã nhận tệp Bản đã ký.pdf, 12 byte.")
        assert await desk.downloads() == ("Bản đã ký.pdf", b"%PDF-1.7 ...")

        await desk.uploads(picture, "Bảng tin")
        await desk.sees("Ảnh: Bảng tin")
        shown = desk.part("message-bot").last.get_by_test_id("photo")
        await expect(shown).to_have_js_property("naturalWidth", 1)

        await desk.uploads(picture, as_photo=False)
        await desk.sees("Đã nhận tệp Bảng tin.png")


async def test_a_question_that_wants_a_reply_gets_it_as_one(playground: Playground, chrome: Browser) -> None:
    async with visiting(chrome, playground.url) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.says("/sangkien")
        await desk.sees("Sáng kiến của Anh/Chị là gì?")
        await desk.says("Số hóa hồ sơ")
        await desk.sees("(trả lời tin")
        await expect(desk.part("message-mine").last).to_contain_text("Sáng kiến của Anh/Chị là gì?")


async def test_an_invitation_is_opened_by_whoever_it_is_for(playground: Playground, chrome: Browser) -> None:
    async with visiting(chrome, playground.url) as desk:
        await desk.chooses("Nguyễn Đức Duy")
        await desk.starts()
        await desk.says("/sangkien")
        await desk.sees("Sáng kiến")
        await desk.part("inline-button").filter(has_text="Mở đường dẫn").click()
        await desk.part("link-whose").select_option(value=str(HIEU))
        await desk.part("link-open").click()
        await expect(desk.part("person")).to_have_text("Phạm Quốc Hiếu")
        await desk.sees("Mã mời: INVITE7")


async def test_blocking_takes_the_field_away_until_it_is_undone(playground: Playground, chrome: Browser) -> None:
    async with visiting(chrome, playground.url) as desk:
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.part("more").click()
        await desk.part("block").click()
        await desk.part("confirm-yes").click()
        await expect(desk.part("unblock")).to_be_visible()
        await expect(desk.part("field")).to_be_hidden()
        assert playground.scene.world.chats[HAU].blocked
        await desk.part("unblock").click()
        await desk.says("/start")
        await desk.sees("Kính chào")


async def test_people_are_found_without_diacritics_and_by_role(playground: Playground, chrome: Browser) -> None:
    async with visiting(chrome, playground.url) as desk:
        everybody = await desk.listed()
        assert everybody == ["Nguyễn Đức Duy", "Phạm Quốc Hiếu", "Lê Công Khôi", "Nguyễn Công Hậu", "Trần Văn Khách"]
        assert await desk.finds("cong hau") == ["Nguyễn Công Hậu"]
        assert await desk.finds("ĐỨC duy") == ["Nguyễn Đức Duy"]
        assert await desk.finds("trưởng phòng") == ["Phạm Quốc Hiếu", "Lê Công Khôi"]
        assert await desk.finds("không có ai") == []
        await expect(desk.part("nobody")).to_be_visible()
        await desk.finds("")
        await desk.part("role-union_lead").click()
        assert await desk.listed() == ["Lê Công Khôi"]
        await desk.part("role-lead").click()
        assert await desk.listed() == ["Phạm Quốc Hiếu"]
        await desk.part("role-all").click()
        assert await desk.listed() == everybody


async def test_everything_to_start_a_dialogue_can_be_done_from_the_keyboard(
    playground: Playground, chrome: Browser
) -> None:
    async with visiting(chrome, playground.url) as desk:
        await desk.part("search").focus()
        keys = desk.page.keyboard
        await keys.type("cong hau")
        await keys.press("ArrowDown")
        await keys.press("Enter")
        await expect(desk.part("start")).to_be_focused()
        await keys.press("Enter")
        await desk.sees("Kính chào")
        await expect(desk.part("field")).to_be_focused()
        await desk.part("inline-button").first.focus()
        await keys.press("Enter")
        await desk.sees("Đã bấm 1 lần.")
        # The message was edited in place: one goes on from its first button.
        await expect(desk.part("inline-button").first).to_be_focused()
        await keys.press("Enter")
        await desk.sees("Đã bấm 2 lần.")


async def test_what_waits_for_others_is_counted_until_it_is_looked_at(playground: Playground, chrome: Browser) -> None:
    world = playground.scene.world
    async with visiting(chrome, playground.url, PHONE) as desk:
        world.says(DUY, "chào")
        await expect(desk.part("people").locator("[data-person='703'] [data-testid=unread]")).to_contain_text("1")
        await desk.chooses("Nguyễn Công Hậu")
        await expect(desk.part("back")).to_contain_text("1")
        await expect(desk.page).to_have_title(re.compile(r"^\(1\) "))
        await desk.chooses("Nguyễn Đức Duy")
        await desk.sees("Anh/Chị viết: chào")
        await expect(desk.page).to_have_title(re.compile("^Đăng ký thi đua"))
        await desk.part("back").click()
        await expect(desk.part("phone")).to_be_hidden()
        assert len(await desk.listed()) == 5
        await expect(desk.part("people").locator("[data-person='703'] [data-testid=unread]")).to_be_hidden()


async def test_the_clock_is_moved_and_the_chat_shows_the_new_day(playground: Playground, chrome: Browser) -> None:
    scene = playground.scene
    scene.reminder = wall("2023-02-14T08:30")
    async with visiting(chrome, playground.url) as desk:
        await expect(desk.part("clock")).to_have_text("Thứ Ba, 03/01/2023 08:10")
        await desk.part("clock-hour").click()
        await expect(desk.part("clock")).to_have_text("Thứ Ba, 03/01/2023 09:10")
        await desk.part("clock-morning").click()
        await expect(desk.part("clock")).to_have_text("Thứ Tư, 04/01/2023 08:00")
        await expect(desk.part("clock-reminder")).to_contain_text("14/02 08:30")
        scene.reminder = None
        await desk.part("clock-hour").click()
        await expect(desk.part("clock-reminder")).to_be_disabled()
        scene.reminder = wall("2023-02-14T08:30")
        await desk.part("clock-hour").click()
        await desk.part("clock-reminder").click()
        await expect(desk.part("clock")).to_have_text("Thứ Ba, 14/02/2023 08:30")
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.moves_clock("2023-02-28T16:59")
        await desk.says("Em gửi")
        await desk.sees("Em gửi")
        await expect(desk.part("day")).to_have_text(["Thứ Ba, 14/02/2023", "Thứ Ba, 28/02/2023"])
        assert scene.clock.local() == wall("2023-02-28T16:59")

        await desk.part("clock-open").click()
        await desk.part("clock-date").fill("31/02/2023")
        await desk.part("clock-set").click()
        await expect(desk.part("clock-box")).to_contain_text("Ngày ghi như 28/02/2023")
        await desk.part("clock-date").fill("1/1/2023")
        await desk.part("clock-set").click()
        await expect(desk.part("toast")).to_have_text("Đồng hồ chỉ đi tới.")
        desk.forgives("409")


async def test_a_lost_line_is_said_and_taken_up_again_by_itself(chrome: Browser) -> None:
    scene = Scene()
    async with AsyncExitStack() as line:
        url = await line.enter_async_context(served(scene))
        async with visiting(chrome, url) as desk:
            await desk.chooses("Nguyễn Công Hậu")
            await expect(desk.part("start")).to_be_visible()
            await expect(desk.part("offline")).to_be_hidden()
            await line.aclose()
            await expect(desk.part("offline")).to_be_visible()
            scene.world.says(HAU, "trong lúc mất mạng")
            await line.enter_async_context(served(scene, int(url.rpartition(":")[2])))
            await expect(desk.part("offline")).to_be_hidden()
            await expect(desk.part("message-mine")).to_contain_text("trong lúc mất mạng")
            desk.forgives("ERR_")


async def test_an_older_part_of_a_long_chat_is_fetched_on_request(playground: Playground, chrome: Browser) -> None:
    world = playground.scene.world
    async with visiting(chrome, playground.url) as desk:
        for number in range(120):
            world.says(HAU, f"tin {number}")
        await desk.chooses("Nguyễn Công Hậu")
        await expect(desk.part("log")).to_contain_text("Anh/Chị viết: tin 119")
        await desk.page.get_by_role("button", name="Xem tin cũ hơn").click()
        await expect(desk.part("message-mine").first).to_contain_text("tin 0")


@pytest.mark.parametrize(
    "window",
    [
        pytest.param(NARROW, id="360"),
        pytest.param(PHONE, id="390", marks=pytest.mark.at_length),
        pytest.param(Window(820, 1180, touch=True), id="820", marks=pytest.mark.at_length),
    ],
)
async def test_nothing_sticks_out_and_every_target_is_large_enough_for_a_finger(
    playground: Playground, chrome: Browser, window: Window
) -> None:
    async with visiting(chrome, playground.url, window) as desk:
        await _fits(desk, window)
        await desk.chooses("Nguyễn Công Hậu")
        await desk.starts()
        await desk.says("/bang")
        await desk.sees("Bảng tổng hợp")
        await desk.says("x" * 300)
        await desk.says("/so")
        await desk.sees("Xin gửi số")
        await _fits(desk, window)
        await desk.presses("Chia sẻ số điện thoại")
        await expect(desk.part("contact-box")).to_be_visible()
        await _fits(desk, window)
        await desk.part("contact-cancel").click()
        await desk.part("clock-open").click()
        await _fits(desk, window)


_SMALL = """() => [...document.querySelectorAll('button, a[href], input, select, textarea, summary')]
    .filter((one) => one.checkVisibility() && !one.closest('[aria-hidden]'))
    .filter((one) => !one.matches('.inline-link, .text a'))  // in running text
    .map((one) => [one, (one.closest('label') ?? one).getBoundingClientRect()])
    .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
    .map(([one, box]) => `${one.textContent.trim() || one.ariaLabel}: ${box.width} x ${box.height}`)"""


async def _fits(desk: Desk, window: Window) -> None:
    assert await desk.page.evaluate("document.documentElement.scrollWidth") <= window.width
    assert await desk.page.evaluate(_SMALL) == []


# Of every text on the page: its colour against what is painted behind it, as WCAG 2 measures it.
_FAINT = """() => {
    const rgba = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
    const over = ([r, g, b, a], below) => [r, g, b].map((one, i) => one * a + below[i] * (1 - a));
    const ground = (one) => {
        if (!one) return [255, 255, 255];
        const colour = rgba(getComputedStyle(one).backgroundColor);
        return colour[3] === 1 ? colour.slice(0, 3) : over(colour, ground(one.parentElement));
    };
    const light = (colour) => {
        const linear = (c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        const [r, g, b] = colour.map((one) => linear(one / 255));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return [...document.querySelectorAll('body *')]
        .filter((one) => one.checkVisibility() && !one.closest(':disabled, [aria-busy], .unseen, svg'))
        .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
        .map((one) => {
            const below = ground(one);
            const pair = [light(over(rgba(getComputedStyle(one).color), below)), light(below)].sort((a, b) => b - a);
            return [one, (pair[0] + 0.05) / (pair[1] + 0.05)];
        })
        .filter(([, ratio]) => ratio < 4.5)
        .map(([one, ratio]) => `${one.className} "${one.textContent.slice(0, 20)}": ${ratio.toFixed(2)}`);
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_every_text_stands_out_from_its_ground(playground: Playground, chrome: Browser, dark: bool) -> None:
    async with visiting(chrome, playground.url, dark=dark) as desk:
        assert await desk.page.evaluate(_FAINT) == []
        await desk.chooses("Nguyễn Công Hậu")
        assert await desk.page.evaluate(_FAINT) == []
        await desk.starts()
        await desk.sees("Kính chào")
        await desk.taps("Lời nhắn")
        await desk.says("/bang /trogiup https://example.org")
        await desk.says("/sangkien")
        await desk.sees("Sáng kiến")
        await desk.says("/so")
        await desk.presses("Chia sẻ số điện thoại")
        assert await desk.page.evaluate(_FAINT) == []
        await desk.part("contact-cancel").click()
        await desk.part("commands-open").click()
        await desk.part("more").click()
        await desk.part("block").click()
        assert await desk.page.evaluate(_FAINT) == []
