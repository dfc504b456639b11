"""The views and acts of reading: the list of notices, each one with its files, chart and past versions, and the
receipt."""

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.ledger.letter import State
from bot.notices import records, rules
from bot.notices.filling import coverage
from bot.notices.filling.values import values_for
from bot.notices.history.records import earlier
from bot.notices.history.views import version_of
from bot.notices.in_person.actions import how_many
from bot.notices.reader_targets import (
    AcknowledgeNotice,
    ShowKnown,
    ShowMyNotice,
    ShowMyNoticeChart,
    ShowMyNoticeFile,
    ShowMyVersions,
)
from bot.notices.reading import actions, screens
from bot.notices.reading.screens import ReceivedNotice
from bot.notices.records import SENT, NoticeState
from bot.notices.rules import Place
from bot.notices.sending.following import followed
from bot.notices.tracking import deliveries
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration.targets import ShowNotices
from bot.store.database import Tx


def notices(tx: Tx, actor: Actor, to: ShowNotices) -> Screen:
    mine = deliveries.received(tx, actor.person.id)
    by_key = records.several(tx, [notice_id for notice_id, _state in mine])
    known = records.known_of(tx, actor.person.id)
    found = [
        ReceivedNotice(by_key[notice_id], state is not State.SENT, notice_id in known)
        for notice_id, state in mine
        if by_key[notice_id].state in (*SENT, NoticeState.RECALLED)
    ]
    campaign = current_campaign(tx)
    to_tell = how_many(tx, actor)
    return screens.mine(found, to.page, has_plan=bool(campaign and campaign.plan_sha256), to_tell=to_tell)


def my_notice(tx: Tx, actor: Actor, to: ShowMyNotice) -> Screen:
    if (gone := actions.taken_back(tx, actor, to.notice)) is not None:
        return screens.taken_back(gone)
    notice = actions.received(tx, actor, to.notice)
    known_at = records.known_at(tx, to.notice, actor.person.id)
    past = earlier(tx, notice) if notice.version > 1 else []
    return screens.reading(notice, values_for(tx, actor.person), known_at, past[-1][1] if past else None)


def my_notice_file(tx: Tx, actor: Actor, to: ShowMyNoticeFile) -> Screen:
    notice = actions.received(tx, actor, to.notice)
    if to.place >= len(notice.files):
        raise Refusal("stale.button")
    return screens.file(notice, notice.files[to.place])


def my_notice_chart(tx: Tx, actor: Actor, to: ShowMyNoticeChart) -> Screen:
    notice = actions.received(tx, actor, to.notice)
    picture = coverage.picture(coverage.of(tx, actor.person)) if rules.holds(notice.words, Place.CHART) else None
    if picture is None:
        raise Refusal("stale.button")
    return screens.chart(notice, picture)


def known(tx: Tx, actor: Actor, to: ShowKnown) -> Screen:
    stored, at = records.notice(tx, to.notice), records.known_at(tx, to.notice, actor.person.id)
    if stored is not None and stored.state is NoticeState.RECALLED and at is not None:
        return screens.known_and_recalled(stored, at)
    notice = actions.received(tx, actor, to.notice)
    if at is None:
        raise Refusal("stale.button")
    return screens.known(notice, at)


def my_version(tx: Tx, actor: Actor, to: ShowMyVersions) -> Screen:
    return version_of(tx, actor, actions.received(tx, actor, to.notice), to)


VIEWS = (
    View(ShowNotices, notices),
    View(ShowMyNotice, my_notice),
    View(ShowMyNoticeFile, my_notice_file),
    View(ShowMyNoticeChart, my_notice_chart),
    View(ShowMyVersions, my_version),
    View(ShowKnown, known, living=True),
)


def acknowledge(tx: Tx, actor: Actor, to: AcknowledgeNotice) -> ToView:
    known = actions.acknowledge(tx, actor, to.notice, to.version)
    if not known:
        return ShowMyNotice(to.notice)
    return followed(tx, actor.user_id, to.notice) or ShowKnown(to.notice)


ACTS = (Act(AcknowledgeNotice, acknowledge),)
