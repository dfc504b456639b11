"""Rules of choosing titles: what each brings with it, and what is worth knowing before it is sent. Pure.

A check explains; it does not decide. Only three things block: the wrong kind of holder, a closed window, the same title
twice. Whether somebody is recognised is for the council at the end of the year, so nothing here says that a person
cannot be considered.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bot.dialogue.screens import Named, Phrase, say
from bot.titles.catalogue import Needs, Regime, Subject, Title
from bot.titles.criteria import Certainty, Consecutive, Ground, OneOf, Practice, cite

# --- choosing ---------------------------------------------------------------------------------------------------------


def implied(regime: Regime, chosen: Iterable[str]) -> frozenset[str]:
    """`chosen` with all that it brings along. An id that the regime does not know stays, for `check` to name."""
    ids = frozenset(chosen)
    return ids.union(*(regime.implied(id) for id in ids if id in regime))


def toggle(regime: Regime, chosen: Iterable[str], title: str) -> frozenset[str]:
    """The choice after a tap on `title`, closed under implication and without two grades that exclude each other.

    Taking a title takes what it implies; leaving it leaves what implies it; taking one grade leaves the other.
    KeyError where a title is taken that the regime does not have.
    """
    before = implied(regime, chosen)
    if title in before:
        return _without(regime, before, {title})
    taken = {title} | regime.implied(title)
    excluded = frozenset[str]().union(*(regime.title(id).exclusive_with for id in taken))
    return _without(regime, before, excluded) | taken


def mask(regime: Regime, ids: Collection[str]) -> int:
    """A set of titles as one number, as a button holds it: a bit for each title's place in the regime."""
    return sum(1 << place for place, title in enumerate(regime.titles()) if title.id in ids)


def unmask(regime: Regime, number: int) -> frozenset[str]:
    """The set of titles of `mask`; bits of no title say nothing."""
    return frozenset(title.id for place, title in enumerate(regime.titles()) if number >> place & 1)


def _without(regime: Regime, chosen: frozenset[str], dropped: Collection[str]) -> frozenset[str]:
    return frozenset(
        id for id in chosen if id not in dropped and not (id in regime and regime.implied(id) & frozenset(dropped))
    )


_INITIATIVES = frozenset(ground for ground in Ground if ground.name.startswith("INITIATIVE"))


def asks_initiative(title: Title) -> bool:
    """True if a registration of `title` names an initiative, now or later."""
    return any(isinstance(rule, OneOf) and _INITIATIVES & set(rule.of) for rule in title.requires)


def to_check(regime: Regime) -> Phrase | None:
    """The line of every screen that goes by rules which the Office has yet to check; None: there is nothing to say."""
    return say("titles.to_check", caution=regime.caution) if regime.to_check else None


# --- checking ---------------------------------------------------------------------------------------------------------


class Severity(StrEnum):
    BLOCK = "block"  # cannot be sent so
    WARN = "warn"  # shown before sending; one may go on
    INFO = "info"  # good to know


class InitiativeState(StrEnum):
    """The answer about the initiative of a title; a title that was not asked about has none."""

    NAMED = "named"
    LATER = "later"  # bổ sung sau
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Streak:
    """Consecutive years in which a title was recognised, as far as the decisions at hand tell.

    `pending`: the years after them that have no decisions at all yet, so that nobody can say. `unknown_before`: nor has
    the year before the first, so that the streak may be longer. All years ascend.
    """

    years: tuple[int, ...]
    pending: tuple[int, ...] = ()
    unknown_before: bool = False

    @property
    def length(self) -> int:
        return len(self.years)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate: a person or a collective, as the rules look at one.

    `streaks` goes by the title counted and ends with the year before the campaign's.
    """

    subject: Subject
    campaign_year: int
    window_open: bool = True
    offered: frozenset[str] | None = None
    """Titles of this campaign; None: all that the regime lets one register."""
    registered: frozenset[str] = frozenset()
    """Titles that the subject holds in another registration of this campaign."""
    union_member: bool = False
    union_officer: bool = False
    joined: date | None = None
    streaks: Mapping[str, Streak] = field(default_factory=dict)
    initiatives: Mapping[str, InitiativeState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth knowing: a phrase (`key`, `values`), and where it is written, as sure as we are.

    `title` is None where it concerns the registration as a whole; `source` and `certainty` where no text is behind it.
    """

    title: str | None
    severity: Severity
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    source: Named | None = None
    certainty: Certainty | None = None


