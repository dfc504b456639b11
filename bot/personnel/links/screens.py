"""F14: requests to be linked, as the Office reads and decides them. Pure."""

from collections.abc import Sequence

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, ShowHome, page_of, turn
from bot.enquiries.targets import ShowOffice
from bot.leading.targets import ShowLinkRequests
from bot.people.identity import Staff
from bot.people.naming import post_of
from bot.people.records import LinkRequestState
from bot.people.rules import honorific, local_phone
from bot.people.targets import Occasion, ReceiveMissed
from bot.personnel import inputs
from bot.personnel.links.actions import LinkRequestRow
from bot.personnel.targets import ChooseLinked, RefuseLink, ShowLinkRequest
from bot.words import shortened

LISTED = 6
SHORT_WORDS = 40
TO_REQUESTS = Button(say("button.all_link_requests"), ShowLinkRequests())


def requests(found: Sequence[LinkRequestRow], wanted: int) -> Screen:
    """The requests that wait, oldest first."""
    office = Button(say("button.office"), ShowOffice())
    if not found:
        return screen(say("link_requests.head"), say("link_requests.none"), rows=((office, HOME),))
    page = page_of(found, wanted, LISTED)
    return screen(
        say("link_requests.head"),
        say("link_requests.count", count=len(found)),
        rows=(
            *((_open(one),) for one in page.items),
            turn(ShowLinkRequests(page.number), page.of),
            (office, HOME),
        ),
    )


def _open(one: LinkRequestRow) -> Button:
    words = shortened(one.statement, SHORT_WORDS)
    return Button(Named(words, words), ShowLinkRequest(one.id))


def request(one: LinkRequestRow, candidates: Sequence[Staff]) -> Screen:
    """The person's own words, and the people of the roster who come nearest."""
    return screen(
        say("link_request_office.head", at=one.created_at),
        say("link_request_office.statement", statement=one.statement),
        say("link_request_office.phone", phone=local_phone(one.phone))
        if one.phone
        else say("link_request_office.no_phone"),
        say("link_request_office.near", names=tuple(_near(person) for person in candidates))
        if candidates
        else say("link_request_office.nobody_near"),
        say("link_request_office.verify"),
        rows=(
            (Button(say("button.choose_from_roster"), ChooseLinked(one.id), Style.PRIMARY),),
            (Button(say("button.refuse_link"), RefuseLink(one.id), Style.DANGER), TO_REQUESTS),
        ),
    )


def _near(person: Staff) -> str:
    return f"{person.name_in_unit} ({person.unit_name})"


def decided(one: LinkRequestRow, person: Staff | None, by: Phrase | None, onward: Button | None) -> Screen:
    """The outcome. `person`: whose the chat that asked is now, if it is somebody's; `by`: who decided; `onward`: the
    way on."""
    match one.state:
        case LinkRequestState.APPROVED if person is not None:
            done = say("link_request_office.approved", name=person.name_in_unit, unit=person.unit_name)
        case LinkRequestState.REFUSED:
            done = say("link_request_office.refused")
        case _:
            done = say("link_request_office.done")
    return screen(
        done,
        say("link_request_office.by", who=by, at=one.decided_at) if by is not None else None,
        rows=((onward,), (TO_REQUESTS, HOME)),
    )


# --- the dialogues ----------------------------------------------------------------------------------------------------


def which_person(draft: Draft, one: LinkRequestRow, items: Sequence[inputs.Item]) -> Screen:
    lines = (
        say("link_request_office.statement", statement=one.statement),
        say("link_choose.who"),
        say("list.type_name"),
    )
    return inputs.list_screen(lines, items, draft)


def check(one: LinkRequestRow, person: Staff, *, taken: bool) -> Screen:
    """`taken`: some chat is this person's already, so that it cannot be approved."""
    return screen(
        say("link_request_office.statement", statement=one.statement),
        say("link_choose.person", name=person.name_in_unit, post=post_of(person.position, person.unit_name)),
        say("link_choose.phone", phone=local_phone(person.phone)) if person.phone else say("link_choose.no_phone"),
        say("link_choose.taken") if taken else say("link_request_office.verify"),
        rows=(
            () if taken else (Button(say("button.approve"), Option("send"), Style.SUCCESS),),
            inputs.AWAY,
        ),
    )


def reason(one: LinkRequestRow) -> Screen:
    return screen(
        say("link_request_office.statement", statement=one.statement),
        say("link_refuse.reason"),
        say("link_refuse.example"),
        rows=(inputs.AWAY,),
    )


# --- the letter -------------------------------------------------------------------------------------------------------


def approved_letter(person: Staff, missed: int) -> Screen:
    """The letter to whoever was linked. `missed`: letters that could not be sent before."""
    who = say(honorific(person.gender))
    receive = Button(say("button.receive"), ReceiveMissed(Occasion.LINKED), Style.PRIMARY)
    return screen(
        say("letter.linked", who=who, name=person.name_in_unit, unit=person.unit_name),
        say("letter.linked_wrong"),
        say("missed.count", count=missed, who=who) if missed else None,
        rows=((receive if missed else None,), (Button(say("button.home"), ShowHome(), Style.PRIMARY),)),
    )
