"""Letters of registering by proxy, to the person and to those who are asked, each checked again when it leaves."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.dialogue.screens import Screen
from bot.leading.proxy import actions, asks, letter_screens
from bot.leading.reading import campaign_of
from bot.leading.rights import answers_until
from bot.ledger.letter import Haste, Kind
from bot.people.chain import office_contact, state_confirmer
from bot.people.identity import Actor, staff
from bot.people.naming import by_name, confirmer
from bot.registration.reading import answered, late_request, revision
from bot.registration.records import Agreement, LateRequestState
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue

Values = Mapping[str, Any]


def _proxied(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    campaign, by = campaign_of(tx, values["campaign"]), staff(tx, values["by"], tx.clock.today())
    if campaign is None or by is None:
        return None
    stands = answered(tx, campaign.id, actor.person.id)
    awaited = any(one.agreement is Agreement.AWAITED for one in stands.standing)
    if not awaited or revision(tx, stands.receipt_id) != values["revision"]:
        return None
    return letter_screens.proxied_letter(
        by,
        actor.person,
        catalogue().regime(campaign.regime),
        stands,
        revision=values["revision"],
        told_on=date.fromisoformat(values["told_on"]),
        on_paper=values["on_paper"],
        deadline=campaign.deadline_at,
    )


def _proxy_declined(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    campaign, by = campaign_of(tx, values["campaign"]), staff(tx, values["by"], tx.clock.today())
    if campaign is None or by is None:
        return None
    stands = answered(tx, campaign.id, actor.person.id)
    if not stands.declinations or revision(tx, stands.receipt_id) != values["revision"]:
        return None
    over = answers_until(tx, campaign, actor.person.id) is None
    return letter_screens.declined_letter(by, actor.person, campaign.year, stands, over=over)


def _proxy_asked(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    person = staff(tx, values["person"], tx.clock.today())
    if person is None or campaign_of(tx, values["campaign"]) is None:
        return None
    case = actions.proxy_case(tx, actor, person.id)  # raises where there is nothing to be done any more
    if case.stands.registered:
        return None
    return letter_screens.asked_letter(person, case.campaign.deadline_at)


def _proxy_unmet(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    campaign, person = campaign_of(tx, values["campaign"]), actor.person
    if campaign is None or not asks.unanswered(tx, campaign, [person.id]):
        return None
    request, asked_at = late_request(tx, campaign.id, person.id), datetime.fromisoformat(values["asked_at"])
    if request is None:
        contact = by_name(office_contact(tx))
        return letter_screens.unmet_letter(person, campaign, asked_at, contact, late=False)
    if request.state is not LateRequestState.OPEN:
        return None
    lead = confirmer(state_confirmer(tx, person, tx.clock.today()))
    return letter_screens.unmet_letter(person, campaign, asked_at, lead, late=True)


LETTERS = (
    Kind(actions.PROXIED, _proxied, bulk=False, haste=Haste.CHANGE),
    Kind(actions.DECLINED, _proxy_declined, bulk=False),
    Kind(actions.ASKED, _proxy_asked, bulk=False, haste=Haste.CHANGE),
    Kind(asks.UNMET, _proxy_unmet, bulk=True),
)