_GRAVITY = {severity: place for place, severity in enumerate(Severity)}
_HOLDER = {
    Subject.PERSON: "titles.subject.person",
    Subject.UNIT: "titles.subject.unit",
    Subject.UNION_GROUP: "titles.subject.union_group",
}
_ONLY_FOR = {
    Needs.MEMBER: "titles.finding.only_union_member",
    Needs.OFFICER: "titles.finding.only_union_officer",
}


def registrable(regime: Regime, candidate: Candidate) -> tuple[Title, ...]:
    """The titles to show to this subject, in order: officer titles only to officers, union titles only to members."""
    return tuple(
        title
        for title in regime.titles(subject=candidate.subject, self_register=True)
        if (candidate.offered is None or title.id in candidate.offered) and _missing_post(title, candidate) is None
    )


def check(regime: Regime, chosen: Iterable[str], candidate: Candidate) -> list[Finding]:
    """Everything worth knowing about `chosen` and what it implies, gravest first, then in the order of lists."""
    ids = implied(regime, chosen)
    findings = [] if candidate.window_open else [Finding(None, Severity.BLOCK, "titles.finding.window_closed")]
    for id in sorted(ids):
        if id not in regime:
            values = {"title": id, "regime": regime.name}
            findings.append(Finding(id, Severity.WARN, "titles.finding.not_in_regime", values))
    for title in regime.in_order(ids):
        findings.extend(_about(title, regime, ids, candidate))
    return sorted(findings, key=lambda finding: _GRAVITY[finding.severity])


def _about(title: Title, regime: Regime, chosen: frozenset[str], candidate: Candidate) -> Iterator[Finding]:
    if candidate.subject not in title.subjects:
        holders = tuple(say(_HOLDER[subject]) for subject in title.subjects)
        yield _found(title, Severity.BLOCK, "titles.finding.wrong_subject", holders=holders)
        return
    if missing := _missing_post(title, candidate):
        yield _found(title, Severity.BLOCK, _ONLY_FOR[missing])
        return
    if title.id in candidate.registered:
        yield _plain(title, Severity.BLOCK, "titles.finding.duplicate")
    for other in regime.in_order(chosen & title.exclusive_with):
        if title.order < other.order:
            yield _plain(title, Severity.WARN, "titles.finding.exclusive", other=other.name)
    if not title.self_register:
        yield _plain(title, Severity.WARN, "titles.finding.not_self_registered", authority=title.authority)
    elif candidate.offered is not None and title.id not in candidate.offered:
        yield _plain(title, Severity.WARN, "titles.finding.not_offered")
    for other in regime.in_order(chosen - {title.id}):
        if title.order < other.order and _two_scopes(title, other):
            yield _plain(title, Severity.WARN, "titles.finding.two_scopes", other=other.name)
    for requirement in title.requires:
        match requirement:
            case Consecutive(yearly=True):
                yield _about_streak(title, requirement, regime, candidate)
            case OneOf():
                yield from _about_initiative(title, requirement, regime, chosen, candidate)
    for practice in regime.practices:
        if title.id in practice.titles:
            yield from _about_service(title, practice, candidate)


def _two_scopes(title: Title, other: Title) -> bool:
    """True of two titles for which the same years count, each with an initiative of a scope of its own."""
    same = set(_counted_years(title)) & set(_counted_years(other))
    return bool(same) and asks_initiative(title) and asks_initiative(other)


def _counted_years(title: Title) -> Iterator[str]:
    for rule in title.requires:
        if isinstance(rule, Consecutive) and rule.yearly:
            yield from rule.titles


