"""Outcomes: the meaning of an answer of the Bot API, by its code and, where there is only that, by its words."""

from datetime import timedelta
from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.doors.telegram.gate import bounded
from bot.doors.telegram.request import NoAnswer, NotSent


class Outcome(StrEnum):
    UNCHANGED = "unchanged"  # the message already says so: a double tap
    GONE = "gone"  # the message to edit is not there any more: send anew
    BLOCKED = "blocked"  # this person cannot be reached until he or she comes back
    UNREACHABLE = "unreachable"  # no such chat: never started, or a wrong id
    CONTENT = "content"  # Telegram refuses what we say: our fault, the same for everybody
    WAIT = "wait"  # 429: it was not done, and this chat, or all, are to be left alone for a while
    NOT_SENT = "not_sent"  # nothing left this machine: may be tried again
    UNKNOWN = "unknown"  # it may have arrived: must not be tried again blindly
    TOKEN = "token"  # the token is not accepted: nothing will work


_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message to be replied not found",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_RECIPIENT = ("chat not found", "peer_id_invalid", "user not found", "group chat was upgraded")


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
