"""Phones, dates and names, as people write them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.people import rules
from bot.people.records import Gender
from bot.workbooks import values

TODAY = date(2023, 1, 3)

mobiles = st.from_regex(r"(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}", fullmatch=True)


@given(
    mobiles,
    st.sampled_from(["0", "+84", "84", "0084", "", "+84 (0)", "+84 ", "'0"]),
    st.sampled_from(["", " ", ".", "-", "\xa0"]),
)
def test_however_a_number_is_written_it_is_one_number(digits: str, prefix: str, between: str) -> None:
    written = prefix + between.join((digits[:3], digits[3:6], digits[6:]))
    assert rules.phone(written) == f"+84{digits}"


@given(mobiles)
def test_a_spreadsheet_that_loses_the_leading_zero_loses_no_number(digits: str) -> None:
    assert rules.phone(int(digits)) == f"+84{digits}"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("01642358081", "0342358081"),
        ("0120 1234567", "0701234567"),
        ("0121-123-4567", "0791234567"),
        ("+84 122 1234567", "0771234567"),
        ("0126.1234567", "0761234567"),
        ("01281234567", "0781234567"),
        ("01231234567", "0831234567"),
        ("01241234567", "0841234567"),
        ("01251234567", "0851234567"),
        ("01271234567", "0811234567"),
        ("01291234567", "0821234567"),
        ("01861234567", "0561234567"),
        ("01881234567", "0581234567"),
        ("01991234567", "0591234567"),
    ],
)
def test_eleven_digits_of_before_2018_become_the_ten_of_today(before: str, now: str) -> None:
    assert rules.phone(before) == f"+84{now[1:]}"


def test_an_old_number_that_lost_its_zero_is_known_too() -> None:
    assert rules.phone(1642358081) == "+84342358081"


@pytest.mark.parametrize(
    "written",
    [
        "0123",
        "",
        "không có",
        "0276 3822 123",
        "0091234567",
        "09123456789",
        "+1 202 555 0123",
        "O912345678",
        "0912345678 (Zalo)",
        "0912345678/0987654321",
        True,
    ],
)
def test_what_is_no_vietnamese_mobile_number_is_none(written: str | bool) -> None:
    assert rules.phone(written) is None


def test_a_number_is_shown_whole_to_its_owner_and_in_part_to_others() -> None:
    number = "+84819400960"
    assert rules.local_phone(number) == "0819 400 960"
    assert rules.masked_phone(number) == "…0960"
    assert rules.half_masked_phone(number) == "08xx xxx 960"
    assert rules.half_masked_phone("+12025550123") == "…0123"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5/3/2015", date(2015, 3, 5)),
        ("05-03-15", date(2015, 3, 5)),
        ("05.03.2015", date(2015, 3, 5)),
        (" 5 / 3 / 2015 ", date(2015, 3, 5)),
        ("2015-03-05", date(2015, 3, 5)),
        ("2015-03-05 00:00:00", date(2015, 3, 5)),
        ("ngày 5 tháng 3 năm 2015", date(2015, 3, 5)),
        ("1/12/98", date(1998, 12, 1)),
        ("1/12/23", date(2023, 12, 1)),
        (42068, date(2015, 3, 5)),
        (date(2015, 3, 5), date(2015, 3, 5)),
    ],
)
def test_a_day_is_read_day_first(written: str | int | date, meant: date) -> None:
    assert values.day(written, TODAY) == meant


@pytest.mark.parametrize(
    "written", ["31/02/2015", "3/13/2015", "0/1/2015", "03/2015", "2015", 2015, 42068.5, True, "hôm qua", None]
)
def test_a_day_that_is_none_is_not_guessed(written: object) -> None:
    assert values.day(written, TODAY) is None  # type: ignore[arg-type]


def test_names_are_kept_composed_and_without_what_cannot_be_seen() -> None:
    assert values.clean("  Lâm\xa0Minh\u200b\xa0Lâm \n") == "Lâm Minh Lâm"
    assert values.clean(unicodedata.normalize("NFD", "Nguyễn Công Hậu")) == "Nguyễn Công Hậu"
    assert values.clean('<b>Trần</b> & "Văn" Bảo') == '<b>Trần</b> & "Văn" Bảo'


@given(st.text())
@example("a\u200d\u0301")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert values.clean(values.clean(text)) == values.clean(text)


def test_text_of_an_old_font_is_told_from_names() -> None:
    assert values.in_legacy_font("NguyÔn V¨n A")
    assert not any(
        map(values.in_legacy_font, ("Nguyễn Văn A", "Đặng Thị Ánh", '<b>Trần</b> & "Văn" Bảo', "Rơ Ô H'Bia"))
    )


def test_people_are_called_by_their_last_word() -> None:
    assert rules.given_name("Ngô Thị Mỹ Mai") == "Mai"
    keys = {rules.honorific(gender) for gender in (Gender.MALE, Gender.FEMALE, None)}
    assert keys == {"person.honorific.male", "person.honorific.female", "person.honorific.either"}
