"""The letters of the end of a campaign, drawn when they leave, for each from all that he or she leads."""

from collections.abc import Mapping
from typing import Any

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Phrase, Screen, say
from bot.leading.reading import campaign_of
from bot.ledger.letter import Kind
from bot.office.closing import screens
from bot.office.closing.actions import CLOSED
from bot.office.closing.screens import Ended
from bot.people.identity import Actor
from bot.people.reach import LEADING, subtree, union_scope, unit_names, units_of, whole_union
from bot.people.records import Role
from bot.reminders import unanswered, unsent
from bot.reminders.unanswered import Tally
from bot.store.database import Tx
from bot.titles.catalogue import Family


def _closed(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """Nothing while there is time again: the end was moved on."""
    campaign = campaign_of(tx, values["campaign"])
    if campaign is None or tx.now <= campaign.closes_at:
        return None
    ended = [
        one for one in (_whole(tx, actor, campaign), _units(tx, actor, campaign), _union(tx, actor, campaign)) if one
    ]
    return screens.closed(actor.person, campaign, ended) if ended else None


def _whole(tx: Tx, actor: Actor, campaign: CampaignNow) -> Ended | None:
    if not actor.has(Role.OFFICE) and not actor.has(Role.DIRECTOR):
        return None
    tally = sum(unanswered.tally_units(tx, campaign.id, None).values(), Tally())
    return Ended(Family.STATE, say("digest.closed.whole"), tally, len(_unsent(tx, campaign, None)))


def _units(tx: Tx, actor: Actor, campaign: CampaignNow) -> Ended | None:
    led = units_of(actor, LEADING | {Role.DEPUTY})
    if not led:
        return None
    below = subtree(tx, led, tx.clock.today())
    tally = sum(unanswered.tally_units(tx, campaign.id, below).values(), Tally())
    names = unit_names(tx, led)
    place: str | Phrase = names[0] if len(names) == 1 else say("digest.closed.units", count=len(names))
    return Ended(Family.STATE, place, tally, len(_unsent(tx, campaign, below)))


def _unsent(tx: Tx, campaign: CampaignNow, units: frozenset[int] | None) -> frozenset[int]:
    """The collectives whose lists were not sent, of these units or of all."""
    left = frozenset[int]().union(*unsent.by_head(tx, campaign, tx.clock.today()).values())
    return left if units is None else left & units


def _union(tx: Tx, actor: Actor, campaign: CampaignNow) -> Ended | None:
    if not unanswered.takes_union_titles(tx, campaign):
        return None
    chair = whole_union(tx, actor)
    scope = chair or union_scope(actor)
    if scope is None:
        return None
    groups = unanswered.tally_groups(tx, campaign.id, scope.union_group_ids)
    place = say("digest.closed.whole_union") if chair else actor.person.union_group_name
    lists = len((scope.union_group_ids & groups.keys()) - unsent.groups(tx, campaign))
    return Ended(Family.UNION, place, sum(groups.values(), Tally()), lists)


LETTERS = (Kind(CLOSED, _closed, bulk=True, unknown_may_repeat=True),)
