"""The action of checking: a notice is sent to the one who writes it, as a trial."""

import sqlalchemy as sa

from bot.ledger import planning
from bot.ledger.letter import Letter
from bot.notices import access, rules
from bot.notices.letter_names import TRIAL, trial_source
from bot.notices.records import Notice
from bot.people.identity import Actor
from bot.store.database import Tx
from bot.store.schema import columns

_L = columns(Letter)


def try_out(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Send the draft to the actor: the letter shows whether it is taken. Raises Refusal."""
    send_trial(tx, actor, access.draft(tx, actor, notice_id))


def send_trial(tx: Tx, actor: Actor, notice: Notice) -> None:
    """Send the notice, as a draft or as a correction would make it, to the actor."""
    own = sa.and_(_L.c.source == trial_source(notice.id), _L.c.person_id == actor.person.id)
    trials = tx.execute(sa.select(sa.func.count()).where(own)).scalar_one()
    digest = rules.digest(notice)
    values = {"notice": notice.id, "digest": digest}
    planning.plan(tx, TRIAL, trial_source(notice.id), actor.person.id, f"{digest}:{trials}", values)
