"""Choosing titles, and what is said about a choice before it is sent."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.screens import Named, say
from bot.titles.catalogue import Regime, Subject
from bot.titles.loading import load
from bot.titles.rules import Candidate, Finding, InitiativeState, Severity, Streak, check, implied, registrable, toggle

CATALOGUE = load()
regimes = st.sampled_from(sorted(CATALOGUE, key=lambda regime: regime.id))
STAFF = Candidate(Subject.PERSON, 2023, union_member=True, joined=date(2015, 3, 2))
OFFICER = replace(STAFF, union_officer=True)


@st.composite
def taps(draw: st.DrawFn) -> tuple[Regime, list[str]]:
    regime = draw(regimes)
    ids = [title.id for title in regime.titles(self_register=True)]
    return regime, draw(st.lists(st.sampled_from(ids), max_size=12))


def after(regime: Regime, *tapped: str) -> frozenset[str]:
    chosen: frozenset[str] = frozenset()
    for title in tapped:
        chosen = toggle(regime, chosen, title)
    return chosen


def about(findings: list[Finding], title: str | None) -> list[tuple[Severity, str]]:
    return [
        (finding.severity, finding.key.removeprefix("titles.finding."))
        for finding in findings
        if finding.title == title
    ]


def the_streak(findings: list[Finding]) -> Finding:
    (found,) = (finding for finding in findings if ".streak_" in finding.key and finding.title == "CSTD_TINH")
    return found


# --- choosing ---------------------------------------------------------------------------------------------------------


def test_a_higher_title_brings_the_lower_ones_along(law_2003: Regime) -> None:
    assert implied(law_2003, {"CSTD_TINH"}) == {"CSTD_TINH", "CSTDCS", "LDTT"}
    assert implied(law_2003, {"TTLDXS"}) == {"TTLDXS", "TTLDTT"}
    assert implied(law_2003, {"DVCDXS"}) == {"DVCDXS"}


def test_leaving_a_title_leaves_what_implies_it(law_2003: Regime) -> None:
    assert after(law_2003, "CSTD_TINH", "CSTD_TINH") == {"CSTDCS", "LDTT"}
    assert after(law_2003, "CSTD_TINH", "CSTDCS") == {"LDTT"}
    assert after(law_2003, "CSTD_TINH", "CSTD_BO", "DVCDG", "LDTT") == {"DVCDG"}


@pytest.mark.parametrize(("one", "other"), [("DVCDXS", "DVCDG"), ("CBCDXS", "CBCDG"), ("TCDXS", "TCDVM")])
def test_one_grade_replaces_the_other(law_2003: Regime, one: str, other: str) -> None:
    assert after(law_2003, one, other) == {other}
    assert after(law_2003, other, one) == {one}
    assert after(law_2003, one, other, other) == frozenset()


@given(taps())
def test_a_choice_is_always_closed_and_never_holds_two_grades(tapped: tuple[Regime, list[str]]) -> None:
    regime, titles = tapped
    chosen: frozenset[str] = frozenset()
    for title in titles:
        taken = title not in chosen
        chosen = toggle(regime, chosen, title)
        assert (title in chosen) is taken
        assert implied(regime, chosen) == chosen
        assert not any(regime.title(id).exclusive_with & chosen for id in chosen)


@given(taps())
def test_what_is_implied_implies_nothing_more(tapped: tuple[Regime, list[str]]) -> None:
    regime, titles = tapped
    assert implied(regime, implied(regime, titles)) == implied(regime, titles)


@given(taps())
def test_taking_a_title_and_leaving_it_at_once_never_adds_a_higher_one(tapped: tuple[Regime, list[str]]) -> None:
    regime, titles = tapped
    chosen = after(regime, *titles)
    for title in regime.titles(self_register=True):
        if title.id not in chosen:
            again = toggle(regime, toggle(regime, chosen, title.id), title.id)
            assert again <= chosen | regime.implied(title.id)


def test_a_title_unknown_to_the_regime_can_be_left_but_not_taken(law_2003: Regime) -> None:
    assert toggle(law_2003, {"OLD", "LDTT"}, "OLD") == {"LDTT"}
    with pytest.raises(KeyError):
        toggle(law_2003, {"LDTT"}, "OLD")


def test_officer_titles_are_shown_to_officers_and_union_titles_to_members(law_2003: Regime) -> None:
    def shown(facts: Candidate) -> list[str]:
        return [title.id for title in registrable(law_2003, facts)]

    assert shown(Candidate(Subject.PERSON, 2023)) == ["LDTT", "CSTDCS", "CSTD_TINH", "CSTD_BO"]
    assert shown(STAFF) == ["LDTT", "CSTDCS", "CSTD_TINH", "CSTD_BO", "DVCDXS", "DVCDG", "BK_LDLD"]
    assert shown(OFFICER)[-3:] == ["CBCDXS", "CBCDG", "BK_LDLD"]
    assert shown(Candidate(Subject.UNION_GROUP, 2023)) == ["TCDXS", "TCDVM", "BK_LDLD"]
    assert shown(replace(STAFF, offered=frozenset({"LDTT", "TTLDTT"}))) == ["LDTT"]


# --- what blocks ------------------------------------------------------------------------------------------------------


def test_only_wrong_holder_closed_window_and_duplicate_block(law_2003: Regime) -> None:
    everything = [title.id for title in law_2003.titles()]
    facts = replace(STAFF, window_open=False, registered=frozenset({"LDTT"}), joined=date(2023, 6, 1))
    blocking = {f.key.split(".")[-1] for f in check(law_2003, everything, facts) if f.severity is Severity.BLOCK}
    assert blocking == {"window_closed", "duplicate", "wrong_subject", "only_union_officer"}


def test_nothing_is_said_of_a_choice_that_raises_no_question(law_2003: Regime) -> None:
    assert check(law_2003, {"LDTT", "DVCDXS", "BK_LDLD"}, STAFF) == []


def test_a_closed_window_concerns_the_registration_as_a_whole(law_2003: Regime) -> None:
    (found, *_) = check(law_2003, {"LDTT"}, replace(STAFF, window_open=False))
    assert (found.title, found.severity, found.key) == (None, Severity.BLOCK, "titles.finding.window_closed")


def test_a_title_of_another_kind_of_holder_says_whose_it_is(law_2003: Regime) -> None:
    (found,) = check(law_2003, {"TTLDTT"}, STAFF)
    assert (found.severity, found.key) == (Severity.BLOCK, "titles.finding.wrong_subject")
    assert found.values["holders"] == (say("titles.subject.unit"),)
    assert check(law_2003, {"BK_LDLD"}, Candidate(Subject.UNION_GROUP, 2023)) == []


def test_union_titles_are_for_members_and_officer_titles_for_officers(law_2003: Regime) -> None:
    outsider = Candidate(Subject.PERSON, 2023)
    assert about(check(law_2003, {"DVCDXS"}, outsider), "DVCDXS") == [(Severity.BLOCK, "only_union_member")]
    assert about(check(law_2003, {"CBCDXS"}, STAFF), "CBCDXS") == [(Severity.BLOCK, "only_union_officer")]
    assert check(law_2003, {"CBCDXS"}, OFFICER) == []


def test_the_same_title_in_another_registration_is_a_duplicate(law_2003: Regime) -> None:
    facts = replace(STAFF, registered=frozenset({"LDTT"}))
    (found,) = check(law_2003, {"LDTT"}, facts)
    assert (found.severity, found.key) == (Severity.BLOCK, "titles.finding.duplicate")
    assert found.source is None  # no law says so: it follows from this campaign


# --- what is worth knowing --------------------------------------------------------------------------------------------


def test_what_the_office_proposes_is_not_registered_for(law_2003: Regime) -> None:
    found = check(law_2003, {"CSTDTQ", "BK_TINH"}, STAFF)
    assert about(found, "CSTDTQ")[0] == (Severity.WARN, "not_self_registered")
    assert about(found, "BK_TINH")[0] == (Severity.WARN, "not_self_registered")
    assert found[0].values["authority"] == Named("Thủ tướng Chính phủ", "Prime Minister")


def test_a_title_of_another_regime_and_one_the_campaign_leaves_out_are_named(law_2003: Regime) -> None:
    found = check(law_2003, {"DVUT", "LDTT"}, replace(STAFF, offered=frozenset({"CSTDCS"})))
    assert [(f.title, f.severity, f.key.split(".")[-1]) for f in found] == [
        ("DVUT", Severity.WARN, "not_in_regime"),
        ("LDTT", Severity.WARN, "not_offered"),
    ]


def test_two_grades_at_once_are_named_once(law_2003: Regime) -> None:
    found = check(law_2003, {"DVCDXS", "DVCDG"}, STAFF)
    assert [(f.title, f.severity, f.key) for f in found] == [("DVCDXS", Severity.WARN, "titles.finding.exclusive")]


def test_titles_of_the_province_and_of_the_ministry_at_once_are_remarked_on_once(law_2003: Regime) -> None:
    found = check(law_2003, {"CSTD_TINH", "CSTD_BO"}, STAFF)
    (both,) = (finding for finding in found if finding.key == "titles.finding.two_scopes")
    assert (both.title, both.severity, both.values["other"].vi) == (
        "CSTD_TINH",
        Severity.WARN,
        "Chiến sĩ thi đua cấp Bộ",
    )
    one = check(law_2003, {"CSTD_TINH"}, STAFF)
    assert not any(finding.key == "titles.finding.two_scopes" for finding in one)


@pytest.mark.parametrize(
    ("streak", "severity", "key", "said"),
    [
        (Streak((2022,)), Severity.WARN, "streak_short", {"years": "2022", "length": 1, "times": 3}),
        (Streak((2021, 2022)), Severity.INFO, "streak_met", {"years": "2021, 2022", "length": 2, "year": 2023}),
        (Streak((2019, 2020, 2021, 2022)), Severity.INFO, "streak_met", {"length": 4}),
        (Streak((2022,), unknown_before=True), Severity.WARN, "streak_open", {"length": 1, "before": 2021}),
        (Streak((2020, 2021), (2022,)), Severity.WARN, "streak_pending", {"years": "2020, 2021", "pending": "2022"}),
        (Streak(()), Severity.WARN, "streak_none", {"last": 2022, "times": 3}),
        (Streak((), (2022,)), Severity.WARN, "streak_none_pending", {"pending": "2022"}),
        (None, Severity.WARN, "streak_none_pending", {"pending": "2022"}),
    ],
)
def test_the_provincial_title_asks_three_years_of_which_this_is_the_last(
    law_2003: Regime, streak: Streak | None, severity: Severity, key: str, said: dict[str, object]
) -> None:
    facts = replace(STAFF, streaks={"CSTDCS": streak} if streak else {})
    found = the_streak(check(law_2003, {"CSTD_TINH"}, facts))
    assert (found.severity, found.key) == (severity, f"titles.finding.{key}")
    assert {name: found.values[name] for name in said} == said
    assert found.values["counted"] == Named("Chiến sĩ thi đua cơ sở", "Grassroots Emulation Fighter")


def test_a_finding_names_its_article_and_that_the_number_was_not_compared(law_2003: Regime) -> None:
    found = the_streak(check(law_2003, {"CSTD_TINH"}, STAFF))
    assert found.source and found.certainty
    assert found.source.vi == "Nghị định 91/2017/NĐ-CP, Điều 9 khoản 2 (số điều chưa đối chiếu bản gốc)"
    assert found.certainty.code == "S"


def test_a_finding_is_as_sure_as_its_own_rule_not_as_the_title(law_2003: Regime) -> None:
    sure = law_2003.title("LDTT").certainty
    title = replace(law_2003.title("CSTD_TINH"), certainty=sure)
    regime = replace(law_2003, _titles={one.id: one for one in law_2003.titles()} | {title.id: title})
    found = the_streak(check(regime, {"CSTD_TINH"}, STAFF))
    assert found.certainty and found.certainty.code == "S"


@pytest.mark.parametrize(
    ("answer", "before_2024", "since_2024"),
    [
        (None, (Severity.INFO, "initiative_needed"), (Severity.INFO, "initiative_or_rating")),
        (InitiativeState.NONE, (Severity.WARN, "initiative_needed"), (Severity.INFO, "initiative_or_rating")),
        (InitiativeState.LATER, (Severity.INFO, "initiative_later"), (Severity.INFO, "initiative_later")),
        (InitiativeState.NAMED, None, None),
    ],
)
def test_an_initiative_is_asked_by_the_2003_law_and_one_way_of_three_by_the_2022_law(
    law_2003: Regime,
    law_2022: Regime,
    answer: InitiativeState | None,
    before_2024: tuple[Severity, str] | None,
    since_2024: tuple[Severity, str] | None,
) -> None:
    facts = replace(STAFF, initiatives={"CSTDCS": answer} if answer else {})
    for regime, expected in ((law_2003, before_2024), (law_2022, since_2024)):
        assert about(check(regime, {"CSTDCS"}, facts), "CSTDCS") == ([expected] if expected else [])


def test_an_initiative_named_for_the_higher_title_serves_for_the_lower(law_2003: Regime) -> None:
    facts = replace(STAFF, initiatives={"CSTD_TINH": InitiativeState.NAMED, "CSTDCS": InitiativeState.NONE})
    assert about(check(law_2003, {"CSTD_TINH"}, facts), "CSTDCS") == []


@pytest.mark.parametrize(
    ("joined", "said"),
    [
        (date(2022, 9, 5), False),
        (date(2023, 3, 1), False),  # ten whole months to 31 December
        (date(2023, 3, 2), True),
        (date(2023, 12, 31), True),
        (None, False),
    ],
)
def test_recruits_of_less_than_ten_months_are_told_what_reviewers_look_at(
    law_2003: Regime, law_2022: Regime, joined: date | None, said: bool
) -> None:
    facts = replace(STAFF, joined=joined)
    found = check(law_2003, {"LDTT"}, facts)
    assert about(found, "LDTT") == ([(Severity.WARN, "joined_recently")] if said else [])
    assert all(f.certainty and f.certainty.code == "S" for f in found)
    assert check(law_2022, {"LDTT"}, replace(facts, campaign_year=2024)) == []


def test_the_gravest_comes_first_then_the_order_of_lists(law_2003: Regime) -> None:
    facts = replace(STAFF, window_open=False, union_member=False, joined=date(2023, 6, 1))
    found = check(law_2003, {"DVCDXS", "CSTD_TINH"}, facts)
    assert [(f.severity, f.title) for f in found] == [
        (Severity.BLOCK, None),
        (Severity.BLOCK, "DVCDXS"),
        (Severity.WARN, "LDTT"),
        (Severity.WARN, "CSTD_TINH"),
        (Severity.INFO, "CSTDCS"),
        (Severity.INFO, "CSTD_TINH"),
    ]
