"""The screens of names, places and collectives. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Named, Phrase, Screen, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.ways import HOME, page_of, turn, turn_within
from bot.enquiries.targets import (
    FindNames,
    NameState,
    ShowCollectiveNames,
    ShowDepartment,
    ShowNames,
    ShowPlace,
    ShowStaff,
    ShowWholeUnion,
)
from bot.leading.board.counts import CollectiveState, PlaceCounts
from bot.leading.board.figures import PLACES_A_PAGE, Rows, figures, places, to_names
from bot.leading.reading import Counts
from bot.office.overview.names import RANKED, Name, Names
from bot.personnel.inputs import AWAY
from bot.titles.catalogue import Family
from bot.words import shortened, told_apart_with_places

COLLECTIVES_A_PAGE = 7
LABEL = 44
"""Characters of a button that names somebody."""
_HEADS = {
    NameState.ALL: "names.all",
    NameState.MISSING: "names.missing",
    NameState.UNLINKED: "names.unlinked",
    NameState.REGISTERED: "names.registered",
    NameState.DECLINED: "names.declined",
    NameState.EXEMPT: "names.exempt",
}


def _up(family: Family, key: int | None) -> Button:
    """The way back to where the number stands."""
    if key is not None:
        return Button(say("button.back_to_place"), ShowPlace(family, key))
    return _whole(family)


def _whole(family: Family) -> Button:
    if family is Family.UNION:
        return Button(say("button.by_group"), ShowWholeUnion())
    return Button(say("button.department"), ShowDepartment())


def names(to: ShowNames, place: str | None, found: Names, *, cards: bool) -> Screen:
    """One page of names. `place`: of which unit or group; None: of all. `cards`: each leads to the person's page."""
    return screen(
        say(_HEADS[to.state], count=found.count),
        say("names.place", place=place) if place is not None else None,
        *_lines(found, cards=cards),
        say("list.page", page=found.page + 1, pages=found.pages) if found.pages > 1 else None,
        rows=(
            *_cards(found.items, ShowNames(to.family, to.state, to.key, found.page), cards=cards),
            turn(ShowNames(to.family, to.state, to.key, found.page), found.pages),
            (
                Button(say("button.find_name"), FindNames(to.family, to.state, to.key)) if found.pages > 1 else None,
                _up(to.family, to.key),
            ),
            (HOME,),
        ),
    )


def _lines(found: Names, *, cards: bool) -> tuple[Phrase, ...]:
    if not found.items:
        return (say("names.nobody"),)
    if cards:
        return ()
    return tuple(say("names.one", name=one.full_name, position=one.position, place=one.place) for one in found.items)


def _cards(items: Sequence[Name], at: ShowNames, *, cards: bool) -> Rows:
    """A button for each, to the person's page, which leads back to the list `at`."""
    if not cards:
        return ()
    labels = told_apart_with_places([(one.full_name, one.place) for one in items], LABEL)
    return tuple(
        (Button(Named(label, label), ShowStaff(one.id, at.family, at.state, at.key, at.page)),)
        for label, one in zip(labels, items, strict=True)
    )


_AMONG = {
    NameState.ALL: "names.among_all",
    NameState.MISSING: "names.among_missing",
    NameState.UNLINKED: "names.among_unlinked",
    NameState.REGISTERED: "names.among_registered",
    NameState.DECLINED: "names.among_declined",
    NameState.EXEMPT: "names.among_exempt",
}


def find(draft: Draft, among: ShowNames, place: str | None, found: Names | None, *, cards: bool) -> Screen:
    """The question for a name, with those that were found for what was typed last."""
    typed = str(draft.data.get("query") or "")
    lines: tuple[Phrase | None, ...] = (say("names.find"),)
    if found is not None:
        many = found.count > RANKED
        lines = (
            say("names.many" if many else "names.found", count=found.count, typed=shortened(typed)),
            *_lines(found, cards=cards),
            say("list.page", page=found.page + 1, pages=found.pages) if found.pages > 1 else None,
        )
    return screen(
        say(_AMONG[among.state]),
        say("names.place", place=place) if place is not None else None,
        *lines,
        rows=(
            *(_cards(found.items, among, cards=cards) if found is not None else ()),
            turn_within(found.page, found.pages) if found is not None else (),
            AWAY,
        ),
    )


def place(family: Family, one: PlaceCounts, at: datetime) -> Screen:
    """The figures of a unit or group, each with a way to its names."""
    return screen(
        say("overview.place", name=one.name, at=at),
        *figures(one.counts),
        rows=(*to_names(one.counts, family, one.key), (_whole(family), HOME)),
    )


def union(whole: Counts, groups: Sequence[PlaceCounts], at: datetime, wanted: int) -> Screen:
    """The figures of the union and of each group."""
    page = page_of(groups, wanted, PLACES_A_PAGE)
    return screen(
        say("board.union", at=at),
        *figures(whole),
        page.line,
        rows=(
            *to_names(whole, Family.UNION),
            *places(page.items, Family.UNION),
            turn(ShowWholeUnion(page.number), page.of),
            (HOME,),
        ),
    )


def collectives(to: ShowCollectiveNames, states: Sequence[CollectiveState]) -> Screen:
    """Those that have not registered come first, as work to do."""
    ordered = sorted(states, key=lambda one: one.registered)
    page = page_of(ordered, to.page, COLLECTIVES_A_PAGE)
    done = sum(one.registered for one in states)
    other: ToView = ShowCollectiveNames(groups=not to.groups)
    return screen(
        say("overview.groups_head" if to.groups else "overview.units_head", done=done, total=len(states)),
        *(
            say("overview.registered" if one.registered else "overview.not_registered", name=one.name)
            for one in page.items
        ),
        page.line,
        rows=(
            turn(ShowCollectiveNames(to.groups, page.number), page.of),
            (Button(say("button.collective_units" if to.groups else "button.collective_groups"), other),),
            (_whole(Family.STATE), HOME),
        ),
    )
