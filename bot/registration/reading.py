"""Reading of registrations: answers that stand, exemptions, late requests."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.people.dates import Day, holds_on
from bot.registration.questions import OF_VERSIONS, QUESTIONS, Answers, Question
from bot.registration.records import (
    Agreement,
    Declination,
    DeclineReason,
    Exemption,
    ExemptReason,
    Initiative,
    LateRequest,
    LateRequestState,
    Receipt,
    Registration,
    RegistrationState,
    RegistrationTitle,
    RegistrationVersion,
)
from bot.store.database import NOT_FORESEEN, Tx, once
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A title as registered."""

    title: str
    initiative: str | None
    initiative_later: bool


@dataclass(frozen=True, slots=True)
class StandingRegistration:
    """A registration in one family, as it stands."""

    registration_id: int
    family: Family
    state: RegistrationState
    version: int
    submitted_at: datetime
    confirmed_at: datetime | None
    confirmed_by: int | None
    registered_by: int
    agreement: Agreement
    answers: Answers
    """To the questions of each version."""
    lines: tuple[TitleLine, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(line.title for line in self.lines)

    def said(self, question: Question) -> str | None:
        """The answer to this question, of a version or of its titles."""
        if question.of_titles:
            return next((line.initiative for line in self.lines if line.initiative), None)
        return self.answers[question.name]


@dataclass(frozen=True, slots=True)
class Declined:
    """A declination in one family."""

    family: Family
    reason: DeclineReason
    words: str | None
    at: datetime
    by: int
    """The person, or the lead to whom he or she said so."""
    signed_on: date | None = None
    """The day on the form, where the Office has entered it from paper."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Everything a person has answered in a campaign. Empty: nothing yet, or all of it withdrawn."""

    receipt_id: int | None = None
    code: str | None = None
    standing: tuple[StandingRegistration, ...] = ()
    declinations: tuple[Declined, ...] = ()
    """One a family at most, never beside a registration in it."""

    @property
    def registered(self) -> bool:
        return bool(self.standing)

    def in_family(self, family: Family) -> StandingRegistration | None:
        return next((standing for standing in self.standing if standing.family is family), None)

    def declined_in(self, family: Family) -> Declined | None:
        return next((one for one in self.declinations if one.family is family), None)

    def answered_in(self, family: Family) -> bool:
        """True if an answer was given for this family: registered, or declined."""
        return self.in_family(family) is not None or self.declined_in(family) is not None

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
    def answers(self) -> Answers:
        """Answers to every question."""
        return {
            question.name: next((said for one in self.standing if (said := one.said(question))), None)
            for question in QUESTIONS
        }

    @property
    def submitted_at(self) -> datetime | None:
        return max((standing.submitted_at for standing in self.standing), default=None)


_RC, _R, _V, _L = columns(Receipt), columns(Registration), columns(RegistrationVersion), columns(RegistrationTitle)
_I, _D = columns(Initiative), columns(Declination)


@dataclass(frozen=True, slots=True)
class Registrant:
    """The subject of a registration: a person, a unit or a union group, by its key."""

    subject: Subject
    key: int

    @property
    def column(self) -> str:
        """The column in which a receipt names it."""
        return _COLUMN[self.subject]


_COLUMN = {Subject.PERSON: "person_id", Subject.UNIT: "unit_id", Subject.UNION_GROUP: "union_group_id"}
_ANSWERED = {
    subject: sa.select(_RC.c.id, _RC.c.code, _D.c.family, _D.c.reason, _D.c.words, _D.c.at, _D.c.by, _D.c.signed_on)
    .select_from(_RC.outerjoin(_D, sa.and_(_D.c.receipt_id == _RC.c.id, _D.c.ended_at.is_(None))))
    .where(_RC.c.campaign_id == sa.bindparam("campaign_id"), _RC.c[column] == sa.bindparam("key"))
    .order_by(_D.c.family)
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
        *(_V.c[question.name] for question in OF_VERSIONS),
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


_HEAD = len(_STANDING.selected_columns) - len(OF_VERSIONS) - 3
"""Columns before the answers and those of a line."""


FORESEEN = "answered"


def answered(tx: Tx, campaign_id: int, person_id: int) -> Answered:
    """The answer of `person_id` that stands in the campaign."""
    return stands_of(tx, campaign_id, Registrant(Subject.PERSON, person_id))


def stands_of(tx: Tx, campaign_id: int, registrant: Registrant) -> Answered:
    """The answer of a registrant that stands in the campaign: of a collective too."""
    values = {"campaign_id": campaign_id, "key": registrant.key}
    rows: Any = tx.foreseen((FORESEEN, campaign_id, registrant))
    if rows is NOT_FORESEEN:
        rows = tx.execute(_ANSWERED[registrant.subject], values).all()
    if not rows:
        return Answered()
    receipt_id, code, *_nothing = rows[0]
    declinations = tuple(Declined(*row[2:]) for row in rows if row.reason is not None)
    return Answered(receipt_id, code, _standing(tx, receipt_id), declinations)


def _standing(tx: Tx, receipt_id: int) -> tuple[StandingRegistration, ...]:
    found: dict[int, StandingRegistration] = {}
    for row in tx.execute(_STANDING, {"receipt_id": receipt_id}):
        line = TitleLine(row.title, row.name, row.initiative_later)
        one = found.get(row.id)
        if one is None:
            answers = {question.name: getattr(row, question.name) for question in OF_VERSIONS}
            whole: Any = (*row[:_HEAD], answers, (line,))
            found[row.id] = StandingRegistration(*whole)
        else:
            found[row.id] = replace(one, lines=(*one.lines, line))
    return tuple(found.values())


def receipt_owner(tx: Tx, receipt_id: int) -> int | None:
    """The key of the person whose receipt it is; None for a collective's, and for no receipt."""
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


@once()
def exempt(tx: Tx, campaign_id: int, on: date) -> dict[int, ExemptReason]:
    """People who need not answer in the campaign on that day: key -> reason."""
    return {row.person_id: row.reason for row in tx.execute(_EXEMPT, {"campaign_id": campaign_id, "today": on})}


def exempt_on(campaign_id: int, on: date) -> sa.Subquery:
    """People who need not answer on that day as rows (person_id, reason), for statements that count."""
    return _exempt(campaign_id, on).subquery()


def _exempt(campaign_id: int | sa.BindParameter[int], on: Day) -> sa.Select[Any]:
    table = columns(Exemption)
    return sa.select(table.c.person_id, table.c.reason).where(
        table.c.campaign_id == campaign_id, table.c.ended_at.is_(None), holds_on(table, on)
    )


_EXEMPT = _exempt(sa.bindparam("campaign_id"), sa.bindparam("today", type_=sa.Date))


def changes(tx: Tx, receipt_id: int) -> int:
    """The number of changes since the first sending."""
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
    """The reason of a refusal."""
    agreed_at: datetime | None
    """Since when it is with the Office, if the unit's lead is for it."""


_LR = columns(LateRequest)
_ASKED_LATE = (
    sa.select(_LR.c.state, _LR.c.reason, _LR.c.granted_until, _LR.c.answer, _LR.c.agreed_at)
    .where(_LR.c.campaign_id == sa.bindparam("campaign_id"), _LR.c.person_id == sa.bindparam("person_id"))
    .order_by(_LR.c.id.desc())
    .limit(1)
)


def late_request(tx: Tx, campaign_id: int, person_id: int) -> LateAsked | None:
    """The newest of this person."""
    row: Any = tx.execute(_ASKED_LATE, {"campaign_id": campaign_id, "person_id": person_id}).first()
    return None if row is None else LateAsked(*row)
