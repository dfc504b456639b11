"""Notices that go out again and again: a series is made of a draft, starts what is due, and is ended.

Each time is a notice of its own, known by its series and the day that the rule has set: however often the tick runs,
and in however many processes, one row of that name is made, and only whoever made it plans letters.
"""

import logging
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from bot.logs import where
from bot.notices import audience, records
from bot.notices.audience import Recipient
from bot.notices.records import NoticeState
from bot.notices.sending import actions
from bot.notices.series import records as series_records
from bot.notices.series import rules as recurring
from bot.notices.series.records import Series, SeriesState
from bot.notices.series.rules import Rule, Time
from bot.notices.writing import checking
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

log = logging.getLogger(__name__)

LATEST = timedelta(hours=24)
"""A time that was missed by more is not made up for: the next one says it better."""


def found(tx: Tx, actor: Actor, series_id: int) -> Series:
    """The series, for the Office. Raises Refusal."""
    actions.office_only(actor)
    series = series_records.series(tx, series_id)
    if series is None:
        raise Refusal("stale.button")
    return series


def make(tx: Tx, actor: Actor, notice_id: int, version: int, rule: Rule) -> int:
    """A series of the draft, which is put away; its key. `version`: rules.seal of what was seen.

    Raises Refusal as actions.start does: what may not be sent once may not be sent again and again.
    """
    notice = actions.draft(tx, actor, notice_id)
    people = actions.ready(tx, actor, notice, version)
    if not records.change(tx, notice_id, actions.DRAFT, notice.revision, state=NoticeState.DISCARDED):
        raise Refusal("notice.changed_meanwhile")
    made = series_records.add(tx, notice, rule.kept(), actor.person.id)
    details = {"notice": notice_id, "people": len(people), "rule": rule.kept()}
    note(tx, "notice.series_made", f"notice_series:{made}", actor_id=actor.person.id, **details)
    return made


def end(tx: Tx, actor: Actor, series_id: int) -> None:
    """Nothing more of it is started; what is on its way arrives. Ended already: nothing."""
    found(tx, actor, series_id)
    if series_records.end(tx, series_id, actor.person.id):
        note(tx, "notice.series_ended", f"notice_series:{series_id}", actor_id=actor.person.id)


def upcoming(tx: Tx, series: Series) -> tuple[Time, ...]:
    """The next times; of one that has ended, none."""
    if series.state is SeriesState.ENDED:
        return ()
    rule, calendar = recurring.rule(series.rule), checking.office_calendar(tx)
    return recurring.following(rule, calendar, _since(tx, series), tx.now)


def _since(tx: Tx, series: Series) -> date:
    return tx.clock.local(series.created_at).date()


def start_due(tx: Tx) -> None:
    """Start every time of every series that has come since the last one. A series that fails is tried again at the
    next tick; the others go on."""
    for series in series_records.active(tx):
        try:
            with tx.savepoint():
                _start_due(tx, series)
        except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
            log.error("a series could not be started: %s", where(error), extra={"series": series.id})


def _start_due(tx: Tx, series: Series) -> None:
    handled, after = series_records.last_time(tx, series.id), series.created_at
    if handled is not None:
        after = max(after, datetime.combine(handled, clock_time.min, tx.clock.zone))
    rule, calendar = recurring.rule(series.rule), checking.office_calendar(tx)
    for time in recurring.between(rule, calendar, _since(tx, series), after, tx.now):
        if handled is None or time.on > handled:
            _start(tx, series, time)


def _start(tx: Tx, series: Series, time: Time) -> None:
    """One time: to whom it is meant for today, unless it comes too late or is for nobody. That is kept too, so that it
    is decided once."""
    late = tx.now - time.at > LATEST
    people = [] if late else audience.recipients(tx, series.audience)
    made = _add(tx, series, time, people)
    if made is None:
        return
    if people:
        actions.plan_letters(tx, made, 1, people)
        note(tx, "notice.started", f"notice:{made}", series=series.id, people=len(people))
    else:
        deed = "notice.series_missed" if late else "notice.series_for_nobody"
        note(tx, deed, f"notice_series:{series.id}", notice=made, on=time.on.isoformat())


def _add(tx: Tx, series: Series, time: Time, people: list[Recipient]) -> int | None:
    said = {
        "words": series.words,
        "number": series.number,
        "dated": series.dated,
        "asks_register": series.asks_register,
        "asks_known": series.asks_known,
        "audience": dict(series.audience),
        "created_by": series.created_by,
        "series_id": series.id,
        "series_on": time.on,
        "state": NoticeState.STARTED if people else NoticeState.DISCARDED,
        "starts": 1 if people else 0,
    }
    if people:
        said |= {"announced": len(people), "due_at": tx.now, "started_by": series.created_by, "started_at": tx.now}
    return series_records.add_time(tx, said, series.files)
