"""The screens of snapshots: what is missing before one is taken, its numbers, and all of them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.consolidation.content import SnapshotContent
from bot.consolidation.differences import ChangeKind
from bot.consolidation.figures import Figures, Gap, Missing, Outline, figures, gaps, outline
from bot.consolidation.records import SnapshotNow
from bot.consolidation.targets import (
    PaperGroup,
    ShowDifferences,
    ShowGap,
    ShowGaps,
    ShowPapers,
    ShowSnapshot,
    ShowSnapshots,
    TakeSnapshot,
)
from bot.dialogue.screens import Button, Phrase, Screen, Style, counted, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import ShowConsolidation, ShowOffice
from bot.titles.catalogue import Family

LINES_A_PAGE, LISTED, MOST_LINES = 7, 6, 10
OFFICE = Button(say("button.office"), ShowOffice())
ALL = Button(say("button.to_consolidation"), ShowConsolidation())
_GAPS = {
    Gap.MISSING: "snapshot.gap.missing",
    Gap.UNCONFIRMED: "snapshot.gap.unconfirmed",
    Gap.AWAITED: "snapshot.gap.awaited",
    Gap.UNSENT: "snapshot.gap.unsent",
    Gap.RETURNED: "snapshot.gap.returned",
    Gap.UNACCEPTED: "snapshot.gap.unaccepted",
    Gap.UNSIGNED: "snapshot.gap.unsigned",
    Gap.DIFFERS: "snapshot.gap.differs",
}
_OPENS = {
    Gap.MISSING: "button.gap_missing",
    Gap.UNCONFIRMED: "button.gap_unconfirmed",
    Gap.AWAITED: "button.gap_awaited",
    Gap.UNSENT: "button.gap_unsent",
    Gap.RETURNED: "button.gap_returned",
    Gap.UNACCEPTED: "button.gap_unaccepted",
    Gap.UNSIGNED: "button.gap_unsigned",
    Gap.DIFFERS: "button.gap_differs",
}
_PARTS = {Family.STATE: "snapshot.state", Family.UNION: "snapshot.union"}
_NOBODY = {Family.STATE: "snapshot.state_nobody", Family.UNION: "snapshot.union_nobody"}
_COUNTS = {
    ChangeKind.ADDED: "snapshot.count.added",
    ChangeKind.TITLES: "snapshot.count.titles",
    ChangeKind.WITHDRAWN: "snapshot.count.withdrawn",
    ChangeKind.MOVED: "snapshot.count.moved",
    ChangeKind.COLLECTIVE: "snapshot.count.collective",
}


# --- before -----------------------------------------------------------------------------------------------------------


def consolidation(
    campaign: str,
    parts: Sequence[Outline],
    at: datetime,
    newest: SnapshotNow | None,
    going: SnapshotNow | None,
    who: Phrase | None,
    over: datetime | None = None,
) -> Screen:
    """All that a snapshot of now would hold and miss, and the newest one. `going`: the one that is being taken,
    `who`: for whom; `over`: since when the campaign is closed, and none is taken."""
    lacking = {part.family: sum(part.gaps.values()) for part in parts}
    number = 0 if newest is None else newest.number
    return screen(
        say("snapshot.head", name=campaign, at=at),
        *(answered(part) for part in parts),
        *(lacks(part) for part in parts),
        say("snapshot.newest", number=number, at=newest.taken_at) if newest is not None else say("snapshot.none_yet"),
        say("snapshot.going", number=going.number, who=who, at=going.wanted_at) if going is not None else None,
        say("campaign.ended", at=over) if over is not None else None,
        say("snapshot.nothing_refused") if going is None and over is None else None,
        rows=(
            (
                None
                if going is None and over is not None
                else Button(say("button.take_snapshot"), TakeSnapshot(number), Style.PRIMARY)
                if going is None
                else Button(say("button.see_snapshot", number=going.number), ShowSnapshot(going.id)),
            ),
            *((Button(say(_TO_GAPS[key], count=count), ShowGaps(key)),) for key, count in lacking.items() if count),
            (
                Button(say("button.see_snapshot", number=number), ShowSnapshot(newest.id))
                if newest is not None
                else None,
                Button(say("button.all_snapshots"), ShowSnapshots()) if number > 1 else None,
            ),
            (OFFICE, HOME),
        ),
    )


_TO_GAPS = {Family.STATE: "button.gaps_state", Family.UNION: "button.gaps_union"}


def answered(part: Outline) -> Phrase:
    values = {"answered": part.answered, "total": part.total}
    pieces = counted({"snapshot.registered": part.registered, "snapshot.declined": part.declined})
    if not pieces:
        return say(_NOBODY[part.family], **values)
    return say(_PARTS[part.family], **values, pieces=pieces)


def lacks(part: Outline) -> Phrase | None:
    if not part.gaps:
        return None
    key = "snapshot.lacks_union" if part.family is Family.UNION else "snapshot.lacks_state"
    return say(key, parts=tuple(say(_GAPS[gap], count=count) for gap, count in part.gaps.items()))


def lacking(to: ShowGaps, found: Mapping[Gap, int], number: int | None, back: Button) -> Screen:
    """Each gap with the way to its names. `number`: of the snapshot; None: as of now."""
    return screen(
        say("snapshot.lacks_head_union" if to.family is Family.UNION else "snapshot.lacks_head_state"),
        say("snapshot.lacks_then", number=number) if number is not None else say("snapshot.lacks_now"),
        say("snapshot.lacks_open") if found else say("snapshot.lacks_nothing"),
        rows=(
            *(
                (Button(say(_OPENS[gap], count=count), ShowGap(to.family, gap, to.snapshot)),)
                for gap, count in found.items()
            ),
            (back,),
        ),
    )


def gap(to: ShowGap, found: Sequence[Missing], number: int | None, back: Button) -> Screen:
    """The names behind one gap."""
    page = page_of(found, to.page, LINES_A_PAGE)
    return screen(
        say(_HEADS[to.gap], count=len(found)),
        say("snapshot.lacks_then", number=number) if number is not None else None,
        *(
            say("snapshot.of_place", name=one.name, place=one.place) if one.place else say("snapshot.of", name=one.name)
            for one in page.items
        ),
        page.line if found else say("names.nobody"),
        rows=(
            turn(ShowGap(to.family, to.gap, to.snapshot, page.number), page.of),
            (Button(say("button.gaps"), ShowGaps(to.family, to.snapshot)), back),
        ),
    )


_HEADS = {
    Gap.MISSING: "snapshot.names.missing",
    Gap.UNCONFIRMED: "snapshot.names.unconfirmed",
    Gap.AWAITED: "snapshot.names.awaited",
    Gap.UNSENT: "snapshot.names.unsent",
    Gap.RETURNED: "snapshot.names.returned",
    Gap.UNACCEPTED: "snapshot.names.unaccepted",
    Gap.UNSIGNED: "snapshot.names.unsigned",
    Gap.DIFFERS: "snapshot.names.differs",
}


def up(snapshot: int | None, number: int | None) -> Button:
    if snapshot is None or number is None:
        return ALL
    return Button(say("button.see_snapshot", number=number), ShowSnapshot(snapshot))


# --- one snapshot -----------------------------------------------------------------------------------------------------


def going(one: SnapshotNow, who: Phrase, *, failed: bool, before: int) -> Screen:
    """It is being taken, or could not be. `before`: the number of the one before it."""
    if failed:
        return screen(
            say("snapshot.not_taken", number=one.number),
            rows=((Button(say("button.take_again"), TakeSnapshot(before), Style.PRIMARY),), (ALL, HOME)),
        )
    return screen(
        say("snapshot.going", number=one.number, who=who, at=one.wanted_at),
        say("snapshot.going_on"),
        rows=((ALL, HOME),),
    )


def told(one: SnapshotNow) -> Screen:
    """The letter to whoever asked for it: it is there, or could not be taken."""
    if one.taken_at is None:
        return screen(say("snapshot.not_taken", number=one.number), rows=((ALL,),))
    way = Button(say("button.see_snapshot", number=one.number), ShowSnapshot(one.id), Style.PRIMARY)
    return screen(say("snapshot.taken", number=one.number, at=one.taken_at), rows=((way,),))


@dataclass(frozen=True, slots=True)
class Since:
    """The snapshot before, and the numbers of what has changed since."""

    number: int
    at: datetime
    counts: Mapping[ChangeKind, int]


def snapshot(
    one: SnapshotNow,
    content: SnapshotContent,
    since: Since | None,
    *,
    newer: int | None,
    lines: Sequence[Phrase | None] = (),
    acts: Sequence[Button | None] = (),
) -> Screen:
    """The numbers that were frozen. `newer`: the number of the newest one, where that is another; `lines`, `acts`: of
    its submission."""
    families = [part.family for part in content.parts]
    state, union = (family in families for family in Family)
    body = [
        say("snapshot.frozen_head", number=one.number, year=content.campaign.year, at=one.taken_at),
        *(line for part in content.parts for line in (answered(outline(part)), titles(figures(part)))),
        _since(since),
        *lines,
        say("snapshot.newer", number=newer) if newer is not None else None,
    ]
    room = sum(line is not None for line in body) < MOST_LINES
    return screen(
        *body,
        say("snapshot.frozen") if room else None,
        rows=(
            (
                Button(say("button.papers_state"), ShowPapers(one.id, PaperGroup.STATE)) if state else None,
                Button(say("button.papers_union"), ShowPapers(one.id, PaperGroup.UNION)) if union else None,
            ),
            (Button(say("button.papers_words"), ShowPapers(one.id, PaperGroup.WORDS)),),
            tuple(
                Button(say(_TO_GAPS[part.family], count=count), ShowGaps(part.family, one.id))
                for part in content.parts
                if (count := sum(gaps(part).values()))
            ),
            (Button(say("button.differences"), ShowDifferences(one.id, families[0])) if since and families else None,),
            tuple(acts),
            (ALL,),
        ),
    )


def titles(numbers: Figures) -> Phrase | None:
    """The number of people and of collectives a title."""
    found = (
        *(_title("snapshot.title", title.short, count) for title, count in numbers.titles),
        *(_title("snapshot.collective_title", title.short, count) for title, count in numbers.collective_titles),
    )
    return say("snapshot.titles", titles=found) if found else None


def _title(key: str, short: str, count: int) -> Phrase:
    return Phrase(key, {"title": short, "count": count})


def _since(since: Since | None) -> Phrase | None:
    if since is None:
        return None
    if not since.counts:
        return say("snapshot.since_same", number=since.number, at=since.at)
    parts = tuple(say(_COUNTS[kind], count=count) for kind, count in since.counts.items())
    return say("snapshot.since", number=since.number, at=since.at, parts=parts)


def snapshots(found: Sequence[SnapshotNow], wanted: int) -> Screen:
    """All of them, a button each."""
    page = page_of(found, wanted, LISTED)
    return screen(
        say("snapshot.all_head", count=len(found)),
        page.line,
        rows=(
            *((Button(_named(one), ShowSnapshot(one.id)),) for one in page.items),
            turn(ShowSnapshots(page.number), page.of),
            (ALL,),
        ),
    )


def _named(one: SnapshotNow) -> Phrase:
    if one.taken_at is None:
        return say("button.snapshot_going", number=one.number)
    return say("button.snapshot_at", number=one.number, at=one.taken_at)
