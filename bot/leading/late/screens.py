"""Requests to register late, as the lead and the Office see them, and the letters. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import BACK, LATER
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import AskOffice, Register
from bot.leading.late.actions import LateCase
from bot.leading.screens import PEOPLE_A_PAGE
from bot.leading.targets import AgreeLate, GrantLate, RefuseLate, ShowLateRequest, ShowLateRequests
from bot.people.identity import Staff
from bot.people.naming import post_of
from bot.people.rules import given_name, honorific
from bot.registration.records import LateRequestState
from bot.registration.rules import reason_of_late
from bot.registration.targets import ShowDecline
from bot.words import shortened

_REASON_SHOWN = 200


def requests(cases: Sequence[LateCase], to: ShowLateRequests) -> Screen:
    """A button each; those whose lead has let a working day pass are marked for the Office."""
    if not cases:
        return screen(say("late.requests.none"), rows=((HOME,),))
    page = page_of(cases, to.page, PEOPLE_A_PAGE)
    return screen(
        say("late.requests", count=len(cases)),
        say("late.requests.choose"),
        rows=(
            *((Button(_label(case), ShowLateRequest(case.request.id)),) for case in page.items),
            turn(ShowLateRequests(page.number, to.led), page.of),
            (HOME,),
        ),
    )


def _label(case: LateCase) -> Phrase:
    name = case.person.name
    if case.request.agreed_at is not None:
        return say("late.requests.agreed", name=name)
    if case.as_office and case.lead_silent:
        return say("late.requests.silent", name=name)
    return say("late.requests.new", name=name)


def one(
    case: LateCase, agreed: Phrase | None, decided: Phrase | None, ends: Sequence[date], onward: Button | None
) -> Screen:
    """One request. `agreed`, `decided`: by whom, if so; `ends`: until when the Office may grant; `onward`: the way on
    from one that is decided."""
    request, person = case.request, case.person
    return screen(
        say("late.one", name=person.name_in_unit, post=post_of(person.position, person.unit_name)),
        say("late.asked", at=request.asked_at),
        reason_of_late(request.reason, _REASON_SHOWN),
        say("late.agreed", who=agreed, at=request.agreed_at) if agreed else None,
        say("late.silent") if case.lead_silent and not case.as_lead else None,
        _decision(case, decided),
        rows=(
            *_office(case, ends),
            (Button(say("button.late_agree"), AgreeLate(request.id), Style.SUCCESS),)
            if case.as_lead and not case.as_office
            else (),
            (Button(say("button.late_refuse"), RefuseLate(request.id)),) if case.as_lead or case.as_office else (),
            (onward,),
            (Button(say("button.back"), ShowLateRequests()),),
        ),
    )


def _office(case: LateCase, ends: Sequence[date]) -> tuple[tuple[Button, ...], ...]:
    if not case.as_office:
        return ()
    ref = case.request.id
    return tuple((Button(say("button.late_grant", day=day), GrantLate(ref, day), Style.SUCCESS),) for day in ends)


def _decision(case: LateCase, by: Phrase | None) -> Phrase | None:
    request = case.request
    if by is None:
        return say("late.lapsed", at=request.decided_at) if request.state is LateRequestState.REFUSED else None
    if request.state is LateRequestState.GRANTED:
        return say("late.granted", who=by, at=request.decided_at, until=request.granted_until)
    return say("late.refused", who=by, at=request.decided_at, words=shortened(request.answer or "", _REASON_SHOWN))


def refusal_words(person: Staff) -> Screen:
    return screen(
        say("late.refuse", name=person.name),
        say("late.refuse.read", who=_who(person), name=given_name(person.full_name)),
        say("late.refuse.example"),
        rows=((Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),),
    )


def _who(person: Staff) -> Phrase:
    return say(honorific(person.gender))


# --- letters ----------------------------------------------------------------------------------------------------------


def asked_letter(case: LateCase) -> Screen:
    """To the unit's lead."""
    return screen(
        say("letter.late_asked", name=case.person.name_in_unit, unit=case.person.unit_name),
        reason_of_late(case.request.reason, _REASON_SHOWN),
        say("letter.late_asked.please"),
        rows=((_open(case),),),
    )


def office_letter(case: LateCase, agreed: Phrase | None, until: datetime | None = None) -> Screen:
    """To the Office: the lead has agreed, or has let a working day pass. `until`: the end of a time that is nearly
    over."""
    return screen(
        say("letter.late_asked", name=case.person.name_in_unit, unit=case.person.unit_name),
        reason_of_late(case.request.reason, _REASON_SHOWN),
        say("late.agreed", who=agreed, at=case.request.agreed_at) if agreed else say("late.silent"),
        say("letter.late_undecided", until=until) if until else None,
        rows=((_open(case),),),
    )


def _open(case: LateCase) -> Button:
    return Button(say("button.late_open"), ShowLateRequest(case.request.id), Style.PRIMARY)


def granted_letter(person: Staff, campaign: CampaignNow, until: datetime) -> Screen:
    return screen(
        say("letter.late_granted", who=_who(person), year=campaign.year),
        say("letter.late_granted.until", who=_who(person), until=until),
        rows=((Button(say("button.register"), Register(), Style.PRIMARY),), (HOME,)),
    )


def supported_letter(case: LateCase, by: Phrase) -> Screen:
    """To the lead who was for it."""
    asked, name = case.request, case.person.name
    granted = asked.granted_until is not None
    return screen(
        say("letter.late_supported.granted", by=by, name=name, until=asked.granted_until)
        if granted
        else say("letter.late_supported.refused", by=by, name=name),
        None if granted else say("late.answer", words=shortened(asked.answer or "", _REASON_SHOWN)),
        rows=((HOME,),),
    )


def ends_letter(person: Staff, campaign: CampaignNow, until: datetime) -> Screen:
    return screen(
        say("letter.late_ends", who=_who(person), year=campaign.year, until=until),
        rows=(
            (Button(say("button.register"), Register(), Style.PRIMARY),),
            (Button(say("button.decline"), ShowDecline()),),
            (HOME,),
        ),
    )


def lapsed_letter(person: Staff, campaign: CampaignNow, contact: Phrase) -> Screen:
    return screen(
        say("letter.late_lapsed", who=_who(person), year=campaign.year),
        say("letter.late_lapsed.ask", who=_who(person), contact=contact),
        rows=((Button(say("button.ask_office"), AskOffice()),), (HOME,)),
    )


def refused_letter(person: Staff, campaign: CampaignNow, words: str, by: Phrase, contact: Phrase) -> Screen:
    return screen(
        say("letter.late_refused", who=_who(person), year=campaign.year, by=by),
        say("late.answer", words=words),
        say("letter.late_refused.ask", who=_who(person), contact=contact),
        rows=((Button(say("button.ask_office"), AskOffice()),), (HOME,)),
    )
