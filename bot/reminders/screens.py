"""Reminders as they are read. Pure. With dates, never «three days»: a letter may be read a day late."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import AskOffice, Register
from bot.leading.targets import AskProxy
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.registration.records import FamilyChoice
from bot.registration.targets import AskLate, RegisterUnion, ShowDecline
from bot.reminders.rules import PutOffChoice
from bot.reminders.targets import ShowSnooze, Snooze
from bot.waiting.targets import ShowWaiting

REGISTER = Button(say("button.register"), Register(), Style.PRIMARY)
SAME = Button(say("button.same"), Register(), Style.PRIMARY)
DECLINE = Button(say("button.decline"), ShowDecline())
REGISTER_UNION = Button(say("button.register_union"), RegisterUnion(), Style.PRIMARY)
DECLINE_UNION = Button(say("button.decline_union"), ShowDecline(FamilyChoice.UNION))
SNOOZE = Button(say("button.snooze"), ShowSnooze())
ASK_OFFICE = Button(say("button.ask_office"), AskOffice())
ASK_PROXY = Button(say("button.ask_proxy"), AskProxy())
SEE_WAITING = Button(say("button.see_waiting"), ShowWaiting())
REGARDS = say("reminder.regards")


def dear(person: Staff) -> Phrase:
    return say("reminder.dear", who=who_is(person), name=person.full_name)


def who_is(person: Staff) -> Phrase:
    return say(honorific(person.gender))


def _letter(
    person: Staff, *lines: Phrase | None, first: Button = REGISTER, may_wait: bool, by_proxy: bool = False
) -> Screen:
    return screen(
        dear(person),
        *lines,
        REGARDS,
        rows=((first,), (ASK_PROXY if by_proxy else None,), (SNOOZE if may_wait else None, DECLINE)),
    )


def open_(person: Staff, campaign: CampaignNow, may_wait: bool) -> Screen:
    return _letter(
        person,
        say("reminder.open", campaign=campaign.name, deadline=campaign.deadline_at),
        say("reminder.open.how"),
        may_wait=may_wait,
    )


def past(
    person: Staff, campaign: CampaignNow, recognised: Sequence[Named], registered: Sequence[Named], *, may_wait: bool
) -> Screen:
    """The letter with last year's titles that may be registered again, if there are any: those that were recognised,
    and those that were only registered."""
    values = {"year": campaign.year - 1, "who": who_is(person)}
    any_ = bool(recognised or registered)
    return _letter(
        person,
        say("reminder.deadline", year=campaign.year, deadline=campaign.deadline_at),
        say("reminder.past", **values, titles=tuple(recognised)) if recognised else None,
        say("reminder.past.registered", **values, titles=tuple(registered)) if registered else None,
        say("reminder.past.same") if any_ else say("reminder.open.how"),
        first=SAME if any_ else REGISTER,
        may_wait=may_wait,
    )


def few_days(
    person: Staff, campaign: CampaignNow, days: Sequence[date], way: Phrase, *, by_proxy: bool, may_wait: bool
) -> Screen:
    """The letter of the last days. `days`: working days that are left, today included; `way`: to register without a
    telephone; `by_proxy`: somebody may be asked to."""
    return _letter(
        person,
        say("reminder.deadline", year=campaign.year, deadline=campaign.deadline_at),
        say("reminder.days", days=tuple(days)) if days else None,
        way,
        may_wait=may_wait,
        by_proxy=by_proxy,
    )


def eve(person: Staff, campaign: CampaignNow, may_wait: bool) -> Screen:
    return _letter(
        person,
        say("reminder.ends", year=campaign.year, deadline=campaign.deadline_at),
        say("reminder.answer", who=who_is(person)),
        may_wait=may_wait,
    )


def last(person: Staff, campaign: CampaignNow) -> Screen:
    """The last letter before the deadline, which nobody may put off; it says why."""
    return screen(
        dear(person),
        say("reminder.ends", year=campaign.year, deadline=campaign.deadline_at),
        say("reminder.last"),
        REGARDS,
        rows=((REGISTER,), (DECLINE, ASK_OFFICE)),
    )


def again(person: Staff, campaign: CampaignNow, may_wait: bool) -> Screen:
    return _letter(
        person,
        say("reminder.again", who=who_is(person), year=campaign.year),
        say("reminder.deadline", year=campaign.year, deadline=campaign.deadline_at),
        may_wait=may_wait,
    )


def union(person: Staff, campaign: CampaignNow) -> Screen:
    """The letter to a member who has answered for the State's titles only."""
    return screen(
        dear(person),
        say("reminder.union", who=who_is(person), year=campaign.year),
        say("reminder.deadline", year=campaign.year, deadline=campaign.deadline_at),
        REGARDS,
        rows=((REGISTER_UNION,), (DECLINE_UNION,)),
    )


def over(person: Staff, campaign: CampaignNow, now: datetime) -> Screen:
    until = campaign.supplement_until
    may_ask = until is not None and now <= until
    return screen(
        dear(person),
        say("reminder.over", year=campaign.year, deadline=campaign.deadline_at),
        say("reminder.over.late", who=who_is(person), until=until)
        if may_ask
        else say("reminder.over.office", who=who_is(person)),
        REGARDS,
        rows=(
            (Button(say("button.ask_late"), AskLate(), Style.PRIMARY) if may_ask else None,),
            (DECLINE if may_ask else None, ASK_OFFICE),
        ),
    )


# --- put off ----------------------------------------------------------------------------------------------------------


def snooze(choices: Sequence[PutOffChoice], last: datetime | None) -> Screen:
    return screen(
        say("snooze.ask"),
        say("snooze.not_the_last", at=last) if last is not None else None,
        rows=(
            *((Button(say("button.snooze_until", day=choice.until), Snooze(choice.days)),) for choice in choices),
            (HOME,),
        ),
    )


def snoozed(campaign: CampaignNow, until: datetime) -> Screen:
    return screen(
        say("snooze.done", until=until),
        say("snooze.meanwhile", deadline=campaign.deadline_at),
        rows=((REGISTER,), (HOME,)),
    )
