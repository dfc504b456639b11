"""Home, the own page, the files one may take away, and the question back: loads under the actor's own rights."""

from bot.campaigns.offers import asked_families, offered
from bot.campaigns.records import CampaignNow, current_campaign, titles_of
from bot.dialogue.drafts import open_draft
from bot.dialogue.screens import Button, Screen, say
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.dialogue.ways import ShowHome
from bot.enquiries.targets import ShowDepartment, ShowMine, ShowOffice
from bot.people.identity import Actor
from bot.people.personal_data import addresses_of, my_data_lines
from bot.people.reach import SEEING, leads_union, units_of
from bot.people.records import Role, UnionOffice
from bot.people.targets import ShowBlankForm, ShowLinked, ShowMyData
from bot.recognition.told import any_let_go
from bot.registration.facts import campaign_now, own_campaign, what_is_registered, what_stands
from bot.registration.home import data_file, file_screens, papers, personal_data, screens
from bot.registration.home.background import background, late_step, spared
from bot.registration.home.first_words import with_offer
from bot.registration.reading import Answered, answered, changes
from bot.registration.targets import Leave, ShowLeft, ShowMyDataFile, ShowMyForm, ShowUnionBoard, ShowUnitBoard
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.titles.loading import shared as catalogue
from bot.waiting import work

UNIT_BUTTON = Button(say("button.unit"), ShowUnitBoard())
UNION_GROUP_BUTTON = Button(say("button.union_group"), ShowUnionBoard())
UNION_BUTTON = Button(say("button.union"), ShowUnionBoard())
OFFICE_BUTTON = Button(say("button.office"), ShowOffice())
DEPARTMENT_BUTTON = Button(say("button.department"), ShowDepartment())


def menu(tx: Tx, actor: Actor, _to: ShowHome) -> Screen:
    campaign = own_campaign(tx, actor) if current_campaign(tx) else None
    stands = answered(tx, campaign.id, actor.person.id) if campaign else Answered()
    own = work.of(tx, actor)
    duties = _duties(actor, campaign)
    asked, late = _asked(tx, actor, campaign), late_step(tx, campaign, actor.person)
    free = spared(tx, campaign, actor.person)
    return with_offer(tx, actor, screens.menu(actor.person, campaign, stands, tx.now, duties, own, asked, late, free))


def _asked(tx: Tx, actor: Actor, campaign: CampaignNow | None) -> tuple[Family, ...]:
    return () if campaign is None else asked_families(offered(tx, campaign, actor.person))


def _duties(actor: Actor, campaign: CampaignNow | None) -> tuple[Button, ...]:
    """Buttons to the boards that the actor may see: before the first campaign, to the Office's alone."""
    chair = actor.person.union_office is UnionOffice.CHAIR
    return tuple(
        button
        for button, may in (
            (OFFICE_BUTTON, actor.has(Role.OFFICE)),
            (DEPARTMENT_BUTTON, actor.has(Role.DIRECTOR) or actor.has(Role.DEPUTY)),
            (UNIT_BUTTON, bool(units_of(actor, SEEING))),
            (UNION_BUTTON if chair else UNION_GROUP_BUTTON, leads_union(actor)),
        )
        if may and (campaign is not None or button is OFFICE_BUTTON)
    )


def linked(tx: Tx, actor: Actor, _to: ShowLinked) -> Screen:
    campaign = current_campaign(tx)
    stands = answered(tx, campaign.id, actor.person.id) if campaign else Answered()
    asked = _asked(tx, actor, campaign)
    free = spared(tx, campaign, actor.person)
    return with_offer(tx, actor, screens.linked(actor.person, campaign, stands, tx.now, asked, free))


def mine(tx: Tx, actor: Actor, _to: ShowMine) -> Screen:
    facts, stands = what_stands(tx, actor)
    decided = facts.now > facts.campaign.closes_at or any_let_go(tx)
    return screens.mine(facts, stands, background(tx, facts.person, stands), decided=decided)


def left(tx: Tx, actor: Actor, _to: ShowLeft) -> Screen:
    return screens.left(open_draft(tx, actor.user_id, "register") is not None)


def my_form(tx: Tx, actor: Actor, _to: ShowMyForm) -> Screen:
    facts, stands = what_is_registered(tx, actor)
    return file_screens.form(
        papers.filled_form(tx, facts, stands, changes(tx, stands.receipt_id or 0) + 1), filled=True
    )


def blank_form(tx: Tx, _actor: Actor, _to: ShowBlankForm) -> Screen:
    campaign = campaign_now(tx)
    regime = catalogue().regime(campaign.regime)
    return file_screens.form(papers.blank_form(tx, campaign, regime, titles_of(tx, campaign.id)), filled=False)


def my_data(tx: Tx, actor: Actor, _to: ShowMyData) -> Screen:
    person_id = actor.person.id
    places = [(door, known_by) for door, known_by, _since in addresses_of(tx, person_id)]
    return file_screens.my_data(my_data_lines(tx, actor), places, *personal_data.counts(tx, person_id))


def my_data_file(tx: Tx, actor: Actor, _to: ShowMyDataFile) -> Screen:
    return file_screens.my_data_file(data_file.paper(tx, actor))


VIEWS = (
    View(ShowHome, menu),
    View(ShowLinked, linked),
    View(ShowMine, mine, living=True),
    View(ShowLeft, left),
    View(ShowMyForm, my_form),
    View(ShowBlankForm, blank_form, open_to_all=True),
    View(ShowMyData, my_data),
    View(ShowMyDataFile, my_data_file),
)


def leave(_tx: Tx, _actor: Actor, _to: Leave) -> ToView:
    """/huy, from anywhere: nothing is lost."""
    return ShowLeft()


ACTS = (Act(Leave, leave),)
