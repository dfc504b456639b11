"""The actions of sending: a notice is started, paused, stopped, sent again, and its recipients are reminded.

A notice is started once: of any number who press at once, in however many processes, one changes the row that all of
them saw, and only that one plans letters. What was announced is what is planned, or nothing is.
"""

from collections.abc import Collection
from datetime import datetime

from bot.ledger import planning, sources
from bot.ledger.letter import State
from bot.notices import access, letter_names, records, rules
from bot.notices.approval.status import demand
from bot.notices.audience.recipients import Recipient, of_notice
from bot.notices.letter_names import CHASE, NOTICE, chase_source, source
from bot.notices.records import DRAFT, SENT, Notice, NoticeState
from bot.notices.tracking import deliveries, reminders
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

MOST_COUNTED = 1000
"""The most people who are sent figures of their own and a picture: for each they are counted, drawn and uploaded."""


def start(tx: Tx, actor: Actor, notice_id: int, seal: int, due_at: datetime | None = None) -> int:
    """Plan a letter to every recipient, now or for `due_at`; their number. `seal`: rules.seal of what was seen. 0: it
    was started already, from what was seen or by a colleague.

    Raises Refusal: not tried out as it is, changed since, meant for another number of people than was shown, or not
    approved where that is required.
    """
    notice = access.found(tx, actor, notice_id)
    if notice.state is not NoticeState.DRAFT:
        return 0
    people = ready(tx, actor, notice, seal)
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


def ready(tx: Tx, actor: Actor, notice: Notice, seal: int) -> list[Recipient]:
    """The recipients of a draft that may be started. `seal`: rules.seal of what was seen. Raises Refusal as `start`."""
    revision, announced = rules.sealed(seal)
    if revision != notice.revision:
        raise Refusal("notice.changed_meanwhile")
    if deliveries.trial(tx, notice) is not State.SENT:
        raise Refusal("notice.not_tried")
    people = of_notice(tx, notice)
    if len(people) != announced:
        raise Refusal("notice.count_changed", count=len(people))
    if announced > MOST_COUNTED and rules.counts(notice.words):
        raise Refusal("notice.counts_for_many", most=MOST_COUNTED)
    demand(tx, actor, notice.id, rules.approvable(notice), announced)
    return people


def plan_letters(
    tx: Tx, notice_id: int, starts: int, people: Collection[Recipient], due_at: datetime | None = None
) -> None:
    """Plan a letter to each of these recipients, for the `starts`-th start of the notice."""
    values = {one.person_id: {"notice": notice_id} for one in people}
    occurrence = letter_names.occurrence(starts)
    if planning.plan_all(tx, NOTICE, source(notice_id), occurrence, values, due_at=due_at) != len(people):
        raise RuntimeError("the ledger holds another number of letters than was announced")


def call_off(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Call off a sending that was set for later, so that the notice is a draft again. Raises Refusal once it has
    begun."""
    notice = access.found(tx, actor, notice_id)
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
    """Let no more letters leave until somebody lets the sending go on. Raises Refusal."""
    _under_way(tx, actor, notice_id)
    sources.pause(tx, source(notice_id), actor.person.id)


def go_on(tx: Tx, actor: Actor, notice_id: int) -> None:
    """Go on after a pause, the Office's or one that began by itself. Raises Refusal."""
    _under_way(tx, actor, notice_id)
    sources.go_on(tx, source(notice_id), actor.person.id)


def stop(tx: Tx, actor: Actor, notice_id: int) -> int:
    """Cancel for good all letters that have not left; their number. Raises Refusal."""
    _under_way(tx, actor, notice_id)
    return sources.stop(tx, source(notice_id), actor.person.id)


def _under_way(tx: Tx, actor: Actor, notice_id: int) -> Notice:
    notice = access.not_taken_back(tx, actor, notice_id)
    if notice.state is not NoticeState.STARTED:
        raise Refusal("notice.not_under_way")
    return notice


# --- afterwards -------------------------------------------------------------------------------------------------------


def send_again(tx: Tx, actor: Actor, notice_id: int) -> int:
    """Send the notice again where it failed or is in doubt; the number of letters."""
    notice = access.not_taken_back(tx, actor, notice_id)
    again = planning.resend(tx, deliveries.to_send_again(tx, notice), actor.person.id)
    if again:
        records.change(tx, notice_id, SENT, None, state=NoticeState.STARTED)
        sources.go_on(tx, source(notice_id), actor.person.id)
    return again


def to_chase(tx: Tx, actor: Actor, notice_id: int) -> Notice:
    """A sent notice that asks to be acknowledged. Raises Refusal."""
    notice = access.sent(tx, actor, notice_id)
    if not notice.asks_known:
        raise Refusal("stale.button")
    return notice


def chase(tx: Tx, actor: Actor, notice_id: int, round_: int) -> int:
    """Remind those whom it reached and who have not acknowledged it, for the `round_`-th time; their number. 0: that
    was done already. Raises Refusal: once this working day, nobody left, or not approved where it must be."""
    notice = to_chase(tx, actor, notice_id)
    if round_ != notice.chases + 1:
        return 0
    before = reminders.last(tx, notice)
    if before is not None and before.next_on is not None:
        raise Refusal("notice.chased", count=before.people, at=before.at, next=before.next_on)
    people = deliveries.silent(tx, notice)
    if not people:
        raise Refusal("notice.nobody_to_chase")
    demand(tx, actor, notice_id, rules.approvable_reminder(notice), len(people))
    if not records.change(tx, notice_id, SENT, notice.revision, chases=round_):
        return 0
    # Where an earlier round was held up, nobody gets two reminders at once.
    planning.withdraw(tx, chase_source(notice_id))
    sources.go_on(tx, chase_source(notice_id), actor.person.id)
    values = {person: {"notice": notice_id} for person in people}
    day = reminders.working_day(tx, tx.now).isoformat()
    planned = planning.plan_all(tx, CHASE, chase_source(notice_id), f"day:{day}", values)
    note(tx, "notice.chased", f"notice:{notice_id}", actor_id=actor.person.id, people=planned)
    return planned
