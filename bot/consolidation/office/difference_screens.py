"""The screens of what differs from the snapshot before. Pure."""

from collections.abc import Mapping, Sequence

from bot.consolidation.differences import Change, ChangeKind
from bot.consolidation.office.screens import LINES_A_PAGE, up
from bot.consolidation.targets import FindDifference, ShowDifferences
from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Phrase, Screen, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.ways import page_of, turn, turn_within
from bot.personnel.inputs import AWAY
from bot.titles.catalogue import Family
from bot.words import shortened


def other_family(to: ShowDifferences, families: Sequence[Family]) -> Button | None:
    other: ToView | None = next((ShowDifferences(to.snapshot, one) for one in families if one is not to.family), None)
    if other is None:
        return None
    return Button(say("button.differences_union" if to.family is Family.STATE else "button.differences_state"), other)


def differences(
    to: ShowDifferences, number: int, before: int, lines: Sequence[Phrase], families: Sequence[Family]
) -> Screen:
    """One line each, as far as there is room. `before`: the number of the snapshot before."""
    page = page_of(lines, to.page, LINES_A_PAGE)
    return screen(
        say(
            "snapshot.differs_union" if to.family is Family.UNION else "snapshot.differs_state",
            number=number,
            before=before,
            count=len(lines),
        ),
        *page.items,
        page.line if lines else say("snapshot.no_difference"),
        rows=(
            turn(ShowDifferences(to.snapshot, to.family, page.number), page.of),
            (
                Button(say("button.find_name"), FindDifference(to.snapshot, to.family)) if page.of > 1 else None,
                other_family(to, families),
            ),
            (up(to.snapshot, number),),
        ),
    )


def find(draft: Draft, number: int, before: int, lines: Sequence[Phrase] | None, wanted: int, family: Family) -> Screen:
    """The question for a name, with what was found for the one that was typed last. `lines`: None before that."""
    page = page_of(lines or (), wanted, LINES_A_PAGE)
    return screen(
        say(
            "snapshot.find_union" if family is Family.UNION else "snapshot.find_state",
            number=number,
            before=before,
        ),
        say("names.find") if lines is None else None,
        *page.items,
        page.line,
        say("snapshot.not_among", typed=shortened(str(draft.data.get("query") or ""))) if lines == () else None,
        rows=(turn_within(page.number, page.of), AWAY),
    )


_KINDS = {
    ChangeKind.ADDED: "snapshot.change.added",
    ChangeKind.TITLES: "snapshot.change.titles",
    ChangeKind.WITHDRAWN: "snapshot.change.withdrawn",
    ChangeKind.MOVED: "snapshot.change.moved",
}


def line(one: Change, short: Mapping[str, str]) -> Phrase:
    """A difference on one line. `short`: what titles are called, by their key, in their order."""
    if one.kind is ChangeKind.MOVED:
        return Phrase(_KINDS[one.kind], {"name": one.name, "place": one.place, "was": one.was, "now": one.now})
    was, now = (tuple(name for title, name in short.items() if title in titles) for titles in (one.was, one.now))
    if one.kind is ChangeKind.COLLECTIVE:
        return say("snapshot.change.collective", name=one.name, was=was or _NOTHING, now=now or _NOTHING)
    return Phrase(_KINDS[one.kind], {"name": one.name, "place": one.place, "was": was, "now": now})


_NOTHING = (say("snapshot.change.nothing"),)
