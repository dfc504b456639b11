"""Lists of a unit's or union group's registrations, with every version that was sent and every file that came back.

A version is frozen when it is sent: what it says is kept as it was, so that what was signed can be compared with what
is registered now. DifferenceKind is registered now, reading.py finds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.registration.reading import Registrant
from bot.sheets.content import Content, thaw
from bot.store.database import Tx
from bot.store.schema import columns, enum_text, unique_where
from bot.titles.catalogue import Subject


class SheetState(StrEnum):
    """The state of a list that was sent."""

    SUBMITTED = "submitted"  # with the Office; a union group's with the union's chair
    RETURNED = "returned"  # sent back with a reason
    ACCEPTED = "accepted"  # taken over


class UnitSheet(SQLModel, table=True):
    """Danh sách đăng ký của đơn vị. A row from the first time it is sent; before, it is open and has none."""

    __tablename__ = "unit_sheet"
    __table_args__ = (
        sa.CheckConstraint("(unit_id IS NULL) <> (union_group_id IS NULL)", name="one_sender"),
        sa.UniqueConstraint("campaign_id", "number"),
        unique_where("ux_unit_sheet_unit", "campaign_id", "unit_id", where="unit_id IS NOT NULL"),
        unique_where("ux_unit_sheet_group", "campaign_id", "union_group_id", where="union_group_id IS NOT NULL"),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    union_group_id: int | None = Field(default=None, foreign_key="union_group.id")
    number: int
    code: str = Field(unique=True)
    """Mã danh sách, such as DS23-05: one a campaign and sender, kept through every version."""
    version: int
    """The version that stands, from 1."""
    state: SheetState = Field(sa_type=enum_text(SheetState))
    reason: str | None = None
    """The reason for which it was returned."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    brought_in_person: bool = False
    """Sẽ nộp trực tiếp: the signed paper comes by hand, no copy is to be waited for."""
    document_number: str | None = None
    """Of the covering letter, where the unit has a seal of its own."""
    original_at: datetime | None = None
    """The time at which the Office had the signed original in hand."""
    original_by: int | None = Field(default=None, foreign_key="person.id")


