"""The content of a snapshot, read from the store as of now: one consistent view, whoever registers meanwhile."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow, basis_of, titles_of
from bot.consolidation.content import (
    CampaignThen,
    Group,
    ListThen,
    OfficeThen,
    Part,
    Signature,
    SnapshotContent,
    TitleThen,
)
from bot.organisation import template_records
from bot.organisation.records import SignedPaper, organisation, signatory
from bot.people.dates import holds_on
from bot.people.identity import Scope, Staff, roster
from bot.people.records import Unit
from bot.registration.reading import Registrant
from bot.sheets import reading
from bot.sheets.content import Content
from bot.sheets.reading import Sender
from bot.sheets.records import SentSheet, all_sent
from bot.sheets.rules import FAMILIES, SUBJECTS, differences, sign_again
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Regime, Subject
from bot.titles.loading import shared as catalogue

_U = columns(Unit)


def take(tx: Tx, campaign: CampaignNow) -> SnapshotContent:
    """Everything that is registered in the campaign now, with the words and signatories of today."""
    own, today = organisation(tx), tx.clock.today()
    regime = catalogue().regime(campaign.regime)
    parts = tuple(part for subject in SUBJECTS if (part := _part(tx, campaign, regime, subject)) is not None)
    signing = {paper: found for paper in SignedPaper if (found := signatory(tx, paper, today)) is not None}
    return SnapshotContent(
        CampaignThen(
            campaign.id,
            campaign.year,
            campaign.name,
            campaign.plan_number,
            campaign.plan_date,
            campaign.opens_at,
            campaign.deadline_at,
            campaign.supplement_until,
            tuple(one.words for one in basis_of(tx, campaign.id)),
        ),
        OfficeThen(own.full_name, own.name, own.superior, own.place, own.union_name),
        regime.id,
        campaign.people_order,
        parts,
        {
            paper: Signature(one.prefix, one.stands_for, one.office, one.full_name)
            for paper, one in sorted(signing.items())
        },
        {kind.value: sha256 for kind, sha256 in template_records.in_use(tx).items()},
    )


def _part(tx: Tx, campaign: CampaignNow, regime: Regime, subject: Subject) -> Part | None:
    """None: the campaign has no titles of that family, and nothing of it is registered."""
    family = FAMILIES[subject]
    places = list(_places(tx, campaign, subject))
    contents = reading.contents(tx, campaign, subject, [one for one, _ in places])
    sent = all_sent(tx, campaign.id, subject)
    groups = tuple(_group(one, sent, content) for one, content in zip(places, contents, strict=True))
    registered = {title for group in groups for row in group.rows for title in row.titles}
    registered.update(title for group in groups for title in group.content.collective)
    offered = {title.id for title in regime.titles(family=family, self_register=True)} & titles_of(tx, campaign.id)
    titles = tuple(
        TitleThen(
            title.id,
            title.name.vi,
            title.short.vi,
            title.kind,
            title.level,
            title.subjects,
            title.authority.vi,
        )
        for title in regime.in_order(offered | registered)
    )
    if family is Family.UNION and not titles:
        return None
    return Part(family, titles, groups)


def _places(tx: Tx, campaign: CampaignNow, subject: Subject) -> Iterator[tuple[Sender, bool]]:
    """Units or union groups with whether they send a list, in the order of the official list. Everybody is of one."""
    today = tx.clock.today()
    senders = reading.senders(tx, subject, today)
    if subject is Subject.UNION_GROUP:
        yield from ((one, True) for one in senders.values())
        return
    covered = {unit for one in senders.values() for unit in one.scope.unit_ids}
    apart: dict[int, list[Staff]] = {}
    for person in roster(tx, Scope(everybody=True), today):
        if person.unit_id not in covered:
            apart.setdefault(person.unit_id or 0, []).append(person)
    units: Any = tx.execute(sa.select(_U.c.id).where(holds_on(_U, today)).order_by(_U.c.position, _U.c.id)).scalars()
    for key in units:
        if key in senders:
            yield senders[key], True
        if key in apart:
            yield Sender(Registrant(subject, key), apart.pop(key)[0].unit_name, Scope(unit_ids=frozenset({key}))), False
    for key, people in apart.items():  # of a unit that has ended, or of none
        for person in people:
            who = Registrant(subject, key)
            yield Sender(who, person.unit_name, Scope(person_id=person.id)), False


def _group(of: tuple[Sender, bool], lists: Mapping[int, SentSheet], content: Content) -> Group:
    place, collective = of
    sent = lists.get(place.who.key) if collective else None
    if sent is None:
        return Group(place.who.key, place.name, collective, place.above, content)
    differs = sign_again(differences(sent.content, content))
    original = sent.original_at is not None
    then = ListThen(sent.code, sent.version, sent.state, sent.at, sent.signed, original, differs)
    return Group(place.who.key, place.name, collective, place.above, content, then)
