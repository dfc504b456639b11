"""Telling people in person what no letter brought them: whose work it is, what of it is left, and the record of it.

Said once and by name: whoever told somebody first is kept, and only who said so takes it back.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.campaigns.records import current_campaign
from bot.dialogue import living
from bot.folding import sort_key
from bot.ledger import planning
from bot.notices import lasting, records
from bot.notices.in_person import recipients as tellers
from bot.notices.in_person import records as telling_records
from bot.notices.records import TODO, Written, todo_source
from bot.notices.sending import actions
from bot.notices.tracking import deliveries as ledger
from bot.notices.tracking.deliveries import Line
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class Work:
    """A notice and those of the actor's people whom it has not reached, in Vietnamese order of given names."""

    notice: Written
    lines: tuple[Line, ...]

    @property
    def open(self) -> tuple[Line, ...]:
        """Whom nobody has told yet."""
        return tuple(line for line in self.lines if line.told_at is None)

    @property
    def seal(self) -> int:
        """Who they are, as one integer for a button: who has come to the list since is not among them."""
        return zlib.crc32(",".join(str(line.person_id) for line in self.open).encode()) & 0x7FFFFFFF


def work(tx: Tx, actor: Actor, notice_id: int) -> Work:
    """Raises Refusal: leads nobody, or there is no such notice any more."""
    people = tellers.people_of(tx, actor)
    notice = records.written(tx, notice_id)
    if notice is None or notice.state not in actions.SENT:
        raise Refusal("stale.button")
    return _of(tx, notice, people)


def left(tx: Tx, actor: Actor) -> list[Work]:
    """What the actor still has to tell, the newest notice first: of those whose day has not passed. Raises Refusal for
    whoever leads nobody."""
    people = tellers.people_of(tx, actor)
    campaign = current_campaign(tx)
    sent = records.sent_since(tx, lasting.earliest(campaign, tx.now))
    of_use = {one.id: one for one in sent if lasting.is_open(one, campaign, tx.now)}
    missed = ledger.missed(tx, of_use, people)
    works = (_of(tx, one, people) for one in of_use.values() if one.id in missed)
    return [found for found in works if found.open]


def how_many(tx: Tx, actor: Actor) -> int:
    """How often the actor has somebody to tell something; 0 also for whoever leads nobody."""
    return sum(len(one.open) for one in left(tx, actor)) if tellers.is_asked(tx, actor) else 0


def _of(tx: Tx, notice: Written, people: frozenset[int]) -> Work:
    lines = (line for line in ledger.lines(tx, notice, people, unreached=True) if line.to_tell)
    return Work(notice, tuple(sorted(lines, key=lambda line: sort_key(line.full_name))))


# --- the record of it -------------------------------------------------------------------------------------------------


def told(tx: Tx, actor: Actor, notice_id: int, person_id: int) -> None:
    """The actor has told this person. Raises Refusal for somebody who is not the actor's to tell."""
    at = work(tx, actor, notice_id)
    if all(line.person_id != person_id for line in at.lines):
        raise Refusal("role.not_yours")
    _record(tx, actor, at.notice, [person_id])


def told_all(tx: Tx, actor: Actor, notice_id: int, seen: int) -> None:
    """The actor has told all who were left; `seen`: Work.seal of them. Raises Refusal if it is not they."""
    at = work(tx, actor, notice_id)
    people = [line.person_id for line in at.open]
    if not people:
        return
    if at.seal != seen:
        raise Refusal("told.list_changed")
    _record(tx, actor, at.notice, people)


def _record(tx: Tx, actor: Actor, notice: Written, people: Sequence[int]) -> None:
    if telling_records.add(tx, notice, people, actor.person.id):
        note(tx, "notice.told", f"notice:{notice.id}", actor_id=actor.person.id, people=list(people))
        living.outdate(tx, ledger.office_chats(tx))


def not_told(tx: Tx, actor: Actor, notice_id: int, person_id: int) -> None:
    """Take back that the actor has told this person. Raises Refusal for somebody who is not the actor's to tell."""
    at = work(tx, actor, notice_id)
    if all(line.person_id != person_id for line in at.lines):
        raise Refusal("role.not_yours")
    if telling_records.take_back(tx, at.notice, person_id, actor.person.id):
        note(tx, "notice.not_told", f"notice:{notice_id}", actor_id=actor.person.id, people=[person_id])
        living.outdate(tx, ledger.office_chats(tx))


# --- handing it over --------------------------------------------------------------------------------------------------


def hand_over(tx: Tx, notice_id: int) -> int:
    """Its letters have got where they are: one letter to each who is to tell somebody, once a version of it; how many
    are new."""
    notice = records.written(tx, notice_id)
    if notice is None or notice.state not in actions.SENT:
        return 0
    missed = [line for line in ledger.lines(tx, notice, unreached=True) if line.to_tell and line.told_at is None]
    if not missed:
        return 0
    chart, office = tellers.load(tx), ledger.office_people(tx)
    asked = set[int]()
    for line in missed:
        asked |= chart.asked(line.person_id, line.unit_id) or set(office)
    values = {"notice": notice.id}
    occurrence = f"version:{notice.version}"
    planned = planning.plan_all(tx, TODO, todo_source(notice.id), occurrence, dict.fromkeys(sorted(asked), values))
    if planned:
        note(tx, "notice.handed_over", f"notice:{notice.id}", people=len(missed), leads=planned)
    return planned
