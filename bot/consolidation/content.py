"""The content of a snapshot: everything that its papers say, frozen, so that they say the same whenever they are made.

It is kept as JSON; its bytes are a file of the store, and their SHA-256 names it. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from pydantic import TypeAdapter

from bot.organisation.records import Prefix, SignedPaper
from bot.people.ordering import PeopleOrder
from bot.sheets.content import Content, RowState, SheetRow
from bot.sheets.records import SheetState
from bot.titles.catalogue import Family, Kind, Level, Subject


@dataclass(frozen=True, slots=True)
class CampaignThen:
    """The campaign as it stood. `bases`: căn cứ, in their order, without a full stop."""

    id: int
    year: int
    name: str
    plan_number: str | None
    plan_date: date | None
    opens_at: datetime
    deadline_at: datetime
    supplement_until: datetime | None
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeThen:
    """The department's own words as they stood; "": not said."""

    full_name: str = ""
    name: str = ""
    superior: str = ""
    place: str = ""
    union_name: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """The one who signs a paper, as it was said on the day."""

    prefix: Prefix
    stands_for: str
    office: str
    full_name: str


@dataclass(frozen=True, slots=True)
class TitleThen:
    """A title of the campaign, as it was called. `subjects`: the kinds of holders that it has."""

    id: str
    name: str
    short: str
    kind: Kind
    level: Level
    subjects: tuple[Subject, ...]
    authority: str


@dataclass(frozen=True, slots=True)
class ListThen:
    """The list that a unit or union group had sent. `signed`: as a copy or as the original. `differs`: what is
    registered has changed since, in what its signature stands for."""

    code: str
    version: int
    state: SheetState
    at: datetime
    signed: bool
    original: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one unit or union group, with the collective's own titles.

    `key`: of the unit or union group; 0: people without one. `collective`: it is a collective for titles, and sends a
    list; the board of directors, for one, is not. `above`: the body that it is part of.
    """

    key: int
    name: str
    collective: bool
    above: str | None
    content: Content
    sent: ListThen | None = None

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        return self.content.rows

    @property
    def registered(self) -> tuple[SheetRow, ...]:
        return self.content.of(RowState.REGISTERED)


@dataclass(frozen=True, slots=True)
class Part:
    """All of one family: the State's by units, the union's by union groups. `titles`: its columns, in order."""

    family: Family
    titles: tuple[TitleThen, ...]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> Iterator[SheetRow]:
        return (row for group in self.groups for row in group.rows)

    @property
    def subject(self) -> Subject:
        """The kind of its collectives."""
        return Subject.UNION_GROUP if self.family is Family.UNION else Subject.UNIT

    @property
    def personal(self) -> tuple[TitleThen, ...]:
        """The titles of people, in the order of columns."""
        return tuple(title for title in self.titles if Subject.PERSON in title.subjects)

    @property
    def collective(self) -> tuple[TitleThen, ...]:
        """The titles of collectives, in the order of columns."""
        return tuple(title for title in self.titles if self.subject in title.subjects)

    def people(self, title: str) -> int:
        """The number of people who have registered it."""
        return sum(title in row.titles for row in self.rows)

    def collectives(self, title: str) -> int:
        """The number of collectives that have registered it."""
        return sum(title in group.content.collective for group in self.groups)

    def count(self, state: RowState) -> int:
        """The number of people in this state."""
        return sum(row.state is state for row in self.rows)


@dataclass(frozen=True, slots=True)
class SnapshotContent:
    """Everything that was frozen. `signatures`: who signs which paper; `templates`: SHA-256 of the Office's own docx
    templates, by the value of the PaperKind. `regime`: the key of its version."""

    campaign: CampaignThen
    office: OfficeThen
    regime: str
    order: PeopleOrder
    parts: tuple[Part, ...]
    signatures: Mapping[SignedPaper, Signature] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    format: int = 1

    def part(self, family: Family) -> Part | None:
        """None: the campaign has nothing of that family."""
        return next((part for part in self.parts if part.family is family), None)


def freeze(content: SnapshotContent) -> bytes:
    """As JSON: the same content gives the same bytes."""
    return _adapter().dump_json(content)


def thaw(frozen: bytes) -> SnapshotContent:
    """The inverse of `freeze`."""
    return _adapter().validate_json(frozen)


@cache
def _adapter() -> TypeAdapter[SnapshotContent]:
    return TypeAdapter(SnapshotContent)
