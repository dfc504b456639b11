"""What may be put to the Office in chat."""

import unicodedata

import pytest

from bot.enquiries.rules import LONGEST, SHORTEST, is_marked, question
from bot.refusal import Refusal


@pytest.mark.parametrize(
    "text",
    [
        "Gửi kèm văn bản MẬT số 12",
        "MẬT",
        "(MẬT) báo cáo quý",
        "công văn TỐI MẬT của tỉnh",
        "hồ sơ độ Tuyệt mật ạ",
        "tối  mật",
        "Em giữ BẢO MẬT, kèm bản MẬT",
    ],
)
def test_a_text_with_the_marking_of_a_state_secret_is_refused(text: str) -> None:
    assert is_marked(text)
    with pytest.raises(Refusal) as refused:
        question(f"Kính gửi Văn phòng: {unicodedata.normalize('NFD', text)}")
    assert refused.value.key == "ask.marked"
    assert "MẬT" not in str(refused.value.values)


@pytest.mark.parametrize(
    "text",
    [
        "Em quên mật khẩu máy tính",
        "EM QUÊN MẬT KHẨU",
        "nguyên tắc BẢO MẬT, BÍ MẬT nhà nước",
        "nuôi ong lấy mật",
        "MẤT quyết định rồi ạ",
        "TÔI MẤT SỔ",
        "MẬT  ĐỘ dân cư",
    ],
)
def test_a_word_that_only_looks_like_a_marking_is_not_one(text: str) -> None:
    assert question(text) == " ".join(text.split())


def test_a_question_is_kept_composed_and_without_what_cannot_be_seen() -> None:
    typed = unicodedata.normalize("NFD", "Quyết\u200b định\x07 nào?\u202e")
    assert question(typed) == "Quyết định nào?"


def test_a_question_has_from_five_to_a_thousand_characters() -> None:
    assert question("x" * SHORTEST) and question("x" * LONGEST)
    for text, key in (("  ab  ", "words.too_short"), ("x" * (LONGEST + 1), "words.too_long")):
        with pytest.raises(Refusal) as refused:
            question(text)
        assert refused.value.key == key
