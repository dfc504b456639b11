"""The catalogue as shipped: what the laws and the plan say, and how sure we are."""

import re
from datetime import date

import pytest

from bot.titles.catalogue import Catalogue, Family, Kind, Needs, Regime, Subject, received_in
from bot.titles.criteria import Consecutive, Ground, MemberShare, MembersWith, OneOf, Rounding
from bot.titles.quotas import most, quota_defaults, thresholds

PERSONAL = ["LDTT", "CSTDCS", "CSTD_TINH", "CSTD_BO"]
COLLECTIVE = ["TTLDTT", "TTLDXS"]
UNION_PERSONAL = ["DVCDXS", "DVCDG", "CBCDXS", "CBCDG", "BK_LDLD"]
UNION_GROUP = ["TCDXS", "TCDVM", "BK_LDLD"]
PROPOSED_ONLY = ["CSTDTQ", "CO_TINH", "BK_TINH"]


def ids(regime: Regime, **which: object) -> list[str]:
    return [title.id for title in regime.titles(**which)]  # type: ignore[arg-type]


# --- as shipped -------------------------------------------------------------------------------------------------------


def test_every_title_of_the_plan_is_there_in_the_order_of_lists(law_2003: Regime) -> None:
    one_may = {"self_register": True}
    assert ids(law_2003, subject=Subject.PERSON, family=Family.STATE, **one_may) == PERSONAL
    assert ids(law_2003, subject=Subject.UNIT, **one_may) == COLLECTIVE
    assert ids(law_2003, subject=Subject.PERSON, family=Family.UNION, **one_may) == UNION_PERSONAL
    assert ids(law_2003, subject=Subject.UNION_GROUP, **one_may) == UNION_GROUP
    assert ids(law_2003, self_register=False) == PROPOSED_ONLY
    assert [title.id for title in law_2003.titles() if not title.in_plan] == ["CSTDTQ"]


def test_commendations_are_told_from_titles(law_2003: Regime) -> None:
    assert [title.id for title in law_2003.titles() if title.kind is Kind.COMMENDATION] == ["BK_TINH", "BK_LDLD"]


def test_officer_titles_need_an_officer_and_the_other_personal_union_titles_a_member(law_2003: Regime) -> None:
    needs = {title.id: title.needs for title in law_2003.titles(family=Family.UNION)}
    assert {id for id, need in needs.items() if need is Needs.OFFICER} == {"CBCDXS", "CBCDG"}
    assert {id for id, need in needs.items() if need is Needs.MEMBER} == {"DVCDXS", "DVCDG", "BK_LDLD"}


def test_the_2003_law_asks_an_initiative_of_cstdcs_and_the_2022_law_one_of_three(
    law_2003: Regime, law_2022: Regime
) -> None:
    (before,) = (rule for rule in law_2003.title("CSTDCS").requires if isinstance(rule, OneOf))
    (after,) = (rule for rule in law_2022.title("CSTDCS").requires if isinstance(rule, OneOf))
    assert set(before.of) == {Ground.INITIATIVE_BASE, Ground.PROJECT_ACCEPTED}
    assert set(after.of) == {*before.of, Ground.EXCELLENT_WORK}


@pytest.mark.parametrize("title", ["CSTD_TINH", "CSTD_BO"])
def test_the_higher_personal_titles_ask_three_consecutive_years_of_cstdcs(catalogue: Catalogue, title: str) -> None:
    for regime in catalogue:
        (rule,) = (rule for rule in regime.title(title).requires if isinstance(rule, Consecutive))
        assert (rule.titles, rule.times, rule.yearly) == (("CSTDCS",), 3, True)


def test_collectives_ask_more_than_half_or_seventy_percent_and_one_cstdcs(catalogue: Catalogue) -> None:
    for regime in catalogue:
        (half,) = (rule for rule in regime.title("TTLDTT").requires if isinstance(rule, MemberShare))
        assert (half.title, half.percent, half.strictly_more) == ("LDTT", 50, True)
        seventy, _ = (rule for rule in regime.title("TTLDXS").requires if isinstance(rule, MemberShare))
        assert (seventy.title, seventy.percent, seventy.strictly_more) == ("LDTT", 70, False)
        (one,) = (rule for rule in regime.title("TTLDXS").requires if isinstance(rule, MembersWith))
        assert (one.title, one.at_least) == ("CSTDCS", 1)


def test_the_quota_of_cstdcs_is_sure_in_the_2003_law_only(law_2003: Regime, law_2022: Regime) -> None:
    before, after = law_2003.title("CSTDCS").quota, law_2022.title("CSTDCS").quota
    assert before and after
    assert (before.percent, before.of, before.source.certainty.code) == (15, "LDTT", "V")
    assert (after.percent, after.of, after.source.certainty.code) == (15, "LDTT", "?")


