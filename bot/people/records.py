"""Tables of units, people, their posts, union memberships and role grants, and of the chat accounts bound to them.

Everything that says who judges whom is dated: a row holds from `since` (inclusive) to `until` (exclusive, open when
None), so that a transfer in June leaves the spring as it was.
"""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.schema import enum_text, unique_where


class Gender(StrEnum):
    MALE = "male"
    FEMALE = "female"


class StaffKind(StrEnum):
    CIVIL_SERVANT = "civil_servant"  # công chức
    PUBLIC_EMPLOYEE = "public_employee"  # viên chức
    WORKER = "worker"  # người lao động


class Role(StrEnum):
    DIRECTOR = "director"  # Giám đốc Sở: the whole department
    DEPUTY = "deputy"  # Lãnh đạo Sở phụ trách: of the unit in the grant
    OFFICE = "office"  # Văn phòng: runs the campaigns
    UNIT_HEAD = "unit_head"  # Lãnh đạo đơn vị: confirms in the unit
    ACTING_HEAD = "acting_head"  # ủy quyền: confirms in the unit while the grant lasts
    COORDINATOR = "coordinator"  # đầu mối: prepares, confirms nothing
    OFFICE_HEAD = "office_head"  # Chánh Văn phòng: decides what other members of the Office do not
    ACTING_OFFICE_HEAD = "acting_office_head"  # ủy quyền của Chánh Văn phòng: decides while the grant lasts


class UnionOffice(StrEnum):
    MEMBER = "member"  # đoàn viên
    GROUP_DEPUTY = "group_deputy"  # tổ phó
    GROUP_LEAD = "group_lead"  # tổ trưởng
    CHAIR = "chair"  # Chủ tịch Công đoàn cơ sở
    COMMITTEE = "committee"  # ủy viên Ban Chấp hành


class Unit(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    folded: str = Field(unique=True)
    short_name: str | None = None
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    is_collective: bool = False
    """Counts as a collective for titles. Ban Giám đốc, for one, does not."""
    has_seal: bool = False
    position: int = 0
    """Order in official lists, as in the Office's workbook."""
    since: date
    until: date | None = None
    merged_into: int | None = Field(default=None, foreign_key="unit.id")
    """The unit that took it over when it ended."""


class UnitAlias(SQLModel, table=True):
    """Another name that workbooks and people use for a unit, and its names before a change."""

    __tablename__ = "unit_alias"
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str
    folded: str = Field(unique=True)


class UnionGroup(SQLModel, table=True):
    __tablename__ = "union_group"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    folded: str = Field(unique=True)
    position: int = 0


class Person(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    """Mã CCVC, upper case."""
    full_name: str = Field(index=True)
    folded: str = Field(index=True)
    gender: Gender | None = Field(default=None, sa_type=enum_text(Gender))
    kind: StaffKind = Field(sa_type=enum_text(StaffKind))
    phone: str | None = Field(default=None, unique=True)
    """E.164, `+84…`."""
    email: str | None = None
    """The address for mail, as the roster has it. Several people may share one."""
    joined_on: date | None = None
    left_on: date | None = None
    """The first day no longer here."""
    position: int = 0


class Post(SQLModel, table=True):
    """A post: a person's unit and title. One open post a person."""

    __table_args__ = (unique_where("ux_post_open", "person_id", where="until IS NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    title: str
    """Chức vụ, as the workbook writes it."""
    since: date
    until: date | None = None


class UnionMembership(SQLModel, table=True):
    __tablename__ = "union_membership"
    __table_args__ = (unique_where("ux_union_membership_open", "person_id", where="until IS NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    group_id: int = Field(foreign_key="union_group.id", index=True)
    office: UnionOffice = Field(default=UnionOffice.MEMBER, sa_type=enum_text(UnionOffice))
    since: date
    until: date | None = None
    granted_by: int | None = Field(default=None, foreign_key="person.id")
    ended_by: int | None = Field(default=None, foreign_key="person.id")


class Grant(SQLModel, table=True):
    """A role that a person holds over a unit (with all below it), or over the department when `unit_id` is None."""

    __tablename__ = "role_grant"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=enum_text(Role))
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    since: date
    until: date | None = None
    granted_by: int | None = Field(default=None, foreign_key="person.id")
    from_roster: bool = False
    """Given by the Office's workbook, which may also take it back; what people granted, it leaves alone."""
    ended_by: int | None = Field(default=None, foreign_key="person.id")


class Account(SQLModel, table=True):
    """A private chat at Telegram or with the bot at Zalo, or a person's room at the web door, or several of them. Bound
    when `person_id` is set; holds nothing personal before consent."""

    __table_args__ = (
        sa.Index("ux_account_person", "person_id", unique=True),
        sa.Index("ux_account_zalo", "zalo_chat_key", unique=True),
        sa.CheckConstraint("person_id IS NULL OR consented_at IS NOT NULL", name="consent"),
    )
    user_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    """Telegram's id, which is that of the private chat too; of somebody who is not there, the number of the address at
    Zalo, and of somebody who has only come by the web, of that there (bot/address.py)."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    language: str = Field(default="vi", max_length=5)
    consented_at: datetime | None = None
    linked_at: datetime | None = None
    blocked_at: datetime | None = None
    """Since when Telegram takes nothing for this person."""
    web_since: datetime | None = None
    """Since when the person takes part by the web as well."""
    zalo_chat_key: int | None = None
    """The chat with the bot at Zalo beside that at Telegram."""
    zalo_since: datetime | None = None
    """Since when the person has that one."""
    created_at: datetime


class ZaloChat(SQLModel, table=True):
    """A private chat with the bot at Zalo. `zalo_id`: by which Zalo knows it; for one bot only."""

    __tablename__ = "zalo_chat"
    __table_args__ = {"sqlite_autoincrement": True}
    id: int | None = Field(default=None, primary_key=True)
    zalo_id: str = Field(unique=True)
    seen_at: datetime
    turned_away_at: datetime | None = None
    """There was no place: when it was last said. None: it is served."""


class Invite(SQLModel, table=True):
    """A one-time way in, printed or sent by the Office. Only the hash of the token is kept."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    grants_office: bool = False
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = Field(default=None, sa_type=sa.BigInteger)
    revoked_at: datetime | None = None


class LinkRequestState(StrEnum):
    OPEN = "open"  # waits for the Office
    WITHDRAWN = "withdrawn"  # taken back by the person
    APPROVED = "approved"  # bound to a roster row by the Office
    REFUSED = "refused"  # with a reason


class LinkRequest(SQLModel, table=True):
    """Somebody whom the roster does not know asks the Office to be linked. One open request a chat."""

    __tablename__ = "link_request"
    __table_args__ = (unique_where("ux_link_request_open", "user_id", where="state = 'open'"),)
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=sa.BigInteger)
    phone: str | None = None
    statement: str
    """Name and unit, in the person's own words."""
    state: LinkRequestState = Field(default=LinkRequestState.OPEN, sa_type=enum_text(LinkRequestState))
    created_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    reason: str | None = None
