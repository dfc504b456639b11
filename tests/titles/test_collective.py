"""What the members' registrations say about a collective's title."""

import pytest

from bot.titles.catalogue import Regime
from bot.titles.collective import Counts, collective_check
from bot.titles.rules import Finding, Severity


def shown(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.severity.value, finding.key.removeprefix("titles.collective.")) for finding in findings]


def share(findings: list[Finding]) -> Finding:
    (found,) = (finding for finding in findings if ".share_" in finding.key)
    return found


def test_the_excellent_collective_of_the_sample_screen(law_2003: Regime) -> None:
    found = collective_check(law_2003, "TTLDXS", Counts(7, {"LDTT": 6, "CSTDCS": 2}))
    assert shown(found) == [
        ("info", "share_least_met"),
        ("info", "members_met"),
        ("info", "members_done"),
        ("info", "rated_excellent"),
        ("info", "no_warning"),
        ("info", "provisional"),
    ]
    said = share(found).values
    assert (said["count"], said["members"], said["asked"], said["needed"]) == (6, 7, 70, 5)
    assert round(said["percent"], 1) == 85.7
    assert found[0].source and found[0].source.vi == "Luật Thi đua, khen thưởng 2003, Điều 27"


@pytest.mark.parametrize(
    ("members", "registered", "met"),
    [(10, 5, False), (10, 6, True), (7, 3, False), (7, 4, True), (3, 2, True), (0, 0, False)],
)
def test_the_advanced_collective_needs_strictly_more_than_half(
    law_2003: Regime, members: int, registered: int, met: bool
) -> None:
    found = share(collective_check(law_2003, "TTLDTT", Counts(members, {"LDTT": registered})))
    assert found.key.endswith("over_met") is met
    assert (registered >= found.values["needed"]) is met


@pytest.mark.parametrize(
    ("members", "registered", "met"), [(10, 7, True), (10, 6, False), (7, 5, True), (7, 4, False), (93, 66, True)]
)
def test_the_excellent_collective_needs_seventy_percent(
    law_2003: Regime, members: int, registered: int, met: bool
) -> None:
    found = share(collective_check(law_2003, "TTLDXS", Counts(members, {"LDTT": registered})))
    assert found.key.endswith("least_met") is met
    assert (registered >= found.values["needed"]) is met


def test_what_is_not_met_warns_and_never_blocks(law_2003: Regime) -> None:
    found = collective_check(law_2003, "TTLDXS", Counts(7, {"LDTT": 4}))
    assert shown(found)[:2] == [("warn", "share_least_short"), ("warn", "members_short")]
    assert Severity.BLOCK not in {finding.severity for finding in found}


def test_one_fighter_is_enough(law_2003: Regime) -> None:
    assert ("info", "members_met") in shown(collective_check(law_2003, "TTLDXS", Counts(7, {"LDTT": 5, "CSTDCS": 1})))


@pytest.mark.parametrize("members", [1, 2])
def test_of_one_or_two_people_a_share_says_little(law_2003: Regime, members: int) -> None:
    found = collective_check(law_2003, "TTLDTT", Counts(members, {"LDTT": 1 if members == 2 else 0}))
    assert ("info", "share_over_short") in shown(found)
    assert shown(found)[-2:] == [("info", "few_members"), ("info", "provisional")]
    assert "few_members" not in str(shown(collective_check(law_2003, "TTLDTT", Counts(3, {"LDTT": 2}))))


def test_since_2022_nothing_is_said_of_discipline_and_the_half_is_not_sure(law_2022: Regime) -> None:
    found = collective_check(law_2022, "TTLDTT", Counts(7, {"LDTT": 5}))
    assert not any("no_warning" in finding.key for finding in found)
    assert share(found).certainty and share(found).certainty.code == "?"  # type: ignore[union-attr]
    assert "chưa tìm được văn bản gốc" in share(found).source.vi  # type: ignore[union-attr]


def test_union_grades_ask_nothing_that_could_be_counted(law_2003: Regime) -> None:
    assert collective_check(law_2003, "TCDXS", Counts(12, {"DVCDXS": 9})) == []
