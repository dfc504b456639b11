"""The actions of series: one is made of a draft, its times are started when they are due, and it is ended.

Each time is a notice of its own, known by its series and the day that the rule has set: however often the tick runs,
and in however many processes, one row of that name is made, and only the transaction that made it plans letters.
"""

import logging
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from bot.campaigns.calendar import office_calendar
from bot.logs import where
from bot.notices import access
from bot.notices import records as notices
from bot.notices.audience.recipients import Recipient, matching
from bot.notices.records import DRAFT, NoticeState
from bot.notices.sending.actions import plan_letters, ready
from bot.notices.series import records, rules
from bot.notices.series.records import Series, SeriesState
from bot.notices.series.rules import SeriesRule, SeriesTime
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

log = logging.getLogger(__name__)

LATEST = timedelta(hours=24)
"""The delay beyond which a missed time is not made up for: the next one says it better."""


def found(tx: Tx, actor: Actor, series_id: int) -> Series:
    """The series, for the Office. Raises Refusal."""
    access.office_only(actor)
    series = records.series(tx, series_id)
    if series is None:
        raise Refusal("stale.button")
    return series


def make(tx: Tx, actor: Actor, notice_id: int, seal: int, rule: SeriesRule) -> int:
    """Make a series of the draft, which is discarded; its key. `seal`: rules.seal of what was seen.

    Raises Refusal as for sending the draft once.
    """
    notice = access.draft(tx, actor, notice_id)
    people = ready(tx, actor, notice, seal)
    if not notices.change(tx, notice_id, DRAFT, notice.revision, state=NoticeState.DISCARDED):
        raise Refusal("notice.changed_meanwhile")
    made = records.add(tx, notice, rule.kept(), actor.person.id)
    details = {"notice": notice_id, "people": len(people), "rule": rule.kept()}
    note(tx, "notice.series_made", f"notice_series:{made}", actor_id=actor.person.id, **details)
    return made


def end(tx: Tx, actor: Actor, series_id: int) -> None:
    """End the series: no more times are started, and letters on their way arrive. Ended already: nothing."""
    found(tx, actor, series_id)
    if records.end(tx, series_id, actor.person.id):
        note(tx, "notice.series_ended", f"notice_series:{series_id}", actor_id=actor.person.id)


def upcoming(tx: Tx, series: Series) -> tuple[SeriesTime, ...]:
    """The next times of the series; none of one that has ended."""
    if series.state is SeriesState.ENDED:
        return ()
    rule, calendar = rules.rule(series.rule), office_calendar(tx)
    return rules.following(rule, calendar, _since(tx, series), tx.now)


def _since(tx: Tx, series: Series) -> date:
    return tx.clock.local(series.created_at).date()


def start_due(tx: Tx) -> None:
    """Start the times of all series that have come since the last ones. A series that fails is tried again at the next
    tick; the others go on."""
    for series in records.active(tx):
        try:
            with tx.savepoint():
                _start_due(tx, series)
        except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
            log.error("a series could not be started: %s", where(error), extra={"series": series.id})


def _start_due(tx: Tx, series: Series) -> None:
    handled, after = records.last_time(tx, series.id), series.created_at
    if handled is not None:
        after = max(after, datetime.combine(handled, clock_time.min, tx.clock.zone))
    rule, calendar = rules.rule(series.rule), office_calendar(tx)
    for time in rules.between(rule, calendar, _since(tx, series), after, tx.now):
        if handled is None or time.on > handled:
            _start(tx, series, time)


def _start(tx: Tx, series: Series, time: SeriesTime) -> None:
    """Start one time, to those who are meant today, unless it comes too late or is for nobody. That is recorded too, so
    that it is decided once."""
    late = tx.now - time.at > LATEST
    people = [] if late else matching(tx, series.audience)
    made = _add(tx, series, time, people)
    if made is None:
        return
    if people:
        plan_letters(tx, made, 1, people)
        note(tx, "notice.started", f"notice:{made}", series=series.id, people=len(people))
    else:
        deed = "notice.series_missed" if late else "notice.series_for_nobody"
        note(tx, deed, f"notice_series:{series.id}", notice=made, on=time.on.isoformat())


def _add(tx: Tx, series: Series, time: SeriesTime, people: list[Recipient]) -> int | None:
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
    return records.add_time(tx, said, series.files)
