"""Letters about moves to another unit, as screens. Pure."""

from bot.dialogue.screens import Button, Phrase, Screen, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import AskRoster, ShowMine
from bot.people.identity import Staff
from bot.people.naming import by_name
from bot.personnel.rules import DatedPost
from bot.personnel.targets import ShowComment
from bot.registration.targets import ShowUnitBoard


def moved_letter(post: DatedPost, old: str, new: str, confirmer: Phrase) -> Screen:
    return screen(
        say("letter.moved.own", old=old, new=new, since=post.since),
        say("letter.moved.judge", who=confirmer),
        rows=((Button(say("button.mine"), ShowMine()), Button(say("button.wrong_data"), AskRoster())),),
    )


def moved_in_letter(person: Staff, post: DatedPost, old: str, new: str) -> Screen:
    return screen(
        say("letter.moved.in", name=by_name(person), old=old, new=new, since=post.since),
        say("letter.moved.in_judge"),
        rows=((Button(say("button.unit"), ShowUnitBoard()), HOME),),
    )


def moved_out_letter(person: Staff, post: DatedPost, old: str, new: str) -> Screen:
    return screen(
        say("letter.moved.out", name=by_name(person), old=old, new=new, since=post.since),
        say("letter.moved.out_comment"),
        rows=((Button(say("button.comment"), ShowComment(person.id)), HOME),),
    )


def stays_letter(person: Staff, unit: str, *, own: bool) -> Screen:
    line = say("letter.stays.own", unit=unit) if own else say("letter.stays.head", name=by_name(person), unit=unit)
    return screen(line, rows=((HOME,),))
