"""The questions by which the recipients of a notice are chosen. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.dialogue.flows import BACK, Draft
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import page_of, turn_within
from bot.notices.audience.recipients import Reach
from bot.notices.writing.screens import AWAY
from bot.people.identity import Staff
from bot.people.naming import post_of
from bot.words import shortened

LISTED = 8


class Criterion(StrEnum):
    """The criteria of an audience that can be chosen."""

    EVERYBODY = "everybody"
    UNITS = "units"
    GROUPS = "groups"
    ROLES = "roles"
    KINDS = "kinds"
    MISSING = "missing"
    REGISTERED = "registered"
    DECLINED = "declined"
    TITLE = "title"
    UNKNOWN = "unknown"
    KNOWN = "known"
    PEOPLE = "people"


_LABELS = {
    Criterion.EVERYBODY: say("button.audience.everybody"),
    Criterion.UNITS: say("button.audience.units"),
    Criterion.GROUPS: say("button.audience.groups"),
    Criterion.ROLES: say("button.audience.roles"),
    Criterion.KINDS: say("button.audience.kinds"),
    Criterion.MISSING: say("button.audience.missing"),
    Criterion.REGISTERED: say("button.audience.registered"),
    Criterion.DECLINED: say("button.audience.declined"),
    Criterion.TITLE: say("button.audience.title"),
    Criterion.UNKNOWN: say("button.audience.unknown"),
    Criterion.KNOWN: say("button.audience.known"),
    Criterion.PEOPLE: say("button.audience.people"),
}
_USUAL = ((Criterion.EVERYBODY,), (Criterion.UNITS, Criterion.GROUPS), (Criterion.PEOPLE,))
_BY_ANSWER_OR_OFFICE = (
    (Criterion.ROLES, Criterion.KINDS),
    (Criterion.MISSING, Criterion.REGISTERED),
    (Criterion.DECLINED, Criterion.TITLE),
    (Criterion.UNKNOWN, Criterion.KNOWN),
)
_ASKS = {
    "replace": "audience.ask",
    "and": "audience.ask_and",
    "or": "audience.ask_or",
    "not": "audience.ask_not",
}


def criterion(draft: Draft, meant: Phrase | None) -> Screen:
    """The choice of a criterion. `meant`: the audience so far."""
    how = draft.data.get("how", "replace") if meant else "replace"
    others = bool(draft.data.get("others"))
    return screen(
        say("audience.head"),
        say("audience.so_far", who=meant) if meant and how != "replace" else None,
        say(_ASKS[how]),
        rows=(
            *(
                tuple(Button(_LABELS[one], Option(one.value)) for one in row)
                for row in (_BY_ANSWER_OR_OFFICE if others else _USUAL)
            ),
            (Button(say("button.audience_usual" if others else "button.audience_others"), Option("others")),),
            () if others else AWAY,
        ),
    )


def which(draft: Draft, chosen: Criterion, items: Sequence[tuple[str, Named | Phrase]]) -> Screen:
    """The items of a criterion to tick; of past notices, one to choose."""
    shown = page_of(items, int(draft.data.get("page", 0)), LISTED)
    ticked = draft.data.get("chosen", ())
    one_only = chosen in (Criterion.KNOWN, Criterion.UNKNOWN)
    return screen(
        say("audience.which", what=_LABELS[chosen]),
        say("audience.with_below") if chosen is Criterion.UNITS else None,
        say("audience.none_to_choose") if not items else None,
        shown.line,
        rows=(
            *(
                (Button(_tick(name, None if one_only else code in ticked), Option(f"i{code}")),)
                for code, name in shown.items
            ),
            turn_within(shown.number, shown.of),
            (Button(say("button.next"), Option("done"), Style.PRIMARY),) if ticked else (),
            AWAY,
        ),
    )


def _tick(name: Named | Phrase, on: bool | None) -> Named | Phrase:
    if isinstance(name, Named):
        name = Named(shortened(name.vi, 40), shortened(name.en, 40))
    if on is None:
        return name
    return say("audience.ticked" if on else "audience.unticked", name=name)


def names(draft: Draft, chosen: Sequence[tuple[str, Named | Phrase]]) -> Screen:
    """The names typed so far; a tap on one takes it away again."""
    return screen(
        say("audience.names.head"),
        say("audience.names.type"),
        say("audience.names.so_far", count=len(chosen)) if chosen else None,
        rows=(
            *((Button(_tick(name, on=True), Option(f"i{code}")),) for code, name in chosen[-LISTED:]),
            (Button(say("button.next"), Option("done"), Style.PRIMARY),) if draft.data.get("chosen") else (),
            AWAY,
        ),
    )


def which_of_them(people: Sequence[Staff]) -> Screen:
    """People of one name, each with what tells from the others: the code, the post and the unit."""
    return screen(
        say("audience.which_of_them", name=people[0].full_name if people else "", count=len(people)),
        rows=(
            *((Button(_told_apart(one), Option(f"s{one.id}")),) for one in people),
            (Button(say("button.none_of_them"), Option("neither")),),
        ),
    )


def _told_apart(one: Staff) -> Phrase:
    return say("audience.told_apart", name=one.full_name, code=one.code, post=post_of(one.position, one.unit_name))


def summary(meant: Phrase | None, count: Mapping[Reach, int]) -> Screen:
    """The audience so far, with its count, and the ways to narrow or widen it."""
    total = sum(count.values())
    return screen(
        say("audience.summary", who=meant or say("audience.nobody"), count=total),
        say(
            "audience.breakdown",
            reached=count.get(Reach.REACHED, 0),
            unlinked=count.get(Reach.UNLINKED, 0),
            blocked=count.get(Reach.BLOCKED, 0),
        ),
        say("audience.combine"),
        rows=(
            (Button(say("button.audience_done", count=total), Option("done"), Style.PRIMARY),) if total else (),
            (
                Button(say("button.audience_and"), Option("and")),
                Button(say("button.audience_or"), Option("or")),
                Button(say("button.audience_not"), Option("not")),
            ),
            (Button(say("button.audience_again"), Option("replace")), Button(say("button.back"), Option(BACK))),
        ),
    )
