"""Tables of registrations with all their versions, receipts, declinations, exemptions, change and late requests."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.awards.records import ONE_SUBJECT
from bot.campaigns.records import Campaign
from bot.store.database import Tx
from bot.store.schema import columns, enum_text, unique_where
from bot.titles.catalogue import Family


class RegistrationState(StrEnum):
    SUBMITTED = "submitted"  # waits for whoever confirms
    CHANGE_ASKED = "change_asked"  # đề nghị chỉnh sửa: stands until the person sends a changed one
    CONFIRMED = "confirmed"  # by the unit's or the union group's lead
    WITHDRAWN = "withdrawn"  # taken back by the person before the deadline


class Agreement(StrEnum):
    """The agreement of a person to what is registered in his or her name."""

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
    """A registration of one subject in one family, as it now stands: a row a receipt and family."""

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
    """Đăng ký thay: the day on which the person said so to whoever registers; of a form on paper, the day on it."""
    on_paper: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Đăng ký giấy: entered by the Office from a form that the person has signed."""
    regime: str | None = None
    """The key of the version of the rules that it was made under; None: it withdraws what stood."""
    withdrawn: bool = False


class ChangeReason(StrEnum):
    """A reason for a change."""

    INITIATIVE = "initiative"  # name the planned initiative
    TITLES = "titles"  # look at the titles again
    PLEDGE = "pledge"  # the pledge is not clear
    OTHER = "other"  # in the lead's own words


class ChangeOutcome(StrEnum):
    """The outcome of a change request."""

    CHANGED = "changed"  # another version was sent
    KEPT = "kept"  # it was sent again as it was
    WITHDRAWN = "withdrawn"  # the registration was
    TAKEN_BACK = "taken_back"  # by whoever confirms
    REPLACED = "replaced"  # asked again: in other words, or with another end
    LAPSED = "lapsed"  # no change came in its time


class ChangeRequest(SQLModel, table=True):
    """Đề nghị chỉnh sửa: of one version of a registration, with what to change. Open until it has an outcome."""

    __tablename__ = "change_request"
    __table_args__ = (unique_where("ux_change_request_open", "registration_id", where="ended_at IS NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    registration_id: int = Field(foreign_key="registration.id", index=True)
    version: int
    reason: ChangeReason = Field(sa_type=enum_text(ChangeReason))
    words: str | None = None
    by: int = Field(foreign_key="person.id")
    at: datetime
    until: datetime | None = None
    """The end of the time given for it; None: it goes with the campaign's deadline."""
    outcome: ChangeOutcome | None = Field(default=None, sa_type=enum_text(ChangeOutcome))
    ended_at: datetime | None = None


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


class FamilyChoice(StrEnum):
    """The choice of the families that a declination is for."""

    STATE = "state"
    UNION = "union"
    BOTH = "both"

    @property
    def families(self) -> tuple[Family, ...]:
        return tuple(Family) if self is FamilyChoice.BOTH else (Family(self.value),)


class Declination(SQLModel, table=True):
    """Không đăng ký năm nay: an answer too, in one family. Ended when the person registers in it after all."""

    __table_args__ = (unique_where("ux_declination_open", "receipt_id", "family", where="ended_at IS NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    receipt_id: int = Field(foreign_key="receipt.id", index=True)
    family: Family = Field(sa_type=enum_text(Family))
    reason: DeclineReason = Field(sa_type=enum_text(DeclineReason))
    words: str | None = None
    at: datetime
    by: int = Field(foreign_key="person.id")
    signed_on: date | None = None
    """Đăng ký giấy: the day on the form; None: it was said otherwise."""
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
    """The reason of a refusal."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


_RC, _R, _V, _L = columns(Receipt), columns(Registration), columns(RegistrationVersion), columns(RegistrationTitle)
_CAMPAIGN = columns(Campaign)
_IN_YEAR = (
    sa.select(_L.c.title)
    .join(_V, _V.c.id == _L.c.version_id)
    .join(_R, sa.and_(_R.c.id == _V.c.registration_id, _R.c.version == _V.c.version))
    .join(_RC, _RC.c.id == _R.c.receipt_id)
    .join(_CAMPAIGN, _CAMPAIGN.c.id == _RC.c.campaign_id)
    .where(
        _CAMPAIGN.c.year == sa.bindparam("year"),
        _RC.c.person_id == sa.bindparam("person_id"),
        _R.c.state != RegistrationState.WITHDRAWN,
    )
)


def registered_in_year(tx: Tx, person_id: int, year: int) -> frozenset[str]:
    """The titles that the person had registered in the campaign of that year when it ended."""
    return frozenset(tx.execute(_IN_YEAR, {"year": year, "person_id": person_id}).scalars())


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """A change request as it is read."""

    id: int
    registration_id: int
    family: Family
    version: int
    reason: ChangeReason
    words: str | None
    by: int
    at: datetime
    until: datetime | None
    outcome: ChangeOutcome | None


_CR = columns(ChangeRequest)
CHANGES_ASKED = sa.select(
    *((_R if name == "family" else _CR).c[name] for name in ChangeAsked.__dataclass_fields__)
).join_from(_CR, _R, _R.c.id == _CR.c.registration_id)
"""Change requests as rows of ChangeAsked."""


def open_changes(tx: Tx, campaign_id: int, person_id: int) -> tuple[ChangeAsked, ...]:
    """The changes that this person has been asked for and that nobody has answered or taken back."""
    own = sa.and_(_RC.c.campaign_id == campaign_id, _RC.c.person_id == person_id)
    query = CHANGES_ASKED.join(_RC, _RC.c.id == _R.c.receipt_id).where(own, _CR.c.ended_at.is_(None))
    rows: Any = tx.execute(query.order_by(_R.c.family))
    return tuple(ChangeAsked(*row) for row in rows)
