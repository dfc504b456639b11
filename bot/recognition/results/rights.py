"""Rights over the results of a year: all of the State's for the Office and the Director; of their own units' what was
let go, for heads and deputies; the union's for its chair."""

from bot.people.identity import Actor
from bot.people.reach import LEADING, subtree, units_of
from bot.people.records import Role, UnionOffice
from bot.recognition.results.achieved import Sight
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Family

_OWN = LEADING | {Role.DEPUTY}


def sees_any(actor: Actor) -> bool:
    """True if somebody may see results besides the own."""
    return (
        actor.has(Role.OFFICE)
        or actor.has(Role.DIRECTOR)
        or actor.person.union_office is UnionOffice.CHAIR
        or bool(units_of(actor, _OWN))
    )


def sight(tx: Tx, actor: Actor) -> Sight:
    """The part of a year that the actor may see. Raises Refusal for whoever may see the own results alone."""
    chair = actor.person.union_office is UnionOffice.CHAIR
    if actor.has(Role.OFFICE) or actor.has(Role.DIRECTOR):
        return Sight((Family.STATE, Family.UNION) if chair else (Family.STATE,))
    if chair:
        return Sight((Family.UNION,))
    led = units_of(actor, _OWN)
    if not led:
        raise Refusal("results.own_only")
    return Sight((Family.STATE,), subtree(tx, led, tx.clock.today()), told=True)


def office_or_director(actor: Actor) -> None:
    """Raises Refusal for everybody else."""
    if not (actor.has(Role.OFFICE) or actor.has(Role.DIRECTOR)):
        raise Refusal("role.director_only")
