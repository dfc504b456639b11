"""A list with everything around it, loaded for somebody who may look at it."""

from dataclasses import dataclass

from bot.campaigns.records import CampaignNow, current_campaign
from bot.people.identity import Actor, Staff, staff
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.sheets import reading, records, rights
from bot.sheets.content import Content
from bot.sheets.reading import Sender
from bot.sheets.records import Sent
from bot.sheets.rules import Change, difference
from bot.store.database import Tx
from bot.titles.catalogue import Regime
from bot.titles.loading import shared as catalogue


@dataclass(frozen=True, slots=True)
class Desk:
    """`now`: what the list would say today. `sent`: the version that stands; None before the first."""

    sender: Sender
    campaign: CampaignNow
    regime: Regime
    now: Content
    sent: Sent | None
    changes: tuple[Change, ...]
    sent_by: Staff | None
    decided_by: Staff | None

    @property
    def who(self) -> Registrant:
        return self.sender.who

    @property
    def shown(self) -> Content:
        """What was sent, as it was sent; before that, what there is."""
        return self.sent.content if self.sent else self.now


def campaign_now(tx: Tx) -> CampaignNow:
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    return campaign


def load(tx: Tx, actor: Actor, who: Registrant) -> Desk:
    """Raises Refusal for whoever may not look, and where there is no list to look at."""
    if not rights.may_look(tx, actor, who):
        raise Refusal("role.not_yours")
    campaign = campaign_now(tx)
    today = tx.clock.today()
    of = reading.sender(tx, who, today)
    now = reading.content(tx, campaign, of)
    sent = records.sent_by(tx, campaign.id, who)
    return Desk(
        of,
        campaign,
        catalogue().regime(campaign.regime),
        now,
        sent,
        difference(sent.content, now) if sent else (),
        staff(tx, sent.by, today) if sent else None,
        staff(tx, sent.decided_by, today) if sent and sent.decided_by else None,
    )


def received(tx: Tx, actor: Actor, sheet_id: int) -> tuple[Desk, Sent]:
    """The list by its key, for whoever receives it."""
    sent = records.sent(tx, sheet_id)
    if sent is None or not rights.may_receive(actor, sent.who.subject):
        raise Refusal("role.not_yours")
    desk = load(tx, actor, sent.who)
    if desk.sent is None or desk.sent.id != sheet_id:
        raise Refusal("sheet.of_past")
    return desk, desk.sent
