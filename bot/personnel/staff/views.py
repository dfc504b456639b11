"""People as the Office finds and changes them: views and acts."""

from bot.campaigns.offers import asked_families, offered
from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowStaff
from bot.leading.targets import ShowPersonnel
from bot.people.chain import state_confirmer, union_confirmer
from bot.people.identity import Actor, Scope, Staff, roster
from bot.people.naming import confirmer, name_of
from bot.personnel import records, rules, unit_records
from bot.personnel.staff import actions, screens
from bot.personnel.staff.dossier import Dossier, dossier
from bot.personnel.targets import (
    CancelLeaving,
    CancelTransfer,
    EndExemption,
    Exempt,
    FindPerson,
    RecordLeaving,
    Transfer,
)
from bot.refusal import Refusal
from bot.registration.reading import Answered, answered, exempt, late_request
from bot.registration.rules import check_on_paper
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.titles.loading import shared as catalogue


def personnel(tx: Tx, actor: Actor, _to: ShowPersonnel) -> Screen:
    rules.office_only(actor)
    today, campaign = tx.clock.today(), current_campaign(tx)
    people = len(roster(tx, Scope(everybody=True), today))
    exempted = len(exempt(tx, campaign.id, today)) if campaign else 0
    return screens.personnel((people, len(unit_records.units(tx, today)), exempted))


def staff(tx: Tx, actor: Actor, to: ShowStaff) -> Screen:
    person = actions.known(tx, actor, to.person)
    campaign = current_campaign(tx)
    stands = answered(tx, campaign.id, to.person) if campaign else Answered()
    return dossier(
        Dossier(
            person,
            records.posts(tx, to.person),
            {unit_id: names[0] for unit_id, names in unit_records.names(tx).items()},
            records.left_on(tx, to.person),
            stands,
            records.exemption(tx, campaign.id, to.person) if campaign else None,
            records.linked(tx, to.person),
            tx.clock.today(),
            _may_be_entered(tx, actor, person, campaign, stands),
            catalogue().regime(campaign.regime) if campaign else None,
            _confirms(tx, person, stands) if campaign else {},
            campaign is not None and Family.UNION in asked_families(offered(tx, campaign, person)),
        ),
        to.back,
    )


def _confirms(tx: Tx, person: Staff, stands: Answered) -> dict[Family, Phrase]:
    """By family, the one who confirms the person's titles, or has confirmed them."""
    today = tx.clock.today()
    named = {Family.STATE: state_confirmer(tx, person, today), Family.UNION: union_confirmer(tx, person, today)}
    done = {one.family: name_of(tx, one.confirmed_by) for one in stands.standing if one.confirmed_at is not None}
    return {family: confirmer(holder) for family, holder in named.items()} | done


def _may_be_entered(tx: Tx, actor: Actor, person: Staff, campaign: CampaignNow | None, stands: Answered) -> bool:
    """True where the Office may enter a signed form of the person now."""
    if campaign is None or person.id == actor.person.id or person.unit_id is None:
        return False
    try:
        check_on_paper(campaign, late_request(tx, campaign.id, person.id), stands, person.name, tx.now)
    except Refusal:
        return False
    return True


VIEWS = (View(ShowPersonnel, personnel), View(ShowStaff, staff))


def find_person(_tx: Tx, actor: Actor, _to: FindPerson) -> ToFlow:
    rules.office_only(actor)
    return ToFlow("find_person", fresh=True)


def transfer(tx: Tx, actor: Actor, to: Transfer) -> ToFlow:
    actions.known(tx, actor, to.person)
    return ToFlow("transfer", {"person": to.person}, fresh=True)


def cancel_transfer(tx: Tx, actor: Actor, to: CancelTransfer) -> ToView:
    actions.cancel_transfer(tx, actor, to.person)
    return ShowStaff(to.person)


def exempt_person(tx: Tx, actor: Actor, to: Exempt) -> ToFlow:
    actions.known(tx, actor, to.person)
    stands = records.exemption(tx, actions.campaign_now(tx).id, to.person)
    return ToFlow("exempt", {"person": to.person, "seen": None if stands is None else stands.id}, fresh=True)


def end_exemption(tx: Tx, actor: Actor, to: EndExemption) -> ToView:
    actions.end_exemption(tx, actor, to.person)
    return ShowStaff(to.person)


def leaving(tx: Tx, actor: Actor, to: RecordLeaving) -> ToFlow:
    actions.known(tx, actor, to.person)
    return ToFlow("leaving", {"person": to.person}, fresh=True)


def cancel_leave(tx: Tx, actor: Actor, to: CancelLeaving) -> ToView:
    actions.cancel_leave(tx, actor, to.person)
    return ShowStaff(to.person)


ACTS = (
    Act(FindPerson, find_person),
    Act(Transfer, transfer),
    Act(CancelTransfer, cancel_transfer),
    Act(Exempt, exempt_person),
    Act(EndExemption, end_exemption),
    Act(RecordLeaving, leaving),
    Act(CancelLeaving, cancel_leave),
)