def _plain(title: Title, severity: Severity, key: str, /, **values: Any) -> Finding:
    """A finding that follows from this campaign or this registration, not from a text that could be cited."""
    return Finding(title.id, severity, key, {"title": title.name, **values})


def _found(title: Title, severity: Severity, key: str, /, certainty: Certainty | None = None, **values: Any) -> Finding:
    sure = certainty or title.certainty
    return Finding(title.id, severity, key, {"title": title.name, **values}, cite(title.sources, sure), sure)


def _missing_post(title: Title, candidate: Candidate) -> Needs | None:
    """The post that the title asks for and the person does not have. A union group needs none."""
    if candidate.subject is not Subject.PERSON:
        return None
    has = {Needs.MEMBER: candidate.union_member, Needs.OFFICER: candidate.union_officer}
    return title.needs if title.needs and not has[title.needs] else None


def _about_streak(title: Title, requirement: Consecutive, regime: Regime, candidate: Candidate) -> Finding:
    """The campaign's own year is the last one asked for, so that one year less must stand before it."""
    (counted,) = requirement.titles
    last = candidate.campaign_year - 1
    streak = candidate.streaks.get(counted, Streak((), pending=(last,), unknown_before=True))
    enough = streak.length >= requirement.times - 1 and not streak.pending
    if enough:
        key = "titles.finding.streak_met"
    elif streak.years and streak.pending:
        key = "titles.finding.streak_pending"
    elif streak.years:
        key = "titles.finding.streak_open" if streak.unknown_before else "titles.finding.streak_short"
    else:
        key = "titles.finding.streak_none_pending" if streak.pending else "titles.finding.streak_none"
    return _found(
        title,
        Severity.INFO if enough else Severity.WARN,
        key,
        certainty=requirement.certainty,
        counted=regime.title(counted).name,
        times=requirement.times,
        length=streak.length,
        years=_list(streak.years),
        pending=_list(streak.pending),
        before=streak.years[0] - 1 if streak.years else last,
        last=last,
        year=candidate.campaign_year,
    )


def _about_initiative(
    title: Title, requirement: OneOf, regime: Regime, chosen: frozenset[str], candidate: Candidate
) -> Iterator[Finding]:
    # What is named for a title serves for those that it implies: nobody writes the same initiative twice.
    above = [id for id in chosen if id in regime and title.id in regime.implied(id)]
    answers = {candidate.initiatives[id] for id in (title.id, *above) if id in candidate.initiatives}
    if InitiativeState.NAMED in answers:
        return
    if InitiativeState.LATER in answers:
        yield _found(title, Severity.INFO, "titles.finding.initiative_later", certainty=requirement.certainty)
    elif Ground.EXCELLENT_WORK in requirement.of:
        yield _found(title, Severity.INFO, "titles.finding.initiative_or_rating", certainty=requirement.certainty)
    else:
        # Before the question was put, it is only said that it will come.
        severity = Severity.WARN if InitiativeState.NONE in answers else Severity.INFO
        yield _found(title, severity, "titles.finding.initiative_needed", certainty=requirement.certainty)


def _about_service(title: Title, practice: Practice, candidate: Candidate) -> Iterator[Finding]:
    if practice.months is None or candidate.joined is None:
        return
    year_end = date(candidate.campaign_year, 12, 31)
    if _full_months(candidate.joined, year_end) < practice.months:
        values = {"title": title.name, "joined": candidate.joined, "months": practice.months, "until": year_end}
        source, certainty = practice.source.citation, practice.source.certainty
        yield Finding(title.id, Severity.WARN, "titles.finding.joined_recently", values, source, certainty)


def _full_months(first: date, last: date) -> int:
    """Whole months from `first` to `last`, both days counted: 1 March to 31 December is ten."""
    after = date.fromordinal(last.toordinal() + 1)
    return (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)


def _list(years: Iterable[int]) -> str:
    return ", ".join(str(year) for year in years)
