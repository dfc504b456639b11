"""Registrations with all their versions, declinations, receipts, drafts and questions. The slice's only SQL."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.awards.records import ONE_SUBJECT
from bot.store.database import Tx
from bot.store.schema import columns, enum_text, unique_where
from bot.titles.catalogue import Family, Subject


class RegistrationState(StrEnum):
    SUBMITTED = "submitted"  # waits for whoever confirms
    CHANGE_ASKED = "change_asked"  # đề nghị chỉnh sửa: stands until the person sends a changed one
    CONFIRMED = "confirmed"  # by the unit's or the union group's lead
    WITHDRAWN = "withdrawn"  # taken back by the person before the deadline


class Agreement(StrEnum):
    """Whether a person stands behind what is registered in his or her name."""

    OWN = "own"  # sent it in person, or it is a collective's
    AWAITED = "awaited"  # registered by somebody else; to be agreed to in chat or by signing
    CHAT = "chat"  # agreed to in chat
    PAPER = "paper"  # signed the list


class Receipt(SQLModel, table=True):
    """Mã số: one a campaign and subject, given at the first answer and kept through every change."""

    __table_args__ = (
        sa.CheckConstraint(ONE_SUBJECT, name="one_subject"),
        sa.UniqueConstraint("campaign_id", "number"),
        sa.Index("ux_receipt_person", "campaign_id", "person_id", unique=True),
        sa.Index("ux_receipt_unit", "campaign_id", "unit_id", unique=True),
        sa.Index("ux_receipt_union_group", "campaign_id", "union_group_id", unique=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    number: int
    code: str = Field(unique=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    union_group_id: int | None = Field(default=None, foreign_key="union_group.id")


class Registration(SQLModel, table=True):
    """What a subject registers in one family, as it now stands: a row a receipt and family."""

    __table_args__ = (sa.UniqueConstraint("receipt_id", "family"),)
    id: int | None = Field(default=None, primary_key=True)
    receipt_id: int = Field(foreign_key="receipt.id", index=True)
    family: Family = Field(sa_type=enum_text(Family))
    state: RegistrationState = Field(sa_type=enum_text(RegistrationState))
    version: int
    """The version that stands."""
    submitted_at: datetime
    registered_by: int = Field(foreign_key="person.id")
    """The person, or the lead who registered for him or her (đăng ký thay)."""
    agreement: Agreement = Field(
        default=Agreement.OWN, sa_type=enum_text(Agreement), sa_column_kwargs={"server_default": "own"}
    )
    agreed_at: datetime | None = None
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = None
    confirmed_version: int | None = None
    """The last version that was confirmed. A change leaves it as it was, so that what is new since can be shown."""


class RegistrationVersion(SQLModel, table=True):
    """One version, never changed afterwards."""

    __tablename__ = "registration_version"
    __table_args__ = (sa.UniqueConstraint("registration_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    registration_id: int = Field(foreign_key="registration.id", index=True)
    version: int
    pledge: str | None = None
    """Nội dung phấn đấu, in Vietnamese: own words, or a suggestion as it read then."""
    at: datetime
    by: int = Field(foreign_key="person.id")
    told_on: date | None = None
    """Đăng ký thay: the day on which the person said so to whoever registers."""
    withdrawn: bool = False


class Initiative(SQLModel, table=True):
    """Sáng kiến, đề tài that a registration names: now, or later with its own date."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    named_at: datetime


class RegistrationTitle(SQLModel, table=True):
    """A line of one version."""

    __tablename__ = "registration_title"
    version_id: int = Field(primary_key=True, foreign_key="registration_version.id")
    title: str = Field(primary_key=True)
    initiative_id: int | None = Field(default=None, foreign_key="initiative.id")
    initiative_later: bool = False
    """Bổ sung sau: the person said that the initiative's name follows."""


class DeclineReason(StrEnum):
    LEAVING = "leaving"  # nghỉ hưu, chuyển công tác trong năm
    AWAY = "away"  # đi học, biệt phái dài hạn
    NEW = "new"  # mới vào cơ quan
    PERSONAL = "personal"  # lý do cá nhân
    OTHER = "other"  # in the person's own words


