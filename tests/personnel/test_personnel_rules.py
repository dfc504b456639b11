"""Days as people type them, deputies, finding people by what was typed, and what a move does to posts."""

from datetime import date, timedelta

import pytest

from bot.people.identity import Staff
from bot.people.records import StaffKind
from bot.personnel import rules
from bot.personnel.rules import DatedPost
from bot.refusal import Refusal

TODAY = date(2023, 2, 14)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("hôm nay", TODAY),
        ("HOM NAY", TODAY),
        ("ngày mai", TODAY + timedelta(days=1)),
        ("1/3", date(2023, 3, 1)),
        ("ngày 1-3", date(2023, 3, 1)),
        ("1.3.2023", date(2023, 3, 1)),
        ("01/03/23", date(2023, 3, 1)),
        ("31/12", date(2022, 12, 31)),  # the nearest: six weeks ago, not ten months ahead
        ("30/6", date(2023, 6, 30)),
        ("từ 1/3", date(2023, 3, 1)),
        ("đến hết ngày 1/3.", date(2023, 3, 1)),
        ("từ ngày 1 tháng 3", date(2023, 3, 1)),
        ("ngày 1 tháng 3 năm 2023", date(2023, 3, 1)),
        ("từ hôm nay", TODAY),
    ],
)
def test_a_day_is_understood_as_people_type_it(typed: str, day: date) -> None:
    assert rules.typed_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["31/2", "29/2", "0/0", "tuần sau", "15", "", "1/3/4/5"])
def test_a_day_that_there_is_not_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.typed_day(typed, TODAY)
    assert refused.value.key == "day.unclear"


def test_the_29th_of_february_is_the_leap_years() -> None:
    assert rules.typed_day("29/2", date(2024, 1, 5)) == date(2024, 2, 29)


def test_a_day_keeps_between_its_bounds() -> None:
    assert rules.within(TODAY, TODAY, TODAY) == TODAY
    with pytest.raises(Refusal) as refused:
        rules.within(TODAY - timedelta(days=1), TODAY, TODAY)
    assert refused.value.key == "day.too_early"
    with pytest.raises(Refusal) as refused:
        rules.within(date(2099, 1, 1), TODAY, TODAY)
    assert refused.value.key == "day.too_late"


def test_a_week_ends_on_its_sunday() -> None:
    assert rules.end_of_week(TODAY) == date(2023, 2, 19)
    assert rules.end_of_week(date(2023, 2, 19)) == date(2023, 2, 19)


def test_a_deputy_is_one_by_the_title_of_the_post() -> None:
    assert rules.is_deputy("Phó Trưởng phòng")
    assert rules.is_deputy("phó chánh Thanh tra")
    assert not rules.is_deputy("Trưởng phòng")
    assert not rules.is_deputy("Phòng viên")  # begins with the letters, not with the word
    assert not rules.is_deputy("")


# --- people -----------------------------------------------------------------------------------------------------------


def somebody(key: int, name: str, unit: str = "Văn phòng Sở") -> Staff:
    return Staff(
        key, f"TN{key:03d}", name, None, StaffKind.CIVIL_SERVANT, None, None, "Chuyên viên", 1, unit, None, "", None
    )


PEOPLE = [
    somebody(26, "Nguyễn Thị Hồng", "Phòng Quản lý Khoa học"),
    somebody(45, "Nguyễn Thị Hồng", "Phòng Quản lý Tiêu chuẩn Chất lượng"),
    somebody(28, "Nguyễn Công Hậu"),
    somebody(12, "Lê Văn Phát"),
    somebody(29, "Nguyễn Hồng Hà"),
]


def test_a_name_is_found_with_and_without_marks_and_by_code() -> None:
    assert [person.id for person in rules.find(PEOPLE, "nguyen cong hau")] == [28]
    assert [person.id for person in rules.find(PEOPLE, "Hậu")] == [28]
    assert [person.id for person in rules.find(PEOPLE, "tn012")] == [12]
    assert rules.find(PEOPLE, "Trần Văn Không") == []
    assert rules.find(PEOPLE, "") == []


def test_namesakes_are_all_found_and_the_unit_tells_them_apart() -> None:
    assert [person.id for person in rules.find(PEOPLE, "nguyen thi hong")] == [26, 45]
    assert [person.id for person in rules.find(PEOPLE, "hong chat luong")] == [45]


def test_a_strangers_words_are_compared_with_the_roster() -> None:
    assert [person.id for person in rules.resembling(PEOPLE, "Lê Văn Phúc, Văn phòng", 3)] == [12]
    assert rules.resembling(PEOPLE, "Trần Quốc Bảo", 3) == []
    near = rules.resembling(PEOPLE, "Nguyễn Thị Hồng, phòng quản lý tiêu chuẩn chất lượng", 3)
    assert [person.id for person in near][:2] == [45, 26]


# --- posts ------------------------------------------------------------------------------------------------------------

FIRST = DatedPost(1, 5, "Chuyên viên", date(2020, 1, 1), None)


def test_the_post_that_holds_ends_on_the_day_of_the_move() -> None:
    plan = rules.moved([FIRST], date(2023, 3, 1), TODAY)
    assert (plan.ended, plan.dropped) == (FIRST, ())


def test_a_move_may_be_entered_some_days_late() -> None:
    assert rules.moved([FIRST], date(2023, 2, 1), TODAY).ended == FIRST


def test_a_planned_move_gives_way_to_an_earlier_one_and_goes_before_a_later_one() -> None:
    now = DatedPost(1, 5, "Chuyên viên", date(2020, 1, 1), date(2023, 3, 1))
    planned = DatedPost(2, 6, "Chuyên viên", date(2023, 3, 1), None)
    earlier = rules.moved([now, planned], date(2023, 2, 20), TODAY)
    assert (earlier.ended, earlier.dropped) == (now, (2,))
    later = rules.moved([now, planned], date(2023, 4, 1), TODAY)
    assert (later.ended, later.dropped) == (planned, ())


def test_what_has_begun_is_not_undone() -> None:
    for since in (date(2020, 1, 1), date(2019, 5, 1)):
        with pytest.raises(Refusal) as refused:
            rules.moved([FIRST], since, TODAY)
        assert refused.value.key == "move.before_post"


def test_who_holds_no_post_cannot_be_moved() -> None:
    gone = DatedPost(1, 5, "Chuyên viên", date(2020, 1, 1), date(2023, 1, 1))
    for posts in ([], [gone]):
        with pytest.raises(Refusal) as refused:
            rules.moved(posts, date(2023, 3, 1), TODAY)
        assert refused.value.key == "move.no_post"
