"""What may be put to the Office in chat."""

import unicodedata

import pytest

from bot.enquiries.rules import LONGEST, SHORTEST, question
from bot.refusal import Refusal


def test_a_text_with_the_marking_of_a_state_secret_is_refused_and_not_repeated() -> None:
    with pytest.raises(Refusal) as refused:
        question("Kính gửi Văn phòng: hồ sơ độ Tuyệt mật ạ")
    assert (refused.value.key, refused.value.values) == ("words.marked", {})


def test_a_question_is_kept_composed_and_without_what_cannot_be_seen() -> None:
    typed = unicodedata.normalize("NFD", "Quyết\u200b định\x07 nào?\u202e")
    assert question(typed) == "Quyết định nào?"


def test_a_question_has_from_five_to_a_thousand_characters() -> None:
    assert question("x" * SHORTEST) and question("x" * LONGEST)
    for text, key in (("  ab  ", "words.too_short"), ("x" * (LONGEST + 1), "words.too_long")):
        with pytest.raises(Refusal) as refused:
            question(text)
        assert refused.value.key == key
