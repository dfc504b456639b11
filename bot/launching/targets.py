"""Targets of buttons in this slice: its views and acts, each with what it needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.launching.records import CampaignPart


class ShowCampaign(ToView, name="campaign"):
    """All that is set for one campaign, and the ways to change it."""

    campaign: int


class ShowBasis(ToView, name="campaign_basis"):
    """The documents that a campaign's plan refers to."""

    campaign: int
    page: int = 0


class ShowBasisFile(ToView, name="campaign_basis_file"):
    """One of those documents as a file. `place`: its place among them."""

    campaign: int
    place: int


class ShowTimetable(ToView, name="campaign_timetable"):
    """The times of a campaign's reminders."""

    campaign: int


class LaunchCampaign(ToAct, name="launch_campaign"):
    """Begin to open a campaign, or go on with it. `fresh`: from the beginning."""

    fresh: bool = False


class ChangeCampaign(ToAct, name="change_campaign"):
    """Begin to change one part of a campaign."""

    campaign: int
    part: CampaignPart
