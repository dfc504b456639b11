"""Verdicts: what becomes of a letter by the answer to its call, and of the part under way. Pure."""

from dataclasses import dataclass

from bot.doors.outcomes import Outcome
from bot.ledger.letter import PartState, Reason, State


@dataclass(frozen=True, slots=True)
class Verdict:
    """The next state of the letter, and of the part that was under way."""

    state: State
    part: PartState
    reason: Reason | None = None
    gone: bool = False
    """The person cannot be written to until he or she comes back: the account is to say so."""
    else_: State | None = None
    """May pass by itself, so it is tried again after a rest; after the last try the letter is this, for `reason`."""


ARRIVED = Verdict(State.SENT, PartState.SENT)
NOT_YET = Verdict(State.PLANNED, PartState.PLANNED)
"""The message has certainly not arrived, and the letter has no part in that."""
UNDRAWN = Verdict(State.FAILED, PartState.FAILED, Reason.UNDRAWN)

_GONE = {
    "bot was blocked by the user": Reason.BLOCKED,
    "user is deactivated": Reason.DEACTIVATED,
    "can't initiate conversation with a user": Reason.NO_CHAT,
    "can't send messages to bots": Reason.NO_CHAT,
    "was kicked": Reason.NO_CHAT,
    "is not a member": Reason.NO_CHAT,
    "was deleted": Reason.NO_CHAT,
}


def judge(outcome: Outcome, words: str, *, answered: bool) -> Verdict:
    """`words`: Telegram's own; `answered`: an answer came, whatever it said."""
    match outcome:
        case Outcome.WAIT | Outcome.TOKEN:
            return NOT_YET
        case Outcome.NOT_SENT:
            return Verdict(State.PLANNED, PartState.PLANNED, Reason.NO_CONNECTION, else_=State.FAILED)
        case Outcome.BLOCKED:
            said = words.lower()
            for part, reason in _GONE.items():
                if part in said:
                    return Verdict(State.BLOCKED, PartState.FAILED, reason, gone=True)
            # Telegram has answered "bot can't send messages to the user" for minutes, of people who were there.
            return Verdict(State.PLANNED, PartState.PLANNED, Reason.REFUSED, else_=State.BLOCKED)
        case Outcome.SPENT:
            return Verdict(State.BLOCKED, PartState.FAILED, Reason.REFUSED)
        case Outcome.UNREACHABLE:
            return Verdict(State.BLOCKED, PartState.FAILED, Reason.NO_CHAT)
        case Outcome.CONTENT | Outcome.GONE | Outcome.UNCHANGED:
            return Verdict(State.FAILED, PartState.FAILED, Reason.CONTENT)
        case Outcome.UNKNOWN:
            reason = Reason.SERVER_ERROR if answered else Reason.NO_ANSWER
            return Verdict(State.UNKNOWN, PartState.UNKNOWN, reason)
