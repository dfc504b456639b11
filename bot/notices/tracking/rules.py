"""The rules of tracking: the state of a delivery, and how long a notice is news. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.campaigns.records import CampaignNow
from bot.ledger.letter import Reason, State
from bot.notices.records import SENT, Notice

WAITING = frozenset({State.PLANNED, State.LEASED, State.INFLIGHT})
"""States of letters that have not left."""
ARRIVED = frozenset({State.SENT, State.UNKNOWN})
"""States of letters that are in the chat, or may be."""
READABLE = frozenset(State) - {State.PLANNED, State.LEASED, State.CANCELLED}
"""States of letters that went to the person, or would have if the person could have been written to."""
NOT_BROUGHT = frozenset({State.BLOCKED, State.FAILED, State.MISSED})
"""States of letters whose delivery is in a state of UNREACHED."""


class DeliveryState(StrEnum):
    """The states of a delivery as the Office sees it: in one state, the next step is the same for all."""

    WAITING = "waiting"  # has not left
    SENT = "sent"
    UNLINKED = "unlinked"  # the person is not on the app: to be told in person
    BLOCKED = "blocked"  # the person has stopped the bot, or has no chat: to be told in person
    FAILED = "failed"  # Telegram did not take it, or it never left: may be sent again
    UNKNOWN = "unknown"  # may have arrived: sent again it may be there twice
    STOPPED = "stopped"  # taken back by the Office before it left
    LEFT = "left"  # the person does not work here any more


UNREACHED = frozenset({DeliveryState.UNLINKED, DeliveryState.BLOCKED, DeliveryState.FAILED})
"""States in which the recipient is to be told in person."""

TRIED = frozenset({DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.BLOCKED, DeliveryState.FAILED})
"""States that a letter may have come to by a call; by none where the person was known to have stopped the bot, or its
time was over."""


def delivery_state(state: State, reason: Reason | None) -> DeliveryState:
    """The state of the delivery whose letter is in this state, for this reason."""
    match state:
        case State.PLANNED | State.LEASED | State.INFLIGHT:
            return DeliveryState.WAITING
        case State.BLOCKED:
            return DeliveryState.UNLINKED if reason is Reason.NOT_LINKED else DeliveryState.BLOCKED
        case State.FAILED | State.MISSED:
            return DeliveryState.FAILED
        case State.UNKNOWN:
            return DeliveryState.UNKNOWN
        case State.CANCELLED:
            return DeliveryState.LEFT if reason is Reason.LEFT else DeliveryState.STOPPED
        case _:
            return DeliveryState.SENT


# --- how long a notice is news ----------------------------------------------------------------------------------------

OPEN_FOR = timedelta(days=30)
"""The time after its sending for which a notice without a deadline of its own is still brought to people who join, and
told in person: a month's news is news to somebody new; what is older has been settled or was said again. Also the time
before a campaign opens in which a notice that asks to register may mean that campaign already."""


def is_open(notice: Notice, campaign: CampaignNow | None, now: datetime) -> bool:
    """True if people whom the notice has not reached should still hear of it: it was sent, and its day has not passed.
    With «Đăng ký danh hiệu» under it that day is the deadline of the campaign that it was sent for."""
    if notice.state not in SENT or notice.due_at is None or notice.due_at > now:
        return False
    if notice.asks_register:
        return campaign is not None and campaign.opens_at - OPEN_FOR <= notice.due_at <= now <= campaign.deadline_at
    return now <= notice.due_at + OPEN_FOR


def earliest(campaign: CampaignNow | None, now: datetime) -> datetime:
    """The moment before which no notice was sent that is still open."""
    return min(now, campaign.opens_at if campaign else now) - OPEN_FOR
