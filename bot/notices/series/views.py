"""The views and acts of series: the list of them, each one, making one of a draft, and ending it."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.notices import access
from bot.notices.audience import describing
from bot.notices.records import NoticeState
from bot.notices.sending.actions import ready
from bot.notices.series import actions, records, screens
from bot.notices.series.rules import rule
from bot.notices.series.screens import SeriesDetails
from bot.notices.targets import EndSeries, RepeatNotice, ShowAllSeries, ShowEndSeries, ShowSeries
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.store.database import Tx


def everything(tx: Tx, actor: Actor, to: ShowAllSeries) -> Screen:
    access.office_only(actor)
    return screens.everything(records.all_series(tx), to.page)


def one(tx: Tx, actor: Actor, to: ShowSeries) -> Screen:
    series = actions.found(tx, actor, to.series)
    times = records.times_of(tx, to.series)
    sent = [notice for notice in times if notice.state is not NoticeState.DISCARDED]
    details = SeriesDetails(
        series,
        rule(series.rule),
        describing.phrase(tx, series.audience),
        name_of(tx, series.created_by),
        name_of(tx, series.ended_by) if series.ended_by is not None else None,
        actions.upcoming(tx, series),
        sent,
        len(times) - len(sent),
    )
    return screens.one(details, to.page)


def end_question(tx: Tx, actor: Actor, to: ShowEndSeries) -> Screen:
    return screens.end(actions.found(tx, actor, to.series))


def repeat(tx: Tx, actor: Actor, to: RepeatNotice) -> ToFlow:
    ready(tx, actor, access.draft(tx, actor, to.notice), to.seal)
    return ToFlow("repeat_notice", {"notice": to.notice, "seal": to.seal}, fresh=True)


def end(tx: Tx, actor: Actor, to: EndSeries) -> ToView:
    actions.end(tx, actor, to.series)
    return ShowSeries(to.series)


VIEWS = (
    View(ShowAllSeries, everything),
    View(ShowSeries, one),
    View(ShowEndSeries, end_question),
)
ACTS = (
    Act(RepeatNotice, repeat),
    Act(EndSeries, end),
)
