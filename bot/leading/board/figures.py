"""Figures of a place, of the department or of the union, and the ways from every number to its names. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Button, Phrase, Screen, counted, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import (
    FindNames,
    NameState,
    ShowCollectiveNames,
    ShowDepartment,
    ShowJournal,
    ShowNames,
    ShowOutlook,
    ShowPlace,
    ShowSubmitted,
)
from bot.leading.board.counts import CollectiveState, PlaceCounts
from bot.leading.reading import Counts, percent
from bot.recognition.targets import ShowAchieved
from bot.titles.catalogue import Family, Subject
from bot.waiting.lines import below_line, way_below
from bot.words import told_apart

BAR = 10
"""Signs of the bar that shows a share."""
PLACES_A_PAGE = 5
PLACE_NAME = 34
"""Characters of the name of a unit on a button that has its figures too."""

Rows = tuple[tuple[Button | None, ...], ...]


def department(
    head: Phrase,
    campaign: CampaignNow,
    whole: Counts,
    units: Sequence[PlaceCounts],
    states: Mapping[Subject, Sequence[CollectiveState]],
    ends: Phrase,
    wanted: int,
    late: int = 0,
    *,
    directs: bool = False,
    journal: bool = False,
) -> Screen:
    """The figures of the whole department, each with a way to its names, and of each unit with a way to it. `late`: the
    number of things that others have left too long. `directs`: the reader is the Director or a deputy;
    `journal`: one who reads the journal. `ends`: the line on the end of registering."""
    page = page_of(units, wanted, PLACES_A_PAGE)
    return screen(
        head,
        *figures(whole),
        collectives(states),
        below_line(late),
        page.line,
        ends,
        rows=(
            way_below(late),
            *to_names(whole, Family.STATE),
            (
                Button(say("button.collectives"), ShowCollectiveNames()),
                Button(say("button.find_name"), FindNames(Family.STATE, NameState.ALL)),
            ),
            (
                Button(say("button.outlook"), ShowOutlook()),
                Button(say("button.submitted_to_me"), ShowSubmitted(Family.STATE)) if directs else None,
            ),
            *places(page.items, Family.STATE),
            turn(ShowDepartment(page.number), page.of),
            (
                Button(say("button.achieved"), ShowAchieved(campaign.year)) if directs else None,
                Button(say("button.journal"), ShowJournal()) if journal else None,
            ),
            (HOME,),
        ),
    )


def ends(campaign: CampaignNow, at: datetime, closed: datetime | None, *, led: bool = False) -> Phrase:
    """The line on the end of registering, and on what may still be done after it. `closed`: the moment at which the
    Office has closed the year; `led`: for whoever leads a unit or a union group."""
    if closed is not None:
        return say("board.year_closed", at=closed)
    if at <= campaign.deadline_at:
        return say("menu.deadline", deadline=campaign.deadline_at)
    if at <= campaign.closes_at:
        return say("menu.over.late", deadline=campaign.deadline_at, until=campaign.closes_at)
    return say("board.ended.led" if led else "board.ended", at=campaign.closes_at)


def registered(registered: int, declined: int) -> Phrase | None:
    """The line that tells those who have registered from those who have declined; None while nobody has answered."""
    pieces = counted({"board.count.registered": registered, "board.count.declined": declined})
    return say("board.registered", pieces=pieces) if pieces else None


def others(exempt: int, unlinked: int) -> Phrase | None:
    """The line of those who need not answer, and of those who have not and are not on the app; None without either."""
    if exempt and unlinked:
        return say("overview.others", exempt=exempt, unlinked=unlinked)
    return next(iter(counted({"overview.exempt": exempt, "overview.unlinked": unlinked})), None)


def figures(counts: Counts) -> tuple[Phrase | None, ...]:
    """The lines that every place has: answered and registered apart, then those who need not answer."""
    total, answered = counts.expected, counts.answered
    return (
        say("board.answered", answered=answered, total=total, bar=bar_of(answered, total)) if total else None,
        registered(counts.registered, counts.declined),
        others(counts.exempt, counts.unlinked),
    )


_NAMES = {
    NameState.MISSING: "button.names_missing",
    NameState.UNLINKED: "button.names_unlinked",
    NameState.REGISTERED: "button.names_registered",
    NameState.DECLINED: "button.names_declined",
    NameState.EXEMPT: "button.names_exempt",
    NameState.ALL: "button.names_all",
}


def to_names(counts: Counts, family: Family, key: int | None = None) -> Rows:
    """A button for each number that is not 0, to its names."""
    numbers = {
        NameState.MISSING: counts.missing,
        NameState.UNLINKED: counts.unlinked,
        NameState.REGISTERED: counts.registered,
        NameState.DECLINED: counts.declined,
        NameState.EXEMPT: counts.exempt,
        NameState.ALL: counts.people,
    }
    there = [
        Button(say(_NAMES[state], count=count), ShowNames(family, state, key))
        for state, count in numbers.items()
        if count
    ]
    return tuple(tuple(there[place : place + 2]) for place in range(0, len(there), 2))


def places(items: Sequence[PlaceCounts], family: Family, to: Callable[[Family, int], ToView] = ShowPlace) -> Rows:
    """A button for each unit or group, with its figures. `to`: the view of one of them."""
    return tuple(
        (
            Button(
                say(
                    "button.place",
                    name=name,
                    answered=one.counts.answered,
                    total=one.counts.expected,
                ),
                to(family, one.key),
            ),
        )
        for one, name in zip(items, told_apart([one.name for one in items], PLACE_NAME), strict=True)
    )


_OF = {Subject.UNIT: "board.collectives_of_units", Subject.UNION_GROUP: "board.collectives_of_groups"}


def collectives(states: Mapping[Subject, Sequence[CollectiveState]]) -> Phrase | None:
    """The numbers of units and of union groups that have registered titles of their own, of kinds that there are."""
    counts = {kind: (sum(one.registered for one in states[kind]), len(states[kind])) for kind in _OF}
    parts = tuple(say(_OF[kind], registered=some, total=total) for kind, (some, total) in counts.items() if total)
    return say("board.collectives_of_both", parts=parts) if parts else None


def bar_of(part: int, whole: int) -> Phrase:
    full = round(BAR * part / whole)
    return say("board.bar", full="▓" * full, empty="░" * (BAR - full), percent=percent(part, whole))
