"""Every screen, as people see it: shown on a tour, within Telegram's limits and our own, and printed as an album."""

import re
import unicodedata
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.conversations.tour.album import write_album
from tests.conversations.tour.guide import Guide
from tests.conversations.tour.whole import tour
from tests.engines import Stores
from tests.office import Office

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long]

MOST_LINES, MOST_BUTTONS, LONGEST_LABEL, LONGEST_CAPTION = 10, 9, 46, 1024
LISTS = {
    "Chọn danh hiệu": "each title that the campaign takes is one tap away",
    "Danh hiệu kéo theo": "the same",
    "Đăng ký thay: chọn danh hiệu": "the same",
    "Đăng ký giấy: chọn danh hiệu": "the same",
    "Hỏi đáp": "each title may be asked about",
    "Từng đoàn viên": "eight people a page",
    "Danh sách của các đơn vị": "eight lists a page",
    "Chuyển đến đơn vị": "eight units a page",
    "Các đơn vị": "the same",
    "Giao vai trò ở đơn vị nào": "the same",
    "Giao vai trò cho ai": "eight people a page",
    "Bảng của Văn phòng": "each kind of work that waits is one tap away",
    "Số liệu toàn Sở": "every number opens its names, every unit its numbers",
    "Toàn Sở của": "the same",
    "Phiếu mời QR": "every unit is one tap away",
    "Kết quả đối chiếu": "every number opens its names",
    "Bảng mà việc đã chờ lâu dẫn đến": "the same",
    "Toàn công đoàn bằng số": "the same",
    "Sáp nhập vào đơn vị": "the same",
    "Người nhận: chọn đơn vị": "the same",
    "Thiết lập phong trào": "each part of a campaign is one tap away",
    "Sửa mục nào của phong trào": "the same",
    "Nhật ký": "each entry is one tap away",
    "Chọn danh hiệu của phong trào": "each title may be taken or left",
    "Mở phong trào: danh hiệu": "the same",
    "Tất cả người đăng ký, trừ": "six people a page",
    "Đã bỏ ra một người": "the same",
    "Danh sách của quyết định đang nhập": "the same",
    "Đăng ký và đạt theo đơn vị": "every number opens its names",
}
"""Captions of screens that are lists to pick from, and may have more buttons -> of what."""
WRITING = ("Soạn thông báo", "Chỗ điền", "Bản nháp", "Đã hủy hẹn", "Đính chính", "Lịch gửi định kỳ")
"""Where a notice is written, its places stand as they are written."""


@pytest.fixture(scope="module")
def tour_url(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> str:
    return stores.sample("sqlite", tmp_path_factory.mktemp("tour"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def guide(tour_url: str) -> AsyncIterator[Guide]:
    """The guide after the one tour that all that is asked here looks back on."""
    office = Office(tour_url)
    await office.open()
    yield await tour(office)
    await office.close()


async def test_every_view_and_every_question_is_shown_on_the_tour(guide: Guide) -> None:
    registry = guide.office.service.engine.registry
    assert set(registry.views) - guide.views == set()
    asked = {(flow.name, step.name) for flow in registry.flows.values() for step in flow.steps}
    assert asked - guide.steps == set()
    assert await guide.office.undone() == []


async def test_screens_keep_to_the_limits_and_speak_civilly(guide: Guide) -> None:
    for caption, _person, seen in guide.pages:
        lines = [line for line in seen.text.splitlines() if line.strip()]
        assert lines, f"{caption} says nothing"
        assert len(seen.text) <= (LONGEST_CAPTION if seen.attachment else 4096)
        assert len(lines) <= MOST_LINES, f"{caption}: {len(lines)} lines"
        assert len(seen.labels()) <= MOST_BUTTONS or caption.startswith(tuple(LISTS)), f"{caption}: {seen.labels()}"
        icons = [c for c in seen.text if unicodedata.category(c) == "So" and c not in "▓░"]
        assert len(icons) <= 1, f"{caption}: {icons}"
        assert all(len(label) <= LONGEST_LABEL for label in seen.labels()), caption
        assert not any(word in seen.text.lower() for word in ("không được xét", "bạn sai", "vi phạm quy định")), caption
        assert unicodedata.is_normalized("NFC", seen.text), caption
        assert "{" not in seen.text or caption.startswith(WRITING), caption
        assert "None" not in seen.text, caption


NOUGHT = re.compile(
    r"(?<![\d.,/:+-])\b0 (người|tệp|đăng ký|không đăng ký|danh hiệu|danh sách|tin|mục|bản|của|trả lại|đã|chờ|chưa)\b"
    r"|(đăng ký|đã nắm|đã báo|xác nhận|tiếp nhận|báo trực tiếp|Chưa phản hồi|Không thuộc diện:) 0\b(?![%/])"
)
"""A count of what is not there, in a sentence."""
ANSWERS = re.compile(r"Mức tối đa \d+%, dự kiến 0 người|^\d+ người: đăng ký 0|: 0 người$")
"""Sentences in which a nought is the answer: a limit, the one figure of a list, how many there are of a heading."""


async def test_nothing_is_said_of_what_is_not_there(guide: Guide) -> None:
    found = [
        (caption, line)
        for caption, _person, seen in guide.pages
        for line in seen.text.splitlines()
        if NOUGHT.search(line) and not ANSWERS.search(line)
    ]
    assert found == [], "\n".join(f"{a} | {b}" for a, b in found)


TO_OTHERS = {
    "Phiếu mời": "whoever holds it may be somebody else",
    "Báo qua Zalo": "a text for somebody else stands in it",
    "Lời nhắc của lãnh đạo": "the lead's own words",
    "Lịch gửi định kỳ": "the reader is named as the one who has made it",
}
"""Captions of screens with two forms of address -> why."""
ADDRESS = re.compile(r"(?<![/\w])(?:Anh|Chị)(?![/\w])")


async def test_a_screen_addresses_its_reader_in_one_way(guide: Guide) -> None:
    mixed = [
        (caption, seen.text)
        for caption, person, seen in guide.pages
        if "Anh/Chị" in seen.text and not caption.startswith(tuple(TO_OTHERS))
        for found in ADDRESS.finditer(seen.text)
        if _of_reader(seen.text[found.end() :], person.name)
    ]
    assert mixed == [], "\n".join(f"{caption} | {text}" for caption, text in mixed)


def _of_reader(behind: str, name: str) -> bool:
    """True where no name stands behind a form of address, or the reader's own after a greeting."""
    word = behind.strip()[:1]
    return not word.isupper() or behind.startswith((f" {name},\n", f" {name.split()[-1]},\n"))


async def test_the_album_holds_every_screen(guide: Guide) -> None:
    page = write_album(guide)
    assert page.read_text("utf-8").count("<figure") == len(guide.pages)
