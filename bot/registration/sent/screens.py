"""Screens after a registration was sent: receipt, change, withdrawal; declination, late request. Pure."""

from datetime import datetime

from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME
from bot.enquiries.targets import Register, ShowMine
from bot.registration.facts import RegistrationFacts
from bot.registration.home.screens import family_by_family
from bot.registration.questions import QUESTIONS, Part
from bot.registration.reading import Answered, Declined, LateAsked
from bot.registration.records import DeclineReason, FamilyChoice, LateRequestState
from bot.registration.rules import REASON_PHRASES, may_ask_late, reason_of_late
from bot.registration.screens import (
    ASK_BUTTON,
    BACK_BUTTON,
    LATER_BUTTON,
    MINE_BUTTON,
    missing_rows,
)
from bot.registration.targets import AskLate, Decline, EditPart, ShowDecline, ShowEdit, Withdraw
from bot.titles.catalogue import Family
from bot.titles.rules import to_check
from bot.words import shortened


def receipt(facts: RegistrationFacts, stands: Answered, *, ask: bool = False) -> Screen:
    """Kept in the chat as the record of what was sent. `ask`: for the family in which an answer is missing."""
    names = tuple(title.name for title in facts.regime.in_order(stands.titles))
    return screen(
        say("receipt.head", code=stands.code),
        say("receipt.at", at=stands.submitted_at),
        say("receipt.titles", titles=names),
        *family_by_family(facts, stands),
        say("receipt.next"),
        to_check(facts.regime),
        say("receipt.union.ask") if ask and facts.asks_union(stands) else None,
        say("receipt.state.ask") if ask and facts.asks_state(stands) else None,
        rows=(
            *(missing_rows(facts, stands) if ask else ()),
            (MINE_BUTTON, Button(say("button.edit"), ShowEdit())),
            (HOME,),
        ),
        keep=True,
    )


def edit(facts: RegistrationFacts, stands: Answered) -> Screen:
    confirmed = [standing.confirmed_at for standing in stands.standing if standing.confirmed_at]
    titles = facts.regime.in_order(stands.titles)
    return screen(
        say("edit.confirmed", code=stands.code, at=max(confirmed)) if confirmed else say("edit.head", code=stands.code),
        say("edit.again") if confirmed else None,
        say("edit.kept"),
        say("edit.which"),
        rows=(
            (Button(say("button.part_titles"), EditPart(Part.TITLES)),),
            *(
                (Button(one.to_part, EditPart(one.part)),)
                for one in QUESTIONS
                if one.applies(titles) and facts.answers_open(stands)
            ),
            (Button(say("button.leave_as_is"), ShowMine()),),
        ),
    )


def withdraw(facts: RegistrationFacts, stands: Answered, version: int) -> Screen:
    return screen(
        say("withdraw.ask", year=facts.campaign.year),
        say("receipt.titles", titles=tuple(title.name for title in facts.regime.in_order(stands.titles))),
        say("withdraw.after"),
        say("withdraw.again", deadline=facts.campaign.deadline_at),
        rows=(
            (Button(say("button.withdraw"), Withdraw(stands.receipt_id or 0, version), Style.DANGER),),
            (Button(say("button.leave_as_is"), ShowMine()),),
        ),
    )


def withdrawn(facts: RegistrationFacts) -> Screen:
    return screen(
        say("withdrawn.done", year=facts.campaign.year),
        say("withdraw.again", deadline=facts.campaign.deadline_at),
        rows=((Button(say("button.register_again"), Register()), HOME),),
    )


# --- not this year ----------------------------------------------------------------------------------------------------


def decline_which(facts: RegistrationFacts, stands: Answered) -> Screen:
    """The question for which family, with what stands in each."""
    return screen(
        say("decline.head", year=facts.campaign.year),
        say("decline.which"),
        *(_stands(stands, family) for family in facts.asked_families),
        rows=(
            (Button(say("button.family.state"), ShowDecline(FamilyChoice.STATE)),),
            (Button(say("button.family.union"), ShowDecline(FamilyChoice.UNION)),),
            (Button(say("button.family.both"), ShowDecline(FamilyChoice.BOTH)),),
            (HOME,),
        ),
    )


def _stands(stands: Answered, family: Family) -> Phrase:
    state = family is Family.STATE
    if stands.in_family(family):
        return say("decline.stands.state.registered" if state else "decline.stands.union.registered")
    if stands.declined_in(family):
        return say("decline.stands.state.declined" if state else "decline.stands.union.declined")
    return say("decline.stands.state.missing" if state else "decline.stands.union.missing")


def decline(facts: RegistrationFacts, stands: Answered, what: FamilyChoice) -> Screen:
    """The reasons, with the code of the registration that the declination takes back."""
    taken_back = any(stands.in_family(family) for family in what.families)
    return screen(
        say(_HEADS[what] if len(facts.asked_families) > 1 else "decline.head", year=facts.campaign.year),
        say("decline.takes_back", code=stands.code) if taken_back else None,
        say("decline.ask"),
        say("decline.nothing_private"),
        say("decline.until", deadline=facts.campaign.deadline_at)
        if facts.campaign.is_open(facts.now)
        else say("decline.late", until=facts.campaign.closes_at),
        rows=(
            *((Button(say(key), Decline(reason, what)),) for reason, key in REASON_PHRASES.items()),
            (HOME,),
        ),
    )


