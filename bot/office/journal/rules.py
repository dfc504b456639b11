"""Rights over the journal: the head of the Office reads it, whoever acts in the head's stead, and the Director."""

from bot.people.identity import Actor
from bot.people.office import heads
from bot.people.records import Role
from bot.store.database import Tx


def may_read(tx: Tx, actor: Actor) -> None:
    """Raises Refusal for everybody else: it tells of each colleague what he or she did, minute by minute."""
    if not actor.has(Role.DIRECTOR):
        heads.head_only(tx, actor)
