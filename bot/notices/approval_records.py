"""When a colleague must approve a notice, and who has."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class NoticePolicy(SQLModel, table=True):
    """Above how many people a colleague must approve; the last row counts, none at all: never."""

    __tablename__ = "notice_policy"
    id: int | None = Field(default=None, primary_key=True)
    approve_above: int | None = None
    by: int = Field(foreign_key="person.id")
    at: datetime


class NoticeApproval(SQLModel, table=True):
    """A colleague's word on what a notice says, asked for and given. It holds for just these words and files."""

    __tablename__ = "notice_approval"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    digest: str = Field(primary_key=True)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime | None = None
