"""Decisions and the lines in them, and the awards that they become."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.awards.records import ONE_SUBJECT, Award
from bot.ledger.letter import Letter, State
from bot.recognition.holders import COLUMNS, Holder
from bot.recognition.letter_names import COLLECTIVE, source
from bot.store.database import Tx
from bot.store.schema import columns, enum_text
from bot.titles.catalogue import Family, Level


class DecisionState(StrEnum):
    """The states of a decision."""

    DRAFT = "draft"  # is being entered
    ENTERED = "entered"  # its lines are awards
    REVOKED = "revoked"  # was entered, and does not hold any more
    DROPPED = "dropped"  # was never entered


class Decision(SQLModel, table=True):
    """Quyết định công nhận: of one year, one family and one level."""

    id: int | None = Field(default=None, primary_key=True)
    year: int = Field(index=True)
    family: Family = Field(sa_type=enum_text(Family))
    level: Level = Field(sa_type=enum_text(Level))
    number: str
    signed_on: date
    issuer: str
    """The authority, as it is written: Giám đốc Sở."""
    sha256: str | None = Field(default=None, foreign_key="file.sha256")
    file_name: str | None = None
    state: DecisionState = Field(default=DecisionState.DRAFT, sa_type=enum_text(DecisionState))
    revision: int = 0
    """The number of times that its lines were changed."""
    drafted_by: int = Field(foreign_key="person.id")
    drafted_at: datetime
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime | None = None
    released_by: int | None = Field(default=None, foreign_key="person.id")
    """The one who let the results go."""
    released_at: datetime | None = None
    absent_told: bool = False
    """Those who have registered and are not in it were told so, too."""
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = None
    revoked_number: str | None = None
    revoked_on: date | None = None
    reason: str | None = None
    """The reason why it was revoked."""


class DecisionLine(SQLModel, table=True):
    """One title of one holder."""

    __tablename__ = "decision_line"
    __table_args__ = (
        sa.CheckConstraint(ONE_SUBJECT, name="one_subject"),
        sa.Index("ux_decision_line_person", "decision_id", "person_id", "title", unique=True),
        sa.Index("ux_decision_line_unit", "decision_id", "unit_id", "title", unique=True),
        sa.Index("ux_decision_line_union_group", "decision_id", "union_group_id", "title", unique=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(foreign_key="decision.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    union_group_id: int | None = Field(default=None, foreign_key="union_group.id")
    title: str
    note: str = ""
    registered: bool = True
    """The holder had registered it."""


_D, _L, _A, _LETTER = columns(Decision), columns(DecisionLine), columns(Award), columns(Letter)


@dataclass(frozen=True, slots=True)
class DecisionNow:
    """A decision as it stands."""

    id: int
    year: int
    family: Family
    level: Level
    number: str
    signed_on: date
    issuer: str
    sha256: str | None
    file_name: str | None
    state: DecisionState
    revision: int
    drafted_by: int
    entered_by: int | None
    entered_at: datetime | None
    released_by: int | None
    released_at: datetime | None
    absent_told: bool
    revoked_by: int | None
    revoked_at: datetime | None
    revoked_number: str | None
    revoked_on: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class LineNow:
    """A line of a decision."""

    holder: Holder
    title: str
    note: str = ""
    registered: bool = True


_DECISIONS = sa.select(*(_D.c[name] for name in DecisionNow.__dataclass_fields__))


def decision(tx: Tx, key: int) -> DecisionNow | None:
    row: Any = tx.execute(_DECISIONS.where(_D.c.id == key)).one_or_none()
    return None if row is None else DecisionNow(*row)


def decisions(tx: Tx, year: int) -> list[DecisionNow]:
    """Those of a year that were not dropped, in the order of their days."""
    query = _DECISIONS.where(_D.c.year == year, _D.c.state != DecisionState.DROPPED)
    rows: Any = tx.execute(query.order_by(_D.c.signed_on, _D.c.id))
    return [DecisionNow(*row) for row in rows]


def of_number(tx: Tx, number: str, signed_on: date) -> DecisionNow | None:
    """The decision of this number and day, a revoked one included; None where none was begun."""
    query = _DECISIONS.where(_D.c.number == number, _D.c.signed_on == signed_on, _D.c.state != DecisionState.DROPPED)
    row: Any = tx.execute(query.order_by(_D.c.id).limit(1)).one_or_none()
    return None if row is None else DecisionNow(*row)


def add(tx: Tx, values: Mapping[str, Any]) -> int:
    """A new draft; its key."""
    row = {"state": DecisionState.DRAFT, "revision": 0, "absent_told": False, **values}
    return int(tx.execute(sa.insert(_D).returning(_D.c.id), row).scalar_one())


def change(tx: Tx, key: int, was: Collection[DecisionState], revision: int | None = None, **values: Any) -> bool:
    """Change a decision that is in one of these states, and at this revision; False where it is not any more."""
    where = sa.and_(_D.c.id == key, _D.c.state.in_(sorted(was)))
    if revision is not None:
        where = sa.and_(where, _D.c.revision == revision)
    return tx.execute(sa.update(_D).where(where).values(**values)).rowcount == 1


def lines(tx: Tx, key: int) -> list[LineNow]:
    """Every line, in the order in which they came."""
    rows = tx.execute(sa.select(_L).where(_L.c.decision_id == key).order_by(_L.c.id))
    return [LineNow(_holder(row), row.title, row.note, row.registered) for row in rows]


def lines_of_year(tx: Tx, year: int) -> dict[int, list[LineNow]]:
    """The lines of all decisions of a year that hold, by decision."""
    query = sa.select(_L).join(_D, _D.c.id == _L.c.decision_id)
    holding = query.where(_D.c.year == year, _D.c.state == DecisionState.ENTERED).order_by(_L.c.id)
    found: dict[int, list[LineNow]] = {}
    for row in tx.execute(holding):
        found.setdefault(row.decision_id, []).append(LineNow(_holder(row), row.title, row.note, row.registered))
    return found


def own_lines(tx: Tx, person_id: int) -> list[tuple[int, LineNow]]:
    """The lines of one person, each with its decision."""
    rows = tx.execute(sa.select(_L).where(_L.c.person_id == person_id).order_by(_L.c.id))
    return [(row.decision_id, LineNow(_holder(row), row.title, row.note, row.registered)) for row in rows]


def _holder(row: Any) -> Holder:
    return next((name, getattr(row, name)) for name in COLUMNS if getattr(row, name) is not None)


def add_lines(tx: Tx, key: int, wanted: Sequence[LineNow]) -> int:
    """Add these lines to a draft, those that it has left out; how many are new."""
    rows = [
        {**_subject(one.holder), "decision_id": key, "title": one.title, "note": one.note, "registered": one.registered}
        for one in wanted
    ]
    tx.execute(sa.update(_D).where(_D.c.id == key).values(revision=_D.c.revision + 1))
    return tx.insert_new(DecisionLine, rows)


def drop_line(tx: Tx, key: int, holder: Holder, title: str) -> bool:
    """Take a line out of a draft; False where it has none such."""
    mine = sa.and_(_L.c.decision_id == key, _L.c[holder[0]] == holder[1], _L.c.title == title)
    tx.execute(sa.update(_D).where(_D.c.id == key).values(revision=_D.c.revision + 1))
    return tx.execute(sa.delete(_L).where(mine)).rowcount == 1


def _subject(holder: Holder) -> dict[str, int | None]:
    return {**dict.fromkeys(COLUMNS), holder[0]: holder[1]}


# --- awards -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AwardOf:
    """The decision by which somebody has a title of a year; None: it is not known."""

    number: str | None
    decided_on: date | None


def awards_of(tx: Tx, year: int, titles: Collection[str]) -> dict[tuple[Holder, str], AwardOf]:
    """Every award of these titles in that year, by holder and title."""
    rows = tx.execute(sa.select(_A).where(_A.c.year == year, _A.c.title.in_(sorted(titles))))
    return {(_holder(row), row.title): AwardOf(row.decision_number, row.decided_on) for row in rows}


def become_awards(tx: Tx, one: DecisionNow, wanted: Sequence[LineNow]) -> None:
    """Make awards of these lines: of one of which no decision was known, the decision is said."""
    said = {"decision_number": one.number, "decided_on": one.signed_on, "issuer": one.issuer}
    rows = [{**_subject(line.holder), "year": one.year, "title": line.title, **said} for line in wanted]
    tx.insert_new(Award, rows)
    for column in COLUMNS:
        unsaid = sa.and_(_A.c.year == one.year, _A.c.decision_number.is_(None), _held(one, column))
        tx.execute(sa.update(_A).where(unsaid).values(**said))


def end_awards(tx: Tx, one: DecisionNow) -> int:
    """End the awards of a decision; how many there were."""
    ended = 0
    for column in COLUMNS:
        mine = sa.and_(_A.c.year == one.year, _A.c.decision_number == one.number, _A.c.decided_on == one.signed_on)
        ended += tx.execute(sa.delete(_A).where(mine, _held(one, column))).rowcount
    return ended


def _held(one: DecisionNow, column: str) -> sa.ColumnElement[bool]:
    """The condition that the decision gives the very title of an award to its holder in this column."""
    return sa.exists().where(_L.c.decision_id == one.id, _L.c[column] == _A.c[column], _L.c.title == _A.c.title)


def told(tx: Tx, of: str, occurrences: Collection[str]) -> list[int]:
    """The people whom such a letter of this source has reached, or may have."""
    reached = _LETTER.c.state.in_((State.SENT, State.UNKNOWN, State.INFLIGHT))
    mine = sa.and_(_LETTER.c.source == of, _LETTER.c.occurrence.in_(sorted(occurrences)), reached)
    return sorted(set(tx.execute(sa.select(_LETTER.c.person_id).where(mine)).scalars()))


def collectives_told(tx: Tx, key: int, person_id: int) -> list[int]:
    """The collectives, by code, whose result by this decision the person was told."""
    mine = sa.and_(_LETTER.c.source == source(key), _LETTER.c.occurrence == COLLECTIVE)
    data = tx.execute(sa.select(_LETTER.c.data).where(mine, _LETTER.c.person_id == person_id)).scalar_one_or_none()
    return [] if data is None else list(data["collectives"])
