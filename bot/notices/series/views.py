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
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.store.database import Tx


def everything(tx: Tx, actor: Actor, _ref: int, page: int) -> Screen:
    actions.office_only(actor)
    return series_screens.everything(series_records.all_series(tx), page)


def one(tx: Tx, actor: Actor, ref: int, page: int) -> Screen:
    series = repeating.found(tx, actor, ref)
    times = series_records.times_of(tx, ref)
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
    return series_screens.one(seen, page)


def end_confirm(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    return series_screens.end(repeating.found(tx, actor, ref))


def repeat(tx: Tx, actor: Actor, ref: int, version: int) -> ToFlow:
    """`ref`: the draft; `version`: rules.seal of what was seen."""
    actions.ready(tx, actor, actions.draft(tx, actor, ref), version)
    return ToFlow("repeat_notice", {"notice": ref, "seal": version}, fresh=True)


def end(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    repeating.end(tx, actor, ref)
    return ToView("one_series", ref)


VIEWS = (
    View("notice_series", everything),
    View("one_series", one),
    View("end_series", end_confirm),
)
ACTS = (
    Act("repeat_notice", repeat),
    Act("end_series", end),
)
