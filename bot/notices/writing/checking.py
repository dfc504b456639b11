"""What is said of a draft before it is started: whom it reaches, whether it was tried, whether the hour is civil."""

from collections import Counter
from collections.abc import Sequence

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import special_days
from bot.dialogue.screens import Phrase
from bot.notices import audience, describing, rules
from bot.notices.approval import rules as approving
from bot.notices.audience import Reach, Recipient
from bot.notices.records import Written
from bot.notices.tracking import deliveries as ledger
from bot.notices.writing.desk_screens import Checked
from bot.people.identity import Actor
from bot.store.database import Tx

RATE = 25
"""Letters a second, as the gate is set unless somebody sets it otherwise: for an estimate."""


def checked(tx: Tx, actor: Actor, notice: Written, people: Sequence[Recipient] | None) -> Checked:
    return Checked(
        None if people is None else audience.count(people),
        _meant(tx, notice),
        ledger.trial(tx, notice),
        approving.standing(tx, actor, notice.id, rules.approvable(notice), len(people or ())),
        tx.clock.local(tx.now),
        office_calendar(tx).is_civil(tx.now),
    )


def _meant(tx: Tx, notice: Written) -> Phrase | None:
    return describing.phrase(tx, notice.audience) if notice.audience else None


def office_calendar(tx: Tx) -> Calendar:
    return Calendar(tx.clock.zone, special_days(tx))


def most_missed(people: Sequence[Recipient]) -> tuple[str, int] | None:
    """The unit with most people whom no letter reaches, and how many."""
    missed = Counter(one.unit_name for one in people if one.reach is not Reach.REACHED and one.unit_name)
    return missed.most_common(1)[0] if missed else None


def seconds(people: int) -> int:
    """How long so many letters take, at least one second."""
    return max(1, -(-people // RATE))
