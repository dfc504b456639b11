"""Vietnamese from before Unicode: every letter of both encodings, and files of which all, some or none is typed so."""

import itertools
import unicodedata
from collections.abc import Iterable

import pytest

from bot.workbooks import legacy, reading
from bot.workbooks.legacy import Encoding
from bot.workbooks.reading import LIMITS, Suspect, Workbook
from tests.people.sheets import book

CALM = LIMITS._replace(seconds=120)
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = [unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
"""All letters of Vietnamese with a mark or a tone, and the vowels without."""

# The alphabet in the order of LETTERS, as it looks on a machine without the fonts. From the tables of the Vietnamese
# Standard TCVN 5712:1993 (third set) and of VNI-Windows.
IN_TCVN3 = """
a µ ¸ · ¶ ¹ ¨ » ¾ ½ ¼ Æ © Ç Ê É È Ë e Ì Ð Ï Î Ñ ª Ò Õ Ô Ó Ö i × Ý Ü Ø Þ
o ß ã â á ä « å è ç æ é ¬ ê í ì ë î u ï ó ò ñ ô \u00ad õ ø ÷ ö ù y ú ý ü û þ ®
"""
IN_VNI = """
a aø aù aõ aû aï aê aè aé aü aú aë aâ aà aá aã aå aä e eø eù eõ eû eï eâ eà eá eã eå eä i ì í ó æ ò
o oø où oõ oû oï oâ oà oá oã oå oä ô ôø ôù ôõ ôû ôï u uø uù uõ uû uï ö öø öù öõ öû öï y yø yù yõ yû î ñ
"""
TYPED = {
    Encoding.TCVN3: dict(zip(LETTERS, IN_TCVN3.split(), strict=True)),
    Encoding.VNI: dict(zip(LETTERS, IN_VNI.split(), strict=True)),
}
PEOPLE = (
    *("Nguyễn Thị Hường", "Trần Văn Dũng", "Lê Hoàng Phước", "Đặng Quỳnh Như", "Phạm Ngọc Ánh", "Võ Thị Tuyết"),
    *("Bùi Đức Thắng", "Đỗ Khắc Huy", "Hồ Thị Kỷ", "Ngô Gia Tự", "Dương Quốc Việt", "Lý Thường Kiệt"),
)
HEADINGS = ("Họ và tên", "Chức vụ", "Đơn vị")
UNITS = ("Phòng Tổ chức cán bộ", "Văn phòng Sở", "Trung tâm Kiểm định")
both = pytest.mark.parametrize("encoding", list(Encoding))


def typed(text: str, encoding: Encoding) -> str:
    """`text` as somebody typed it in that encoding."""
    letters = {letter: sign for letter, sign in TYPED[encoding].items() if letter != sign}
    if encoding is Encoding.VNI:
        letters |= {letter.upper(): sign.upper() for letter, sign in letters.items()}
    else:
        letters |= {letter.upper(): sign for letter, sign in letters.items()}  # in a font of capitals
    return "".join(letters.get(letter, letter) for letter in text)


def table(encoding: Encoding | None = None, *, headings: Iterable[str] = HEADINGS) -> list[list[str]]:
    people = [[name, "Chuyên viên", unit] for name, unit in zip(PEOPLE, itertools.cycle(UNITS), strict=False)]
    rows = [list(headings), *people]
    return [[typed(cell, encoding) for cell in row] for row in rows] if encoding else rows


def read(rows: list[list[str]]) -> Workbook:
    return reading.read(book(("S", rows)), "a.xlsx", limits=CALM)


def texts(workbook: Workbook) -> list[list[object]]:
    return [list(row.cells) for row in workbook.sheets[0].rows]


@both
def test_every_letter_is_converted(encoding: Encoding) -> None:
    wrong = {
        letter: (sign, legacy.convert(sign, encoding))
        for letter, sign in TYPED[encoding].items()
        if legacy.convert(sign, encoding) != letter
    }
    assert wrong == {}
    assert len(set(TYPED[encoding].values())) == len(LETTERS) == 73


def test_capitals_are_converted() -> None:
    vni = {letter.upper(): sign.upper() for letter, sign in TYPED[Encoding.VNI].items()}
    assert {letter: legacy.convert(sign, Encoding.VNI) for letter, sign in vni.items()} == {
        letter: letter for letter in vni
    }
    assert legacy.convert("AÙnh", Encoding.VNI) == legacy.convert("Aùnh", Encoding.VNI) == "Ánh"
    seven = "¡¢£¤¥¦§"
    assert legacy.convert(seven, Encoding.TCVN3) == "ĂÂÊÔƠƯĐ"
    # Other capitals of TCVN3 are small letters in a font of capitals.
    assert legacy.convert("NGUYÔN V¡N THµNH", Encoding.TCVN3) == "NGUYỄN VĂN THÀNH"


@both
def test_a_file_that_is_all_typed_so_is_read_in_unicode(encoding: Encoding) -> None:
    found = read([*table(encoding), ["–", "“…”"]])
    assert (found.encoding, found.suspects) == (encoding, ())
    folded = [[str(cell).lower() for cell in row] for row in texts(found)[:-1]]
    assert folded == [[cell.lower() for cell in row] for row in table()]
    assert legacy.legacy(itertools.chain.from_iterable(table(encoding))) is encoding


def test_a_file_in_unicode_stays_as_it_is() -> None:
    found = read(table())
    assert (found.encoding, found.suspects, texts(found)) == (None, (), table())
    assert legacy.legacy(itertools.chain.from_iterable(table())) is None


@both
def test_one_cell_typed_so_among_unicode_is_named_and_nothing_converted(encoding: Encoding) -> None:
    rows = table()
    rows[4][0] = typed("Nguyễn Thị Hường", encoding)
    found = read(rows)
    assert (found.encoding, found.suspects) == (None, (Suspect("S", 5, 0, encoding),))
    assert texts(found) == rows


def test_two_encodings_in_one_file_are_both_named() -> None:
    rows = [[typed("Trần Thị Lệ", Encoding.TCVN3)], [typed("Nguyễn Văn Thử", Encoding.VNI)]] * 3
    found = read(rows)
    assert found.encoding is None
    assert {(suspect.cell, suspect.encoding) for suspect in found.suspects} >= {
        ("A1", Encoding.TCVN3),
        ("A2", Encoding.VNI),
    }


def test_a_heading_in_unicode_over_people_in_another_encoding_makes_the_people_suspect() -> None:
    rows = [list(HEADINGS), *table(Encoding.TCVN3)[1:]]
    found = read(rows)
    assert found.encoding is None
    assert {suspect.cell for suspect in found.suspects} >= {f"A{row}" for row in range(2, len(rows) + 1)}
    assert not {"A1", "B1", "C1"} & {suspect.cell for suspect in found.suspects}


@pytest.mark.parametrize(
    "text",
    [
        *("Lê Công Hoà", "Hà", "Lý", "Thuý Hoài", "Ðinh Vân Hà", "Bôt", "Hoàí", "Quí", "Êban", "H’Lan Niê"),
        *("25 °C ± 1", "5 µm", "1½ m²", "§ 5", "Müller", "São Paulo", "Café Résumé naïve", "© 2023 ® ™", "« trích »"),
        *("Señor Muñoz", "Zürich", "Citroën Noël", "a × b ÷ c", "Åse Bjørn", "¿Qué?", "résumé déjà vu", "Chloé Noé"),
    ],
)
def test_words_of_this_and_other_languages_are_not_suspect(text: str) -> None:
    assert legacy.suspected(text) is None
    assert legacy.legacy([text] * 10) is None


def test_every_syllable_of_the_names_that_people_have_is_one() -> None:
    for word in " ".join(
        [*PEOPLE, *UNITS, *HEADINGS, "Khuỷu Nguyệt Giếng Quốc Ghềnh Nghiêng Xoong Khuya Quýt Gì"]
    ).split():
        assert legacy._is_syllable(word, strictly=True), word
