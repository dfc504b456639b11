"""One list with everything around it, loaded for somebody who may look at it."""

from dataclasses import dataclass

from bot.campaigns.records import CampaignNow, current_campaign
from bot.people.identity import Actor, Staff, staff
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.sheets import reading, records, rights
from bot.sheets.content import Content
from bot.sheets.reading import Sender
from bot.sheets.records import SentSheet
from bot.sheets.rules import Difference, differences
from bot.store.database import Tx
from bot.titles.catalogue import Regime
from bot.titles.loading import shared as catalogue


@dataclass(frozen=True, slots=True)
class SheetNow:
    """A list. `now`: its content as of today. `sent`: the version that stands; None before the first."""

    sender: Sender
    campaign: CampaignNow
    regime: Regime
    now: Content
    sent: SentSheet | None
    changes: tuple[Difference, ...]
    sent_by: Staff | None
    decided_by: Staff | None

    @property
    def who(self) -> Registrant:
        return self.sender.who

    @property
    def shown(self) -> Content:
        """The content as it was sent; before that, the content as of now."""
        return self.sent.content if self.sent else self.now


def campaign_now(tx: Tx) -> CampaignNow:
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    return campaign


def load(tx: Tx, actor: Actor, who: Registrant) -> SheetNow:
    """The list of `who`. Raises Refusal for somebody who may not look, and where there is no list."""
    if not rights.may_look(tx, actor, who):
        raise Refusal("role.not_yours")
    campaign = campaign_now(tx)
    today = tx.clock.today()
    of = reading.sender(tx, who, today)
    now = reading.content(tx, campaign, of)
    sent = records.sent_by(tx, campaign.id, who)
    return SheetNow(
        of,
        campaign,
        catalogue().regime(campaign.regime),
        now,
        sent,
        differences(sent.content, now) if sent else (),
        staff(tx, sent.by, today) if sent else None,
        staff(tx, sent.decided_by, today) if sent and sent.decided_by else None,
    )


def received(tx: Tx, actor: Actor, sheet_id: int) -> tuple[SheetNow, SentSheet]:
    """The list by its key, and the version that stands, for its receiver. Raises Refusal for anybody else."""
    sent = records.sent(tx, sheet_id)
    if sent is None or not rights.may_receive(actor, sent.who.subject):
        raise Refusal("role.not_yours")
    sheet = load(tx, actor, sent.who)
    if sheet.sent is None or sheet.sent.id != sheet_id:
        raise Refusal("sheet.of_past")
    return sheet, sheet.sent
