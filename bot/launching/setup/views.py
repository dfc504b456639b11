"""Campaigns, for the Office: views and acts."""

from mimetypes import guess_type

from bot.campaigns.calendar import office_calendar
from bot.campaigns.records import CampaignNow, all_campaigns, basis_of, campaigns_by_key
from bot.dialogue import drafts
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowCampaigns
from bot.launching.facts import office_only, steps, stored
from bot.launching.records import CampaignPart, changes_since
from bot.launching.setup import screens
from bot.launching.setup.flow import CHANGING, LAUNCHING
from bot.launching.targets import (
    ChangeCampaign,
    LaunchCampaign,
    ShowBasis,
    ShowBasisFile,
    ShowCampaign,
    ShowTimetable,
)
from bot.notices.records import DRAFT, notice
from bot.people.identity import Actor
from bot.recognition.year_records import ended_at, still_open
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue


def campaigns(tx: Tx, actor: Actor, to: ShowCampaigns) -> Screen:
    office_only(actor)
    return screens.campaigns(all_campaigns(tx), tx.now, office_calendar(tx), _begun(tx, actor), to.page)


def _begun(tx: Tx, actor: Actor) -> str | None:
    """The name, or the year, of the launch that the actor has begun; None: none."""
    draft = drafts.open_draft(tx, actor.user_id, LAUNCHING)
    if draft is None or "year" not in draft.data:
        return None
    return str(draft.data.get("name") or draft.data["year"])


def _one(tx: Tx, actor: Actor, key: int) -> CampaignNow:
    office_only(actor)
    found = campaigns_by_key(tx, [key])
    if key not in found:
        raise Refusal("launch.no_such")
    return found[key]


def campaign(tx: Tx, actor: Actor, to: ShowCampaign) -> Screen:
    one = _one(tx, actor, to.campaign)
    launched = next((step for step in changes_since(tx, one.id) if step.notice_id is not None), None)
    draft = notice(tx, launched.notice_id) if launched is not None and launched.notice_id is not None else None
    return screens.campaign(
        stored(tx, one),
        one,
        catalogue().regime(one.regime),
        office_calendar(tx),
        steps(tx, one.id),
        draft.id if draft is not None and draft.state in DRAFT else None,
        ended_at(tx, one.id),
    )


def timetable(tx: Tx, actor: Actor, to: ShowTimetable) -> Screen:
    return screens.schedule(_one(tx, actor, to.campaign), office_calendar(tx))


def basis(tx: Tx, actor: Actor, to: ShowBasis) -> Screen:
    one = _one(tx, actor, to.campaign)
    return screens.basis(one, basis_of(tx, one.id), to.page, changes=ended_at(tx, one.id) is None)


def basis_file(tx: Tx, actor: Actor, to: ShowBasisFile) -> Screen:
    one = _one(tx, actor, to.campaign)
    documents = basis_of(tx, one.id)
    document = documents[to.place] if to.place < len(documents) else None
    if document is None or document.sha256 is None:
        raise Refusal("launch.basis.no_file")
    mime = guess_type(document.file_name or "")[0] or "application/octet-stream"
    return screens.basis_file(one, to.place, document, mime)


VIEWS = (
    View(ShowCampaigns, campaigns),
    View(ShowCampaign, campaign, living=True),
    View(ShowTimetable, timetable),
    View(ShowBasis, basis),
    View(ShowBasisFile, basis_file),
)


def launch_campaign(_tx: Tx, actor: Actor, to: LaunchCampaign) -> ToFlow:
    office_only(actor)
    return ToFlow(LAUNCHING, fresh=to.fresh)


def change_campaign(tx: Tx, actor: Actor, to: ChangeCampaign) -> ToFlow:
    one = _one(tx, actor, to.campaign)
    if to.part is CampaignPart.LAUNCH:
        raise Refusal("choose.below")
    still_open(tx, one.id)
    return ToFlow(CHANGING, {"campaign": one.id, "part": to.part.value, "seen": one.revision}, fresh=True)


ACTS = (Act(LaunchCampaign, launch_campaign), Act(ChangeCampaign, change_campaign))
