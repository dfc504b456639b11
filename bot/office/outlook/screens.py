"""The screens of lists by state, shares of titles, the forecast and the chart. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.dialogue.screens import Button, Paper, Phrase, Screen, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import NameState, ShowDepartment, ShowNames, ShowOutlook
from bot.leading.board.figures import Rows
from bot.leading.reading import percent
from bot.leading.targets import ComposeNotice
from bot.office.outlook.answers import Lead
from bot.office.outlook.forecast import Interval, Record
from bot.office.outlook.shares import Limit, Meter, Share
from bot.office.targets import ShowChart, ShowForecast, ShowLists, ShowShares
from bot.sheets.standing import Standing
from bot.titles.catalogue import Family

LINES_A_PAGE, LEADS_A_PAGE = 5, 4
METERS_SHOWN = 2
_DEPARTMENT = Button(say("button.department"), ShowDepartment())
_BACK: Rows = ((Button(say("button.outlook"), ShowOutlook()), _DEPARTMENT), (HOME,))
_STATES = {
    Standing.UNSENT: "button.lists_unsent",
    Standing.SENT: "button.lists_sent",
    Standing.RETURNED: "button.lists_returned",
    Standing.OUTDATED: "button.lists_outdated",
    Standing.ACCEPTED: "button.lists_accepted",
}
_HEADS = {
    Standing.UNSENT: "lists.unsent",
    Standing.SENT: "lists.sent",
    Standing.RETURNED: "lists.returned",
    Standing.OUTDATED: "lists.outdated",
    Standing.ACCEPTED: "lists.accepted",
}


@dataclass(frozen=True, slots=True)
class Prospect:
    """The answers so far, and those that will have come by `until`; None where nothing can be said yet."""

    answered: int
    expected: int
    until: datetime
    interval: Interval | None
    record: Record
    begins: date
    """The day of the first forecast."""


def outlook(at: datetime, lists: Mapping[Standing, int], meters: Sequence[Meter], prospect: Prospect | None) -> Screen:
    """One line of each, with the way to it."""
    states = [
        Button(say(_STATES[state], count=lists[state]), ShowLists(state)) for state in _STATES if lists.get(state)
    ]
    total = sum(lists.values())
    return screen(
        say("outlook.head", at=at),
        say("outlook.lists", accepted=lists.get(Standing.ACCEPTED, 0), total=total) if total else None,
        *(_projected(one.limit, one.registered) for one in meters[:METERS_SHOWN]),
        _prospect(prospect, alone=True),
        rows=(
            *(tuple(states[place : place + 2]) for place in range(0, len(states), 2)),
            (
                Button(say("button.forecast"), ShowForecast()) if prospect is not None else None,
                Button(say("button.shares"), ShowShares()) if meters else None,
            ),
            (Button(say("button.chart"), ShowChart()), _DEPARTMENT),
            (HOME,),
        ),
    )


def _projected(limit: Limit, share: Share) -> Phrase | None:
    if not share.base:
        return None
    most = limit.most(share.base)
    values = {"title": limit.title.short, "taken": share.taken, "base": share.base, "of": limit.of.short, "most": most}
    return say(
        "shares.over" if share.taken > most else "shares.within",
        **values,
        share=percent(share.taken, share.base),
        percent=limit.percent,
        over=share.taken - most,
    )


def _prospect(one: Prospect | None, *, alone: bool) -> Phrase | None:
    """`alone`: nothing above it says how many have answered so far."""
    if one is None:
        return None
    if one.interval is None and alone:
        return say("forecast.too_early_so_far", day=one.begins, answered=one.answered, expected=one.expected)
    if one.interval is None:
        return say("forecast.too_early", day=one.begins)
    low, high = one.interval.low, one.interval.high
    if low == high:
        return say("forecast.sure", count=low, expected=one.expected, until=one.until)
    return say("forecast.line", low=low, high=high, expected=one.expected, until=one.until)


def lists(to: ShowLists, names: Sequence[str], *, of_groups: int, of_units: int) -> Screen:
    """The names of those whose list is in this state."""
    page = page_of(names, to.page, LINES_A_PAGE)
    other = ShowLists(to.standing, groups=not to.groups)
    count = of_units if to.groups else of_groups
    return screen(
        say(_HEADS[to.standing], count=_of(to, len(names))),
        *(say("lists.one", name=name) for name in page.items),
        page.line,
        rows=(
            turn(ShowLists(to.standing, to.groups, page.number), page.of),
            (Button(say("button.lists_of_units" if to.groups else "button.lists_of_groups", count=count), other),),
            *_BACK,
        ),
    )


def _of(to: ShowLists, count: int) -> Phrase:
    """So many units, or groups: both stand under the same heading."""
    if not count:
        return say("lists.no_groups" if to.groups else "lists.no_units")
    return say("lists.groups" if to.groups else "lists.units", count=count)


def shares(to: ShowShares, meters: Sequence[Meter], caution: Phrase | None) -> Screen:
    """One limit: as a whole, then by unit, those that are over it first."""
    if not meters:
        return screen(say("shares.none"), rows=_BACK)
    place = max(0, min(to.limit, len(meters) - 1))
    meter = meters[place]
    page, limit = page_of(meter.units, to.page, LINES_A_PAGE), meter.limit
    final = meter.recognised
    return screen(
        say("shares.head", title=limit.title.name, percent=limit.percent, of=limit.of.short),
        _projected(limit, meter.registered),
        say("shares.no_decision")
        if final is None
        else say("shares.final", taken=final.taken, most=limit.most(final.base)),
        *(
            say(
                "shares.unit",
                unit=one.name,
                taken=one.share.taken,
                base=one.share.base,
                most=limit.most(one.share.base),
            )
            for one in page.items
        ),
        page.line,
        caution,
        rows=(
            turn(ShowShares(place, page.number), page.of),
            (Button(say("button.shares_next"), ShowShares((place + 1) % len(meters))) if len(meters) > 1 else None,),
            *_BACK,
        ),
    )


def forecast(to: ShowForecast, prospect: Prospect, leads: Sequence[Lead], alone: int, *, office: bool) -> Screen:
    """The forecast, the record of earlier ones, and the fewest people to speak to."""
    page = page_of(leads, to.page, LEADS_A_PAGE)
    missing, record = prospect.expected - prospect.answered, prospect.record
    return screen(
        say("forecast.head", answered=prospect.answered, expected=prospect.expected),
        _prospect(prospect, alone=False) if missing else None,
        say("forecast.record", held=record.held, tried=record.tried) if record.tried else None,
        say("forecast.leads", missing=missing, leads=len(leads)) if leads else None,
        *(say("forecast.lead", name=one.name, count=one.count) for one in page.items),
        say("forecast.alone", count=alone) if alone else None,
        page.line,
        rows=(
            turn(ShowForecast(page.number), page.of),
            (
                Button(say("button.names_missing", count=missing), ShowNames(Family.STATE, NameState.MISSING))
                if missing
                else None,
                Button(say("button.compose"), ComposeNotice()) if office and missing else None,
            ),
            *_BACK,
        ),
    )


BARS_A_PAGE = 12
"""Units of one picture: more would be a strip that no phone shows in one piece."""


def chart(paper: Paper | None, page: int, pages: int) -> Screen:
    """The picture; it stays in the chat."""
    if paper is None:
        return screen(say("board.nobody"), rows=_BACK)
    of = say("list.page", page=page + 1, pages=pages) if pages > 1 else None
    rows = (turn(ShowChart(page), pages), *_BACK)
    return replace(screen(say("outlook.chart"), of, rows=rows), file=paper, keep=True)
