"""The department's own words and its signatories, as the Office keeps them.

Everything is read in the transaction of whoever shows it, so that a change is seen at once, by every process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.settings import Settings
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns, enum_text

ONLY = 1
"""The key of the one row of own words."""


class Word(StrEnum):
    """One of the department's own words: a column of its row."""

    FULL_NAME = "full_name"  # as people read it: Sở Khoa học và Công nghệ tỉnh …
    NAME = "name"  # as papers have it below the superior's: Sở Khoa học và Công nghệ
    SUPERIOR = "superior"  # the line above it: UBND tỉnh …
    PLACE = "place"  # before the day of a paper
    UNION_NAME = "union_name"
    CONTACT_NAME = "contact_name"
    CONTACT_PHONE = "contact_phone"
    DATA_PLACE = "data_place"  # as the privacy notice says it
    ADDRESS = "address"


class Address(StrEnum):
    """The word of address."""

    ANH_CHI = "anh_chi"  # by what the roster says
    DONG_CHI = "dong_chi"  # everybody alike


class SignedPaper(StrEnum):
    """A paper that somebody signs for the department or its union."""

    PLAN = "plan"  # kế hoạch phát động, thông báo
    CONSOLIDATION = "consolidation"  # bảng tổng hợp
    SUBMISSION = "submission"  # tờ trình
    TRACKING = "tracking"  # bảng theo dõi gửi, nhận thông báo
    UNION_LIST = "union_list"  # bảng đăng ký của tổ công đoàn


class Prefix(StrEnum):
    """The right by which somebody signs: in his or her own, or in another's (Nghị định 30/2020/NĐ-CP, Điều 13)."""

    NONE = "none"
    TM = "tm"  # thay mặt
    KT = "kt"  # ký thay
    TL = "tl"  # thừa lệnh
    TUQ = "tuq"  # thừa ủy quyền


class Organisation(SQLModel, table=True):
    """One row. None: never said by anybody, so that an installation's setting may begin it; "": not said."""

    __tablename__ = "organisation"
    __table_args__ = (sa.CheckConstraint(f"id = {ONLY}", name="only_one"),)
    id: int = Field(default=ONLY, primary_key=True, sa_column_kwargs={"autoincrement": False})
    full_name: str | None = None
    name: str | None = None
    superior: str | None = None
    place: str | None = None
    union_name: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    data_place: str | None = None
    address: Address | None = Field(default=None, sa_type=enum_text(Address))
    put_off_until: date | None = None
    """The day until which the Office does not want to be asked for them."""
    changed_by: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime | None = None


class Signatory(SQLModel, table=True):
    """Somebody signs a paper from a day on; nobody else signs that paper on the same day."""

    __tablename__ = "signatory"
    id: int | None = Field(default=None, primary_key=True)
    paper: SignedPaper = Field(sa_type=enum_text(SignedPaper))
    prefix: Prefix = Field(sa_type=enum_text(Prefix))
    stands_for: str
    """The office in whose stead or by whose order it is signed; "" without a prefix."""
    office: str
    full_name: str
    since: date
    until: date | None = None
    """The last day; None: until further notice."""
    set_by: int | None = Field(default=None, foreign_key="person.id")
    set_at: datetime


_O, _S = columns(Organisation), columns(Signatory)
COMRADES = sa.select(_O.c.address == Address.DONG_CHI).where(_O.c.id == ONLY).scalar_subquery()
"""True where everybody is addressed as «đồng chí»; NULL where nothing is kept."""


@dataclass(frozen=True, slots=True)
class OrganisationNow:
    """The department's own words as they now stand; "": not said."""

    full_name: str = ""
    name: str = ""
    superior: str = ""
    place: str = ""
    union_name: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    data_place: str = ""
    address: Address = Address.ANH_CHI
    put_off_until: date | None = None
    changed_by: int | None = None
    changed_at: datetime | None = None

    def says(self, word: Word) -> str:
        return str(getattr(self, word))

    @property
    def is_named(self) -> bool:
        """Papers can be headed: what they cannot do without is known."""
        return bool(self.name and self.place)


@dataclass(frozen=True, slots=True)
class SignatoryNow:
    """Somebody who signs a paper, from the first to the last day (None: until further notice)."""

    id: int
    paper: SignedPaper
    prefix: Prefix
    stands_for: str
    office: str
    full_name: str
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


