"""Targets as text: what is packed comes back the same, and no other text becomes a target."""

from datetime import date
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import codec
from bot.dialogue.targets import ToAct, ToView
from bot.doors.buttons import PayloadTooLong, pack, unpack


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Everything(ToView, name="everything"):
    key: int
    sure: bool
    day: date
    colour: Colour
    other: Colour | None = None
    place: int | None = None
    page: int = 0


class Nothing(ToAct, name="nothing"):
    """Needs nothing."""


NUMBERS = st.integers(0, codec.LARGEST)
EVERYTHING = st.builds(
    Everything,
    NUMBERS,
    st.booleans(),
    st.dates(codec.FIRST_DAY, codec.LAST_DAY),
    st.sampled_from(Colour),
    st.none() | st.sampled_from(Colour),
    st.none() | NUMBERS,
    NUMBERS,
)


@given(EVERYTHING)
def test_what_is_packed_comes_back_the_same(target: Everything) -> None:
    name, *packed = codec.parts(target)
    assert name == "everything"
    assert codec.build(Everything, packed) == target
    assert not any(":" in part for part in packed)


@given(st.lists(st.text(max_size=12), max_size=9))
def test_any_text_makes_a_target_that_packs_alike_or_none(packed: list[str]) -> None:
    """What comes back from a phone may be anything."""
    target = codec.build(Everything, packed)
    if target is not None:
        assert codec.build(Everything, codec.parts(target)[1:]) == target


DAY = codec.base36(date(2023, 1, 3).toordinal())


@pytest.mark.parametrize(
    "packed",
    [
        [],
        ["1", "1"],
        ["1", "1", DAY],
        ["1", "2", DAY, "red"],
        ["-", "1", DAY, "red"],
        ["zzzzzz", "1", DAY, "red"],
        ["1", "1", "0", "red"],
        ["1", "1", DAY, "green"],
        ["1", "1", DAY, "red", "-", "-", "-"],
        ["1", "1", DAY, "red", "-", "-", "0", "0"],
        ["１", "1", DAY, "red"],
        ["A", "1", DAY, "red"],
        ["1", "1", "1", "red"],
        ["1", "1", codec.base36(codec.LAST_DAY.toordinal() + 1), "red"],
    ],
)
def test_what_no_button_of_ours_says_is_no_target(packed: list[str]) -> None:
    assert codec.build(Everything, packed) is None


def test_defaults_at_the_end_are_left_out() -> None:
    assert codec.parts(Everything(1, False, date(1, 1, 1), Colour.RED)) == ["everything", "1", "0", "1", "red"]
    assert codec.parts(Everything(1, False, date(1, 1, 1), Colour.RED, page=2))[5:] == ["-", "-", "2"]
    assert codec.parts(Nothing()) == ["nothing"]


def test_a_type_that_is_not_packed_is_found_at_once() -> None:
    class Words(ToView, name="words"):
        words: str

    with pytest.raises(TypeError, match=r"Words\.words"):
        codec.parts(Words("said"))


def test_a_target_that_does_not_fit_a_button_is_refused() -> None:
    class Long(ToView, name="a_name_that_is_about_as_long_as_any"):
        one: int
        two: int
        three: int
        four: int
        five: int

    assert len(pack(Long(1, 2, 3, 4, 5))) <= 64
    with pytest.raises(PayloadTooLong):
        pack(Long(*[codec.LARGEST] * 5))


@pytest.mark.parametrize("old", ["v:menu:0:0", "x:register:0:0", "v:unit:1:2", "s:", "s:menu:", "d", "s:ếch", "q:menu"])
def test_buttons_of_older_versions_and_of_nobody_mean_nothing(old: str) -> None:
    assert unpack(old) is None


def test_a_target_may_refuse_values_that_its_types_allow() -> None:
    class Picky(ToView, name="picky"):
        key: int

        def __post_init__(self) -> None:
            if self.key == 7:
                raise ValueError

    assert codec.build(Picky, ["6"]) == Picky(6)
    assert codec.build(Picky, ["7"]) is None
