"""Consecutive years, counted from past decisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.awards.rules import progress, streak, streaks
from bot.dialogue.screens import Named, say
from bot.titles.catalogue import Subject
from bot.titles.loading import load
from bot.titles.rules import Candidate, Severity, Streak, check

LAW_2003 = load().regime("A_2003")
IMPORTED = frozenset({2019, 2020, 2021, 2022})
CSTDCS = Named("Chiến sĩ thi đua cơ sở", "Grassroots Emulation Fighter")


def held(*years: int) -> dict[int, frozenset[str]]:
    """LĐTT in every imported year, CSTĐCS in `years`."""
    return {year: frozenset({"LDTT", "CSTDCS"} if year in years else {"LDTT"}) for year in IMPORTED | {*years}}


@pytest.mark.parametrize(
    ("years", "run"),
    [
        ((2022,), (2022,)),
        ((2021, 2022), (2021, 2022)),
        ((2019, 2021, 2022), (2021, 2022)),
        ((2019, 2020, 2021), ()),
        ((2020, 2022), (2022,)),
        ((), ()),
    ],
)
def test_the_campaign_of_2023_counts_the_years_up_to_2022(years: tuple[int, ...], run: tuple[int, ...]) -> None:
    assert streak(held(*years), "CSTDCS", 2022, IMPORTED) == Streak(run)


def test_a_year_before_the_records_begin_may_lengthen_the_run() -> None:
    assert streak(held(2019, 2020, 2021, 2022), "CSTDCS", 2022, IMPORTED) == Streak(
        (2019, 2020, 2021, 2022), unknown_before=True
    )


def test_a_last_year_whose_decisions_are_still_to_come_does_not_break_the_run() -> None:
    assert streak(held(2020, 2021, 2022), "CSTDCS", 2024, IMPORTED) == Streak((2020, 2021, 2022), (2023, 2024))


def test_a_year_without_any_decision_in_between_is_not_bridged() -> None:
    found = streak({2020: {"CSTDCS"}, 2022: {"CSTDCS"}}, "CSTDCS", 2022, {2019, 2020, 2022})
    assert found == Streak((2022,), unknown_before=True)


def test_a_year_of_ones_own_is_known_even_where_the_office_imported_none() -> None:
    assert streak({2022: {"LDTT"}}, "CSTDCS", 2022, frozenset()) == Streak((), unknown_before=False)


def test_without_any_decision_nothing_is_known() -> None:
    assert streak({}, "CSTDCS", 2022, frozenset()) == Streak((), (2022,), unknown_before=True)


def test_later_years_do_not_count() -> None:
    assert streak(held(2021, 2022), "CSTDCS", 2021, IMPORTED) == Streak((2021,))


def test_a_higher_titles_decision_is_not_read_as_one_of_the_lower() -> None:
    assert streak({2021: {"CSTDCS"}, 2022: {"CSTD_TINH"}}, "CSTDCS", 2022, IMPORTED) == Streak(())


years = st.integers(2010, 2025)


@given(st.dictionaries(years, st.sets(st.sampled_from(["LDTT", "CSTDCS"]))), st.frozensets(years), years)
def test_a_streak_is_consecutive_awarded_and_maximal(
    awards: dict[int, set[str]], known: frozenset[int], until: int
) -> None:
    found = streak(awards, "CSTDCS", until, known)
    known = known | awards.keys()
    assert all("CSTDCS" in awards[year] for year in found.years)
    assert list(found.years) == list(range(found.years[0], found.years[-1] + 1)) if found.years else True
    assert all(year not in known and year <= until for year in found.pending)
    if found.years:
        assert "CSTDCS" not in awards.get(found.years[0] - 1, ())
        assert found.years[-1] + len(found.pending) == until
        assert found.unknown_before is (found.years[0] - 1 not in known)


# --- what is said -----------------------------------------------------------------------------------------------------


def test_progress_towards_three_years() -> None:
    said = progress(LAW_2003, streaks(LAW_2003, held(2021, 2022), 2022, IMPORTED))
    assert said == (say("awards.streak.towards", title=CSTDCS, length=2, times=3, years="2021, 2022"),)


def test_three_years_and_more_are_no_longer_counted_towards_anything() -> None:
    said = progress(LAW_2003, streaks(LAW_2003, held(2019, 2020, 2021, 2022), 2022, IMPORTED))
    assert said == (say("awards.streak.complete", title=CSTDCS, length=4, times=3, years="2019, 2020, 2021, 2022"),)


def test_years_without_decisions_yet_say_so() -> None:
    said = progress(LAW_2003, streaks(LAW_2003, {2021: {"CSTDCS"}}, 2022, frozenset()))
    assert said == (
        say("awards.streak.towards", title=CSTDCS, length=1, times=3, years="2021"),
        say("awards.streak.unknown_before", year=2020),
        say("awards.streak.pending", years="2022"),
    )


def test_nothing_is_said_where_there_is_nothing() -> None:
    assert progress(LAW_2003, streaks(LAW_2003, held(2020), 2022, IMPORTED)) == ()


def test_the_streak_of_the_sample_screen_reaches_the_finding() -> None:
    facts = Candidate(Subject.PERSON, 2023, streaks=streaks(LAW_2003, held(2020, 2022), 2022, IMPORTED))
    (found,) = (finding for finding in check(LAW_2003, {"CSTD_TINH"}, facts) if finding.severity is Severity.WARN)
    assert found.key == "titles.finding.streak_short"
    assert (found.values["years"], found.values["length"], found.values["times"]) == ("2022", 1, 3)
