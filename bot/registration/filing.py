"""Writing a registration down: its receipt, its next version, its lines. Whoever files has checked rights and window.

Shown to the slices after this one: a lead files for a person, for the unit or for a union group with the same strokes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.dialogue import living
from bot.people.identity import Staff
from bot.people.reach import watchers
from bot.recognition.year_records import still_open
from bot.registration.questions import OF_VERSIONS, Answers
from bot.registration.reading import Answered, Registrant, StandingRegistration, TitleLine, stands_of
from bot.registration.records import (
    Agreement,
    ChangeOutcome,
    ChangeRequest,
    Declination,
    DeclineReason,
    Initiative,
    LateRequest,
    LateRequestState,
    Receipt,
    Registration,
    RegistrationState,
    RegistrationTitle,
    RegistrationVersion,
)
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.titles.catalogue import Family, Regime, Subject

_RC, _R, _V, _L = columns(Receipt), columns(Registration), columns(RegistrationVersion), columns(RegistrationTitle)
_I, _D, _C = columns(Initiative), columns(Declination), columns(ChangeRequest)


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing: by whom, and how sure it is that the registrant wants it."""

    by: int
    agreement: Agreement = Agreement.OWN
    told_on: date | None = None
    """Đăng ký thay: the day on which the person said so, or signed a form."""
    on_paper: bool = False
    """Đăng ký giấy: entered from a signed form."""
    state: RegistrationState = RegistrationState.SUBMITTED
    """SUBMITTED waits for whoever confirms; a collective's own lead files it confirmed."""


def file(
    tx: Tx,
    campaign: CampaignNow,
    regime: Regime,
    registrant: Registrant,
    lines: Mapping[str, TitleLine],
    answers: Answers | None,
    filing: Filing,
    families: Sequence[Family] = tuple(Family),
) -> tuple[int, Answered]:
    """Register `lines`, with `answers` to the questions, in place of what stood in `families`; the receipt's key, and
    what stood before. A collective answers no questions: None.

    Families that are no longer named are withdrawn; those that the change does not touch keep their version and their
    confirmation. A declination ends in the families in which something is registered.
    """
    before = stands_of(tx, campaign.id, registrant)
    receipt_id = receipt(tx, campaign, registrant)
    standing = {one.family: one for one in before.standing}
    nothing: Answers = {question.name: None for question in OF_VERSIONS}
    unsaid: Answers = {name: (answers or nothing).get(name) for name in nothing}
    for family in families:
        wanted = [lines[title.id] for title in regime.in_order(lines) if title.family is family]
        stood = standing.get(family)
        # Answers go with one family, State first: another answer must not undo the other's confirmation.
        said, unsaid = (unsaid, nothing) if wanted else (nothing, unsaid)
        if stood is not None and _same(stood, wanted, said):
            continue
        if wanted:
            numbered = _next_version(tx, receipt_id, family, filing)
            _write_version(tx, numbered, registrant, wanted, said, filing, regime.id)
            _end_declination(tx, receipt_id, family)
        elif stood is not None:
            _withdraw(tx, receipt_id, family, registrant, filing)
    return receipt_id, before


def take_back(
    tx: Tx, stands: Answered, registrant: Registrant, by: int, families: Sequence[Family] = tuple(Family)
) -> None:
    """Withdraw all that stands in `families`; every version stays."""
    for standing in stands.standing:
        if standing.family in families:
            assert stands.receipt_id is not None
            _withdraw(tx, stands.receipt_id, standing.family, registrant, Filing(by))


