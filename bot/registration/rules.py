"""Rules of the window for registering, of late requests, and of changes that were asked for. Pure."""

from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Phrase, say
from bot.refusal import Refusal
from bot.registration.questions import Part
from bot.registration.reading import Answered, LateAsked
from bot.registration.records import Agreement, ChangeReason, DeclineReason, LateRequestState
from bot.registration.targets import EditPart, ShowEdit
from bot.words import shortened

SHORTEST_WORDS, LONGEST_ANSWER, LONGEST_REASON = 3, 300, 300
"""Characters of own words: of an answer to a question, and of a reason."""


def may_answer(campaign: CampaignNow | None, at: datetime, late_until: datetime | None = None) -> CampaignNow:
    """The campaign, if a person may register, change or withdraw at `at`; `late_until`: granted to this person, whose
    own deadline it is then.

    Raises Refusal: none, not open yet, closed.
    """
    if campaign is None:
        raise Refusal("campaign.none")
    if at < campaign.opens_at:
        raise Refusal("campaign.not_open", opens=campaign.opens_at, name=campaign.name)
    if at <= campaign.deadline_at:
        return campaign
    if late_until is None or at > late_until:
        raise Refusal("campaign.closed", deadline=campaign.deadline_at)
    return replace(campaign, deadline_at=late_until)


def may_ask_late(campaign: CampaignNow, at: datetime) -> bool:
    """Between the deadline and the end of the time to supplement."""
    return campaign.supplement_until is not None and campaign.deadline_at < at <= campaign.supplement_until


def reason_of_late(reason: str, shown: int = 200) -> Phrase:
    """The line with the reason of a late request, `shown` characters of it. Without words of the person's own it was
    made of a request to be registered for."""
    return say("late.reason", reason=shortened(reason, shown)) if reason else say("late.reason.proxy")


def granted(late: LateAsked | None) -> datetime | None:
    return late.granted_until if late is not None and late.state is LateRequestState.GRANTED else None


def lead_has_until(asked_at: datetime, calendar: Calendar) -> datetime:
    """The moment until which the Office waits for the unit's lead on a late request: after one working day."""
    asked = asked_at.astimezone(calendar.zone)
    return calendar.civil_from(datetime.combine(calendar.next_working_day(asked.date()), asked.timetz()))


def check_on_paper(
    campaign: CampaignNow | None, late: LateAsked | None, stands: Answered, name: str, at: datetime
) -> datetime:
    """The end of the time in which the form of the person of that name may be signed, if it may be entered at `at`.
    Raises Refusal: there is no time for it, or something was sent in person, which no paper replaces."""
    if campaign is None:
        raise Refusal("campaign.none")
    until = max(filter(None, (campaign.deadline_at, granted(late))))
    if at < campaign.opens_at:
        raise Refusal("paper.not_open", at=campaign.opens_at)
    if at > max(campaign.closes_at, until):
        raise Refusal("paper.over", at=max(campaign.closes_at, until))
    sent = next((one for one in stands.standing if one.agreement in (Agreement.OWN, Agreement.CHAT)), None)
    if sent is not None:
        raise Refusal("paper.sent_in_person", name=name, at=sent.submitted_at)
    return until


LATE_DECIDED = 5
"""Working days after the end of the campaign in which a request that was put in time may still be decided."""


def late_ends(campaign: CampaignNow, calendar: Calendar) -> datetime:
    """The moment at which a request to register late ends, if nobody has decided it."""
    last = campaign.closes_at.astimezone(calendar.zone)
    day = last.date()
    for _ in range(LATE_DECIDED):
        day = calendar.next_working_day(day)
    return datetime.combine(day, last.time(), calendar.zone)


# --- changes that were asked for --------------------------------------------------------------------------------------

GRACE, LONGER = 2, 5
"""Working days that a change may be given after the deadline; the first also where nobody has said how long."""


class ChangeEnds(NamedTuple):
    """The two ends of the time for a change that was asked for."""

    told: datetime
    """The moment by which the person is asked to make it."""
    final: datetime
    """The moment from which it waits to be confirmed as it was sent."""


