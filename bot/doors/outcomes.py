"""Outcomes: the meaning of what a door answers, whichever it is."""

from enum import StrEnum


class Outcome(StrEnum):
    UNCHANGED = "unchanged"  # the message already says so: a double tap
    GONE = "gone"  # the message to edit is not there any more: send anew
    BLOCKED = "blocked"  # this person cannot be reached until he or she comes back
    UNREACHABLE = "unreachable"  # nobody is at this address: never was, or no longer is
    CONTENT = "content"  # the door refuses what we say: our fault, the same for everybody
    WAIT = "wait"  # 429 and its like: not done, and this address, or all, are to be left alone a while
    NOT_SENT = "not_sent"  # nothing left this machine: may be tried again
    UNKNOWN = "unknown"  # it may have arrived: must not be tried again blindly
    SPENT = "spent"  # not done: what the door takes in a month is used up
    TOKEN = "token"  # the door does not know us: nothing will work


TROUBLE = frozenset({Outcome.NOT_SENT, Outcome.UNKNOWN, Outcome.TOKEN})
"""Not the fault of this message: the next would fare no better."""


class NotDelivered(Exception):
    """A door did not do what it was asked for. `words`: its own; `answered`: an answer came, whatever it said."""

    def __init__(self, outcome: Outcome, words: str = "", *, answered: bool = True) -> None:
        super().__init__(outcome)
        self.outcome, self.words, self.answered = outcome, words, answered