def decline(
    tx: Tx,
    campaign: CampaignNow,
    person_id: int,
    families: Sequence[Family],
    reason: DeclineReason,
    words: str | None,
    by: int,
    signed_on: date | None = None,
) -> int:
    """Record that the person registers nothing in `families` this year: what stood there is withdrawn, and the other
    family is left as it is. `signed_on`: the day on a form. The receipt's key."""
    registrant = Registrant(Subject.PERSON, person_id)
    take_back(tx, stands_of(tx, campaign.id, registrant), registrant, by, families)
    receipt_id = receipt(tx, campaign, registrant)
    for family in families:
        _end_declination(tx, receipt_id, family)
        row = {"receipt_id": receipt_id, "family": family, "reason": reason, "words": words, "at": tx.now, "by": by}
        tx.execute(sa.insert(_D), {**row, "signed_on": signed_on})
    return receipt_id


_END_DECLINATION = (
    sa.update(_D)
    .where(
        _D.c.receipt_id == sa.bindparam("of_receipt"),
        _D.c.family == sa.bindparam("of_family"),
        _D.c.ended_at.is_(None),
    )
    .values(ended_at=sa.bindparam("now"))
)


def _end_declination(tx: Tx, receipt_id: int, family: Family) -> None:
    tx.execute(_END_DECLINATION, {"of_receipt": receipt_id, "of_family": family, "now": tx.now})


def end_late_request(tx: Tx, campaign_id: int, person_id: int) -> None:
    """End the request to register late that is open of this person, who does not register."""
    table = columns(LateRequest)
    open_one = sa.and_(
        table.c.campaign_id == campaign_id,
        table.c.person_id == person_id,
        table.c.state == LateRequestState.OPEN,
    )
    gone = {"state": LateRequestState.WITHDRAWN, "decided_at": tx.now}
    tx.execute(sa.update(table).where(open_one).values(**gone))


def end_change(tx: Tx, registration_id: int, outcome: ChangeOutcome) -> bool:
    """End the change request that is open of this registration; true if there was one. Its letters find out."""
    open_one = sa.and_(_C.c.registration_id == registration_id, _C.c.ended_at.is_(None))
    return tx.execute(sa.update(_C).where(open_one).values(outcome=outcome, ended_at=tx.now)).rowcount > 0


def await_decision(tx: Tx, registration_id: int) -> None:
    """Have what was to be changed wait to be confirmed again, as it stands."""
    asked = sa.and_(_R.c.id == registration_id, _R.c.state == RegistrationState.CHANGE_ASKED)
    tx.execute(sa.update(_R).where(asked).values(state=RegistrationState.SUBMITTED))


def keep(tx: Tx, registration_ids: Iterable[int]) -> None:
    """The person, asked for a change, has sent these again as they were."""
    for registration_id in registration_ids:
        if end_change(tx, registration_id, ChangeOutcome.KEPT):
            await_decision(tx, registration_id)


def agree(tx: Tx, registration_ids: Iterable[int], how: Agreement) -> int:
    """Record that their people stand behind what was registered for them; how many had not said so yet."""
    waiting = sa.and_(_R.c.id.in_(sorted(registration_ids)), _R.c.agreement == Agreement.AWAITED)
    return tx.execute(sa.update(_R).where(waiting).values(agreement=how, agreed_at=tx.now)).rowcount


def outdate_boards(tx: Tx, person: Staff) -> None:
    """Have the boards that show `person`, and his or her own page, drawn again: something of it has changed."""
    living.outdate(tx, watchers(tx, person, tx.clock.today()))


_LAST = sa.select(sa.func.max(_RC.c.number)).where(_RC.c.campaign_id == sa.bindparam("campaign_id"))
_NEW_RECEIPT, _NEW, _NEW_VERSION = (sa.insert(table).returning(table.c.id) for table in (_RC, _R, _V))


