"""What the Office does with a notice: write, check, start, hold, ask again. Each a function of a transaction.

A notice is started once: of any number who press at once, in however many processes, one changes the row that all of
them saw, and only that one plans letters. What was announced is what is planned, or nothing is.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.ledger import planning, sources
from bot.ledger.letter import Letter, State
from bot.notices import audience, records, rules
from bot.notices.approval import rules as approving
from bot.notices.audience import Recipient
from bot.notices.records import CHASE, NOTICE, TRIAL, File, NoticeState, Written, chase_source, source, trial_source
from bot.notices.tracking import deliveries as ledger
from bot.people.identity import Actor
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

DRAFT = frozenset({NoticeState.DRAFT})
SENT = frozenset({NoticeState.STARTED, NoticeState.FINISHED})

MOST_COUNTED = 1000
"""People to whom figures of their own and a picture are sent at most: for each they are counted, drawn and uploaded."""

_L = columns(Letter)


def office_only(actor: Actor) -> None:
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def found(tx: Tx, actor: Actor, notice_id: int) -> Written:
    """The notice, for the Office. Raises Refusal."""
    office_only(actor)
    notice = records.written(tx, notice_id)
    if notice is None or notice.state is NoticeState.DISCARDED:
        raise Refusal("stale.button")
    return notice


def draft(tx: Tx, actor: Actor, notice_id: int) -> Written:
    """The same while it may be changed."""
    notice = found(tx, actor, notice_id)
    if notice.state is not NoticeState.DRAFT:
        raise Refusal("notice.locked")
    return notice


# --- writing ----------------------------------------------------------------------------------------------------------


def create(tx: Tx, actor: Actor, values: Mapping[str, Any], files: Collection[File]) -> int:
    """A draft of what was composed; its key."""
    office_only(actor)
    made = records.add(tx, actor.person.id, values, files)
    note(tx, "notice.written", f"notice:{made}", actor_id=actor.person.id)
    return made


def change(
    tx: Tx, actor: Actor, notice_id: int, values: Mapping[str, Any], files: Collection[File] | None = None
) -> None:
    """Change parts of a draft; `files`: in place of all there were. Raises Refusal once it was started."""
    draft(tx, actor, notice_id)
    if not records.change(tx, notice_id, DRAFT, None, **values):
        raise Refusal("notice.locked")
    if files is not None:
        records.set_files(tx, notice_id, files)
    note(tx, "notice.changed", f"notice:{notice_id}", actor_id=actor.person.id)


def discard(tx: Tx, actor: Actor, notice_id: int, revision: int) -> None:
    draft(tx, actor, notice_id)
    if not records.change(tx, notice_id, DRAFT, revision, state=NoticeState.DISCARDED):
        raise Refusal("notice.changed_meanwhile")
    note(tx, "notice.discarded", f"notice:{notice_id}", actor_id=actor.person.id)


# --- checking ---------------------------------------------------------------------------------------------------------


def try_out(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Send it to whoever asks, as it stands: the letter says whether Telegram takes it."""
    send_trial(tx, actor, draft(tx, actor, notice_id))


def send_trial(tx: Tx, actor: Actor, notice: Written) -> None:
    """Of a notice as it is written here, or as it is to be corrected."""
    own = sa.and_(_L.c.source == trial_source(notice.id), _L.c.person_id == actor.person.id)
    trials = tx.execute(sa.select(sa.func.count()).where(own)).scalar_one()
    occurrence = f"{rules.digest(notice)}:{trials}"
    values = {"notice": notice.id, "digest": rules.digest(notice)}
    planning.plan(tx, TRIAL, trial_source(notice.id), actor.person.id, occurrence, values)


# --- sending ----------------------------------------------------------------------------------------------------------


def meant(tx: Tx, notice: Written) -> list[Recipient]:
    """Whom it goes to. Raises Refusal: nobody was chosen, or nobody is meant by it."""
    people = audience.recipients(tx, notice.audience) if notice.audience else []
    if not people:
        raise Refusal("notice.nobody")
    return people


def start(tx: Tx, actor: Actor, notice_id: int, version: int, due_at: datetime | None = None) -> int:
    """Plan a letter for everybody it is announced to, now or for `due_at`; how many. `version`: rules.seal of what was
    seen. 0: it was started already, from what was seen or by a colleague.

    Raises Refusal: not tried out as it stands, changed since, meant for another number of people than was shown, or not
    approved where that is required.
    """
    notice = found(tx, actor, notice_id)
    if notice.state is not NoticeState.DRAFT:
        return 0
    people = ready(tx, actor, notice, version)
    began = {
        "state": NoticeState.STARTED,
        "starts": notice.starts + 1,
        "announced": len(people),
        "due_at": due_at or tx.now,
        "started_by": actor.person.id,
        "started_at": tx.now,
    }
    if not records.change(tx, notice_id, DRAFT, notice.revision, **began):
        return 0
    plan_letters(tx, notice_id, notice.starts + 1, people, due_at)
    deed = "notice.started" if due_at is None else "notice.scheduled"
    note(tx, deed, f"notice:{notice_id}", actor_id=actor.person.id, people=len(people))
    return len(people)


