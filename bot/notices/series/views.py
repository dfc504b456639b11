"""Notices that repeat, for the Office. `ref`: the series, unless a line says otherwise."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.notices import describing
from bot.notices.records import NoticeState
from bot.notices.sending import actions
from bot.notices.series import actions as repeating
from bot.notices.series import records as series_records
from bot.notices.series import rules as recurring
from bot.notices.series import screens as series_screens
from bot.notices.series.screens import Seen
from bot.notices.targets import EndSeries, RepeatNotice, ShowAllSeries, ShowEndSeries, ShowSeries
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.store.database import Tx


def everything(tx: Tx, actor: Actor, to: ShowAllSeries) -> Screen:
    actions.office_only(actor)
    return series_screens.everything(series_records.all_series(tx), to.page)


def one(tx: Tx, actor: Actor, to: ShowSeries) -> Screen:
    series = repeating.found(tx, actor, to.series)
    times = series_records.times_of(tx, to.series)
    sent = [notice for notice in times if notice.state is not NoticeState.DISCARDED]
    seen = Seen(
        series,
        recurring.rule(series.rule),
        describing.phrase(tx, series.audience),
        name_of(tx, series.created_by),
        name_of(tx, series.ended_by) if series.ended_by is not None else None,
        repeating.upcoming(tx, series),
        sent,
        len(times) - len(sent),
    )
    return series_screens.one(seen, to.page)


def end_confirm(tx: Tx, actor: Actor, to: ShowEndSeries) -> Screen:
    return series_screens.end(repeating.found(tx, actor, to.series))


def repeat(tx: Tx, actor: Actor, to: RepeatNotice) -> ToFlow:
    """`ref`: the draft; `version`: rules.seal of what was seen."""
    actions.ready(tx, actor, actions.draft(tx, actor, to.notice), to.seal)
    return ToFlow("repeat_notice", {"notice": to.notice, "seal": to.seal}, fresh=True)


def end(tx: Tx, actor: Actor, to: EndSeries) -> ToView:
    repeating.end(tx, actor, to.series)
    return ShowSeries(to.series)


VIEWS = (
    View(ShowAllSeries, everything),
    View(ShowSeries, one),
    View(ShowEndSeries, end_confirm),
)
ACTS = (
    Act(RepeatNotice, repeat),
    Act(EndSeries, end),
)