def receipt(tx: Tx, campaign: CampaignNow, registrant: Registrant) -> int:
    """The registrant's receipt in this campaign; numbered at the first answer, the same ever after. Raises Refusal
    where the campaign was closed: nothing is answered in it any more."""
    still_open(tx, campaign.id)
    known = sa.select(_RC.c.id).where(_RC.c.campaign_id == campaign.id, _RC.c[registrant.column] == registrant.key)
    if (found := tx.execute(known).scalar_one_or_none()) is not None:
        return int(found)
    tx.lock(Turn.RECEIPTS, campaign.id)
    last = tx.execute(_LAST, {"campaign_id": campaign.id}).scalar_one()
    number = (last or 0) + 1
    made = tx.execute(
        _NEW_RECEIPT,
        {
            "campaign_id": campaign.id,
            "number": number,
            "code": f"TD{campaign.year % 100:02d}-{number:04d}",
            registrant.column: registrant.key,
        },
    )
    return int(made.scalar_one())


def _same(stood: StandingRegistration, wanted: Sequence[TitleLine], answers: Answers) -> bool:
    return {line.title: line for line in stood.lines} == {
        line.title: line for line in wanted
    } and stood.answers == answers


def _withdraw(tx: Tx, receipt_id: int, family: Family, registrant: Registrant, filing: Filing) -> None:
    gone = Filing(filing.by, state=RegistrationState.WITHDRAWN)
    version = _next_version(tx, receipt_id, family, gone)
    _write_version(tx, version, registrant, [], {}, gone)


def _next_version(tx: Tx, receipt_id: int, family: Family, filing: Filing) -> tuple[int, int]:
    """Move the registration on by a version: its key and the version's number. A change undoes a confirmation."""
    confirmed = filing.state is RegistrationState.CONFIRMED
    values = {
        "state": filing.state,
        "submitted_at": tx.now,
        "registered_by": filing.by,
        "agreement": filing.agreement,
        "agreed_at": None,
        "confirmed_by": filing.by if confirmed else None,
        "confirmed_at": tx.now if confirmed else None,
    }
    where = sa.and_(_R.c.receipt_id == receipt_id, _R.c.family == family)
    moved = tx.execute(
        sa.update(_R).where(where).values(version=_R.c.version + 1, **values).returning(_R.c.id, _R.c.version)
    ).first()
    if moved is not None:
        gone = filing.state is RegistrationState.WITHDRAWN
        end_change(tx, moved.id, ChangeOutcome.WITHDRAWN if gone else ChangeOutcome.CHANGED)
        return moved.id, moved.version
    first = {"receipt_id": receipt_id, "family": family, "version": 1, **values}
    return int(tx.execute(_NEW, first).scalar_one()), 1


def _write_version(
    tx: Tx,
    version: tuple[int, int],
    registrant: Registrant,
    lines: Sequence[TitleLine],
    answers: Answers,
    filing: Filing,
    regime: str | None = None,
) -> None:
    registration_id, number = version
    made = tx.execute(
        _NEW_VERSION,
        {
            "registration_id": registration_id,
            "version": number,
            **answers,
            "at": tx.now,
            "by": filing.by,
            "told_on": filing.told_on,
            "on_paper": filing.on_paper,
            "regime": regime,
            "withdrawn": filing.state is RegistrationState.WITHDRAWN,
        },
    )
    version_id = int(made.scalar_one())
    initiatives: dict[str, int] = {}
    if registrant.subject is not Subject.PERSON and any(line.initiative for line in lines):
        raise ValueError("an initiative is a person's")
    for line in lines:
        if line.initiative and line.initiative not in initiatives:
            initiatives[line.initiative] = _initiative(tx, registrant.key, line.initiative)
    rows = [
        {
            "version_id": version_id,
            "title": line.title,
            "initiative_id": initiatives.get(line.initiative or ""),
            "initiative_later": line.initiative_later,
        }
        for line in lines
    ]
    if rows:
        tx.execute(sa.insert(_L), rows)


def _initiative(tx: Tx, person_id: int, name: str) -> int:
    known = sa.select(_I.c.id).where(_I.c.person_id == person_id, _I.c.name == name)
    if (found := tx.execute(known).scalars().first()) is not None:
        return int(found)
    row = {"person_id": person_id, "name": name, "named_at": tx.now}
    return int(tx.execute(sa.insert(_I).returning(_I.c.id), row).scalar_one())
