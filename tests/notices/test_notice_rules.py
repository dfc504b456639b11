"""What a notice may say and carry, and when it may be wanted."""

import io
import zipfile
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import Typed
from bot.dialogue.screens import Formatted, Mark
from bot.notices import rules
from bot.notices.records import Notice, NoticeState
from bot.notices.rules import FileType, Place
from bot.notices.tracking.rules import earliest, is_open
from bot.notices.writing import rules as writing_rules
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE

NOW = datetime(2023, 1, 3, 9, 0, tzinfo=OFFICE_ZONE)


def _office_file(*parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return made.getvalue()


def test_words_keep_their_formatting() -> None:
    formatted = Formatted(("Họp ", Formatted(("8 giờ",), Mark.BOLD)))
    assert writing_rules.words(Typed("Họp 8 giờ", formatted)) == "Họp <b>8 giờ</b>"
    assert writing_rules.words(Typed("a < b")) == "a &lt; b"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("Công văn TUYỆT MẬT", "words.marked"),
        ("Văn bản MẬT số 3", "words.marked"),
        ("Kính gửi {tên gì đó}", "notice.unknown_place"),
        ("x" * 3501, "words.too_long"),
        ("   ", "words.too_short"),
    ],
)
def test_what_may_not_be_sent_is_refused_with_its_reason(text: str, refusal: str) -> None:
    with pytest.raises(Refusal) as told:
        writing_rules.words(Typed(text))
    assert told.value.key == refusal


def test_places_are_filled_in_and_anything_else_in_braces_was_refused_before() -> None:
    values = {Place.NAME: "Hậu", Place.UNIT: "Phòng", Place.TITLES: "LĐTT", Place.DEADLINE: "17:00"}
    words = rules.filled("<b>{họ tên}</b>, {Đơn Vị}: {", values)
    assert words == Formatted((Formatted(("Hậu",), Mark.BOLD), ", ", "Phòng", ": {"))
    for place in rules.all_places():
        assert writing_rules.words(Typed(place)) == place


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0", FileType.JPEG),
        (b"\x89PNG\r\n\x1a\n", FileType.PNG),
        (b"%PDF-1.7", FileType.PDF),
        (_office_file("word/document.xml"), FileType.DOCX),
        (_office_file("xl/workbook.xml"), FileType.XLSX),
        (_office_file("xl/workbook.xml", "xl/vbaProject.bin"), None),
        (_office_file("anything.txt"), None),
        (b"PK\x03\x04 broken", None),
        (b"MZ\x90\x00", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, kind: FileType | None) -> None:
    assert writing_rules.file_type(content) is kind


@pytest.mark.parametrize(
    ("typed", "number", "dated"),
    [
        ("15/TB-VP ngày 03/01/2023", "15/TB-VP", date(2023, 1, 3)),
        ("15/TB-VP, 3.1.2023", "15/TB-VP", date(2023, 1, 3)),
        ("125/TĐC-HCTH", "125/TĐC-HCTH", None),
    ],
)
def test_number_and_date_are_read_as_people_write_them(typed: str, number: str, dated: date | None) -> None:
    assert writing_rules.document(typed, NOW.date()) == (number, dated)


@pytest.mark.parametrize("typed", ["không có", "15/TB ngày 31/02/2023", "03/01/2023", "15/TB ngày 01/01/2033"])
def test_what_is_no_number_is_asked_again(typed: str) -> None:
    with pytest.raises(Refusal):
        writing_rules.document(typed, NOW.date())


def test_what_was_seen_fits_one_button() -> None:
    assert rules.sealed(rules.seal(12, 10_000)) == (12, 10_000)


def test_a_notice_is_called_by_its_first_line_that_is_no_salutation() -> None:
    assert rules.headline("Kính gửi: Các phòng\n\n<b>Sở phát động</b> phong trào") == "Sở phát động phong trào"
    assert rules.headline("Kính gửi: Các phòng") == "Kính gửi: Các phòng"
    assert rules.headline("Hạn đăng ký là {hạn}") == "Hạn đăng ký là …"


@pytest.mark.parametrize(
    ("markup", "short"),
    [
        ("Kính gửi: Các phòng\n<b>Họp</b> 8 &lt; 9 giờ\n\nĐủ thành phần", "Họp 8 &lt; 9 giờ Đủ thành phần"),
        ("Kính gửi {họ tên}, mời họp", "Kính gửi {họ tên}, mời họp"),
        ("Mời các đồng chí họp lúc 8 giờ {họ tên} nhé", "Mời các đồng chí họp lúc 8 giờ …"),
    ],
)
def test_a_text_to_pass_on_is_one_plain_line_and_no_place_is_cut(markup: str, short: str) -> None:
    assert rules.in_short(markup, 36) == short


def _sent(**other: Any) -> Notice:
    values: dict[str, Any] = dict.fromkeys(Notice.__dataclass_fields__) | {
        "id": 1,
        "state": NoticeState.FINISHED,
        "due_at": NOW,
    }
    return Notice(**(values | {"asks_register": False, "files": ()} | other))


CAMPAIGN = CampaignNow(
    1, 2023, "Phong trào", None, None, None, None, "A_2003", NOW, NOW + timedelta(days=56), None, None
)


@pytest.mark.parametrize(
    ("notice", "days", "campaign", "still"),
    [
        (_sent(), 30, None, True),
        (_sent(), 31, CAMPAIGN, False),
        (_sent(state=NoticeState.STARTED), 0, None, True),
        (_sent(state=NoticeState.RECALLED), 0, None, False),
        (_sent(state=NoticeState.DRAFT, due_at=None), 0, None, False),
        (_sent(), -1, None, False),  # set for later
        (_sent(asks_register=True), 50, CAMPAIGN, True),
        (_sent(asks_register=True), 57, CAMPAIGN, False),
        (_sent(asks_register=True), 1, None, False),
        (_sent(asks_register=True, due_at=NOW - timedelta(days=9)), 50, CAMPAIGN, True),
        (_sent(asks_register=True, due_at=NOW - timedelta(days=300)), 1, CAMPAIGN, False),  # the year before
    ],
)
def test_a_notice_is_open_until_its_day_has_passed(
    notice: Notice, days: int, campaign: CampaignNow | None, still: bool
) -> None:
    now = NOW + timedelta(days=days)
    assert is_open(notice, campaign, now) is still
    assert notice.due_at is None or not still or notice.due_at >= earliest(campaign, now)


def test_a_document_of_a_day_far_ahead_is_refused_for_its_day() -> None:
    today = date(2027, 1, 4)
    assert writing_rules.document("12/KH-SKHCN ngày 04/01/2027", today) == ("12/KH-SKHCN", today)
    with pytest.raises(Refusal, match=r"notice\.document\.ahead"):
        writing_rules.document("12/KH-SKHCN ngày 28/12/2027", today)
    with pytest.raises(Refusal, match=r"notice\.document\.unclear"):
        writing_rules.document("kế hoạch ngày 04/01/2027", today)
