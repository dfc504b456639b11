"""Folding and ordering of Vietnamese text (facts/domain.md, 6)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.folding import fold, matches, sort_key, unkeyed, words

SYLLABLES = [
    *("nguyễn", "văn", "hoà", "hòa", "thúy", "thuý", "đặng", "Đỗ", "sĩ", "sỹ", "ưu", "ở", "Ẩn", "trương", "xuân"),
    *("quỳnh", "khuê", "nghĩa", "ý", "lý", "lí", "gì", "oanh"),
]
names = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_nfc_and_nfd_fold_to_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(names)
def test_nothing_but_plain_letters_is_left_of_a_name(name: str) -> None:
    assert fold(name).isascii()
    assert fold(name.upper()) == fold(name)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Văn Ả", "nguyen van a"),
        ("Đặng  Đình\u00a0Đức", "dang dinh duc"),
        ("Ðặng", "dang"),  # eth, from an old converter
        (" Chiến\u200b sỹ\ufeff ", "chien si"),
        ("Lý Sỹ Sỹ, Synh", "ly si si, synh"),
        ("hoà hòa thuý thúy", "hoa hoa thuy thuy"),
        ("P.QLKH", "p.qlkh"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_are_parted_by_whatever_is_no_letter() -> None:
    assert words("CSTĐ.CS, LĐTT_2023 (sỹ)") == ("cstd", "cs", "ldtt", "2023", "si")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chieens", "chien"),
        ("chieesn", "chien"),
        ("syx", "si"),
        ("ddua", "dua"),
        ("cow", "co"),
        ("sowr", "so"),
        ("ddoongj", "dong"),
        ("nguowif", "nguoi"),
        ("cstddcs", "cstdcs"),
        ("d9o6ng5", "dong"),
        ("chie61n", "chien"),
        ("so73", "so"),
    ],
)
def test_what_was_typed_without_an_input_method_is_read(typed: str, meant: str) -> None:
    assert unkeyed(typed) == meant


@pytest.mark.parametrize(
    "word", [*sorted({fold(syllable) for syllable in SYLLABLES}), "xs", "ldld", "cstdcs", "2023", "so"]
)
def test_what_needed_no_input_method_stays(word: str) -> None:
    assert unkeyed(word) == word


def test_lists_go_by_given_name_then_family_name_then_what_is_between() -> None:
    in_order = [
        "Trần Văn An",
        "Lê Thị Ánh",
        "Nguyễn Văn Ân",  # â after a
        "Đặng Văn Bình",  # family đ after d
        "Nguyễn Anh Dũng",
        "Nguyễn Văn Dũng",
        "Lê Thị Đào",
        "Lê Thị Hoa",
        "Bùi Thị Hòa",  # the tone of the given name before the family name
        "Võ Thị Hoà",
        "Lê Thị Hồng",
        "Lê Thị Hương",
        "Lê Lý",
    ]
    assert sorted(set(in_order), key=sort_key) == in_order


def test_tones_follow_the_order_of_dictionaries() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_letters_follow_the_alphabet() -> None:
    alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    assert "".join(sorted(set(alphabet), key=sort_key)) == alphabet


@given(names, names)
def test_the_order_is_total_and_blind_to_how_marks_are_stored(one: str, other: str) -> None:
    def told_apart_by_a_reader(name: str) -> str:
        return name.lower().replace("hoà", "hòa").replace("thuý", "thúy")

    assert (sort_key(one) == sort_key(other)) == (told_apart_by_a_reader(one) == told_apart_by_a_reader(other))
    assert sort_key(unicodedata.normalize("NFD", one).upper()) == sort_key(one)


@given(names, st.data())
def test_some_words_of_a_name_without_marks_find_it(name: str, data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(range(len(name.split()))), unique=True, min_size=1))
    query = " ".join(fold(name.split()[place]) for place in some)
    assert matches(query, name) is not None
    assert matches(name, name) == 0


@pytest.mark.parametrize(
    ("query", "name", "rank"),
    [
        ("Nguyễn Văn A", "Nguyễn Văn A", 0),
        ("hoà", "Võ Thị Hòa", 0),
        ("hau nguyen", "Nguyễn Công Hậu", 2),
        ("ngu", "Nguyễn Công Hậu", 1),
        ("hậ", "Nguyễn Công Hậu", 1),
        ("hâ", "Nguyễn Công Hậu", 1),
        ("hồng", "Nguyễn Thị Hông", 2),
        ("đà", "Trần Văn Da", 2),
        ("h hong", "Hồng Hà", 3),
        ("hong hong", "Hồng Hà", None),
        ("guyen", "Nguyễn Công Hậu", None),
        ("  ", "Nguyễn Công Hậu", None),
    ],
)
def test_search_ranks_marks_before_whole_words(query: str, name: str, rank: int | None) -> None:
    assert matches(query, name) == rank
