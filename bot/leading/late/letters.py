"""Letters of requests to register late, each checked again when it leaves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Screen
from bot.leading.late import actions, screens
from bot.ledger.letter import Haste, Kind
from bot.people.identity import Actor
from bot.people.naming import contact_named, name_of, office_to_call
from bot.registration.reading import answered
from bot.registration.records import LATE_ASKED, LATE_WAITS
from bot.store.database import Tx
from bot.titles.catalogue import Family

Values = Mapping[str, Any]


def _late_asked(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    case = actions.late_case(tx, actor, values["request"])
    return screens.asked_letter(case) if case.as_lead or case.as_office else None


def _late_for_office(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    """The lead has agreed; or, if not, has let a working day pass."""
    case = actions.late_case(tx, actor, values["request"])
    agreed = None if case.request.agreed_by is None else name_of(tx, case.request.agreed_by)
    return screens.office_letter(case, agreed) if case.as_office else None


def _late_waits(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    return _late_for_office(tx, actor, values) if actions.late_case(tx, actor, values["request"]).lead_silent else None


def _late_undecided(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    case = actions.late_case(tx, actor, values["request"])
    agreed = None if case.request.agreed_by is None else name_of(tx, case.request.agreed_by)
    until = datetime.fromisoformat(values["until"])
    return screens.office_letter(case, agreed, until) if case.as_office else None


def _late_lapsed(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    asked, campaign = actions.request(tx, values["request"]), current_campaign(tx)
    if asked is None or campaign is None or campaign.id != asked.campaign_id:
        return None
    return screens.lapsed_letter(actor.person, campaign, contact_named(office_to_call(tx)))


def _late_decided(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    asked, campaign = actions.request(tx, values["request"]), current_campaign(tx)
    if asked is None or campaign is None or campaign.id != asked.campaign_id:
        return None
    if asked.granted_until is not None:
        if tx.now > asked.granted_until:
            return None
        return screens.granted_letter(actor.person, campaign, asked.granted_until)
    whom = contact_named(office_to_call(tx))
    by = name_of(tx, asked.decided_by)
    return screens.refused_letter(actor.person, campaign, asked.answer or "", by, whom)


def _late_supported(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    """To the lead who was for it."""
    case = actions.late_case(tx, actor, values["request"])
    if case.request.decided_by is None:
        return None
    return screens.supported_letter(case, name_of(tx, case.request.decided_by))


def _late_ends(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    """On the last day, to whoever has not answered with the time that was granted."""
    asked, campaign = actions.request(tx, values["request"]), current_campaign(tx)
    if asked is None or campaign is None or campaign.id != asked.campaign_id or asked.granted_until is None:
        return None
    if tx.now > asked.granted_until or answered(tx, campaign.id, actor.person.id).answered_in(Family.STATE):
        return None
    return screens.ends_letter(actor.person, campaign, asked.granted_until)


LETTERS = (
    Kind(LATE_ASKED, _late_asked, bulk=False, haste=Haste.DECISION),
    Kind(LATE_WAITS, _late_waits, bulk=False, haste=Haste.DECISION),
    Kind(actions.AGREED, _late_for_office, bulk=False, haste=Haste.DECISION),
    Kind(actions.UNDECIDED, _late_undecided, bulk=False, haste=Haste.DECISION),
    Kind(actions.LAPSED, _late_lapsed, bulk=False, haste=Haste.DECISION),
    Kind(actions.GRANTED, _late_decided, bulk=False, haste=Haste.DEADLINE),
    Kind(actions.REFUSED, _late_decided, bulk=False, haste=Haste.DECISION),
    Kind(actions.SUPPORTED, _late_supported, bulk=False),
    Kind(actions.ENDS, _late_ends, bulk=False, haste=Haste.DEADLINE),
)