def test_votes_of_the_council_are_ninety_percent_where_the_decree_says_so(law_2003: Regime, law_2022: Regime) -> None:
    def votes(regime: Regime) -> dict[str, int | None]:
        return {title.id: title.vote.percent for title in regime.titles() if title.vote}

    assert votes(law_2003) == {"CSTDCS": None, "CSTD_TINH": 90, "CSTD_BO": 90, "CSTDTQ": 90}
    assert votes(law_2022) == {"CSTDCS": None, "CSTD_TINH": None, "CSTD_BO": None, "CSTDTQ": 90}


def test_what_is_not_said_anew_is_as_in_the_regime_extended(law_2003: Regime, law_2022: Regime) -> None:
    assert ids(law_2022) == ids(law_2003)
    assert law_2022.title("DVCDG") == law_2003.title("DVCDG")
    assert law_2022.title("CSTD_TINH").implies == law_2003.title("CSTD_TINH").implies
    assert law_2022.title("TTLDXS").name == law_2003.title("TTLDXS").name


def test_regimes_are_dated(catalogue: Catalogue, law_2003: Regime, law_2022: Regime) -> None:
    assert [year for year in range(2016, 2030) if law_2003.covers(year)] == [2018, 2019, 2020, 2021, 2022, 2023]
    assert [year for year in range(2016, 2030) if law_2022.covers(year)] == list(range(2025, 2030))
    first = catalogue.regime("B1_2024")
    assert (law_2003.valid_to, first.valid_from) == (date(2023, 12, 31), date(2024, 1, 1))
    assert (first.valid_to, law_2022.valid_from) == (date(2025, 6, 30), date(2025, 7, 1))


@pytest.mark.parametrize(
    ("received", "code"),
    [
        (date(2023, 12, 31), "A_2003"),
        (date(2024, 1, 1), "B1_2024"),
        (date(2025, 6, 30), "B1_2024"),
        (date(2025, 7, 1), "B2_2025"),
        (date(2026, 9, 30), "B2_2025"),
        (date(2026, 10, 1), "D_2026"),
        (received_in(2022), "A_2003"),
        (received_in(2024), "B1_2024"),
        (received_in(2025), "B2_2025"),
        (received_in(2027), "D_2026"),
    ],
)
def test_the_day_on_which_files_are_received_tells_the_regime(catalogue: Catalogue, received: date, code: str) -> None:
    found = catalogue.on(received)
    assert found is not None and found.code == code
    assert found.covers(received.year)


def test_what_stores_name_from_before_resolves(catalogue: Catalogue) -> None:
    assert catalogue.regime("B_2022").code == "B2_2025"
    assert catalogue.regime("C_draft").code == "D_2026"
    lost = "A_2003@000000000000"
    assert lost not in catalogue
    assert catalogue.regime(lost) is catalogue.regime("A_2003")
    for regime in catalogue:
        assert catalogue.regime(regime.id) is catalogue.regime(regime.code) is regime


def test_every_version_of_the_law_is_there_and_what_nobody_has_read_says_so(catalogue: Catalogue) -> None:
    assert [regime.code for regime in catalogue] == ["A_2003", "B1_2024", "B2_2025", "D_2026"]
    assert [regime.code for regime in catalogue if regime.to_check] == ["D_2026"]
    assert {title.certainty.code for title in catalogue.regime("D_2026").titles(family=Family.STATE)} == {"?"}
    assert any("05/2020" in source for source in catalogue.regime("A_2003").sources)
    assert not any("152/2025" in str(title) for title in catalogue.regime("B1_2024").titles())


def test_an_order_means_one_title_whatever_the_regime(catalogue: Catalogue) -> None:
    meant = {(title.order, title.id) for regime in catalogue for title in regime.titles()}
    assert len(meant) == len({order for order, _ in meant}) == len({id for _, id in meant})


def test_a_campaign_begins_with_the_quota_and_the_thresholds_of_its_regime(law_2022: Regime) -> None:
    (quota,) = quota_defaults(law_2022)
    said = (quota.title, quota.of, quota.percent, quota.rounding, quota.applies, quota.source.certainty.code)
    assert said == ("CSTDCS", "LDTT", 15, Rounding.DOWN, True, "?")
    assert [(one.title, one.counted, one.percent, one.strictly_more) for one in thresholds(law_2022)] == [
        ("TTLDTT", "LDTT", 50, True),
        ("TTLDXS", "LDTT", 70, False),
    ]
    assert [most(15, of, Rounding.DOWN) for of in (0, 6, 7, 90)] == [0, 0, 1, 13]
    assert [most(15, of, Rounding.NEAREST) for of in (3, 4, 90)] == [0, 1, 14]
    assert [most(15, of, Rounding.UP) for of in (0, 1, 20)] == [0, 1, 3]


