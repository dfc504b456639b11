"""The views of the Office's notices: the list of them, and each in whatever state it is."""

from bot.campaigns.calendar import office_calendar
from bot.dialogue.screens import Screen
from bot.dialogue.views import View
from bot.leading.targets import ShowOfficeNotices
from bot.ledger import sources
from bot.notices import access, records
from bot.notices.audience import recipients
from bot.notices.checking import screens as checking_screens
from bot.notices.checking.check import check
from bot.notices.correcting import copies
from bot.notices.correcting import screens as correcting_screens
from bot.notices.letter_names import source
from bot.notices.office import screens
from bot.notices.records import Notice, NoticeState
from bot.notices.sending import screens as sending_screens
from bot.notices.targets import ShowOfficeNotice
from bot.notices.tracking import deliveries, reminders
from bot.notices.tracking.records import how_many_told
from bot.notices.tracking.rules import DeliveryState
from bot.people.identity import Actor
from bot.store.database import Tx
from bot.waiting.desk import onward

LISTED = frozenset(NoticeState) - {NoticeState.DISCARDED}


def notices(tx: Tx, actor: Actor, to: ShowOfficeNotices) -> Screen:
    access.office_only(actor)
    return screens.everything(records.in_states(tx, LISTED), to.page)


def notice(tx: Tx, actor: Actor, to: ShowOfficeNotice) -> Screen:
    """A notice as it now is: a draft, set for later, under way, finished, or recalled."""
    notice = access.found(tx, actor, to.notice)
    if notice.state is NoticeState.DRAFT:
        people = recipients.of_notice(tx, notice) if notice.audience else None
        checked = check(tx, actor, notice, people)
        return checking_screens.draft(notice, checked, onward(tx, actor) if checked.approval.yours else None)
    if notice.state is NoticeState.RECALLED:
        return _recalled(tx, notice)
    if notice.due_at is not None and notice.due_at > tx.now:
        return sending_screens.scheduled(notice, office_calendar(tx).is_civil(notice.due_at))
    counts = deliveries.counts(tx, notice)
    if counts.by_state[DeliveryState.WAITING]:
        halt = sources.halt_of(tx, source(to.notice))
        rate = sources.recent_rate(tx, source(to.notice))
        known_at = records.known_at(tx, to.notice, actor.person.id)
        return sending_screens.going(notice, counts, rate, halt.reason if halt else None, known_at)
    known = len(records.known_by(tx, to.notice))
    silent = len(deliveries.silent(tx, notice)) if notice.asks_known else 0
    to_tell = [one for one in deliveries.listed(tx, notice, unreached=True) if one.to_tell]
    handed_over = len(to_tell), sum(one.told_at is not None for one in to_tell)
    return sending_screens.finished(notice, counts, known, silent, handed_over, reminders.last(tx, notice))


def _recalled(tx: Tx, notice: Notice) -> Screen:
    found = copies.changed(tx, notice)
    told = copies.told_of_recall(tx, notice.id)
    left = sum(copy.state in copies.LEFT and copy.person_id not in told for copy in found)
    never, in_person = deliveries.counts(tx, notice).total - len(found), how_many_told(tx, notice.id)
    return correcting_screens.recalled(notice, found, never, len(told), left, in_person)


VIEWS = (
    View(ShowOfficeNotices, notices),
    View(ShowOfficeNotice, notice, living=True),
)
