"""Letters about moves to another unit and about exemptions, as screens. Pure."""

from datetime import datetime

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import AskOffice, AskRoster, Register, ShowMine
from bot.people.identity import Staff
from bot.people.naming import by_name
from bot.people.rules import honorific
from bot.personnel.records import Exempted
from bot.personnel.rules import DatedPost, last_day
from bot.personnel.staff.screens import REASONS
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


def exempted_letter(person: Staff, one: Exempted, by: Phrase, year: int, *, opens: bool) -> Screen:
    """`opens`: the person may register all the same, from now on."""
    who = say(honorific(person.gender))
    span = (
        say("exempt.open_span", since=one.since)
        if one.until is None
        else say("exempt.span", since=one.since, last=last_day(one.until))
    )
    return screen(
        say("letter.exempted", by=by, who=who, year=year),
        say("letter.exempted.reason", reason=say(REASONS[one.reason])),
        span,
        say("letter.exempted.may" if opens else "letter.exempted.rests", who=who),
        say("letter.exempted.wrong", who=who),
        rows=(
            (Button(say("button.register"), Register()) if opens else None,),
            (Button(say("button.ask_office"), AskOffice()), HOME),
        ),
    )


def expected_letter(person: Staff, by: Phrase, year: int, until: datetime | None) -> Screen:
    """`until`: the person may answer until then; None: not now."""
    who = say(honorific(person.gender))
    return screen(
        say("letter.exemption_ended", by=by, who=who, year=year),
        say("letter.exemption_ended.late", who=who)
        if until is None
        else say("letter.exemption_ended.answer", who=who, until=until),
        rows=(
            (Button(say("button.register"), Register(), Style.PRIMARY) if until is not None else None,),
            (Button(say("button.ask_office"), AskOffice()), HOME),
        ),
    )
