"""Who has heard of a notice from somebody, because no letter got there."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class NoticeTold(SQLModel, table=True):
    """Đã báo trực tiếp: whom a letter did not reach has heard of it from somebody."""

    __tablename__ = "notice_told"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    version: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
    by: int = Field(foreign_key="person.id")
    at: datetime
