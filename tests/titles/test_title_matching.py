"""Titles as people type them."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.folding import fold
from bot.titles.loading import load
from bot.titles.matching import SYNONYMS, Understood, Vocabulary
from bot.titles.tables import CatalogueError

REGIME = load().regime("A_2003")
VOCABULARY = Vocabulary(REGIME)
FIGHTERS = ("CSTDCS", "CSTD_TINH", "CSTD_BO")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("cstđcs", "CSTDCS"),
        ("CSTD CS", "CSTDCS"),
        ("C.S.T.Đ.C.S", "CSTDCS"),
        ("CSTĐ cấp cơ sở", "CSTDCS"),
        ("chien sy thi dua co so", "CSTDCS"),
        ("Chiến sỹ thi đua cơ sở ạ", "CSTDCS"),
        ("dang ky cstdcs", "CSTDCS"),
        ("em đk cstđ tỉnh", "CSTD_TINH"),
        ("chiến sĩ thi đua cấp bộ", "CSTD_BO"),
        ("cstđtq", "CSTDTQ"),
        ("ldtt", "LDTT"),
        ("tien tien", "LDTT"),
        ("lao dong tien tien", "LDTT"),
        ("dvxs", "DVCDXS"),
        ("Đoàn viên CĐ giỏi", "DVCDG"),
        ("cbcđxs", "CBCDXS"),
        ("tổ cđ vững mạnh", "TCDVM"),
        ("bk ldld", "BK_LDLD"),
        ("bằng khen của Liên đoàn Lao động tỉnh", "BK_LDLD"),
        ("bang khen ubnd tinh", "BK_TINH"),
        ("Advanced Worker", "LDTT"),
    ],
)
def test_one_title_is_understood(text: str, titles: str) -> None:
    assert VOCABULARY.understand(text) == Understood((titles,))


@pytest.mark.parametrize(
    "text", ["chieesn syx thi ddua cow sowr", "chie61n si4 thi d9ua co7 so73", "CSTDDCS", "chiến syx thi ddua cơ sowr"]
)
def test_what_was_typed_without_an_input_method_is_understood(text: str) -> None:
    assert VOCABULARY.understand(text) == Understood(("CSTDCS",))


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("tập thể lao động tiên tiến", ("TTLDTT",)),
        ("tap the ldtt", ("TTLDTT",)),
        ("tap the xuat sac", ("TTLDXS",)),
        ("đoàn viên công đoàn xuất sắc", ("DVCDXS",)),
        ("cstđ cơ sở", ("CSTDCS",)),
    ],
)
def test_the_longest_name_wins(text: str, titles: tuple[str, ...]) -> None:
    assert VOCABULARY.understand(text) == Understood(titles)


def test_several_titles_come_in_the_order_they_were_said() -> None:
    assert VOCABULARY.understand("e đk dvxs, LĐTT và CSTĐCS nữa, ldtt").titles == ("DVCDXS", "LDTT", "CSTDCS")


@pytest.mark.parametrize(
    ("text", "heard", "candidates"),
    [
        ("cstd", "cstd", FIGHTERS),
        ("đăng ký chiến sỹ thi đua", "chien si thi dua", FIGHTERS),
        ("bằng khen", "bang khen", ("BK_TINH", "BK_LDLD")),
        ("bk tỉnh", "bk tinh", ("BK_TINH", "BK_LDLD")),
        ("xuất sắc", "xuat sac", ("TTLDXS", "DVCDXS", "CBCDXS", "TCDXS")),
        ("tổ công đoàn", "to cong doan", ("TCDXS", "TCDVM")),
        ("lao động xuất sắc", "lao dong xuat sac", ("TTLDXS",)),
    ],
)
def test_what_could_be_several_titles_is_asked_and_not_guessed(
    text: str, heard: str, candidates: tuple[str, ...]
) -> None:
    understood = VOCABULARY.understand(text)
    assert understood.titles == ()
    assert [(unclear.heard, unclear.candidates) for unclear in understood.unclear] == [(heard, candidates)]


def test_what_is_clear_and_what_is_not_are_told_apart_in_one_message() -> None:
    understood = VOCABULARY.understand("LĐTT và CSTĐ")
    assert understood.titles == ("LDTT",)
    assert [unclear.candidates for unclear in understood.unclear] == [FIGHTERS]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xin chào",
        "năm nay có thi đua không",
        "có tính thưởng",
        "cho em giới thiệu",
        "con ai chua dang ky",
        "😀",
        "cstdx",
    ],
)
def test_what_names_no_title_is_not_understood(text: str) -> None:
    assert not VOCABULARY.understand(text)


@pytest.mark.parametrize("title", REGIME.titles(), ids=lambda title: title.id)
def test_every_way_the_catalogue_writes_a_title_names_it_exactly(title: object) -> None:
    assert isinstance(title, type(REGIME.title("LDTT")))
    for text in (title.name.vi, title.name.en, title.short.vi, title.label.vi, *title.abbr):
        for typed in (text, fold(text), text.upper(), unicodedata.normalize("NFD", text), f" {text}. "):
            assert VOCABULARY.exactly(typed) == title.id, typed


@pytest.mark.parametrize("text", ["đăng ký LĐTT", "LĐTT, CSTĐCS", "CSTĐ", "Giấy khen", ""])
def test_more_or_less_than_one_title_is_not_exactly_one(text: str) -> None:
    assert VOCABULARY.exactly(text) is None


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    understood = VOCABULARY.understand(text)
    assert all(title in REGIME for title in understood.titles)
    assert understood == VOCABULARY.understand(unicodedata.normalize("NFD", text))


def test_every_regime_has_a_vocabulary() -> None:
    for regime in load():
        assert Vocabulary(regime, whole=True).exactly("LĐTT") == "LDTT"


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str], Path]:
    def edit(old: str, new: str) -> Path:
        text = SYNONYMS.read_text(encoding="utf-8")
        assert old in text
        file = tmp_path / "synonyms.toml"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    return edit


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            '"CSTD_TINH", "CSTD_BO"]',
            '"CSTD_HUYEN"]',
            "synonyms.toml: unclear 1: titles: there is no title 'CSTD_HUYEN'",
        ),
        ("LDTT = [", "LDT = [", "synonyms.toml: titles: LDT: there is no title 'LDT' in A_2003"),
        ('"tiên tiến"', '"CSTĐCS"', "synonyms.toml: titles: LDTT: 'CSTĐCS' already means CSTDCS"),
        ('"chiến sĩ"', '"LĐTT"', "synonyms.toml: unclear 1: words: 'LĐTT' already means LDTT"),
        ('"tiên tiến"', '"cấp của"', "synonyms.toml: titles: LDTT: 'cấp của' has no word that counts"),
        ("[[unclear]]\nwords", "[[doubtful]]\nwords", "synonyms.toml: doubtful: is not a key that is known here"),
    ],
)
def test_a_slip_in_the_synonyms_is_refused_by_file_and_key(
    edited: Callable[[str, str], Path], old: str, new: str, complaint: str
) -> None:
    with pytest.raises(CatalogueError) as refused:
        Vocabulary(REGIME, edited(old, new), whole=True)
    assert complaint in str(refused.value)
