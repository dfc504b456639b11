"""Sentences as words, and what is heard in them: the data of phrasings against the rules that weigh them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.folding import fold
from bot.understanding.intents import ABOUT, FOR_OFFICE, INTENTS, WHILE_OPEN
from bot.understanding.phrasings import Phrasing, shared
from bot.understanding.scoring import hear

KNOWN = shared()


def heard(text: str) -> list[str]:
    return [reading.intent for reading in hear(KNOWN.spelling.read(text, 99), KNOWN).readings]


def asks(text: str) -> bool:
    return hear(KNOWN.spelling.read(text, 99), KNOWN).asks


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "không đăng ký được",
        "KHÔNG ĐĂNG KÝ ĐƯỢC!!!",
        unicodedata.normalize("NFD", "không đăng ký được"),
        "khong dang ky duoc",
        "ko đk dc",
        "k dki đc",
        "hok đăng kí được",
        "khoong ddawng kys dduwowcj",
        "khoong dangky duoc",
        "không đăngký đượccc",
        "khôgn đăng ký được",
    ],
)
def test_one_sentence_is_read_alike_however_it_is_typed(typed: str) -> None:
    assert KNOWN.spelling.read(typed, 99).words == ("khong", "dang", "ki", "duoc")


@pytest.mark.parametrize("name", ["Nguyễn Thị Hồng", "Telegram", "Nga", "xyz", "2023", "TD23-0001", "😀"])
def test_what_is_no_slip_is_left_as_it_is(name: str) -> None:
    assert " ".join(KNOWN.spelling.read(name, 99).words) == fold(name).replace("-", " ").replace("😀", "")


@pytest.mark.parametrize("word", ["cuoi" * 1000 + "zz", "dang" * 1000, "a" * 4096, "zq" * 2048])
def test_one_endless_word_is_left_as_it_is(word: str) -> None:
    """To try every way of parting it would take for ever: «cuoi» is one known word, and two."""
    assert len(KNOWN.spelling.read(word, 99).words) == 1


def test_a_letter_is_not_read_to_its_end() -> None:
    assert len(KNOWN.spelling.read("hỏi văn phòng " * 300, 24).words) == 25
    assert len(KNOWN.spelling.read("đăng ký", 24).words) == 2


@given(st.text(max_size=120))
def test_no_text_is_too_strange(text: str) -> None:
    assert heard(text) == heard(unicodedata.normalize("NFD", text))


def test_the_words_behind_others_are_given_as_they_were_typed() -> None:
    said = KNOWN.spelling.read("Hỏi VP:  em nghỉ  thai sản, ĐK thế nào?", 99)
    assert said.after(2) == "em nghỉ  thai sản, ĐK thế nào?"


# --- what is heard ----------------------------------------------------------------------------------------------------


def test_every_intent_has_phrasings_and_every_phrasing_an_intent() -> None:
    assert KNOWN.intents() == INTENTS.keys() - {WHILE_OPEN, FOR_OFFICE} | {ABOUT}
    assert KNOWN.weak <= INTENTS.keys()
    assert {name for intent in INTENTS.values() for name in intent.instead} <= INTENTS.keys()


def spoken(phrasing: Phrasing) -> str:
    return " ".join(" ".join(piece[0]) for piece in phrasing.pieces)


@pytest.mark.parametrize("intent", sorted(KNOWN.intents()))
def test_a_phrasing_by_itself_means_what_it_stands_for(intent: str) -> None:
    own = [phrasing for phrasing in KNOWN.each if phrasing.intent == intent]
    lost = [spoken(one) for one in own if intent not in heard(spoken(one))]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("không đăng ký", ["decline"]),  # not also «đăng ký», which is a part of it
        ("nhắc mọi người đăng ký", ["nudge"]),
        ("đăng ký của tôi hết hạn khi nào", ["mine", "deadline"]),
        ("soạn thông báo", ["compose"]),
        ("thôi", ["leave"]),
        ("thời", ["leave"]),  # without marks they are one word
        ("thời tiết", []),
        ("trời hôm nay đẹp", []),
    ],
)
def test_what_is_part_of_a_longer_reading_gives_way_and_what_is_not_stands_beside_it(
    text: str, intents: list[str]
) -> None:
    assert heard(text) == intents


@pytest.mark.parametrize("text", ["đăng ký?", "dang ky khong", "đăng ký thì sao", "ko dk có sao ko", "đăng ký ở đâu"])
def test_a_question_is_known_by_its_words_too(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["đăng ký", "năm nay em không đăng ký", "không", "em muốn đăng ký ạ"])
def test_what_is_said_is_no_question(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(("text", "negated"), [("không muốn rút đăng ký", True), ("rút đăng ký", False)])
def test_a_negation_before_it_is_noticed(text: str, negated: bool) -> None:
    (reading,) = hear(KNOWN.spelling.read(text, 99), KNOWN).readings
    assert reading.negated is negated
