"""Rights over the overview: the department is for the Office, the Director and the deputies, the union for its chair.
Pure."""

from bot.people.identity import Actor
from bot.people.records import Role, UnionOffice
from bot.refusal import Refusal
from bot.titles.catalogue import Family


def may_see(actor: Actor, family: Family) -> None:
    """Raises Refusal for whoever may not see all names of this family."""
    if family is Family.STATE:
        if not any(actor.has(role) for role in (Role.OFFICE, Role.DIRECTOR, Role.DEPUTY)):
            raise Refusal("role.director_only")
    elif actor.person.union_office is not UnionOffice.CHAIR:
        raise Refusal("role.union_sees_its_own" if actor.has(Role.OFFICE) else "role.union_leads_only")
