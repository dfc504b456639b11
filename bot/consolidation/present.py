"""Sums of a snapshot that were taken now, counted in the store: the screen before one is drawn at every tap."""

from collections import Counter
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow, titles_of
from bot.consolidation.figures import Gap, Outline, of_list
from bot.leading.reading import STANDS, Counts, answers, counts
from bot.registration.records import Agreement, Receipt, Registration, RegistrationState
from bot.sheets.reading import Sender, senders, signed_content
from bot.sheets.records import all_sent
from bot.sheets.rules import FAMILIES, SUBJECTS, differences, sign_again
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from bot.titles.loading import shared as catalogue

_RC, _R = columns(Receipt), columns(Registration)


def outlines(tx: Tx, campaign: CampaignNow) -> tuple[Outline, ...]:
    """By family, as `figures.outline` has it of a snapshot that were taken now."""
    return tuple(one for subject in SUBJECTS if (one := _outline(tx, campaign, subject)) is not None)


def _outline(tx: Tx, campaign: CampaignNow, subject: Subject) -> Outline | None:
    """None: the campaign has no titles of that family, and nothing of it is registered."""
    family = FAMILIES[subject]
    by_place = counts(tx, campaign, family)
    whole = sum(by_place.values(), Counts())
    registering = _registering(tx, campaign, family, subject)
    if family is Family.UNION and not (whole.registered or registering or _offers(tx, campaign, family)):
        return None
    own = _standing(tx, campaign, family)
    found = Counter({Gap.MISSING: whole.missing, Gap.UNCONFIRMED: own.unconfirmed, Gap.AWAITED: own.awaited})
    peopled = {place for place, one in by_place.items() if one.people}
    expected = [
        one
        for one in senders(tx, subject, tx.clock.today()).values()
        if one.who.key in registering or not peopled.isdisjoint(one.scope.unit_ids | one.scope.union_group_ids)
    ]
    found.update(_of_lists(tx, campaign, subject, expected))
    return Outline(
        family, whole.expected, whole.registered, whole.declined, {gap: found[gap] for gap in Gap if found[gap]}
    )


def _of_lists(tx: Tx, campaign: CampaignNow, subject: Subject, expected: list[Sender]) -> Counter[Gap]:
    sent = all_sent(tx, campaign.id, subject)
    now = signed_content(tx, campaign, subject, [one for one in expected if one.who.key in sent])
    found = Counter({Gap.UNSENT: sum(one.who.key not in sent for one in expected)})
    for key, content in now.items():
        one = sent[key]
        differs = sign_again(differences(one.content, content))
        found.update(of_list(one.state, signed=one.signed, differs=differs))
    return found


def _offers(tx: Tx, campaign: CampaignNow, family: Family) -> bool:
    """The campaign has titles of the family that one registers."""
    regime = catalogue().regime(campaign.regime)
    return bool({title.id for title in regime.titles(family=family, self_register=True)} & titles_of(tx, campaign.id))


def _registering(tx: Tx, campaign: CampaignNow, family: Family, subject: Subject) -> frozenset[int]:
    """The units or union groups that register for themselves."""
    own = _RC.c["unit_id" if subject is Subject.UNIT else "union_group_id"]
    query = (
        sa.select(own)
        .join(_R, _R.c.receipt_id == _RC.c.id)
        .where(_RC.c.campaign_id == campaign.id, own.is_not(None), _R.c.family == family, _R.c.state.in_(STANDS))
    )
    return frozenset(tx.execute(query).scalars())


def _standing(tx: Tx, campaign: CampaignNow, family: Family) -> Any:
    """Of people who are here: unconfirmed and awaited registrations."""
    here = answers(campaign, family, tx.clock.today())
    unconfirmed = _R.c.state != RegistrationState.CONFIRMED
    query = (
        sa.select(
            sa.func.count().filter(unconfirmed).label("unconfirmed"),
            sa.func.count().filter(_R.c.agreement == Agreement.AWAITED).label("awaited"),
        )
        .select_from(here)
        .join(_RC, sa.and_(_RC.c.person_id == here.c.person_id, _RC.c.campaign_id == campaign.id))
        .join(_R, sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.family == family, _R.c.state.in_(STANDS)))
    )
    return tx.execute(query).one()
