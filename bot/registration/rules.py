"""Rules of the window for registering, and of late requests. Pure."""

from dataclasses import replace
from datetime import datetime

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow
from bot.refusal import Refusal
from bot.registration.reading import LateAsked
from bot.registration.records import DeclineReason, LateRequestState

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


def granted(late: LateAsked | None) -> datetime | None:
    return late.granted_until if late is not None and late.state is LateRequestState.GRANTED else None


def lead_has_until(asked_at: datetime, calendar: Calendar) -> datetime:
    """The moment until which the Office waits for the unit's lead on a late request: after one working day."""
    asked = asked_at.astimezone(calendar.zone)
    return calendar.civil_from(datetime.combine(calendar.next_working_day(asked.date()), asked.timetz()))


REASON_PHRASES: dict[DeclineReason, str] = {
    DeclineReason.LEAVING: "decline.reason.leaving",
    DeclineReason.AWAY: "decline.reason.away",
    DeclineReason.NEW: "decline.reason.new",
    DeclineReason.PERSONAL: "decline.reason.personal",
    DeclineReason.OTHER: "decline.reason.other",
}
"""Preset and neutral first; nobody is asked for anything sensitive."""
