"""Findings about a collective's title from its members' registrations so far. Pure.

Shares are of what was registered, not of what will be recognised: they help a lead to choose, and settle nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.titles.catalogue import Regime, Title
from bot.titles.criteria import (
    Measure,
    MemberShare,
    MembersWith,
    NoDiscipline,
    Rating,
    RatingAtLeast,
    Requirement,
    cite,
)
from bot.titles.rules import Finding, Severity

FEW = 2
"""Up to so many members, one person more or less is half of the collective or all of it."""

_SHARE = {
    (True, True): "titles.collective.share_over_met",
    (True, False): "titles.collective.share_over_short",
    (False, True): "titles.collective.share_least_met",
    (False, False): "titles.collective.share_least_short",
}
_MEMBERS = {
    True: ("titles.collective.members_met", Severity.INFO),
    False: ("titles.collective.members_short", Severity.WARN),
}
_RATING = {
    Rating.DONE: "titles.collective.rated_done",
    Rating.WELL_DONE: "titles.collective.rated_well_done",
    Rating.EXCELLENT: "titles.collective.rated_excellent",
}
_DISCIPLINE = {Measure.WARNING: "titles.collective.no_warning"}


@dataclass(frozen=True, slots=True)
class Counts:
    """`members` of the collective, and how many of them registered each title, implied ones included."""

    members: int
    registered: Mapping[str, int]

    def of(self, title: str) -> int:
        return self.registered.get(title, 0)


def collective_check(regime: Regime, title: str, counts: Counts) -> list[Finding]:
    """One finding for each thing asked of the collective, in the order of the catalogue, then what to make of them.

    What is met is INFO, what is not (yet) is WARN; what only the year's end can tell is INFO. Nothing blocks. Empty
    where nothing is asked that could be counted. KeyError where the regime has no such title.
    """
    wanted = regime.title(title)
    findings = [finding for asked in wanted.requires for finding in _about(wanted, asked, regime, counts)]
    if any(isinstance(asked, MemberShare | MembersWith) for asked in wanted.requires):
        if counts.members <= FEW:
            few = {"title": wanted.name, "members": counts.members}
            findings.append(Finding(title, Severity.INFO, "titles.collective.few_members", few))
        findings.append(Finding(title, Severity.INFO, "titles.collective.provisional", {"title": wanted.name}))
    return findings


def _about(title: Title, asked: Requirement, regime: Regime, counts: Counts) -> Iterator[Finding]:
    match asked:
        case MemberShare(title=str(counted)):
            yield _share(title, asked, regime.title(counted), counts)
        case MemberShare(percent=percent):
            yield _found(title, asked, Severity.INFO, "titles.collective.members_done", percent=percent)
        case MembersWith(title=counted, at_least=least):
            have = counts.of(counted)
            key, severity = _MEMBERS[have >= least]
            yield _found(title, asked, severity, key, counted=regime.title(counted).short, count=have, needed=least)
        case RatingAtLeast(rating=rating):
            yield _found(title, asked, Severity.INFO, _RATING[rating])
        case NoDiscipline(since=since):
            yield _found(title, asked, Severity.INFO, _DISCIPLINE[since])


def _share(title: Title, asked: MemberShare, counted: Title, counts: Counts) -> Finding:
    have, members = counts.of(counted.id), counts.members
    # In whole numbers: 7 of 10 is 70 % exactly, whatever a fraction of 2 thinks of it.
    surplus = have * 100 - asked.percent * members
    met = members > 0 and (surplus > 0 if asked.strictly_more else surplus >= 0)
    least = asked.percent * members // 100 + 1 if asked.strictly_more else -(-asked.percent * members // 100)
    # Of one or two, a share says so little that it should not look like a warning.
    severity = Severity.INFO if met or members <= FEW else Severity.WARN
    return _found(
        title,
        asked,
        severity,
        _SHARE[asked.strictly_more, met],
        counted=counted.short,
        count=have,
        members=members,
        percent=have * 100 / members if members else 0.0,
        asked=asked.percent,
        needed=least,
    )


def _found(title: Title, asked: Requirement, severity: Severity, key: str, /, **values: Any) -> Finding:
    source = cite(title.sources, asked.certainty)
    return Finding(title.id, severity, key, {"title": title.name, **values}, source, asked.certainty)