class Declination(SQLModel, table=True):
    """Không đăng ký năm nay: an answer too. Ended when the person registers after all."""

    __table_args__ = (unique_where("ux_declination_open", "receipt_id", where="ended_at IS NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    receipt_id: int = Field(foreign_key="receipt.id", index=True)
    reason: DeclineReason = Field(sa_type=enum_text(DeclineReason))
    words: str | None = None
    at: datetime
    by: int = Field(foreign_key="person.id")
    ended_at: datetime | None = None


class ExemptReason(StrEnum):
    STUDY = "study"  # đi học dài hạn
    SECONDED = "seconded"  # biệt phái
    RETIRING = "retiring"  # nghỉ hưu trong năm
    PROBATION = "probation"  # tập sự, hợp đồng dưới thời hạn xét
    LONG_LEAVE = "long_leave"  # nghỉ dài ngày theo chế độ
    OTHER = "other"


class Exemption(SQLModel, table=True):
    """Không thuộc diện: set by the Office, from `since` (inclusive) to `until` (exclusive). Not an answer: counted
    beside those who have to give one."""

    __table_args__ = (unique_where("ux_exemption_open", "campaign_id", "person_id", where="ended_at IS NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    reason: ExemptReason = Field(sa_type=enum_text(ExemptReason))
    since: date
    until: date | None = None
    by: int = Field(foreign_key="person.id")
    at: datetime
    ended_at: datetime | None = None


class LateRequestState(StrEnum):
    OPEN = "open"  # with the unit's lead, then the Office
    GRANTED = "granted"  # this person may register until its end
    REFUSED = "refused"  # with a reason
    WITHDRAWN = "withdrawn"  # by the person


LATE_ASKED, LATE_WAITS = "late_asked", "late_waits"
"""Kinds of letters: to the unit's lead at once; to the Office, when the lead has let a working day pass."""


class LateRequest(SQLModel, table=True):
    """Đề nghị bổ sung: to register after the deadline, with a reason."""

    __tablename__ = "late_request"
    __table_args__ = (unique_where("ux_late_request_open", "campaign_id", "person_id", where="state = 'open'"),)
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    reason: str
    state: LateRequestState = Field(default=LateRequestState.OPEN, sa_type=enum_text(LateRequestState))
    asked_at: datetime
    agreed_by: int | None = Field(default=None, foreign_key="person.id")
    """The unit's lead, before the Office decides."""
    agreed_at: datetime | None = None
    granted_until: datetime | None = None
    answer: str | None = None
    """Why it was refused."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A title as registered."""

    title: str
    initiative: str | None
    initiative_later: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in one family."""

    registration_id: int
    family: Family
    state: RegistrationState
    version: int
    submitted_at: datetime
    confirmed_at: datetime | None
    confirmed_by: int | None
    registered_by: int
    agreement: Agreement
    pledge: str | None
    lines: tuple[Line, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(line.title for line in self.lines)


@dataclass(frozen=True, slots=True)
class Declined:
    reason: DeclineReason
    words: str | None
    at: datetime
    by: int
    """The person, or the lead to whom he or she said so."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Everything a person has answered in a campaign. Empty: nothing yet, or all of it withdrawn."""

    receipt_id: int | None = None
    code: str | None = None
    standing: tuple[Standing, ...] = ()
    declined: Declined | None = None

    @property
    def registered(self) -> bool:
        return bool(self.standing)

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(title for standing in self.standing for title in standing.titles)

    @property
    def initiative(self) -> str | None:
        return next((line.initiative for s in self.standing for line in s.lines if line.initiative), None)

    @property
    def initiative_later(self) -> bool:
        return any(line.initiative_later for s in self.standing for line in s.lines)

    @property
    def pledge(self) -> str | None:
        return next((standing.pledge for standing in self.standing if standing.pledge), None)

    @property
    def submitted_at(self) -> datetime | None:
        return max((standing.submitted_at for standing in self.standing), default=None)


_RC, _R, _V, _L = columns(Receipt), columns(Registration), columns(RegistrationVersion), columns(RegistrationTitle)
_I, _D = columns(Initiative), columns(Declination)


@dataclass(frozen=True, slots=True)
class Registrant:
    """Who is to hold what is registered: a person, a unit or a union group, by its key."""

    subject: Subject
    key: int

    @property
    def column(self) -> str:
        """Where a receipt names it."""
        return _COLUMN[self.subject]


_COLUMN = {Subject.PERSON: "person_id", Subject.UNIT: "unit_id", Subject.UNION_GROUP: "union_group_id"}
_ANSWERED = {
    subject: sa.select(_RC.c.id, _RC.c.code, _D.c.reason, _D.c.words, _D.c.at, _D.c.by)
    .select_from(_RC.outerjoin(_D, sa.and_(_D.c.receipt_id == _RC.c.id, _D.c.ended_at.is_(None))))
    .where(_RC.c.campaign_id == sa.bindparam("campaign_id"), _RC.c[column] == sa.bindparam("key"))
    for subject, column in _COLUMN.items()
}
_STANDING = (
    sa.select(
        _R.c.id,
        _R.c.family,
        _R.c.state,
        _R.c.version,
        _R.c.submitted_at,
        _R.c.confirmed_at,
        _R.c.confirmed_by,
        _R.c.registered_by,
        _R.c.agreement,
        _V.c.pledge,
        _L.c.title,
        _I.c.name,
        _L.c.initiative_later,
    )
    .select_from(
        _R.join(_V, sa.and_(_V.c.registration_id == _R.c.id, _V.c.version == _R.c.version))
        .join(_L, _L.c.version_id == _V.c.id)
        .outerjoin(_I, _I.c.id == _L.c.initiative_id)
    )
    .where(_R.c.receipt_id == sa.bindparam("receipt_id"), _R.c.state != RegistrationState.WITHDRAWN)
    .order_by(_R.c.family, _L.c.title)
)


def answered(tx: Tx, campaign_id: int, person_id: int) -> Answered:
    """What stands of `person_id` in the campaign."""
    return stands_of(tx, campaign_id, Registrant(Subject.PERSON, person_id))


def stands_of(tx: Tx, campaign_id: int, registrant: Registrant) -> Answered:
    """The same for whoever registers: a collective too."""
    values = {"campaign_id": campaign_id, "key": registrant.key}
    receipt = tx.execute(_ANSWERED[registrant.subject], values).first()
    if receipt is None:
        return Answered()
    declined = None if receipt.reason is None else Declined(receipt.reason, receipt.words, receipt.at, receipt.by)
    return Answered(receipt.id, receipt.code, _standing(tx, receipt.id), declined)


def _standing(tx: Tx, receipt_id: int) -> tuple[Standing, ...]:
    found: dict[int, Standing] = {}
    for row in tx.execute(_STANDING, {"receipt_id": receipt_id}):
        line = Line(row.title, row.name, row.initiative_later)
        one = found.get(row.id)
        if one is None:
            head: Any = (*row[:10], (line,))
            found[row.id] = Standing(*head)
        else:
            found[row.id] = replace(one, lines=(*one.lines, line))
    return tuple(found.values())


def receipt_owner(tx: Tx, receipt_id: int) -> int | None:
    """Whose receipt it is: the person's key."""
    owner: int | None = tx.execute(sa.select(_RC.c.person_id).where(_RC.c.id == receipt_id)).scalar_one_or_none()
    return owner


def registered_collectives(tx: Tx, campaign_id: int, subject: Subject) -> frozenset[int]:
    """The units, or the union groups, that have registered a title of their own."""
    column = _RC.c[_COLUMN[subject]]
    query = (
        sa.select(column)
        .join(_R, _R.c.receipt_id == _RC.c.id)
        .where(_RC.c.campaign_id == campaign_id, column.is_not(None), _R.c.state != RegistrationState.WITHDRAWN)
    )
    return frozenset(tx.execute(query).scalars())


def exempt(tx: Tx, campaign_id: int, on: date) -> dict[int, ExemptReason]:
    """Who need not answer in the campaign on that day, and why: by the person's key."""
    return {row.person_id: row.reason for row in tx.execute(sa.select(exempt_on(campaign_id, on)))}


def exempt_on(campaign_id: int, on: date) -> sa.Subquery:
    """The same as rows (person_id, reason), for statements that count."""
    table = columns(Exemption)
    query = sa.select(table.c.person_id, table.c.reason).where(
        table.c.campaign_id == campaign_id,
        table.c.ended_at.is_(None),
        table.c.since <= on,
        sa.or_(table.c.until.is_(None), table.c.until > on),
    )
    return query.subquery()


def changes(tx: Tx, receipt_id: int) -> int:
    """How often what was sent has been changed since."""
    versions = sa.select(sa.func.max(_R.c.version)).where(_R.c.receipt_id == receipt_id)
    return max(int(tx.execute(versions).scalar_one() or 1) - 1, 0)


def revision(tx: Tx, receipt_id: int | None) -> int:
    """Grows with every version of either family and with every declination: what a button was drawn from. 0: nothing
    was ever answered."""
    said = sa.select(sa.func.count()).select_from(_D).where(_D.c.receipt_id == receipt_id).scalar_subquery()
    sent = sa.select(sa.func.coalesce(sa.func.sum(_R.c.version), 0)).where(_R.c.receipt_id == receipt_id)
    return int(tx.execute(sa.select(sent.scalar_subquery() + said)).scalar_one())


@dataclass(frozen=True, slots=True)
class LateAsked:
    """A request to register late, as the person sees it."""

    state: LateRequestState
    reason: str
    granted_until: datetime | None
    answer: str | None
    """Why it was refused."""


def late_request(tx: Tx, campaign_id: int, person_id: int) -> LateAsked | None:
    """The newest of this person."""
    table = columns(LateRequest)
    row: Any = tx.execute(
        sa.select(table.c.state, table.c.reason, table.c.granted_until, table.c.answer)
        .where(table.c.campaign_id == campaign_id, table.c.person_id == person_id)
        .order_by(table.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else LateAsked(*row)
