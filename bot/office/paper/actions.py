"""A signed form is entered for a person, with its date; what somebody has sent in person, paper does not replace."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bot.campaigns.offers import asked_families, check_families, offered
from bot.campaigns.records import CampaignNow, current_campaign
from bot.ledger import planning
from bot.people.identity import Actor, Staff, staff
from bot.people.naming import name_of
from bot.people.records import Role
from bot.refusal import Refusal
from bot.registration import filing
from bot.registration.filing import Filing
from bot.registration.reading import Answered, Registrant, TitleLine, answered, late_request, revision
from bot.registration.records import Agreement, DeclineReason, FamilyChoice, Registration, RegistrationVersion
from bot.registration.rules import check_on_paper
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.titles.catalogue import Regime, Subject, Title
from bot.titles.loading import shared as catalogue
from bot.titles.rules import asks_initiative

ENTERED = "paper_entered"
"""The kind of letter to whoever is linked all the same."""

_R, _V = columns(Registration), columns(RegistrationVersion)


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A person whose form is entered, with what may stand on it and what stands in the store."""

    person: Staff
    campaign: CampaignNow
    regime: Regime
    offered: tuple[Title, ...]
    stands: Answered
    revision: int
    """Of what stands."""
    first: date
    last: date
    """The days between which it may have been signed."""
    today: date

    @property
    def asked(self) -> FamilyChoice:
        """All families in which an answer is expected of the person."""
        families = asked_families(self.offered)
        return FamilyChoice.BOTH if len(families) > 1 else FamilyChoice(families[0].value)


def form(tx: Tx, actor: Actor, person_id: int) -> PaperForm:
    """The form of the person. Raises Refusal: not of the Office, the own form, no time for it, or a registration that
    was sent in person."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")
    today = tx.clock.today()
    person = staff(tx, person_id, today)
    if person is None or person.unit_id is None:
        raise Refusal("role.not_yours")
    if person.id == actor.person.id:
        raise Refusal("paper.own_form")
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    opens = tx.clock.local(campaign.opens_at).date()
    stands = answered(tx, campaign.id, person_id)
    until = check_on_paper(campaign, late_request(tx, campaign.id, person_id), stands, person.name, tx.now)
    return PaperForm(
        person,
        campaign,
        catalogue().regime(campaign.regime),
        offered(tx, campaign, person),
        stands,
        revision(tx, stands.receipt_id),
        opens,
        min(today, tx.clock.local(until).date()),
        today,
    )


def check_signed_on(case: PaperForm, day: date) -> date:
    """`day`, if the form may have been signed then. Raises Refusal."""
    if not case.first <= day <= case.last:
        raise Refusal("paper.day_out_of_range", first=case.first, last=case.last)
    return day


def enter(
    tx: Tx, actor: Actor, person_id: int, titles: frozenset[str], initiative: str | None, signed_on: date, *, seen: int
) -> None:
    """Register what stands on the form, which the person signed on that day. It waits to be confirmed like any other.
    `seen`: the revision of what stood when this was begun; raises Refusal with what a colleague has done since."""
    case = _as_seen(tx, actor, person_id, seen)
    if not titles:
        raise Refusal("reg.titles.none")
    if not titles <= {title.id for title in case.offered}:
        raise Refusal("reg.titles.not_offered")
    check_signed_on(case, signed_on)
    me = actor.person.id
    receipt_id, before = filing.file(
        tx,
        case.campaign,
        case.regime,
        Registrant(Subject.PERSON, person_id),
        lines(case, titles, initiative),
        case.stands.answers,
        Filing(me, Agreement.PAPER, signed_on, on_paper=True),
    )
    # What a lead had registered just so is signed now.
    filing.agree(tx, [one.registration_id for one in before.standing], Agreement.PAPER)
    filing.outdate_boards(tx, case.person)
    _tell(tx, case, receipt_id, me, signed_on)
    details = {"titles": sorted(titles), "signed_on": signed_on.isoformat()}
    note(tx, "registration.on_paper", f"receipt:{receipt_id}", actor_id=me, **details)


def decline(
    tx: Tx, actor: Actor, person_id: int, what: FamilyChoice, reason: DeclineReason, signed_on: date, *, seen: int
) -> None:
    """Record that the person has signed not to register anything of `what` this year. `seen` as in `enter`."""
    case = _as_seen(tx, actor, person_id, seen)
    check_families(case.offered, what.families)
    check_signed_on(case, signed_on)
    me = actor.person.id
    receipt_id = filing.decline(tx, case.campaign, person_id, what.families, reason, None, me, signed_on)
    filing.outdate_boards(tx, case.person)
    _tell(tx, case, receipt_id, me, signed_on)
    details = {"reason": reason.value, "what": what.value, "signed_on": signed_on.isoformat()}
    note(tx, "registration.declined_on_paper", f"receipt:{receipt_id}", actor_id=me, **details)


def _as_seen(tx: Tx, actor: Actor, person_id: int, seen: int) -> PaperForm:
    """`form`, read while no colleague can change what stands. Raises Refusal when it is not what was seen."""
    tx.lock(Turn.PROXY, person_id)
    case = form(tx, actor, person_id)
    if case.revision != seen:
        said = [(one.submitted_at, one.registered_by) for one in case.stands.standing]
        said += [(one.at, one.by) for one in case.stands.declinations]
        raise Refusal("paper.entered_since", name=case.person.name, who=name_of(tx, max(said)[1] if said else None))
    return case


def _tell(tx: Tx, case: PaperForm, receipt_id: int, by: int, signed_on: date) -> None:
    now = revision(tx, receipt_id)
    values = {"campaign": case.campaign.id, "revision": now, "by": by, "signed_on": signed_on.isoformat()}
    planning.plan(tx, ENTERED, f"receipt:{receipt_id}", case.person.id, f"{ENTERED}:{now}", values)


def lines(case: PaperForm, titles: frozenset[str], initiative: str | None) -> dict[str, TitleLine]:
    """The lines of the form by title; an initiative that it does not name follows later."""
    made = {}
    for title in case.regime.in_order(titles):
        asks = asks_initiative(title)
        made[title.id] = TitleLine(title.id, initiative if asks else None, asks and initiative is None)
    return made


def signed_on(tx: Tx, case_of: Answered) -> date | None:
    """The day on which the form was signed that stands of this person; None: none does."""
    keys = [one.registration_id for one in case_of.standing]
    query = (
        sa.select(sa.func.max(_V.c.told_on))
        .join(_R, sa.and_(_R.c.id == _V.c.registration_id, _R.c.version == _V.c.version))
        .where(_R.c.id.in_(keys), _V.c.on_paper.is_(True))
    )
    registered: date | None = tx.execute(query).scalar_one_or_none()
    days = [registered, *(one.signed_on for one in case_of.declinations)]
    return max((day for day in days if day is not None), default=None)


def standing(tx: Tx, actor: Actor, person_id: int) -> tuple[Staff, CampaignNow, Answered]:
    """The answers that stand of the person, for the Office to look at. Raises Refusal."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")
    person, campaign = staff(tx, person_id, tx.clock.today()), current_campaign(tx)
    if person is None or campaign is None:
        raise Refusal("role.not_yours")
    return person, campaign, answered(tx, campaign.id, person_id)
