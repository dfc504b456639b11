"""When something is to go out, as people write it."""

from datetime import datetime, time

import pytest

from bot.notices import moments
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE

NOW = datetime(2023, 1, 3, 9, 0, tzinfo=OFFICE_ZONE)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("14:30", (2023, 1, 3, 14, 30)),
        ("8h", (2023, 1, 4, 8, 0)),
        ("14h30 05/01", (2023, 1, 5, 14, 30)),
        ("8 giờ 15 ngày 10/02/2023", (2023, 2, 10, 8, 15)),
    ],
)
def test_a_moment_is_read_as_people_write_it(typed: str, at: tuple[int, ...]) -> None:
    assert moments.moment(typed, NOW) == datetime(*at, tzinfo=OFFICE_ZONE)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("sáng mai", "notice.when.unclear"),
        ("25:00", "notice.when.unclear"),
        ("8:00 31/02", "notice.when.unclear"),
        ("8:00 02/01/2023", "notice.when.past"),
        ("8:00 05/01/2025", "notice.when.far"),
    ],
)
def test_a_moment_that_is_none_is_asked_again(typed: str, refusal: str) -> None:
    with pytest.raises(Refusal) as told:
        moments.moment(typed, NOW)
    assert told.value.key == refusal


@pytest.mark.parametrize(("typed", "wanted"), [("8:30", time(8, 30)), ("8h30", time(8, 30)), ("14 giờ", time(14))])
def test_a_time_of_day_is_read_as_people_write_it(typed: str, wanted: time) -> None:
    assert moments.time_of_day(typed) == wanted


@pytest.mark.parametrize("typed", ["sáng", "25:00", "8:75", "8"])
def test_a_time_that_is_none_is_asked_again(typed: str) -> None:
    with pytest.raises(Refusal) as told:
        moments.time_of_day(typed)
    assert told.value.key == "series.time.unclear"


def test_a_day_of_the_month_is_read_and_one_that_no_month_has_is_not() -> None:
    assert [moments.day_of_month(typed) for typed in ("5", "ngày 25", "31")] == [5, 25, 31]
    for typed in ("0", "32", "đầu tháng"):
        with pytest.raises(Refusal):
            moments.day_of_month(typed)