def ready(tx: Tx, actor: Actor, notice: Written, version: int) -> list[Recipient]:
    """Whom a draft goes to that nothing stands in the way of. `version`: rules.seal of what was seen. Raises Refusal as
    `start` does."""
    revision, announced = rules.sealed(version)
    if revision != notice.revision:
        raise Refusal("notice.changed_meanwhile")
    if ledger.trial(tx, notice) is not State.SENT:
        raise Refusal("notice.not_tried")
    people = meant(tx, notice)
    if len(people) != announced:
        raise Refusal("notice.count_changed", count=len(people))
    if announced > MOST_COUNTED and rules.counts(notice.words):
        raise Refusal("notice.counts_for_many", most=MOST_COUNTED)
    approving.demand(tx, actor, notice.id, rules.approvable(notice), announced)
    return people


def plan_letters(
    tx: Tx, notice_id: int, starts: int, people: Collection[Recipient], due_at: datetime | None = None
) -> None:
    """A letter to each of `people`, to whom the notice was announced with this start."""
    values = {one.person_id: {"notice": notice_id} for one in people}
    occurrence = records.occurrence(starts)
    if planning.plan_all(tx, NOTICE, source(notice_id), occurrence, values, due_at=due_at) != len(people):
        raise RuntimeError("the ledger holds another number of letters than was announced")


def call_off(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Take a sending back that was set for later: it is a draft again. Raises Refusal once it has begun."""
    notice = found(tx, actor, notice_id)
    if notice.state is not NoticeState.STARTED:
        return
    if notice.due_at is None or notice.due_at <= tx.now:
        raise Refusal("notice.under_way")
    if not records.change(tx, notice_id, frozenset({NoticeState.STARTED}), notice.revision, **_AGAIN_A_DRAFT):
        raise Refusal("notice.changed_meanwhile")
    planning.withdraw(tx, source(notice_id), notice.occurrence)
    note(tx, "notice.called_off", f"notice:{notice_id}", actor_id=actor.person.id)


_AGAIN_A_DRAFT = {"state": NoticeState.DRAFT, "announced": None, "due_at": None, "started_by": None, "started_at": None}


def pause(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Nothing more of it leaves until somebody lets it go on."""
    _under_way(tx, actor, notice_id)
    sources.pause(tx, source(notice_id), actor.person.id)


def go_on(tx: Tx, actor: Actor, notice_id: int) -> None:
    """After a pause, the Office's or one that began by itself."""
    _under_way(tx, actor, notice_id)
    sources.go_on(tx, source(notice_id), actor.person.id)


def stop(tx: Tx, actor: Actor, notice_id: int) -> int:
    """Take back for good whatever has not left; how many letters."""
    _under_way(tx, actor, notice_id)
    return sources.stop(tx, source(notice_id), actor.person.id)


def _under_way(tx: Tx, actor: Actor, notice_id: int) -> Written:
    notice = found(tx, actor, notice_id)
    if notice.state is not NoticeState.STARTED:
        raise Refusal("notice.not_under_way")
    return notice


# --- afterwards -------------------------------------------------------------------------------------------------------


def send_again(tx: Tx, actor: Actor, notice_id: int) -> int:
    """To those whom it did not reach though it should have, or of whom nobody knows; how many."""
    notice = found(tx, actor, notice_id)
    again = planning.resend(tx, ledger.to_send_again(tx, notice), actor.person.id)
    if again:
        records.change(tx, notice_id, SENT, None, state=NoticeState.STARTED)
        sources.go_on(tx, source(notice_id), actor.person.id)
    return again


def chase(tx: Tx, actor: Actor, notice_id: int, round_: int) -> int:
    """Ask those who got it and have not said that they know, for the `round_`-th time; how many. 0: that was done."""
    notice = found(tx, actor, notice_id)
    if notice.state not in SENT or not notice.asks_known:
        raise Refusal("stale.button")
    if round_ != notice.chases + 1:
        return 0
    people = ledger.silent(tx, notice)
    if not people:
        raise Refusal("notice.nobody_to_chase")
    if not records.change(tx, notice_id, SENT, notice.revision, chases=round_):
        return 0
    # Of an earlier round that was held up, nobody gets two at once.
    planning.withdraw(tx, chase_source(notice_id))
    sources.go_on(tx, chase_source(notice_id), actor.person.id)
    values = {person: {"notice": notice_id} for person in people}
    planned = planning.plan_all(tx, CHASE, chase_source(notice_id), f"round:{round_}", values)
    note(tx, "notice.chased", f"notice:{notice_id}", actor_id=actor.person.id, people=planned)
    return planned


def know(tx: Tx, actor: Actor, notice_id: int) -> Written:
    """The actor says that he or she knows. Raises Refusal for whoever it was not sent to."""
    notice = received(tx, actor, notice_id)
    if not notice.asks_known:
        raise Refusal("stale.button")
    if records.add_known(tx, notice, actor.person.id):
        note(tx, "notice.known", f"notice:{notice_id}", actor_id=actor.person.id)
    return notice


def received(tx: Tx, actor: Actor, notice_id: int) -> Written:
    """A notice that went to the actor, or was meant to. Raises Refusal."""
    notice = records.written(tx, notice_id)
    if notice is None or not ledger.was_sent_to(tx, notice, actor.person.id):
        raise Refusal("notice.not_yours")
    if notice.state is NoticeState.RECALLED:
        raise Refusal("notice.was_recalled")
    if notice.state not in SENT:
        raise Refusal("notice.not_yours")
    return notice