_WORDS = sa.select(*(_O.c[word] for word in Word), _O.c.put_off_until, _O.c.changed_by, _O.c.changed_at)
_OWN = _WORDS.where(_O.c.id == ONLY)
_COMRADELY = sa.select(COMRADES)
_SIGNATORIES = sa.select(
    _S.c.id,
    _S.c.paper,
    _S.c.prefix,
    _S.c.stands_for,
    _S.c.office,
    _S.c.full_name,
    _S.c.since,
    _S.c.until,
)


def organisation(tx: Tx) -> OrganisationNow:
    """The department's own words."""
    row = tx.execute(_OWN).first()
    if row is None:
        return OrganisationNow()
    said = {name: value for name, value in row._mapping.items() if value is not None}
    return OrganisationNow(**said)


def is_comradely(tx: Tx) -> bool:
    """True where everybody is addressed as «đồng chí»."""
    return bool(tx.execute(_COMRADELY).scalar())


def signatory(tx: Tx, paper: SignedPaper, day: date) -> SignatoryNow | None:
    """The one who signs this paper on this day; None: it is not said who."""
    found = tx.execute(
        _SIGNATORIES.where(_S.c.paper == paper, _S.c.since <= day, sa.or_(_S.c.until.is_(None), _S.c.until >= day))
        .order_by(_S.c.since.desc(), _S.c.id.desc())
        .limit(1)
    ).first()
    return None if found is None else _signatory(found)


def signatories(tx: Tx, paper: SignedPaper | None = None) -> list[SignatoryNow]:
    """Everybody who signs, has signed or will sign this paper, or any, in order of paper and day."""
    query = _SIGNATORIES.order_by(_S.c.paper, _S.c.since, _S.c.id)
    if paper is not None:
        query = query.where(_S.c.paper == paper)
    return [_signatory(row) for row in tx.execute(query)]


def _signatory(row: Any) -> SignatoryNow:
    return SignatoryNow(*row)


# --- writing ----------------------------------------------------------------------------------------------------------


def take(tx: Tx) -> None:
    """One change of own words and signatories at a time, until this transaction ends."""
    tx.lock(Turn.ORGANISATION, 0)


_SAID = sa.select(*(_O.c[word] for word in Word)).where(_O.c.id == ONLY)


def first_words(settings: Settings) -> dict[Word, str]:
    """The words with which a store begins that nobody has given any: the Office's own go before them ever after."""
    return {
        Word.DATA_PLACE: settings.data_place,
        Word.CONTACT_PHONE: settings.office_phone,
        Word.ADDRESS: settings.address,
    }


def begin(tx: Tx, said: Mapping[Word, str]) -> None:
    """Begin with these words where nobody has said any: an empty store's first. What the Office has said stays."""
    take(tx)
    row = tx.execute(_SAID).first()
    unsaid = set(Word) if row is None else {word for word in Word if row._mapping[word] is None}
    values = {word.value: said[word] for word in Word if word in unsaid and word in said}
    if row is None:
        tx.execute(sa.insert(_O), {"id": ONLY, **values})
    elif values:
        tx.execute(sa.update(_O).where(_O.c.id == ONLY).values(**values))


def write(tx: Tx, said: Mapping[Word, str], by: int | None) -> None:
    """Keep these words, as said by this person now."""
    begin(tx, {})
    values = {word.value: value for word, value in said.items()}
    tx.execute(sa.update(_O).where(_O.c.id == ONLY).values(**values, changed_by=by, changed_at=tx.now))


def put_off(tx: Tx, until: date) -> None:
    """Do not ask for the words before this day."""
    begin(tx, {})
    tx.execute(sa.update(_O).where(_O.c.id == ONLY).values(put_off_until=until))


def end_before(tx: Tx, key: int, day: date) -> None:
    """Let a signatory's last day be the one before `day`; who would not have begun by then is taken out."""
    tx.execute(sa.delete(_S).where(_S.c.id == key, _S.c.since >= day))
    tx.execute(sa.update(_S).where(_S.c.id == key).values(until=day - timedelta(days=1)))


def add_signatory(tx: Tx, one: SignatoryNow, by: int | None) -> None:
    """Keep somebody who signs; `id` is given by the store."""
    tx.execute(
        sa.insert(_S),
        {
            "paper": one.paper,
            "prefix": one.prefix,
            "stands_for": one.stands_for,
            "office": one.office,
            "full_name": one.full_name,
            "since": one.since,
            "until": one.until,
            "set_by": by,
            "set_at": tx.now,
        },
    )
