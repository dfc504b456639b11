"""Outcomes of the Bot API: the meaning of its answer, by its code and, where there is only that, by its words."""

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.telegram.gate import bounded
from bot.doors.telegram.request import NoAnswer, NotSent

_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message to be replied not found",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_RECIPIENT = ("chat not found", "peer_id_invalid", "user not found", "group chat was upgraded")


def not_delivered(error: TelegramError) -> NotDelivered:
    """The failure of a call in the words that all doors share."""
    return NotDelivered(classify(error), error.message, answered=not isinstance(error, NoAnswer))


def classify(error: TelegramError) -> Outcome:
    text = error.message.lower()
    match error:
        case RetryAfter():
            return Outcome.WAIT
        case Forbidden():
            return Outcome.BLOCKED
        case InvalidToken():
            return Outcome.TOKEN
        case ChatMigrated():
            return Outcome.UNREACHABLE
        case BadRequest():
            if "message is not modified" in text:
                return Outcome.UNCHANGED
            if any(part in text for part in _GONE):
                return Outcome.GONE
            if any(part in text for part in _RECIPIENT):
                return Outcome.UNREACHABLE
            return Outcome.CONTENT
        case NotSent():
            return Outcome.NOT_SENT
        case NoAnswer():
            return Outcome.UNKNOWN
        case NetworkError():
            return Outcome.UNKNOWN
        case _:
            return Outcome.UNKNOWN


def wait_seconds(error: TelegramError) -> float:
    """Seconds for which a 429 asks for silence, within what may be asked for; one where it does not say."""
    after = getattr(error, "retry_after", 1)
    return bounded(after.total_seconds() if isinstance(after, timedelta) else float(after))
