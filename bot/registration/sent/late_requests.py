"""Requests to register after the deadline: as people put them, or of what they had asked for in time."""

import sqlalchemy as sa

from bot.campaigns.calendar import office_calendar
from bot.campaigns.records import CampaignNow, current_campaign
from bot.ledger import planning
from bot.people.chain import state_confirmer
from bot.people.identity import Actor, Staff, grants
from bot.people.records import Role
from bot.refusal import Refusal
from bot.registration import filing, rules
from bot.registration.records import LATE_ASKED, LATE_WAITS, LateRequest, LateRequestState
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns


def ask_late(tx: Tx, actor: Actor, reason: str) -> None:
    """Ask to register after the deadline; an open request is put in other words. The unit's lead hears at once, and the
    Office when the lead has let a working day pass."""
    campaign = current_campaign(tx)
    if campaign is None or not rules.may_ask_late(campaign, tx.now):
        raise Refusal("late.not_now")
    file_late(tx, campaign, actor.person, reason)


def file_late(tx: Tx, campaign: CampaignNow, person: Staff, reason: str) -> None:
    """File a request of this person to register after the deadline, in these words; empty: made of what the person had
    asked for in time."""
    table = columns(LateRequest)
    open_one = sa.and_(
        table.c.campaign_id == campaign.id,
        table.c.person_id == person.id,
        table.c.state == LateRequestState.OPEN,
    )
    reworded = sa.update(table).where(open_one).values(reason=reason).returning(table.c.id)
    request_id = tx.execute(reworded).scalar_one_or_none()
    if request_id is None:
        row = {
            "campaign_id": campaign.id,
            "person_id": person.id,
            "reason": reason,
            "state": LateRequestState.OPEN,
            "asked_at": tx.now,
        }
        request_id = tx.execute(sa.insert(table).returning(table.c.id), row).scalar_one()
        _tell_of_late(tx, person, request_id)
    filing.outdate_boards(tx, person)
    note(tx, "registration.asked_late", f"person:{person.id}", actor_id=person.id if reason else None)


def _tell_of_late(tx: Tx, person: Staff, request_id: int) -> None:
    source, values = f"late:{request_id}", {"request": request_id}
    today = tx.clock.today()
    office = {key: values for key, own in grants(tx, today).items() if any(one.role is Role.OFFICE for one in own)}
    lead = state_confirmer(tx, person, today).staff
    if lead is None:
        planning.plan_all(tx, LATE_ASKED, source, "asked", office)
        return
    planning.plan(tx, LATE_ASKED, source, lead.id, "asked", values)
    until = rules.lead_has_until(tx.now, office_calendar(tx))
    planning.plan_all(tx, LATE_WAITS, source, "waits", office, due_at=until)