_HEADS = {
    FamilyChoice.STATE: "decline.head.state",
    FamilyChoice.UNION: "decline.head.union",
    FamilyChoice.BOTH: "decline.head",
}


def decline_words(_draft: Draft, facts: RegistrationFacts) -> Screen:
    return screen(
        say("decline.words", year=facts.campaign.year),
        say("decline.nothing_private"),
        rows=((BACK_BUTTON, LATER_BUTTON),),
    )


def decline_check(draft: Draft, facts: RegistrationFacts) -> Screen:
    return screen(
        say(_HEADS[FamilyChoice(draft.data["what"])], year=facts.campaign.year),
        say("decline.typed", words=shortened(draft.data["words"])),
        say("decline.typed_ask"),
        rows=(
            (Button(say("button.record_decline"), Option("record"), Style.SUCCESS),),
            (Button(say("button.edit_reason"), Option("edit")),),
            (LATER_BUTTON,),
        ),
    )


def declined(facts: RegistrationFacts, stands: Answered) -> Screen:
    """Kept in the chat as the record of what was said last, with what stands in the other family."""
    campaign = facts.campaign
    newest = max(stands.declinations, key=lambda one: one.at)
    same = tuple(one.family for one in stands.declinations if one.at == newest.at)
    registered = stands.standing[0].family if stands.standing else None
    over = facts.now > campaign.closes_at
    return screen(
        say(_DECLINED[same] if len(facts.asked_families) > 1 else "declined.head", year=campaign.year),
        say("declined.reason", reason=reason(newest), code=stands.code),
        *((say(_STILL_REGISTERED[registered]),) if registered else family_by_family(facts, stands)),
        say("declined.again", deadline=campaign.deadline_at) if campaign.is_open(facts.now) else None,
        say("declined.help"),
        rows=((None if over else Button(say("button.register_again"), Register()), ASK_BUTTON), (HOME,)),
        keep=True,
    )


_DECLINED: dict[tuple[Family, ...], str] = {
    (Family.STATE,): "declined.head.state",
    (Family.UNION,): "declined.head.union",
    tuple(Family): "declined.head",
}
_STILL_REGISTERED = {Family.STATE: "declined.state_stands", Family.UNION: "declined.union_stands"}


def reason(said: Declined) -> Phrase:
    """The reason in the person's own words, or the preset one."""
    if said.words:
        return say("decline.own_words", words=shortened(said.words))
    return say(_AFTER_REASON.get(said.reason, REASON_PHRASES[said.reason]))


_AFTER_REASON = {DeclineReason.PERSONAL: "decline.reason.personal_said"}
"""Reasons whose buttons name them so, as they stand after «Lý do:»."""


# --- after the deadline -----------------------------------------------------------------------------------------------

DECLINE_BUTTON = Button(say("button.decline"), ShowDecline())


def closed(campaign: CampaignNow, at: datetime, *, declines: bool) -> Screen:
    """Registration is over, or has yet to begin. `declines`: the person may yet say that nothing is registered."""
    if at < campaign.opens_at:
        return screen(say("menu.opens", opens=campaign.opens_at), rows=((ASK_BUTTON, HOME),))
    may_ask = campaign.supplement_until is not None and at <= campaign.supplement_until
    return screen(
        say("closed.head", deadline=campaign.deadline_at),
        say("closed.late", until=campaign.supplement_until) if may_ask else None,
        say("closed.path") if may_ask else say("closed.over"),
        say("closed.decline") if declines else None,
        rows=(
            (Button(say("button.ask_late"), AskLate(), Style.PRIMARY),) if may_ask else (),
            (DECLINE_BUTTON,) if declines else (),
            (ASK_BUTTON, HOME),
        ),
    )


def late_reason(_draft: Draft, campaign: CampaignNow) -> Screen:
    return screen(
        say("late.head"),
        say("late.example"),
        say("closed.late", until=campaign.supplement_until),
        rows=((BACK_BUTTON, LATER_BUTTON),),
    )


def late(
    request: LateAsked, campaign: CampaignNow, at: datetime, step: tuple[Phrase, ...] = (), *, declines: bool
) -> Screen:
    """`step`: where an open one waits; `declines`: as above."""
    over = request.granted_until is not None and at > request.granted_until
    lines = {
        LateRequestState.OPEN: say("late.state.open"),
        LateRequestState.GRANTED: say("late.state.over", until=request.granted_until)
        if over
        else say("late.state.granted", until=request.granted_until),
        LateRequestState.REFUSED: say("late.state.refused" if request.answer else "late.state.lapsed"),
        LateRequestState.WITHDRAWN: say("late.state.withdrawn"),
    }
    open_ = request.state is LateRequestState.OPEN
    granted = request.state is LateRequestState.GRANTED and not over
    again = not open_ and not granted and may_ask_late(campaign, at)
    return screen(
        lines[request.state],
        *step,
        say("late.answer", words=request.answer) if request.answer else None,
        reason_of_late(request.reason, 80),
        rows=(
            (Button(say("button.register"), Register(), Style.PRIMARY),) if granted else (),
            (Button(say("button.edit"), AskLate()),) if open_ and at <= campaign.closes_at else (),
            (Button(say("button.ask_late"), AskLate()),) if again else (),
            (DECLINE_BUTTON,) if declines and not granted else (),
            (ASK_BUTTON, HOME),
        ),
    )
