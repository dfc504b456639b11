"""The actions of telling in person: the tasks of a contact person, the record of them, and handing them over.

Who was told is recorded once and by name: the first record is kept, and only the one who made it takes it back.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns.records import current_campaign
from bot.dialogue import living
from bot.folding import sort_key
from bot.ledger import planning
from bot.notices import access, records
from bot.notices.history import records as history
from bot.notices.in_person import contacts, orders
from bot.notices.letter_names import TODO, todo_source
from bot.notices.records import SENT, Notice, NoticeState
from bot.notices.tracking import deliveries
from bot.notices.tracking import records as telling_records
from bot.notices.tracking.deliveries import Delivery
from bot.notices.tracking.rules import earliest, is_open
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class TellingTask:
    """A notice of which a contact person is to tell people: the deliveries that did not reach them, in the Vietnamese
    order of given names."""

    notice: Notice
    deliveries: tuple[Delivery, ...]
    corrected_at: datetime | None
    """The moment of the last correction; None where there was none."""

    @property
    def untold(self) -> tuple[Delivery, ...]:
        """The deliveries to people whom nobody has told yet."""
        return tuple(one for one in self.deliveries if one.told_at is None)

    @property
    def seal(self) -> int:
        """The people whom nobody has told yet, as one integer for a button: a list that has changed has another one."""
        return zlib.crc32(",".join(str(one.person_id) for one in self.untold).encode()) & 0x7FFFFFFF


def task(tx: Tx, actor: Actor, notice_id: int) -> TellingTask:
    """The task of the actor with this notice. Raises Refusal: the actor leads nobody, or the notice is not to be
    told, or was taken back."""
    people = contacts.people_of(tx, actor)
    notice = records.notice(tx, notice_id)
    if notice is not None and notice.state is NoticeState.RECALLED:
        raise access.taken_back(notice)
    if notice is None or notice.state not in SENT:
        raise Refusal("stale.button")
    return _of(tx, notice, people)


def tasks(tx: Tx, actor: Actor) -> list[TellingTask]:
    """The tasks with somebody left to tell, of notices that are still news, the newest first. Raises Refusal for an
    actor who leads nobody."""
    people = contacts.people_of(tx, actor)
    campaign = current_campaign(tx)
    sent = records.sent_since(tx, earliest(campaign, tx.now), audience=False)
    news = {one.id: one for one in sent if is_open(one, campaign, tx.now)}
    missed = deliveries.missed(tx, news, people)
    found = (_of(tx, one, people) for one in news.values() if one.id in missed)
    return [one for one in found if one.untold]


def how_many(tx: Tx, actor: Actor) -> int:
    """The number of people to tell in all tasks of the actor; 0 also for an actor who leads nobody."""
    return sum(len(one.untold) for one in tasks(tx, actor)) if contacts.is_contact(tx, actor) else 0


def _of(tx: Tx, notice: Notice, people: frozenset[int]) -> TellingTask:
    found = (one for one in deliveries.listed(tx, notice, people, unreached=True) if one.to_tell)
    past = history.earlier(tx, notice) if notice.version > 1 else []
    corrected_at = past[-1][1] if past else None
    return TellingTask(notice, tuple(sorted(found, key=lambda one: sort_key(one.full_name))), corrected_at)


# --- the record of it -------------------------------------------------------------------------------------------------


def told(tx: Tx, actor: Actor, notice_id: int, person_id: int, version: int) -> None:
    """Record that the actor has told this person. `version`: of the notice that was told. Raises Refusal for somebody
    who is not the actor's to tell, and where it was corrected since."""
    found = _task_with(tx, actor, notice_id, person_id)
    _demand_version(found, version)
    _record(tx, actor, found.notice, [person_id])


def told_all(tx: Tx, actor: Actor, notice_id: int, seen: int, version: int) -> None:
    """Record that the actor has told all who were left. `seen`: TellingTask.seal of them; `version`: of the notice that
    was told. Raises Refusal if either is another one by now."""
    found = task(tx, actor, notice_id)
    _demand_version(found, version)
    people = [one.person_id for one in found.untold]
    if not people:
        return
    if found.seal != seen:
        raise Refusal("told.list_changed")
    _record(tx, actor, found.notice, people)


def _demand_version(found: TellingTask, version: int) -> None:
    if found.notice.version == version:
        return
    if found.corrected_at is None:
        raise Refusal("stale.button")
    raise Refusal("told.corrected", at=found.corrected_at)


def _task_with(tx: Tx, actor: Actor, notice_id: int, person_id: int) -> TellingTask:
    """The task, if this person is in it. Raises Refusal."""
    found = task(tx, actor, notice_id)
    if all(one.person_id != person_id for one in found.deliveries):
        raise Refusal("role.not_yours")
    return found


def _record(tx: Tx, actor: Actor, notice: Notice, people: Sequence[int]) -> None:
    if telling_records.add(tx, notice, people, actor.person.id):
        note(tx, "notice.told", f"notice:{notice.id}", actor_id=actor.person.id, people=list(people))
        living.outdate(tx, access.office_accounts(tx))


def not_told(tx: Tx, actor: Actor, notice_id: int, person_id: int) -> None:
    """Take back that the actor has told this person. Raises Refusal for somebody who is not the actor's to tell."""
    found = _task_with(tx, actor, notice_id, person_id)
    if telling_records.take_back(tx, found.notice, person_id, actor.person.id):
        note(tx, "notice.not_told", f"notice:{notice_id}", actor_id=actor.person.id, people=[person_id])
        living.outdate(tx, access.office_accounts(tx))


# --- handing it over --------------------------------------------------------------------------------------------------


def hand_over(tx: Tx, notice_id: int) -> int:
    """Plan a letter to each contact person who is to tell somebody of a notice of which no letter waits, and has no
    such letter yet; the number of new letters."""
    notice = records.notice(tx, notice_id)
    if notice is None or notice.state not in SENT:
        return 0
    missed = [one for one in deliveries.listed(tx, notice, unreached=True) if one.to_tell and one.told_at is None]
    if not missed:
        return 0
    chart, office = contacts.load(tx), access.office_people(tx)
    asked = set[int]()
    for one in missed:
        asked |= chart.nearest(one.person_id, one.unit_id) or set(office)
    people = sorted(asked - orders.ordered(tx, notice.id))
    values = {"notice": notice.id}
    occurrence = f"version:{notice.version}"
    planned = planning.plan_all(tx, TODO, todo_source(notice.id), occurrence, dict.fromkeys(people, values))
    if planned:
        note(tx, "notice.handed_over", f"notice:{notice.id}", people=len(missed), leads=planned)
    return planned