def end_of_day(campaign: CampaignNow, day: date, calendar: Calendar) -> datetime:
    """The last moment of `day` in which somebody may register or change: the hour at which the campaign's deadline
    falls; on the day on which the campaign closes, and for any day after it, that moment."""
    if day >= campaign.closes_at.astimezone(calendar.zone).date():
        return campaign.closes_at
    hour = campaign.deadline_at.astimezone(calendar.zone).time()
    return datetime.combine(day, hour, calendar.zone)


def working_end(campaign: CampaignNow, at: datetime, days: int, calendar: Calendar) -> datetime:
    """The last moment of the day that is `days` working days after `at`."""
    day = at.astimezone(calendar.zone).date()
    for _ in range(days):
        day = calendar.next_working_day(day)
    return end_of_day(campaign, day, calendar)


def change_until(campaign: CampaignNow, until: datetime | None, calendar: Calendar) -> datetime:
    """The end of the time in which a change that was asked for may be made. `until`: as it was given; None: two working
    days after the deadline. Where the deadline was moved on it never ends before that."""
    if until is not None:
        return max(until, campaign.deadline_at)
    return working_end(campaign, campaign.deadline_at, GRACE, calendar)


def change_told(campaign: CampaignNow, asked_at: datetime, until: datetime | None, calendar: Calendar) -> datetime:
    """The end that the person is told: the campaign's deadline, where there was time enough before it."""
    if until is None and working_end(campaign, asked_at, GRACE, calendar) <= campaign.deadline_at:
        return campaign.deadline_at
    return change_until(campaign, until, calendar)


def on_last_day(
    campaign: CampaignNow, asked_at: datetime, until: datetime | None, at: datetime, calendar: Calendar
) -> bool:
    """True if `at` is on the last working day of the time for a change, and in that time."""
    end = change_told(campaign, asked_at, until, calendar)
    last = calendar.on_or_before(end.astimezone(calendar.zone).date())
    return at <= end and at.astimezone(calendar.zone).date() == last


def change_days(campaign: CampaignNow, at: datetime, calendar: Calendar) -> tuple[date, ...]:
    """The days until which a change may be given at `at`, the usual one first; none before the deadline, which is the
    end then, and none after the campaign has closed."""
    if not campaign.deadline_at < at < campaign.closes_at:
        return ()
    ends = (working_end(campaign, at, days, calendar) for days in (GRACE, LONGER))
    days = (end.astimezone(calendar.zone).date() for end in (*ends, campaign.closes_at))
    return tuple(dict.fromkeys(days))


CHANGE_PHRASES: dict[ChangeReason, str] = {
    ChangeReason.INITIATIVE: "change.reason.initiative",
    ChangeReason.TITLES: "change.reason.titles",
    ChangeReason.PLEDGE: "change.reason.pledge",
}
"""The changes that are asked for most often; anything else is typed."""


_PARTS = {
    ChangeReason.INITIATIVE: Part.INITIATIVE,
    ChangeReason.TITLES: Part.TITLES,
    ChangeReason.PLEDGE: Part.PLEDGE,
}


def way_to_change(reason: ChangeReason, words: str | None) -> ShowEdit | EditPart:
    """The very question that is to be answered anew; the choice of parts, where that was asked in own words."""
    part = _PARTS.get(reason) if words is None else None
    return ShowEdit() if part is None else EditPart(part)


def what_to_change(reason: ChangeReason, words: str | None) -> Phrase:
    return say("change.own_words", words=words) if words is not None else say(CHANGE_PHRASES[reason])


REASON_PHRASES: dict[DeclineReason, str] = {
    DeclineReason.LEAVING: "decline.reason.leaving",
    DeclineReason.AWAY: "decline.reason.away",
    DeclineReason.NEW: "decline.reason.new",
    DeclineReason.PERSONAL: "decline.reason.personal",
    DeclineReason.OTHER: "decline.reason.other",
}
"""Preset and neutral first; nobody is asked for anything sensitive."""


REASONS_SAID: dict[DeclineReason, str] = {
    DeclineReason.LEAVING: "sheet.reason.leaving",
    DeclineReason.AWAY: "sheet.reason.away",
    DeclineReason.NEW: "sheet.reason.new",
    DeclineReason.PERSONAL: "sheet.reason.personal",
    DeclineReason.OTHER: "sheet.reason.other",
}
"""The same as they stand after a name, for whoever leads: never the person's own words."""
