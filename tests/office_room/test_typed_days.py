"""Days as an office writes them, and what is not taken for one."""

from datetime import date, timedelta

import pytest

from bot.dialogue.screens import say
from bot.office.days.typed import MOST, typed_days
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE

TODAY = date(2023, 2, 20)
FRIDAY = date(2023, 3, 10)


def span(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


@pytest.mark.parametrize(
    ("text", "days"),
    (
        *((text, (FRIDAY,)) for text in ("10/3", "10/3/2023", "10/03/23", "10.3.2023", "10-3", "10-3-2023")),
        *((text, (FRIDAY,)) for text in ("ngày 10/3", "nghỉ bù 10/3", "thứ Sáu 10/3", "Thứ 6, ngày 10/3", "t6 10/3")),
        ("ngày 10 tháng 3 năm 2023", (FRIDAY,)),
        ("NGHI NGAY 10/3", (FRIDAY,)),
        ("Chủ nhật 12/3; CN 19/3", (date(2023, 3, 12), date(2023, 3, 19))),
        *(
            (text, span(FRIDAY, date(2023, 3, 12)))
            for text in ("10-12/3", "10–12/3", "10/3 - 12/3", "từ 10/3 đến hết ngày 12/3/2023", "10, 11 và 12/3")
        ),
        ("từ ngày 10 đến ngày 12 tháng 3", span(FRIDAY, date(2023, 3, 12))),
        ("Thứ Sáu 10/3 đến Chủ nhật 12/3", span(FRIDAY, date(2023, 3, 12))),
        ("10/3\n15/3, 10/3", (FRIDAY, date(2023, 3, 15))),
        ("30/4 và 1-3/5", span(date(2023, 4, 30), date(2023, 5, 3))),
        ("30/12-2/1", span(date(2023, 12, 30), date(2024, 1, 2))),
        ("30/12/2023-2/1", span(date(2023, 12, 30), date(2024, 1, 2))),
        ("30/12 - 2/1/2024", span(date(2023, 12, 30), date(2024, 1, 2))),
        ("hôm nay", (TODAY,)),
        ("ngày mai", (TODAY + timedelta(days=1),)),
        # Without a year the next one is meant, unless it has just been.
        ("2/9", (date(2023, 9, 2),)),
        ("1/2", (date(2023, 2, 1),)),
        ("29/2", (date(2024, 2, 29),)),
    ),
)
def test_days_are_read_as_people_write_them(text: str, days: tuple[date, ...]) -> None:
    assert typed_days(text, TODAY) == days


@pytest.mark.parametrize(
    ("text", "key"),
    (
        *((text, "days.unclear") for text in ("", "mùng một Tết", "10", "1, 2, 3", "nghỉ thứ Sáu tuần sau", "10/3/2")),
        # A day and its month, or a range without one: nobody guesses.
        ("10-12", "days.unclear"),
        ("thứ Năm 10/3", "days.weekday"),
        *((text, "days.no_such") for text in ("32/1", "30/2", "29/2/2023", "1/13", "0/3")),
        ("12-10/3", "days.backwards"),
        ("12/3/2023 - 10/3/2023", "days.backwards"),
        ("1-31/3", "days.too_long"),
        ("1-20/3, 1-20/4", "days.too_long"),
    ),
)
def test_what_is_not_certain_is_not_taken(text: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed_days(text, TODAY)
    assert refused.value.key == key


def test_as_many_days_as_may_be() -> None:
    assert len(typed_days("1-30/4", TODAY)) == MOST


@pytest.mark.parametrize("year", range(2023, 2030))
def test_what_the_question_gives_as_examples_is_taken_in_any_year(year: int) -> None:
    asked = Phrases(OFFICE_ZONE).plain("vi", say("days.how"))
    for example in asked.split("ví dụ: ")[1].rstrip(".").split("; "):
        assert typed_days(example, date(year, 1, 4)), example