def test_the_union_family_is_off_by_default_since_2022_and_can_be_read_all_the_same(law_2022: Regime) -> None:
    assert law_2022.families_off == {Family.UNION}
    assert ids(law_2022, family=Family.UNION, subject=Subject.UNION_GROUP) == UNION_GROUP


def test_the_law_of_2026_asks_as_its_draft_did_for_excellent_work_and_an_initiative(
    catalogue: Catalogue,
) -> None:
    draft = catalogue.regime("D_2026")
    assert draft.title("CSTDCS").implies == frozenset()
    assert draft.implied("CSTD_TINH") == {"CSTDCS", "LDTT"}
    assert len(draft.title("CSTDCS").requires) == 2


def test_a_regime_that_is_not_there_is_a_key_error(catalogue: Catalogue, law_2003: Regime) -> None:
    with pytest.raises(KeyError):
        catalogue.regime("E")
    with pytest.raises(KeyError):
        law_2003.title("DVUT")


# --- how sure ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regime", "title", "vi"),
    [
        (
            "A_2003",
            "CSTDCS",
            "Luật Thi đua, khen thưởng 2003 (sửa đổi 2013), Điều 23; Nghị định 91/2017/NĐ-CP, Điều 9 khoản 3",
        ),
        ("A_2003", "CSTD_TINH", "Nghị định 91/2017/NĐ-CP, Điều 9 khoản 2 (số điều chưa đối chiếu bản gốc)"),
        (
            "A_2003",
            "DVCDG",
            "Kế hoạch phát động phong trào thi đua năm 2023 của Sở (chưa tìm được văn bản gốc để đối chiếu nội dung)",
        ),
        (
            "A_2003",
            "BK_TINH",
            "Nghị định 91/2017/NĐ-CP, Điều 39 (số điều và nội dung chưa đối chiếu bản gốc)",
        ),
        (
            "A_2003",
            "TCDVM",
            "Quyết định 1689/QĐ-TLĐ ngày 12/11/2019 (theo nguồn thứ cấp, chưa đối chiếu bản gốc)",
        ),
        (
            "B_2022",
            "TTLDTT",
            "Luật Thi đua, khen thưởng 2022, Điều 28 (chưa tìm được văn bản gốc để đối chiếu nội dung)",
        ),
    ],
)
def test_a_citation_says_what_was_not_compared(catalogue: Catalogue, regime: str, title: str, vi: str) -> None:
    assert catalogue.regime(regime).title(title).citation.vi == vi


def test_nothing_doubtful_is_cited_without_saying_so(catalogue: Catalogue) -> None:
    for regime in catalogue:
        for title in regime.titles():
            sure = title.certainty.doubt == 0 and all(source.certainty.doubt == 0 for source in title.sources)
            assert bool(re.search("đối chiếu", title.citation.vi)) is not sure, (regime.id, title.id)
            assert bool(re.search("compare", title.citation.en)) is not sure, (regime.id, title.id)


@pytest.mark.parametrize(
    ("regime", "certainty"),
    [
        ("A_2003", {"V": "LDTT CSTDCS TTLDTT TTLDXS", "M": "CO_TINH BK_TINH", "?": "DVCDG CBCDXS CBCDG TCDXS"}),
        ("B2_2025", {"V": "LDTT CSTDCS CSTD_TINH CSTDTQ TTLDXS", "M": "CSTD_BO CO_TINH BK_TINH", "?": None}),
    ],
)
def test_no_title_is_surer_than_our_sources(
    catalogue: Catalogue, regime: str, certainty: dict[str, str | None]
) -> None:
    of = {title.id: title.certainty.code for title in catalogue.regime(regime).titles()}
    for code, expected in certainty.items():
        if expected is not None:
            assert " ".join(id for id, found in of.items() if found == code) == expected


def test_every_text_is_there_in_both_languages_composed_and_without_a_full_stop(catalogue: Catalogue) -> None:
    for regime in catalogue:
        for title in regime.titles():
            for text in (title.name, title.short, title.label, *title.standard):
                assert text.vi == text.vi.strip(" .")
                assert text.en == text.en.strip(" .")
                assert text.en.isascii() or "Thừa Thiên Huế" in text.en


def test_labels_are_short_enough_for_a_button(law_2003: Regime) -> None:
    assert max(len(title.label.vi) for title in law_2003.titles(self_register=True)) <= 27
