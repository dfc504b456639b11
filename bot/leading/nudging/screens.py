"""Reminding people, as the lead sees it before and after, and as the person reads it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import BACK, LATER
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import page_of, turn
from bot.enquiries.targets import Register
from bot.leading.nudging.actions import LONGEST, NudgeRound, NudgeRow
from bot.leading.reading import Member
from bot.leading.screens import BOARDS, PEOPLE_A_PAGE, SHOWN_NAMES, names
from bot.leading.targets import (
    RecordTold,
    RegisterForPerson,
    SendNudge,
    ShowNudge,
    ShowTell,
    ShowTellPerson,
    WriteNudge,
)
from bot.people.authentication.targets import ShowWebAccess
from bot.people.identity import Staff
from bot.people.rules import given_name, honorific, local_phone
from bot.people.targets import PrintInvites, ShowInvites
from bot.registration.records import FamilyChoice
from bot.registration.targets import RegisterUnion, ShowDecline
from bot.titles.catalogue import Family


@dataclass(frozen=True, slots=True)
class NudgeTopic:
    """The campaign and family of titles that a reminder is about, and the lead who writes it."""

    family: Family
    campaign: CampaignNow
    by: Staff

    @property
    def board(self) -> Button:
        return Button(say("button.back"), BOARDS[self.family])


# --- the letter -------------------------------------------------------------------------------------------------------


def text(topic: NudgeTopic, person: Staff, until: datetime, words: str | None) -> tuple[Phrase, ...]:
    """The text that `person` reads: the Office's sentence, or the lead's own words between its greeting and its end."""
    who = say(honorific(person.gender))
    year = topic.campaign.year
    if words is not None:
        middle = say("nudge.own_words", words=words)
    elif topic.family is Family.UNION:
        middle = say("nudge.union", group=person.union_group_name, year=year, who=who, deadline=until)
    else:
        middle = say("nudge.unit", unit=person.unit_name, year=year, who=who, deadline=until)
    return (
        say("nudge.dear", who=who, name=given_name(person.full_name)),
        middle,
        say("nudge.regards", name=topic.by.full_name),
    )


def letter(topic: NudgeTopic, person: Staff, until: datetime, words: str | None) -> Screen:
    union = topic.family is Family.UNION
    register = Button(say("button.register_union"), RegisterUnion(), Style.PRIMARY)
    decline = Button(say("button.decline_union"), ShowDecline(FamilyChoice.UNION))
    return screen(
        *text(topic, person, until, words),
        rows=(
            (register if union else Button(say("button.register"), Register(), Style.PRIMARY),),
            (decline if union else Button(say("button.decline"), ShowDecline()),),
        ),
    )


# --- before and after -------------------------------------------------------------------------------------------------


def preview(topic: NudgeTopic, going: NudgeRound, leads: Mapping[int, Staff], to: ShowNudge, until: datetime) -> Screen:
    """D03: people, text, and those who are left out. `to`: whom it is for. `leads`: those who have reminded."""
    if not going.to:
        return screen(
            say("nudge.nobody"),
            *_left_out(going, leads),
            rows=((_tell(topic, going),), (topic.board,)),
        )
    return screen(
        *_to(topic, going, until, None),
        *_left_out(going, leads),
        rows=(
            (Button(say("button.nudge_send"), SendNudge(topic.family, to.person, to.unit), Style.SUCCESS),),
            (Button(say("button.nudge_words"), WriteNudge(topic.family, to.person, to.unit)), _tell(topic, going)),
            (topic.board,),
        ),
    )


def own_words(going: NudgeRound) -> Screen:
    return screen(
        say("nudge.words.ask", names=names([member.person for member in going.to])),
        say("nudge.words.frame", most=LONGEST),
        say("nudge.words.example"),
        rows=((Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),),
    )


def own_preview(topic: NudgeTopic, going: NudgeRound, until: datetime, words: str) -> Screen:
    return screen(
        *_to(topic, going, until, words),
        rows=(
            (Button(say("button.nudge_send"), Option("send"), Style.SUCCESS),),
            (Button(say("button.nudge_words"), Option(BACK)), Button(say("button.later"), Option(LATER))),
        ),
    )


def sent(
    topic: NudgeTopic,
    last: Sequence[tuple[Staff, NudgeRow]],
    going: NudgeRound | None,
    leads: Mapping[int, Staff],
    due: datetime,
) -> Screen:
    """The round that was sent. `last`: the actor's newest of that day. `going`: the next one as of now, if people may
    still be reminded. `due`: the time at which the last one leaves, or left."""
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
        rows=((_tell(topic, going) if going else None,), (Button(say("button.to_board"), topic.board.to),)),
    )


def _to(topic: NudgeTopic, going: NudgeRound, until: datetime, words: str | None) -> tuple[Phrase, ...]:
    first = going.to[0].person
    shown = text(topic, first, until, words)
    lines = [
        say("nudge.to", count=len(going.to), names=names([member.person for member in going.to])),
        say("nudge.once"),
    ]
    if going.later:
        lines.append(say("nudge.later", at=going.due_at))
    if len(going.to) > 1:
        lines.append(say("nudge.sample", name=first.name))
    return (*lines, say("nudge.text", text=shown))


def _left_out(
    going: NudgeRound, leads: Mapping[int, Staff], but: set[int] | frozenset[int] = frozenset()
) -> list[Phrase]:
    had = [(member, one) for member, one in going.had if member.person.id not in but]
    lines = []
    if had:
        who = tuple(
            say("nudge.had_by", name=member.person.name, by=leads[one.by].name, at=one.at)
            for member, one in had[:SHOWN_NAMES]
        )
        more = (say("board.more", count=len(had) - len(who)),) if len(had) > len(who) else ()
        lines.append(say("nudge.had", count=len(had), names=(*who, *more)))
    if going.elsewhere:
        people = [member.person for member in going.elsewhere]
        lines.append(say("nudge.elsewhere", count=len(people), names=names(people)))
    return lines


def _tell(topic: NudgeTopic, going: NudgeRound) -> Button | None:
    return tell_button(going.untold, topic.family) if going.elsewhere else None


def tell_button(untold: int, family: Family) -> Button:
    """The way to those whom no letter reaches, with the number of those who have not been told today."""
    return Button(say("button.tell_people", count=untold) if untold else say("button.tell"), ShowTell(family))


# --- in person --------------------------------------------------------------------------------------------------------


def tell(
    topic: NudgeTopic,
    members: Sequence[Member],
    told: Mapping[int, NudgeRow],
    told_today: int,
    wanted: int,
    *,
    invites: bool,
) -> Screen:
    """The people whom no letter reaches, a button each, with the day on which each was told. `told`: by person.
    `told_today`: the number of those who were told today. `invites`: the reader prints invites for some of them."""
    if not members:
        return screen(say("tell.nobody"), rows=((topic.board,),))
    page = page_of(members, wanted, PEOPLE_A_PAGE)
    return screen(
        say("tell.list", count=len(members)),
        say("tell.today", count=told_today) if told_today else None,
        say("tell.choose"),
        rows=(
            *((_person(topic, member, told.get(member.person.id)),) for member in page.items),
            turn(ShowTell(topic.family, page.number), page.of),
            (Button(say("button.invites"), ShowInvites()) if invites else None, topic.board),
        ),
    )


def _person(topic: NudgeTopic, member: Member, told: NudgeRow | None) -> Button:
    name = member.person.name
    label = say("tell.person_told", name=name, day=told.day) if told else say("tell.person", name=name)
    return Button(label, ShowTellPerson(topic.family, member.person.id))


def tell_one(
    topic: NudgeTopic,
    member: Member,
    told: tuple[NudgeRow, Staff] | None,
    until: datetime,
    today: date,
    *,
    late: bool,
    may_register: bool,
    invites: bool,
    web: bool,
) -> Screen:
    """D04: name and number, a text in one block to copy, and that it was done. `late`: time is over, and one may ask
    for more until `until`."""
    person = member.person
    why = say("tell.blocked") if member.blocked else say("tell.not_linked") if not member.linked else say("tell.linked")
    who = say(honorific(person.gender))
    values = {
        "who": who,
        "name": given_name(person.full_name),
        "year": topic.campaign.year,
        "deadline": until,
        "lead": topic.by.full_name,
    }
    union = topic.family is Family.UNION
    words = (
        say("tell.text.late", **values)
        if late
        else say("tell.text.union", group=person.union_group_name, **values)
        if union
        else say("tell.text.unit", unit=person.unit_name, **values)
    )
    return screen(
        say("tell.head", name=person.name, phone=local_phone(person.phone), why=why)
        if person.phone
        else say("tell.head_no_phone", name=person.name, why=why),
        say("tell.copy"),
        say("tell.block", text=words),
        say("tell.told", day=told[0].day, by=told[1].name) if told else say("tell.then"),
        rows=(
            (
                None
                if told and told[0].day == today
                else Button(say("button.told"), RecordTold(topic.family, person.id), Style.SUCCESS),
                Button(say("button.proxy"), RegisterForPerson(person.id)) if may_register else None,
            ),
            (
                Button(say("button.print_invite"), PrintInvites(person=person.id)) if invites else None,
                Button(say("button.web_access"), ShowWebAccess(person.id)) if web else None,
            ),
            (Button(say("button.back"), ShowTell(topic.family)),),
        ),
    )
