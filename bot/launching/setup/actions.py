"""Launching and changing a campaign: by the Office, once, with its announcement and all that follows."""

from bot.campaigns import saving
from bot.campaigns.offers import has_union_titles
from bot.campaigns.records import CampaignNow, campaign_by_key, campaign_of_year
from bot.dialogue import living
from bot.launching import values
from bot.launching.facts import office_only, stored
from bot.launching.records import CampaignPart, add_change, changes_since
from bot.launching.rules import check_order, check_whole
from bot.launching.values import Values
from bot.notices import records as notices
from bot.notices.records import DRAFT, File
from bot.notices.rules import FileType
from bot.notices.writing import templates
from bot.people.identity import Actor, staff
from bot.people.naming import name_of
from bot.recognition.year_records import still_open
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn

KEPT = {
    CampaignPart.NAME: ("name",),
    CampaignPart.DOCUMENT: ("number", "dated"),
    CampaignPart.BASIS: ("basis",),
    CampaignPart.PLAN: ("plan",),
    CampaignPart.OPENS: ("opens",),
    CampaignPart.DEADLINE: ("deadline", "supplement"),
    CampaignPart.SUPPLEMENT: ("supplement",),
    CampaignPart.REGIME: ("regime", "titles", "quotas"),
    CampaignPart.TITLES: ("titles", "quotas"),
    CampaignPart.LADDER: ("reminders",),
    CampaignPart.QUOTAS: ("quotas",),
    CampaignPart.INITIATIVE: ("initiative",),
}
"""The values that a change of each part changes: what a colleague has changed in another part meanwhile stays."""


def launch(tx: Tx, actor: Actor, known: Values) -> int:
    """Open the campaign, and draft its announcement; its key. Raises Refusal where its year has one by now."""
    office_only(actor)
    tx.lock(Turn.CAMPAIGNS, saving.ALL)
    if (there := campaign_of_year(tx, known["year"])) is not None:
        first = next(iter(changes_since(tx, there.id)), None)
        who = name_of(tx, None if first is None else first.by)
        raise Refusal("launch.already", year=there.year, who=who)
    check_whole(known, tx.now)
    campaign_id = saving.create(tx, values.described(known), actor.person.id)
    made = campaign_by_key(tx, campaign_id)
    contact = templates.contact(tx, actor.person.full_name)
    words = templates.filled("launch", made, contact, union=has_union_titles(tx, made))
    document = {"number": made.plan_number, "dated": made.plan_date}
    about = {"words": words, "asks_register": True, "asks_known": True, **document}
    notice_id = notices.add(tx, actor.person.id, about, _plan_files(made))
    note(tx, "notice.written", f"notice:{notice_id}", actor_id=actor.person.id)
    add_change(tx, campaign_id, made.revision, CampaignPart.LAUNCH, actor.person.id, notice_id)
    note(tx, "campaign.launched", f"campaign:{campaign_id}", actor_id=actor.person.id)
    living.outdate_all(tx)
    return campaign_id


def _plan_files(campaign: CampaignNow) -> tuple[File, ...]:
    name, sha256 = campaign.plan_name, campaign.plan_sha256
    if name is None or sha256 is None:
        return ()
    mime = {".pdf": FileType.PDF, ".docx": FileType.DOCX}.get(name[name.rfind(".") :].lower())
    return () if mime is None else (File(sha256, name, mime.value),)


def change(tx: Tx, actor: Actor, campaign_id: int, part: CampaignPart, data: Values, seen: int) -> None:
    """Change one part of the campaign. `seen`: its revision when the change was looked at. Raises Refusal where a
    colleague has changed it since."""
    office_only(actor)
    tx.lock(Turn.CAMPAIGNS, saving.ALL)
    # A tick that has just read the campaign as it was is over now, and what it has planned is seen by the next one.
    tx.lock(Turn.REMINDERS, campaign_id)
    still_open(tx, campaign_id)
    before = campaign_by_key(tx, campaign_id)
    if before.revision != seen:
        raise Refusal("launch.changed_meanwhile")
    known = {**stored(tx, before), **{key: data[key] for key in KEPT[part] if key in data}}
    if values.described(known) == values.described(stored(tx, before)):
        raise Refusal("launch.same")
    check_order(known)
    saving.change(tx, campaign_id, values.described(known))
    after = campaign_by_key(tx, campaign_id)
    _renew_announcement(tx, before, after)
    add_change(tx, campaign_id, after.revision, part, actor.person.id)
    note(tx, "campaign.changed", f"campaign:{campaign_id}", actor_id=actor.person.id, part=part.value)
    living.outdate_all(tx)


def _renew_announcement(tx: Tx, before: CampaignNow, after: CampaignNow) -> None:
    """Let the announcement follow, while it is a draft that nobody has written anew: number, date and plan that were
    to be given later are given there too."""
    launched = next((one for one in changes_since(tx, after.id) if one.notice_id is not None), None)
    if launched is None or launched.notice_id is None:
        return
    draft = notices.notice(tx, launched.notice_id)
    if draft is None or draft.state not in DRAFT:
        return
    changed: dict[str, object] = {}
    if (draft.number, draft.dated) == (before.plan_number, before.plan_date):
        changed |= {"number": after.plan_number, "dated": after.plan_date}
    composer = staff(tx, launched.by, tx.clock.today())
    if composer is not None:
        # Declared after it was drafted, the contact follows too.
        name, contact = composer.full_name, templates.contact(tx, composer.full_name)
        untouched = {
            templates.filled("launch", before, one, union=was) for one in (name, contact) for was in (True, False)
        }
        if draft.words in untouched:
            changed["words"] = templates.filled("launch", after, contact, union=has_union_titles(tx, after))
    if changed:
        notices.change(tx, draft.id, DRAFT, None, **changed)
    if before.plan_sha256 != after.plan_sha256 and draft.files == _plan_files(before):
        notices.set_files(tx, draft.id, _plan_files(after))
