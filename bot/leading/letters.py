"""What people are told of their registrations, each checked again when it leaves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.screens import Screen
from bot.leading.confirming import actions as confirming
from bot.leading.confirming import screens as judging_screens
from bot.leading.late import actions as late
from bot.leading.late import screens as late_screens
from bot.leading.nudging import actions as nudging
from bot.leading.nudging import screens as nudging_screens
from bot.leading.nudging.screens import About
from bot.leading.proxy import actions as proxy
from bot.leading.proxy import screens as proxy_screens
from bot.leading.records import change_asked, filed
from bot.ledger.letter import Kind
from bot.people.chain import office_contact
from bot.people.identity import Actor, Staff, staff
from bot.people.naming import by_name, name_of
from bot.registration.reading import answered, revision
from bot.registration.records import LATE_ASKED, LATE_WAITS, Agreement, RegistrationState
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.titles.loading import shared as catalogue

Values = Mapping[str, Any]


def _confirmed(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = filed(tx, values["registration"])
    if found is None or found.state is not RegistrationState.CONFIRMED or found.version != values["version"]:
        return None
    return judging_screens.confirmed_letter(found, name_of(tx, found.confirmed_by))


def _change_asked(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = filed(tx, values["registration"])
    if found is None or found.state is not RegistrationState.CHANGE_ASKED or found.version != values["version"]:
        return None
    asked = change_asked(tx, found.id)
    campaign = current_campaign(tx)
    if asked is None or campaign is None:
        return None
    return judging_screens.change_letter(found, asked, name_of(tx, asked.by), campaign.deadline_at)


# --- reminded by whoever leads ----------------------------------------------------------------------------------------


def _campaign(tx: Tx, values: Values) -> CampaignNow | None:
    """The campaign that the letter is about, while it is the present one."""
    campaign = current_campaign(tx)
    return campaign if campaign is not None and campaign.id == values["campaign"] else None


def _nudge(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    family, campaign, by = Family(values["family"]), _campaign(tx, values), _staff(tx, values["by"])
    if campaign is None or by is None:
        return None
    until = nudging.still_needed(tx, campaign, actor.person, family)
    if until is None:
        return None
    return nudging_screens.letter(About(family, campaign, by), actor.person, until, values["words"])


# --- registered for ---------------------------------------------------------------------------------------------------


def _proxied(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    campaign, by = _campaign(tx, values), _staff(tx, values["by"])
    if campaign is None or by is None:
        return None
    stands = answered(tx, campaign.id, actor.person.id)
    awaited = any(one.agreement is Agreement.AWAITED for one in stands.standing)
    if not awaited or revision(tx, stands.receipt_id) != values["revision"]:
        return None
    told = values["revision"], date.fromisoformat(values["told_on"]), values["on_paper"]
    regime = catalogue().regime(campaign.regime)
    return proxy_screens.proxied_letter(by, actor.person, regime, stands, told, campaign.deadline_at)


def _proxy_declined(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    campaign, by = _campaign(tx, values), _staff(tx, values["by"])
    if campaign is None or by is None:
        return None
    stands = answered(tx, campaign.id, actor.person.id)
    if stands.declined is None or revision(tx, stands.receipt_id) != values["revision"]:
        return None
    return proxy_screens.declined_letter(by, actor.person, campaign.year, stands, stands.declined.reason)


def _proxy_asked(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    person = _staff(tx, values["person"])
    if person is None or _campaign(tx, values) is None:
        return None
    about = proxy.about(tx, actor, person.id)  # raises where there is nothing to be done any more
    if about.stands.registered:
        return None
    return proxy_screens.asked_letter(person, about.campaign.deadline_at)


# --- late -------------------------------------------------------------------------------------------------------------


def _late_asked(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    case = late.case(tx, actor, values["request"])
    return late_screens.asked_letter(case) if case.as_lead or case.as_office else None


def _late_for_office(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    """That the lead has agreed; or, if not, has let a working day pass."""
    case = late.case(tx, actor, values["request"])
    agreed = None if case.request.agreed_by is None else name_of(tx, case.request.agreed_by)
    return late_screens.office_letter(case, agreed) if case.as_office else None


def _late_waits(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    return _late_for_office(tx, actor, values) if late.case(tx, actor, values["request"]).lead_silent else None


def _late_decided(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    asked, campaign = late.request(tx, values["request"]), current_campaign(tx)
    if asked is None or campaign is None or campaign.id != asked.campaign_id:
        return None
    if asked.granted_until is not None:
        if tx.now > asked.granted_until:
            return None
        return late_screens.granted_letter(actor.person, campaign, asked.granted_until)
    contact = office_contact(tx)
    whom = by_name(contact)
    by = name_of(tx, asked.decided_by)
    return late_screens.refused_letter(actor.person, campaign, asked.answer or "", by, whom)


def _staff(tx: Tx, person_id: int) -> Staff | None:
    return staff(tx, person_id, tx.clock.today())


LETTERS = (
    Kind(confirming.CONFIRMED, _confirmed, bulk=True),
    Kind(confirming.CHANGE, _change_asked, bulk=False),
    Kind(nudging.NUDGE, _nudge, bulk=True),
    Kind(proxy.PROXIED, _proxied, bulk=False),
    Kind(proxy.DECLINED, _proxy_declined, bulk=False),
    Kind(proxy.ASKED, _proxy_asked, bulk=False),
    Kind(LATE_ASKED, _late_asked, bulk=False),
    Kind(LATE_WAITS, _late_waits, bulk=False),
    Kind(late.AGREED, _late_for_office, bulk=False),
    Kind(late.GRANTED, _late_decided, bulk=False),
    Kind(late.REFUSED, _late_decided, bulk=False),
)
