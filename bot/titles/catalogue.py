"""The catalogue: titles that can be registered, under dated rules. Values, read from the .toml files of data/.

A *Regime* is the set of titles and rules that one campaign applies; it is dated, and may extend an earlier one. Nothing
here decides anything: rules.py does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.dialogue.screens import Named
from bot.titles.criteria import Certainty, Note, Practice, Quota, Requirement, Source, Vote, cite


class Subject(StrEnum):
    """A kind of holder of titles."""

    PERSON = "person"  # cá nhân
    UNIT = "unit"  # tập thể
    UNION_GROUP = "union_group"  # tổ công đoàn


class Family(StrEnum):
    STATE = "state"  # danh hiệu Nhà nước
    UNION = "union"  # danh hiệu Công đoàn


class Kind(StrEnum):
    TITLE = "title"  # danh hiệu thi đua
    COMMENDATION = "commendation"  # hình thức khen thưởng


class Needs(StrEnum):
    """A post in the union that a title asks for."""

    MEMBER = "member"  # đoàn viên công đoàn
    OFFICER = "officer"  # cán bộ công đoàn


class Level(StrEnum):
    """The level that recognises a title; the department recognises its own (base) and proposes the others."""

    BASE = "base"  # cơ sở
    PROVINCE = "province"  # tỉnh
    MINISTRY = "ministry"  # bộ, ngành
    STATE = "state"  # Nhà nước


@dataclass(frozen=True, slots=True)
class Title:
    id: str
    name: Named
    short: Named
    """For lists: «LĐTT», «CSTĐ cơ sở»."""
    label: Named
    """For buttons."""
    abbr: tuple[str, ...]
    kind: Kind
    family: Family
    subjects: tuple[Subject, ...]
    needs: Needs | None
    level: Level
    order: int
    authority: Named
    implies: frozenset[str]
    """Directly; `Regime.implied` follows the chain."""
    exclusive_with: frozenset[str]
    requires: tuple[Requirement, ...]
    quota: Quota | None
    vote: Vote | None
    self_register: bool
    in_plan: bool
    """Named by the 2023 plan that this bot was first made for."""
    standard: tuple[Named, ...]
    """The criteria as sentences without a full stop, in the order of the law."""
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    certainty: Certainty
    """The citation of the standard as a whole."""

    @property
    def citation(self) -> Named:
        return cite(self.sources, self.certainty)


@dataclass(frozen=True)
class Regime:
    id: str
    """The key of this very version: campaigns and registrations keep it."""
    code: str
    """The same for every version of these rules: «A_2003»."""
    aliases: tuple[str, ...]
    """Codes by which stores and files of before name these rules."""
    name: Named
    short: Named
    """For buttons and lists."""
    active: bool
    first_campaign: int | None
    last_campaign: int | None
    """Years of the campaigns it applies to; no last one: until further notice; no first one: none."""
    valid_from: date | None
    valid_to: date | None
    """The days on which files are received that it applies to, both included; None: without end on that side."""
    review_by: date | None
    """A source is known to lapse on this day: the Office should look at the rules again."""
    sources: tuple[str, ...]
    caution: Named
    """A caution about sources that have not been compared, to be said under an answer."""
    to_check: bool
    """The Office has yet to check the criteria themselves: the caution is said wherever these rules are used."""
    families_off: frozenset[Family]
    """Families that a campaign leaves out unless the Office asks for them."""
    practices: tuple[Practice, ...]
    notes: Mapping[str, Note]
    _titles: Mapping[str, Title]
    _implied: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_implied", {id: reached(id, self._titles) for id in self._titles})

    def __contains__(self, id: object) -> bool:
        return id in self._titles

    def title(self, id: str) -> Title:
        """KeyError where this regime has no such title."""
        return self._titles[id]

    def titles(
        self, *, subject: Subject | None = None, family: Family | None = None, self_register: bool | None = None
    ) -> tuple[Title, ...]:
        """Those that fit every condition given, in the order of lists."""
        return tuple(
            title
            for title in self._titles.values()
            if (subject is None or subject in title.subjects)
            and (family is None or title.family is family)
            and (self_register is None or title.self_register is self_register)
        )

    def in_order(self, ids: Iterable[str]) -> tuple[Title, ...]:
        """The titles of `ids` that this regime has, in the order of lists."""
        wanted = frozenset(ids)
        return tuple(title for title in self._titles.values() if title.id in wanted)

    def implied(self, id: str) -> frozenset[str]:
        """All that the title brings with it, at any distance, without itself."""
        return self._implied[id]

    def receives(self, day: date) -> bool:
        """True if files that are received on `day` fall under these rules."""
        return self.active and (self.valid_from or day) <= day <= (self.valid_to or day)

    def covers(self, year: int) -> bool:
        """True if a campaign of that year falls under these rules."""
        return self.first_campaign is not None and self.first_campaign <= year <= (self.last_campaign or year)


@dataclass(frozen=True)
class Catalogue:
    """Regimes: of each code the version that is in use, which one runs through; and others that were in use, by key."""

    _regimes: Mapping[str, Regime]
    """By key."""
    _used: Mapping[str, str]
    """Code -> key of the version in use."""

    @classmethod
    def of(cls, regimes: Iterable[Regime]) -> "Catalogue":
        """These, all of them in use."""
        by_key = {regime.id: regime for regime in regimes}
        return cls(by_key, {regime.code: key for key, regime in by_key.items()})

    def __iter__(self) -> Iterator[Regime]:
        return (self._regimes[key] for key in self._used.values())

    def every(self) -> Iterator[Regime]:
        """All versions that are known, those in use among them; the one that was read last comes last."""
        return iter(self._regimes.values())

    def __contains__(self, id: str) -> bool:
        """True of a key of just this version, and of a code."""
        return id in self._regimes or ("@" not in id and self._code(id) in self._used)

    def regime(self, id: str) -> Regime:
        """By the key of a version, or by a code, which may be one of before: then the version in use. So too by a key
        that nobody knows any more: a store that has lost a version goes on. KeyError where there is no such code. An
        inactive one is found too: it can be read, not campaigned under."""
        return self._regimes[id] if id in self._regimes else self._regimes[self._used[self._code(id)]]

    def _code(self, id: str) -> str:
        code = id.partition("@")[0]
        return next((regime.code for regime in self if code in regime.aliases), code)

    def on(self, received: date) -> Regime | None:
        """The regime that applies to files received on that day: of several the one that came last. None: none."""
        applying = [regime for regime in self if regime.receives(received)]
        return max(applying, key=lambda regime: regime.valid_from or date.min, default=None)


def received_in(year: int) -> date:
    """The day on which the files of a year's campaign are taken to be received, as long as nobody says otherwise."""
    return date(year, 12, 31)


def reached(id: str, titles: Mapping[str, Title]) -> frozenset[str]:
    """All that `id` implies at any distance; itself only where titles imply each other in a circle."""
    found: set[str] = set()
    ahead = [*titles[id].implies]
    while ahead:
        if (step := ahead.pop()) not in found:
            found.add(step)
            ahead.extend(titles[step].implies)
    return frozenset(found)
