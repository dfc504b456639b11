"""People who have left a unit in the year, and its comments on them. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.dialogue.screens import Button, Named, Phrase, Screen, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.ways import HOME
from bot.leading.targets import ShowDelegation
from bot.people.identity import Staff
from bot.people.naming import by_name
from bot.personnel import inputs
from bot.personnel.comments.actions import Departure
from bot.personnel.records import Comment
from bot.personnel.targets import ShowComment, WriteComment
from bot.words import shortened

SHOWN = 8


def moved_away(unit_id: int, people: Sequence[Staff]) -> Screen:
    return screen(
        say("moved_away.head", count=len(people)),
        say("moved_away.what") if people else say("moved_away.nobody"),
        rows=(
            *((Button(_label(person), ShowComment(person.id)),) for person in people[:SHOWN]),
            (Button(say("button.back"), ShowDelegation(unit_id)),),
        ),
    )


def _label(person: Staff) -> Named:
    short = shortened(f"{person.name_in_unit}, {person.unit_name}", inputs.LABEL)
    return Named(short, short)


def comment(left: Departure, today: date) -> Screen:
    """The present unit of somebody, the person who judges, and the comment of this unit."""
    moved = left.since <= today
    may = moved and bool(left.stands.standing)
    key = "button.change_comment" if left.own else "button.comment"
    return screen(
        None if moved else say("comment.head", name=left.person.name),
        _holds(left) if moved else say("comment.still_yours", since=left.since),
        say("staff.silent_so_far") if not left.stands.standing else say("comment.registered", code=left.stands.code),
        say("comment.own", at=left.own.at, words=left.own.words) if left.own else say("comment.none_yet"),
        say("comment.read_by") if may else None,
        rows=(
            (Button(say(key), WriteComment(left.person.id)),) if may else (),
            (HOME,),
        ),
    )


def _holds(left: Departure) -> Phrase:
    who = by_name(left.confirmer.staff)
    return say("moved.holds", name=left.person.name, unit=left.new_unit, since=left.since, who=who)


def write(left: Departure) -> Screen:
    return screen(
        say("comment.write", name=left.person.name, unit=left.new_unit),
        say("comment.before", words=left.own.words) if left.own else None,
        say("comment.example"),
        rows=(inputs.AWAY,),
    )


def comments(person: Staff, said: Sequence[tuple[Comment, Phrase]], back: ToView) -> Screen:
    """The comments for whoever judges, each with its author."""
    return screen(
        say("comments.head", name=person.name),
        *(say("comments.one", unit=one.unit_name, words=one.words, by=by, at=one.at) for one, by in said),
        None if said else say("comments.none"),
        rows=((Button(say("button.back"), back), HOME),),
    )
