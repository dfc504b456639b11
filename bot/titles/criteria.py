"""Criteria of titles, where each is written, and how sure we are of it: values, read from the .toml files of data/."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.screens import Named


class Rating(StrEnum):
    """The yearly assessment of work, known only at the end of the year."""

    DONE = "HT"  # hoàn thành nhiệm vụ
    WELL_DONE = "HTT"  # hoàn thành tốt
    EXCELLENT = "HTXS"  # hoàn thành xuất sắc


class Measure(StrEnum):
    """A disciplinary measure; the rules name the mildest that counts."""

    WARNING = "warning"  # cảnh cáo


class Ground(StrEnum):
    """One of several ways to meet a standard."""

    INITIATIVE_BASE = "initiative_base"  # sáng kiến được cơ sở công nhận
    INITIATIVE_PROVINCE = "initiative_province"
    INITIATIVE_MINISTRY = "initiative_ministry"
    INITIATIVE_NATION = "initiative_nation"
    PROJECT_ACCEPTED = "project_accepted"  # đề tài đã nghiệm thu
    PROJECT_PROVINCE = "project_province"
    PROJECT_MINISTRY = "project_ministry"
    EXCELLENT_WORK = "excellent_work"  # hoàn thành xuất sắc nhiệm vụ


@dataclass(frozen=True, slots=True)
class Certainty:
    """The certainty of a source: V (text read), S (secondary sources), M (not compared), ? (looked for, not found).

    `doubt` orders them, 0 being sure. `article` is what a citation adds in brackets about the place cited, `content`
    what it adds about the rule; None where there is nothing to add.
    """

    code: str
    doubt: int
    article: Named | None
    content: Named | None


@dataclass(frozen=True, slots=True)
class Source:
    """A document and the place in it, as a Vietnamese official cites them."""

    text: str
    certainty: Certainty

    @property
    def citation(self) -> Named:
        return cite((self,), self.certainty)


@dataclass(frozen=True, slots=True)
class RatingAtLeast:
    """Year-end rating of the holder, `years` in a row."""

    certainty: Certainty
    rating: Rating
    years: int = 1


@dataclass(frozen=True, slots=True)
class OneOf:
    certainty: Certainty
    of: tuple[Ground, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Consecutive:
    """Held `times` in a row, any of `titles`. A `yearly` one counts one title, and the years of its decisions tell."""

    certainty: Certainty
    titles: tuple[str, ...]
    times: int
    yearly: bool


@dataclass(frozen=True, slots=True)
class MemberShare:
    """Share of a collective's members who hold `title` (or are rated `rating`): `percent` of 100, reached or passed."""

    certainty: Certainty
    percent: int
    strictly_more: bool
    title: str | None = None
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class MembersWith:
    certainty: Certainty
    title: str
    at_least: int


@dataclass(frozen=True, slots=True)
class NoDiscipline:
    """Nobody in the collective disciplined, from the measure `since` up."""

    certainty: Certainty
    since: Measure


@dataclass(frozen=True, slots=True)
class BlocRank:
    """Not registered for: follows from the place in the emulation bloc."""

    certainty: Certainty
    ranks: tuple[int, ...]


Requirement = RatingAtLeast | OneOf | Consecutive | MemberShare | MembersWith | NoDiscipline | BlocRank


class Rounding(StrEnum):
    """The rounding of a number of people that a percentage makes; no law says it."""

    DOWN = "down"
    NEAREST = "nearest"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `percent` of those who reach the title `of`; None where `note` says who fixes it.

    What a campaign begins with: the Office may set it otherwise, or leave it out.
    """

    source: Source
    percent: int | None = None
    of: str | None = None
    note: Named | None = None
    rounding: Rounding = Rounding.DOWN
    applies: bool = True
    """False: left out, as long as the Office does not take it up."""


@dataclass(frozen=True, slots=True)
class Vote:
    """Votes of the council needed, `percent` of all its members; None where `note` says who fixes it."""

    source: Source
    percent: int | None = None
    note: Named | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing, with where it is from."""

    text: Named
    source: Source


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice: reviewers are known to look at it, without our having read the rule. A hint, never a bar."""

    id: str
    text: Named
    source: Source
    titles: frozenset[str]
    months: int | None = None
    """Months of service by 31 December of the campaign's year, where that is what they look at."""


def cite(sources: Sequence[Source], certainty: Certainty) -> Named:
    """All sources in one line, with what is not sure about them in brackets: nothing here sounds surer than we are.

    Where the rule itself is no surer than its sources, the line ends with that, once. The citation stays Vietnamese in
    both languages: it names a Vietnamese document.
    """
    rule_is_doubtful = 0 < certainty.doubt >= max(source.certainty.doubt for source in sources)

    def line(language: Callable[[Named], str]) -> str:
        cited = "; ".join(
            source.text
            if rule_is_doubtful and source.certainty == certainty
            else _with_aside(source.text, source.certainty.article, language)
            for source in sources
        )
        return _with_aside(cited, certainty.content if rule_is_doubtful else None, language)

    return Named(vi=line(lambda named: named.vi), en=line(lambda named: named.en))


def _with_aside(text: str, aside: Named | None, language: Callable[[Named], str]) -> str:
    return f"{text} ({language(aside)})" if aside else text
