"""A correction shows what changed and no more, and says that nothing else did only where that is so."""

from datetime import date
from typing import Any

import pytest

from bot.notices.history.differences import LONGEST, Passage, between
from bot.notices.records import File, Notice


def notice(words: str, **other: Any) -> Notice:
    values: dict[str, Any] = dict.fromkeys(Notice.__dataclass_fields__) | {"words": words, "files": ()}
    return Notice(**(values | other))


LONG = "Đề nghị các phòng, đơn vị nghiêm túc thực hiện và gửi kết quả "


@pytest.mark.parametrize(
    ("old", "new", "passages"),
    [
        ("Họp lúc 8 giờ.\nTại phòng 201.", "Họp lúc 9 giờ.\nTại phòng 201.", [("Họp lúc 8 giờ.", "Họp lúc 9 giờ.")]),
        ("Mời họp. Lúc 8 giờ. Tại sở.", "Mời họp. Lúc 9 giờ. Tại sở.", [("Lúc 8 giờ.", "Lúc 9 giờ.")]),
        ("Mời họp tại sở.\nTrân trọng.", "Mời họp tại sở.\nĐúng giờ.\nTrân trọng.", [("", "Đúng giờ.")]),
        ("Mời họp tại sở.\nĐúng giờ.\nTrân trọng.", "Mời họp tại sở.\nTrân trọng.", [("Đúng giờ.", "")]),
        ("Một hai ba.", "<b>Một</b> hai ba.", []),
        (
            f"{LONG * 5}trước ngày 25/02 {{họ tên}} {LONG * 5}",
            f"{LONG * 5}trước ngày 28/02 {{họ tên}} {LONG * 5}",
            [
                (
                    "… kết quả trước ngày 25/02 {họ tên} Đề nghị các …",
                    "… kết quả trước ngày 28/02 {họ tên} Đề nghị các …",
                )
            ],
        ),
    ],
)
def test_what_changed_stands_beside_what_it_was(old: str, new: str, passages: list[tuple[str, str]]) -> None:
    found = between(notice(old), notice(new))
    assert list(found.passages) == [Passage(*one) for one in passages]
    assert found.complete and bool(found) is bool(passages)


def test_other_words_altogether_are_not_set_beside_the_old_ones() -> None:
    found = between(notice("Mời họp lúc 8 giờ."), notice("Hoãn đến khi có <b>văn bản</b> &lt; mới."))
    assert found.passages == () and found.rewritten == "Hoãn đến khi có văn bản &lt; mới."
    assert found and not found.complete


def test_more_places_than_are_shown_are_counted() -> None:
    lines = [f"Phòng số {number} họp vào lúc 8 giờ sáng." for number in range(6)]
    found = between(notice("\n".join(lines)), notice("\n".join(line.replace("8", "9") for line in lines)))
    assert (len(found.passages), found.more, found.complete) == (3, 3, False)


def test_a_passage_too_long_to_show_is_not_called_everything() -> None:
    found = between(notice(f"Mời họp. {LONG * 9}"), notice(f"Mời họp. {LONG * 9}\n{'Thêm {họ tên} nữa ' * 30}"))
    (passage,) = found.passages
    assert len(passage.new) <= LONGEST and passage.new.count("{") == passage.new.count("}")
    assert found.shortened and not found.complete


def test_the_document_and_the_files_are_said_apart() -> None:
    old = notice("Mời họp.")
    for new in (notice("Mời họp.", dated=date(2023, 1, 3)), notice("Mời họp.", files=(File("a", "a.pdf", "b"),))):
        found = between(old, new)
        assert found and found.complete and not found.passages
        assert found.document is not found.files
