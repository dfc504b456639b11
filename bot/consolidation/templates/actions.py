"""Templates sent, tried, then taken or left by the head of the Office; and the way back to the built-in one."""

from bot.organisation import template_records as records
from bot.organisation.template_records import OPEN, TemplateNow, TemplateState
from bot.papers.official.official import OfficialKind
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.office import heads
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx


def office_only(actor: Actor) -> None:
    """Raises Refusal for whoever is not of the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def found(tx: Tx, actor: Actor, key: int) -> TemplateNow:
    """A template that was sent. Raises Refusal for whoever is not of the Office."""
    office_only(actor)
    one = records.template(tx, key)
    if one is None:
        raise Refusal("stale.button")
    return one


def send(tx: Tx, actor: Actor, kind: OfficialKind, sha256: str, filename: str) -> int:
    """A template is to be tried; one that was sent before and not decided on is left. Its key."""
    office_only(actor)
    while (before := records.offered(tx, kind)) is not None:
        _decide(tx, actor, before, TemplateState.LEFT)
    key = records.add(tx, kind, sha256, filename, actor.person.id, TemplateState.WAITING)
    note(tx, "template.sent", f"template:{key}", actor_id=actor.person.id, kind=kind, sha256=sha256)
    return key


def take(tx: Tx, actor: Actor, key: int) -> TemplateNow:
    """Use it from now on, for snapshots that are taken from now on. Raises Refusal for whoever does not decide."""
    heads.head_only(tx, actor)
    one = found(tx, actor, key)
    if not _decide(tx, actor, one, TemplateState.TAKEN):
        raise _decided(tx, one)
    return one


def leave(tx: Tx, actor: Actor, key: int) -> TemplateNow:
    """Do not use it. It may be left by whoever has sent it, or decides."""
    one = found(tx, actor, key)
    if one.sent_by != actor.person.id:
        heads.head_only(tx, actor)
    if not _decide(tx, actor, one, TemplateState.LEFT):
        raise _decided(tx, one)
    return one


def use_built_in(tx: Tx, actor: Actor, kind: OfficialKind) -> None:
    """Use the built-in template from now on; twice is once. Raises Refusal for whoever does not decide."""
    heads.head_only(tx, actor)
    if kind in records.in_use(tx):
        key = records.add(tx, kind, None, "", actor.person.id, TemplateState.TAKEN)
        note(tx, "template.taken", f"template:{key}", actor_id=actor.person.id, kind=kind, sha256=None)


def _decide(tx: Tx, actor: Actor, one: TemplateNow, state: TemplateState) -> bool:
    """False where it was decided by now, or there is nothing to be taken."""
    was = (TemplateState.TRIED,) if state is TemplateState.TAKEN else OPEN
    if not records.change(tx, one.id, was, state=state, decided_by=actor.person.id, decided_at=tx.now):
        return False
    deed = "template.taken" if state is TemplateState.TAKEN else "template.left"
    note(tx, deed, f"template:{one.id}", actor_id=actor.person.id, kind=one.kind, sha256=one.sha256)
    return True


def _decided(tx: Tx, one: TemplateNow) -> Refusal:
    who = name_of(tx, one.decided_by) if one.decided_by else None
    if who is None or one.decided_at is None:
        return Refusal("template.not_tried")
    key = "template.taken_already" if one.state is TemplateState.TAKEN else "template.left_already"
    return Refusal(key, who=who, at=one.decided_at)