class SheetVersion(SQLModel, table=True):
    """The content of a list when it was sent, never changed afterwards."""

    __tablename__ = "sheet_version"
    __table_args__ = (sa.UniqueConstraint("sheet_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="unit_sheet.id", index=True)
    version: int
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    at: datetime
    by: int = Field(foreign_key="person.id")


class FileKind(StrEnum):
    """The kinds of files of a list."""

    SIGNED = "signed"  # bản đã ký: a photo or scan, page by page
    MINUTES = "minutes"  # biên bản họp


class SheetFile(SQLModel, table=True):
    """A file that belongs to one version of a list."""

    __tablename__ = "sheet_file"
    __table_args__ = (sa.UniqueConstraint("sheet_id", "version", "kind", "sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="unit_sheet.id", index=True)
    version: int
    kind: FileKind = Field(sa_type=enum_text(FileKind))
    sha256: str = Field(foreign_key="file.sha256")
    name: str
    mime: str
    at: datetime
    by: int = Field(foreign_key="person.id")


_S, _V, _F = columns(UnitSheet), columns(SheetVersion), columns(SheetFile)
COLUMN = {Subject.UNIT: "unit_id", Subject.UNION_GROUP: "union_group_id"}


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it is shown."""

    id: int
    kind: FileKind
    sha256: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class SentSheet:
    """A list in the version that stands, with what has come back of it."""

    id: int
    campaign_id: int
    who: Registrant
    code: str
    version: int
    state: SheetState
    reason: str | None
    decided_by: int | None
    decided_at: datetime | None
    brought_in_person: bool
    document_number: str | None
    original_at: datetime | None
    at: datetime
    by: int
    content: Content
    files: tuple[KeptFile, ...]

    def of(self, kind: FileKind) -> tuple[KeptFile, ...]:
        return tuple(file for file in self.files if file.kind is kind)

    @property
    def signed(self) -> bool:
        """Somebody's eyes can see the signatures: on a copy, or on the original."""
        return bool(self.of(FileKind.SIGNED)) or self.original_at is not None


_SENT = sa.select(_S, _V.c.at, _V.c.by, _V.c.content).join(
    _V, sa.and_(_V.c.sheet_id == _S.c.id, _V.c.version == _S.c.version)
)
_FILES = (
    sa.select(_F.c.id, _F.c.sheet_id, _F.c.version, _F.c.kind, _F.c.sha256, _F.c.name, _F.c.mime)
    .select_from(_F.join(_S, _S.c.id == _F.c.sheet_id))
    .order_by(_F.c.id)
)


def sent(tx: Tx, sheet_id: int) -> SentSheet | None:
    """The list by its key, whoever asks: rights are for the caller to check."""
    return _sent(tx, tx.execute(_SENT.where(_S.c.id == sheet_id)).one_or_none())


def sent_by(tx: Tx, campaign_id: int, who: Registrant) -> SentSheet | None:
    """The list that `who` has sent in the campaign; None while nothing was."""
    mine = sa.and_(_S.c.campaign_id == campaign_id, _S.c[COLUMN[who.subject]] == who.key)
    return _sent(tx, tx.execute(_SENT.where(mine)).one_or_none())


def all_sent(tx: Tx, campaign_id: int, subject: Subject) -> dict[int, SentSheet]:
    """Every list that was sent in the campaign, by unit or union group: in two statements."""
    stands = sa.and_(_S.c.campaign_id == campaign_id, _S.c[COLUMN[subject]].is_not(None))
    files: dict[int, list[Any]] = {}
    for file in tx.execute(_FILES.where(stands)):
        files.setdefault(file.sheet_id, []).append(file)
    found = (_with_files(row, files.get(row.id, ())) for row in tx.execute(_SENT.where(stands)))
    return {one.who.key: one for one in found}


def _sent(tx: Tx, row: Any) -> SentSheet | None:
    return None if row is None else _with_files(row, tx.execute(_FILES.where(_F.c.sheet_id == row.id)).all())


def _with_files(row: Any, files: Sequence[Any]) -> SentSheet:
    subject = Subject.UNIT if row.unit_id is not None else Subject.UNION_GROUP
    content = thaw(row.content)
    return SentSheet(
        row.id,
        row.campaign_id,
        Registrant(subject, row.unit_id or row.union_group_id),
        row.code,
        row.version,
        row.state,
        row.reason,
        row.decided_by,
        row.decided_at,
        row.brought_in_person,
        row.document_number,
        row.original_at,
        row.at,
        row.by,
        content,
        # A signature on an earlier version holds as long as it says the same; minutes are of one version and all after.
        tuple(_kept(file) for file in files if file.version >= content.signs or file.kind is FileKind.MINUTES),
    )


def _kept(row: Any) -> KeptFile:
    return KeptFile(row.id, row.kind, row.sha256, row.name, row.mime)


def content_of(tx: Tx, sheet_id: int, version: int) -> Content | None:
    """The content of one version."""
    query = sa.select(_V.c.content).where(_V.c.sheet_id == sheet_id, _V.c.version == version)
    row = tx.execute(query).one_or_none()
    return None if row is None else thaw(row.content)


def states(tx: Tx, campaign_id: int, subject: Subject) -> dict[int, tuple[int, SheetState]]:
    """Key of the unit or union group -> (key of its list, state), for those that have sent one."""
    column = _S.c[COLUMN[subject]]
    query = sa.select(column, _S.c.id, _S.c.state).where(_S.c.campaign_id == campaign_id, column.is_not(None))
    return {row[0]: (row.id, row.state) for row in tx.execute(query)}


def signed_count(tx: Tx, campaign_id: int, subject: Subject) -> int:
    """The number of lists whose version that stands has come back signed, as a copy or as the original."""
    copy = sa.and_(_F.c.sheet_id == _S.c.id, _F.c.version == _S.c.version, _F.c.kind == FileKind.SIGNED)
    signed = sa.or_(_S.c.original_at.is_not(None), sa.exists().where(copy))
    query = sa.select(sa.func.count()).where(
        _S.c.campaign_id == campaign_id, _S.c[COLUMN[subject]].is_not(None), signed
    )
    return int(tx.execute(query).scalar_one())


def versions(tx: Tx, campaign_id: int, subject: Subject, of: Iterable[int]) -> list[tuple[int, SheetState, int]]:
    """(unit or union group, state, version) of those that have sent a list."""
    column = _S.c[COLUMN[subject]]
    query = sa.select(column, _S.c.state, _S.c.version).where(_S.c.campaign_id == campaign_id, column.in_(sorted(of)))
    return [(row[0], row.state, row.version) for row in tx.execute(query)]


_OF_CAMPAIGN = _S.c.campaign_id == sa.bindparam("campaign_id")
_PLACES: sa.BindParameter[Any] = sa.bindparam("places", expanding=True)
_STANDING = {
    subject: _SENT.where(_OF_CAMPAIGN, _S.c.state != SheetState.RETURNED, _S.c[column].in_(_PLACES))
    for subject, column in COLUMN.items()
}
_DECIDED = {
    subject: sa.select(_S.c.id, _S.c[column].label("who"), _S.c.decided_at.label("at")).where(
        _OF_CAMPAIGN, _S.c.state == sa.bindparam("state"), _S.c[column].in_(_PLACES)
    )
    for subject, column in COLUMN.items()
}


def decided(tx: Tx, campaign_id: int, subject: Subject, state: SheetState, of: Iterable[int]) -> list[Any]:
    """Lists in that state, as rows (id, who, at: of the decision)."""
    return list(tx.execute(_DECIDED[subject], {"campaign_id": campaign_id, "state": state, "places": sorted(of)}))


def sent_contents(
    tx: Tx, campaign_id: int, subject: Subject, of: Iterable[int]
) -> list[tuple[int, int, datetime, Content]]:
    """(key, unit or union group, time, content) of lists that were sent and not returned, as they stand."""
    rows = tx.execute(_STANDING[subject], {"campaign_id": campaign_id, "places": sorted(of)})
    return [(row.id, row.unit_id or row.union_group_id, row.at, thaw(row.content)) for row in rows]


def file_of(tx: Tx, file_id: int) -> tuple[int, KeptFile] | None:
    """The list that a file belongs to, and the file."""
    query = sa.select(_F.c.sheet_id, _F.c.id, _F.c.kind, _F.c.sha256, _F.c.name, _F.c.mime).where(_F.c.id == file_id)
    row: Any = tx.execute(query).one_or_none()
    return None if row is None else (row.sheet_id, _kept(row))
