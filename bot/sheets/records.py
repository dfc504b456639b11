"""Lists of a unit's or union group's registrations, with every version that was sent and every file that came back.

A version is frozen when it is sent: what it says is kept as it was, so that what was signed can be compared with what
is registered now. The slice's only SQL.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.database import enum_text, unique_where


class SheetState(StrEnum):
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
    """Why it was returned."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    brought_in_person: bool = False
    """Sẽ nộp trực tiếp: the signed paper comes by hand, no copy is to be waited for."""
    document_number: str | None = None
    """Of the covering letter, where the unit has a seal of its own."""
    original_at: datetime | None = None
    """When the Office had the signed original in hand."""
    original_by: int | None = Field(default=None, foreign_key="person.id")


class SheetVersion(SQLModel, table=True):
    """What a list said when it was sent, never changed afterwards."""

    __tablename__ = "sheet_version"
    __table_args__ = (sa.UniqueConstraint("sheet_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="unit_sheet.id", index=True)
    version: int
    content: dict[str, Any] = Field(sa_type=sa.JSON)
    at: datetime
    by: int = Field(foreign_key="person.id")


class FileKind(StrEnum):
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
