"""Lists that have not been sent, or were returned, and the people who are to send them."""

from collections.abc import Mapping
from datetime import date

from bot.campaigns.records import CampaignNow, titles_of
from bot.people.collectives import collectives
from bot.registration.reading import registered_collectives
from bot.reminders import unanswered
from bot.sheets.records import SheetState, states
from bot.store.database import Tx
from bot.titles.catalogue import Subject
from bot.titles.loading import shared as catalogue


def by_head(tx: Tx, campaign: CampaignNow, on: date) -> dict[int, frozenset[int]]:
    """Head of a unit -> the collectives whose lists are still to be sent: the unit's own and those of units below it
    that nobody else leads."""
    heads = unanswered.heads(tx, on)
    led: dict[int, set[int]] = {}
    for person_id, units in heads.items():
        for unit in units:
            led.setdefault(unit, set()).add(person_id)
    tree = unanswered.unit_tree(tx, on)
    sent = states(tx, campaign.id, Subject.UNIT)
    found: dict[int, set[int]] = {}
    for unit in collectives(tx, on):
        if unit in sent and sent[unit][1] is not SheetState.RETURNED:
            continue
        for person_id in _responsible(unit, led, tree):
            found.setdefault(person_id, set()).add(unit)
    return {person_id: frozenset(units) for person_id, units in found.items()}


def returned(tx: Tx, campaign: CampaignNow, subject: Subject) -> frozenset[int]:
    """The units or union groups whose list was returned, and not sent again."""
    sent = states(tx, campaign.id, subject)
    return frozenset(key for key, (_id, state) in sent.items() if state is SheetState.RETURNED)


def _responsible(unit: int, led: Mapping[int, set[int]], tree: Mapping[int, int | None]) -> set[int]:
    at: int | None = unit
    for _ in range(len(tree) + 1):
        if at is None or at in led:
            break
        at = tree.get(at)
    return led.get(at, set()) if at is not None else set()


def groups(tx: Tx, campaign: CampaignNow) -> frozenset[int]:
    """Union groups whose list the union's chair has."""
    sent = states(tx, campaign.id, Subject.UNION_GROUP)
    return frozenset(group for group, (_id, state) in sent.items() if state is not SheetState.RETURNED)


def unregistered(tx: Tx, campaign: CampaignNow, units: frozenset[int]) -> frozenset[int]:
    """The `units` that have registered no title of their own, where the campaign has any for them."""
    offered = catalogue().regime(campaign.regime).in_order(titles_of(tx, campaign.id))
    if not any(Subject.UNIT in title.subjects for title in offered):
        return frozenset()
    return units - registered_collectives(tx, campaign.id, Subject.UNIT)
