"""Invites on paper: whom somebody may invite, and making them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.office.invites import pending
from bot.office.invites.pending import Cards
from bot.papers.invites.cards import InviteCard
from bot.people.identity import Actor, Scope, Staff, grants, roster
from bot.people.linking.invites import PRINTED_LIFETIME, create_invite, holders
from bot.people.naming import post_of
from bot.people.reach import subtree, unit_names, units_of
from bot.people.records import Account, Role
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

MOST = 400
"""Cards of one file: fifty pages, made in a few seconds."""
ABOVE = frozenset({Role.OFFICE, Role.DIRECTOR, Role.DEPUTY})
"""Roles whose holders are invited by the Office alone: a head would hold the key to more than the unit."""
_A = columns(Account)


@dataclass(frozen=True, slots=True)
class Invitable:
    """The people whom somebody may invite: all of them, and those who are not linked, in the order of the list."""

    everybody: Sequence[Staff]
    unlinked: Sequence[Staff]
    holding: frozenset[int]
    """Those of them who hold an invite that can still be used."""


def invitable(tx: Tx, actor: Actor, unit: int | None = None) -> Invitable:
    """Raises Refusal for whoever may invite nobody there."""
    today = tx.clock.today()
    office, led = actor.has(Role.OFFICE), subtree(tx, units_of(actor, {Role.UNIT_HEAD}), today)
    if not office and not led:
        raise Refusal("invites.who_may")
    wanted = None if unit is None else subtree(tx, {unit}, today)
    if wanted is not None and not office and not wanted <= led:
        raise Refusal("invites.who_may")
    scope = Scope(everybody=True) if office and wanted is None else Scope(unit_ids=led if wanted is None else wanted)
    people = roster(tx, scope, today)
    if not office:
        high = grants(tx, today)
        people = [one for one in people if not any(grant.role in ABOVE for grant in high.get(one.id, ()))]
    linked = frozenset(tx.execute(sa.select(_A.c.person_id).where(_A.c.person_id.is_not(None))).scalars())
    unlinked = [one for one in people if one.id not in linked]
    return Invitable(people, unlinked, holders(tx) & {one.id for one in unlinked})


def unit_name(tx: Tx, unit: int) -> str:
    """The unit's name. Raises Refusal where there is none."""
    names = unit_names(tx, {unit})
    if not names:
        raise Refusal("stale.button")
    return names[0]


def make(tx: Tx, actor: Actor, unit: int | None, person: int | None, *, anew: bool) -> int:
    """Make an invite for each who is not linked; the number of this printing. Raises Refusal."""
    people = [one for one in invitable(tx, actor, unit).unlinked if person in (None, one.id)]
    return _make(tx, actor, people, unit, anew=anew)


def make_for(tx: Tx, actor: Actor, units: Collection[int]) -> int:
    """The same for those who work in one of these units."""
    people = [one for one in invitable(tx, actor).unlinked if one.unit_id in units]
    return _make(tx, actor, people, None, anew=False)


def by_unit(people: Sequence[Staff]) -> list[tuple[int, str, int]]:
    """The units in which these people work, in the order of the list, each with their number."""
    units: dict[int, tuple[str, int]] = {}
    for one in people:
        if one.unit_id is not None:
            units[one.unit_id] = (one.unit_name, units.get(one.unit_id, ("", 0))[1] + 1)
    return [(key, name, count) for key, (name, count) in units.items()]


def _make(tx: Tx, actor: Actor, people: Sequence[Staff], unit: int | None, *, anew: bool) -> int:
    if not people:
        raise Refusal("invites.nobody")
    if len(people) > MOST:
        raise Refusal("invites.too_many", count=len(people), most=MOST)
    cards = [
        InviteCard(
            one.full_name,
            one.code,
            post_of(one.position, one.unit_name),
            create_invite(tx, one.id, False, beside=not anew, lifetime=PRINTED_LIFETIME),
        )
        for one in people
    ]
    made = int(tx.now.timestamp())
    pending.keep(actor.person.id, Cards(made, unit, tx.now, tx.now + PRINTED_LIFETIME, cards))
    note(tx, "invites.printed", f"printing:{made}", actor_id=actor.person.id, people=len(cards), anew=anew)
    return made
