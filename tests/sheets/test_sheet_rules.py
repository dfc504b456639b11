"""What makes a list another one than was signed, what may be a page, and how a list is frozen."""

import json
from dataclasses import replace

import pytest

from bot.dialogue.flows import SharedFile
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.registration.records import Agreement, DeclineReason, ExemptReason
from bot.sheets.content import Content, RowState, SheetRow, freeze, thaw
from bot.sheets.rules import DifferenceKind, PageType, differences, number, numbered, page_type, sign_again
from bot.store.files import LARGEST
from bot.titles.catalogue import Subject

HAU = SheetRow(
    28, "Nguyễn Công Hậu", "Chuyên viên", ("CSTDCS", "LDTT"), registration=7, version=2, agreement=Agreement.AWAITED
)
HONG = SheetRow(26, "Nguyễn Thị Hồng", "Chuyên viên chính", declined=DeclineReason.LEAVING)
AN = SheetRow(24, "Hồ Quốc An", "Chuyên viên chính")
HA = SheetRow(27, "Nguyễn Hồng Hà", "Chuyên viên", exempt=ExemptReason.STUDY)
LIST = Content("Phòng Quản lý Khoa học", (AN, HA, HAU, HONG), ("TTLDTT",), 9, 1)


def now(*rows: SheetRow) -> Content:
    """The list with these in place of those of the same people."""
    changed = {row.person: row for row in rows}
    return replace(LIST, rows=tuple(changed.get(row.person, row) for row in LIST.rows))


def test_everybody_stands_in_one_place() -> None:
    assert [row.state for row in LIST.rows] == [
        RowState.MISSING,
        RowState.EXEMPT,
        RowState.REGISTERED,
        RowState.DECLINED,
    ]
    assert replace(HAU, exempt=ExemptReason.STUDY).state is RowState.REGISTERED
    assert LIST.awaited == (HAU,)


def test_a_list_comes_out_of_the_store_as_it_went_in() -> None:
    assert thaw(json.loads(json.dumps(freeze(LIST)))) == LIST


def test_the_same_list_has_no_difference_however_often_it_was_sent_agreed_to_and_confirmed() -> None:
    assert differences(LIST, LIST) == ()
    assert differences(LIST, now(replace(HAU, version=5, agreement=Agreement.PAPER, confirmed=True))) == ()
    assert differences(LIST, replace(LIST, rows=LIST.rows[::-1], signs=4)) == ()


@pytest.mark.parametrize(
    ("changed", "what", "again"),
    [
        (now(replace(HAU, titles=("LDTT",))), DifferenceKind.TITLES, True),
        (now(replace(HAU, titles=())), DifferenceKind.TITLES, True),
        (now(replace(AN, titles=("LDTT",))), DifferenceKind.TITLES, True),
        (replace(LIST, collective=()), DifferenceKind.COLLECTIVE, True),
        (replace(LIST, rows=(AN, HA, HONG)), DifferenceKind.GONE, True),
        (replace(LIST, rows=(HA, HAU, HONG)), DifferenceKind.GONE, False),
        (replace(LIST, rows=(*LIST.rows, replace(HAU, person=29))), DifferenceKind.ADDED, True),
        (replace(LIST, rows=(*LIST.rows, replace(AN, person=29))), DifferenceKind.ADDED, False),
        (now(replace(HAU, initiative="Phần mềm")), DifferenceKind.INITIATIVE, False),
        (now(replace(HAU, initiative_later=True)), DifferenceKind.INITIATIVE, False),
        (now(replace(HAU, answers={"pledge": "Hoàn thành tốt"})), DifferenceKind.ANSWER, False),
        (now(replace(AN, declined=DeclineReason.AWAY)), DifferenceKind.STATE, False),
        (now(replace(AN, exempt=ExemptReason.RETIRING)), DifferenceKind.STATE, False),
        (now(replace(AN, position="Phó Trưởng phòng")), DifferenceKind.POSITION, False),
    ],
)
def test_only_what_is_signed_for_needs_a_new_signature(changed: Content, what: DifferenceKind, again: bool) -> None:
    (found,) = differences(LIST, changed)
    assert (found.kind, sign_again((found,))) == (what, again)


def test_what_needs_a_signature_is_named_first() -> None:
    changed = now(replace(AN, position="Phó Trưởng phòng"), replace(HAU, titles=("LDTT",)))
    assert [one.name for one in differences(LIST, changed)] == ["Nguyễn Công Hậu", "Hồ Quốc An"]


def test_a_unit_and_a_union_group_of_the_same_key_are_two_senders() -> None:
    both = [Registrant(subject, 5) for subject in (Subject.UNIT, Subject.UNION_GROUP)]
    assert [numbered(number(who)) for who in both] == both
    assert number(both[0]) != number(both[1])


# --- pages ------------------------------------------------------------------------------------------------------------


def sent(content: bytes | None, name: str = "trang.jpg", mime: str = "image/jpeg", size: int = 1) -> SharedFile:
    return SharedFile(name, mime, size, content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe1 exif", PageType.JPEG),
        (b"\x89PNG\r\n\x1a\n\x00", PageType.PNG),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", PageType.WEBP),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", PageType.HEIC),
        (b"%PDF-1.7\n", PageType.PDF),
    ],
)
def test_a_page_is_known_by_its_first_bytes_whatever_it_is_called(content: bytes, kind: PageType) -> None:
    assert page_type(sent(content, name="x.exe", mime="application/octet-stream")) is kind


@pytest.mark.parametrize(
    ("file", "key"),
    [
        (sent(b""), "sheet.file.empty"),
        (sent(None, size=LARGEST + 1), "sheet.file.too_big"),
        (sent(b"%PDF-" + b" " * LARGEST), "sheet.file.too_big"),
        (sent(None, size=5), "sheet.file.not_fetched"),
        (sent(b"PK\x03\x04", name="ban-ky.docx"), "sheet.file.wrong"),
        (sent(b"MZ\x90\x00", name="ban-ky.jpg"), "sheet.file.wrong"),
        (sent(b"da ky", name="ban-ky.pdf", mime="application/pdf"), "sheet.file.wrong"),
        (sent(b"RIFF\x00\x00\x00\x00WAVE"), "sheet.file.wrong"),
        (sent(b"\x00\x00\x00\x18ftypisom"), "sheet.file.wrong"),
        (sent(b" %PDF-1.7 later"), "sheet.file.wrong"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(file: SharedFile, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        page_type(file)
    assert refused.value.key == key
