"""The names behind the numbers, by place: views and acts for the Office, the Director and the union's chair."""

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.enquiries.targets import FindNames, ShowCollectiveNames, ShowNames, ShowPlace, ShowWholeUnion
from bot.leading.board.counts import PlaceCounts, by_group, collective_states
from bot.leading.reading import Counts, counts
from bot.office.overview import names, screens
from bot.office.overview.places import place_name
from bot.office.overview.rules import may_see
from bot.people.identity import Actor
from bot.people.reach import subtree
from bot.people.records import Role
from bot.registration.facts import campaign_now
from bot.store.database import Tx
from bot.titles.catalogue import Family, Subject


def overview_names(tx: Tx, actor: Actor, to: ShowNames) -> Screen:
    may_see(actor, to.family)
    place = None if to.key is None else place_name(tx, to.family, to.key)
    cards = actor.has(Role.OFFICE)
    size = names.A_PAGE if cards else names.LINES_A_PAGE
    found = names.page(tx, campaign_now(tx), to.family, to.state, to.key, to.page, size=size)
    return screens.names(to, place, found, cards=cards)


def overview_place(tx: Tx, actor: Actor, to: ShowPlace) -> Screen:
    may_see(actor, to.family)
    name = place_name(tx, to.family, to.key)
    one = PlaceCounts(to.key, name, _counts(tx, campaign_now(tx), to.family, to.key))
    return screens.place(to.family, one, tx.now)


def _counts(tx: Tx, campaign: CampaignNow, family: Family, key: int) -> Counts:
    below = subtree(tx, {key}, tx.clock.today()) if family is Family.STATE else {key}
    return sum((one for place, one in counts(tx, campaign, family).items() if place in below), Counts())


def overview_union(tx: Tx, actor: Actor, to: ShowWholeUnion) -> Screen:
    may_see(actor, Family.UNION)
    return screens.union(*by_group(tx, campaign_now(tx)), tx.now, to.page)


def overview_collectives(tx: Tx, actor: Actor, to: ShowCollectiveNames) -> Screen:
    may_see(actor, Family.STATE)
    subject = Subject.UNION_GROUP if to.groups else Subject.UNIT
    return screens.collectives(to, collective_states(tx, campaign_now(tx), subject))


VIEWS = (
    View(ShowNames, overview_names),
    View(ShowPlace, overview_place, living=True),
    View(ShowWholeUnion, overview_union, living=True),
    View(ShowCollectiveNames, overview_collectives),
)


def find_names(_tx: Tx, actor: Actor, to: FindNames) -> ToFlow:
    may_see(actor, to.family)
    return ToFlow("find_names", {"family": to.family.value, "state": to.state.value, "key": to.key}, fresh=True)


ACTS = (Act(FindNames, find_names),)
