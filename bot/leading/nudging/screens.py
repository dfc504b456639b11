"""Reminding people, as whoever leads sees it before and after, and as the person reads it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import BACK, LATER
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import turn
from bot.enquiries.targets import Register
from bot.leading.board.answers import SHOWN_NAMES, Entry
from bot.leading.confirming.screens import BOARDS, PEOPLE_A_PAGE
from bot.leading.nudging.actions import LONGEST, Nudged, Round
from bot.leading.targets import RecordTold, RegisterForPerson, SendNudge, ShowTell, ShowTellPerson, WriteNudge
from bot.people.identity import Staff
from bot.people.rules import given_name, honorific, local_phone
from bot.registration.targets import ShowDecline
from bot.titles.catalogue import Family


@dataclass(frozen=True, slots=True)
class About:
    """What a reminder is about, and by whom."""

    family: Family
    campaign: CampaignNow
    by: Staff

    @property
    def board(self) -> Button:
        return Button(say("button.back"), BOARDS[self.family])


# --- the letter -------------------------------------------------------------------------------------------------------


def text(about: About, person: Staff, until: datetime, words: str | None) -> tuple[Phrase, ...]:
    """What `person` reads: the Office's sentence, or the lead's own words between its greeting and its end."""
    who = say(honorific(person.gender))
    year = about.campaign.year
    if words is not None:
        middle = say("nudge.own_words", words=words)
    elif about.family is Family.UNION:
        middle = say("nudge.union", group=person.union_group_name, year=year, who=who, deadline=until)
    else:
        middle = say("nudge.unit", unit=person.unit_name, year=year, who=who, deadline=until)
    return (
        say("nudge.dear", who=who, name=given_name(person.full_name)),
        middle,
        say("nudge.regards", name=about.by.full_name),
    )


def letter(about: About, person: Staff, until: datetime, words: str | None) -> Screen:
    decline = Button(say("button.decline"), ShowDecline()) if about.family is Family.STATE else None
    return screen(
        *text(about, person, until, words),
        rows=((Button(say("button.register"), Register(), Style.PRIMARY),), (decline,)),
    )


# --- before and after -------------------------------------------------------------------------------------------------


def preview(about: About, going: Round, leads: Mapping[int, Staff], person: int | None, until: datetime) -> Screen:
    """D03: to whom, what it says, and who is left out. `person`: None for all; `leads`: who has reminded."""
    if not going.to:
        return screen(
            say("nudge.nobody"),
            *_left_out(going, leads),
            rows=((_tell(about, going),), (about.board,)),
        )
    return screen(
        *_to(about, going, until, None),
        *_left_out(going, leads),
        rows=(
            (Button(say("button.nudge_send"), SendNudge(about.family, person), Style.SUCCESS),),
            (Button(say("button.nudge_words"), WriteNudge(about.family, person)), _tell(about, going)),
            (about.board,),
        ),
    )


def own_words(going: Round) -> Screen:
    return screen(
        say("nudge.words.ask", names=names([entry.person for entry in going.to])),
        say("nudge.words.frame", most=LONGEST),
        say("nudge.words.example"),
        rows=((Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),),
    )


def own_preview(about: About, going: Round, until: datetime, words: str) -> Screen:
    return screen(
        *_to(about, going, until, words),
        rows=(
            (Button(say("button.nudge_send"), Option("send"), Style.SUCCESS),),
            (Button(say("button.nudge_words"), Option(BACK)), Button(say("button.later"), Option(LATER))),
        ),
    )


def sent(
    about: About, last: Sequence[tuple[Staff, Nudged]], going: Round | None, leads: Mapping[int, Staff], due: datetime
) -> Screen:
    """What came of it. `last`: the actor's newest round of that day; `going`: how things stand now, if people may still
    be reminded; `due`: when that round leaves, or left."""
    if not last:
        head = say("nudge.nobody")
    elif due > last[0][1].at:
        head = say("nudge.sent_later", count=len(last), names=names([person for person, _ in last]), at=due)
    else:
        head = say("nudge.sent", count=len(last), names=names([person for person, _ in last]), at=last[0][1].at)
    mine = {person.id for person, _ in last}
    return screen(
        head,
        *(_left_out(going, leads, mine) if going else ()),
        rows=((_tell(about, going) if going else None,), (Button(say("button.to_board"), about.board.to),)),
    )


def names(people: Sequence[Staff]) -> tuple[Phrase | str, ...]:
    shown = tuple(person.full_name for person in people[:SHOWN_NAMES])
    more = len(people) - len(shown)
    return (*shown, say("board.more", count=more)) if more else shown


def _to(about: About, going: Round, until: datetime, words: str | None) -> tuple[Phrase, ...]:
    first = going.to[0].person
    shown = text(about, first, until, words)
    lines = [say("nudge.to", count=len(going.to), names=names([entry.person for entry in going.to])), say("nudge.once")]
    if going.later:
        lines.append(say("nudge.later", at=going.due_at))
    if len(going.to) > 1:
        lines.append(say("nudge.sample", name=first.full_name))
    return (*lines, say("nudge.text", text=shown))


def _left_out(going: Round, leads: Mapping[int, Staff], but: set[int] | frozenset[int] = frozenset()) -> list[Phrase]:
    had = [(entry, one) for entry, one in going.had if entry.person.id not in but]
    lines = []
    if had:
        who = tuple(
            say("nudge.had_by", name=entry.person.full_name, by=leads[one.by].full_name, at=one.at)
            for entry, one in had[:SHOWN_NAMES]
        )
        more = (say("board.more", count=len(had) - len(who)),) if len(had) > len(who) else ()
        lines.append(say("nudge.had", count=len(had), names=(*who, *more)))
    if going.elsewhere:
        people = [entry.person for entry in going.elsewhere]
        lines.append(say("nudge.elsewhere", count=len(people), names=names(people)))
    return lines


def _tell(about: About, going: Round) -> Button | None:
    count = len(going.elsewhere)
    return Button(say("button.tell_people", count=count), ShowTell(about.family)) if count else None


# --- in person --------------------------------------------------------------------------------------------------------


def tell(about: About, entries: Sequence[Entry], told: Mapping[int, Nudged], page: int) -> Screen:
    """Those whom no letter reaches, a button each; who was told last, and when. `told`: by person."""
    if not entries:
        return screen(say("tell.nobody"), rows=((about.board,),))
    pages = -(-len(entries) // PEOPLE_A_PAGE)
    page = min(page, pages - 1)
    shown = entries[page * PEOPLE_A_PAGE : (page + 1) * PEOPLE_A_PAGE]
    return screen(
        say("tell.list", count=len(entries)),
        say("tell.choose"),
        rows=(
            *((_person(about, entry, told.get(entry.person.id)),) for entry in shown),
            turn(ShowTell(about.family, page), pages),
            (about.board,),
        ),
    )


def _person(about: About, entry: Entry, told: Nudged | None) -> Button:
    name = entry.person.full_name
    label = say("tell.person_told", name=name, day=told.day) if told else say("tell.person", name=name)
    return Button(label, ShowTellPerson(about.family, entry.person.id))


def tell_one(
    about: About,
    entry: Entry,
    told: tuple[Nudged, Staff] | None,
    until: datetime,
    today: date,
    *,
    may_register: bool,
) -> Screen:
    """D04: name and number, a text in one block to copy, and that it was done."""
    person = entry.person
    why = say("tell.blocked") if entry.blocked else say("tell.not_linked") if not entry.linked else say("tell.linked")
    who = say(honorific(person.gender))
    values = {
        "who": who,
        "name": given_name(person.full_name),
        "year": about.campaign.year,
        "deadline": until,
        "lead": about.by.full_name,
    }
    union = about.family is Family.UNION
    words = (
        say("tell.text.union", group=person.union_group_name, **values)
        if union
        else say("tell.text.unit", unit=person.unit_name, **values)
    )
    return screen(
        say("tell.head", name=person.full_name, phone=local_phone(person.phone), why=why)
        if person.phone
        else say("tell.head_no_phone", name=person.full_name, why=why),
        say("tell.copy"),
        say("tell.block", text=words),
        say("tell.told", day=told[0].day, by=told[1].full_name) if told else say("tell.then"),
        rows=(
            (
                None
                if told and told[0].day == today
                else Button(say("button.told"), RecordTold(about.family, person.id), Style.SUCCESS),
                Button(say("button.proxy"), RegisterForPerson(person.id)) if may_register else None,
            ),
            (Button(say("button.back"), ShowTell(about.family)),),
        ),
    )
