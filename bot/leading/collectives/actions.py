"""Đăng ký tập thể: what a unit or union group registers for itself, and who may say so for it.

A unit's own lead files it, and that is its confirmation; what a coordinator prepares waits for the lead. What a union
group registers waits for the union's chair, who confirms the group's list as a found.
"""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow, current_campaign, titles_of
from bot.leading.screens import FAMILIES
from bot.people.collectives import collectives
from bot.people.identity import Actor, Scope, Staff, roster, staff
from bot.people.reach import LEADING, SEEING, above, subtree, union_scope, units_of
from bot.people.records import Role, UnionGroup, UnionOffice
from bot.recognition.year_records import still_open
from bot.refusal import Refusal
from bot.registration import filing
from bot.registration.filing import Filing
from bot.registration.reading import Registrant, StandingRegistration, TitleLine, exempt, stands_of
from bot.registration.records import Receipt, Registration, RegistrationState, RegistrationTitle, RegistrationVersion
from bot.registration.rules import may_answer
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.titles import rules
from bot.titles.catalogue import Family, Regime, Subject, Title
from bot.titles.collective import Counts
from bot.titles.loading import shared as catalogue

_RC, _R, _V, _L = columns(Receipt), columns(Registration), columns(RegistrationVersion), columns(RegistrationTitle)
_UG = columns(UnionGroup)


@dataclass(frozen=True, slots=True)
class CollectiveTitles:
    """A collective with the titles that it has registered, as somebody who may look sees it."""

    who: Registrant
    name: str
    campaign: CampaignNow
    regime: Regime
    offered: tuple[Title, ...]
    counts: Counts
    """Of its members who are to answer."""
    code: str | None
    standing: StandingRegistration | None
    by: Staff | None
    """The person who registered it."""
    may_file: bool
    may_confirm: bool
    open: bool
    """The unit's lists may still change: until the end of the time to supplement."""

    @property
    def titles(self) -> tuple[Title, ...]:
        return self.regime.in_order(self.standing.titles) if self.standing else ()


def seen_by(tx: Tx, actor: Actor, subject: Subject) -> dict[int, str]:
    """The collectives that the actor leads, prepares for or is in charge of: key -> name, in the official order."""
    if subject is Subject.UNION_GROUP:
        scope = union_scope(actor)
        keys = scope.union_group_ids if scope else frozenset()
        return dict.fromkeys(keys, actor.person.union_group_name)
    below = subtree(tx, units_of(actor, SEEING), tx.clock.today())
    return {key: one.name for key, one in collectives(tx, tx.clock.today()).items() if key in below}


def load(tx: Tx, actor: Actor, who: Registrant) -> CollectiveTitles:
    """The collective. Raises Refusal for somebody who may not look, and where there is none."""
    today = tx.clock.today()
    name, scope = _named(tx, who)
    if not _may_look(tx, actor, who):
        raise Refusal("role.not_yours")
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    regime = catalogue().regime(campaign.regime)
    stands = stands_of(tx, campaign.id, who)
    standing = next((one for one in stands.standing if one.family is FAMILIES[who.subject]), None)
    leads = _leads(tx, actor, who)
    waits = standing is not None and standing.state is RegistrationState.SUBMITTED
    return CollectiveTitles(
        who,
        name,
        campaign,
        regime,
        rules.registrable(regime, rules.Candidate(who.subject, campaign.year, offered=titles_of(tx, campaign.id))),
        _counts(tx, campaign, regime, scope, FAMILIES[who.subject]),
        stands.code,
        standing,
        staff(tx, standing.registered_by, today) if standing else None,
        may_file=leads or _prepares(tx, actor, who),
        may_confirm=leads and waits and who.subject is Subject.UNIT,
        open=campaign.opens_at <= tx.now <= campaign.closes_at,
    )


def file(tx: Tx, actor: Actor, who: Registrant, titles: frozenset[str]) -> int:
    """Register `titles` for the collective in place of what stood; the key of the receipt."""
    _lock(tx, who)
    found = _to_change(tx, actor, who)
    if not titles:
        raise Refusal("reg.titles.none")
    if not titles <= {title.id for title in found.offered}:
        raise Refusal("reg.titles.not_offered")
    at_once = who.subject is Subject.UNIT and _leads(tx, actor, who)
    state = RegistrationState.CONFIRMED if at_once else RegistrationState.SUBMITTED
    lines = {title: TitleLine(title, None, False) for title in titles}
    filed = Filing(actor.person.id, state=state)
    families = (FAMILIES[who.subject],)
    receipt_id, _before = filing.file(tx, found.campaign, found.regime, who, lines, None, filed, families)
    about = f"{who.subject.value}:{who.key}"
    note(tx, "collective.registered", about, actor_id=actor.person.id, titles=sorted(titles))
    filing.outdate_boards(tx, actor.person)
    return receipt_id


def withdraw(tx: Tx, actor: Actor, who: Registrant, version: int) -> None:
    """Take back what stands, if it still is the version that was seen."""
    _lock(tx, who)
    found = _to_change(tx, actor, who)
    if found.standing is None:
        return
    if found.standing.version != version:
        raise Refusal("collective.changed_since")
    filing.take_back(tx, stands_of(tx, found.campaign.id, who), who, actor.person.id)
    note(tx, "collective.withdrawn", f"{who.subject.value}:{who.key}", actor_id=actor.person.id)
    filing.outdate_boards(tx, actor.person)


def confirm(tx: Tx, actor: Actor, who: Registrant, version: int) -> None:
    """The lead confirms what a coordinator has prepared."""
    _lock(tx, who)
    found = load(tx, actor, who)
    if found.standing is None or found.standing.version != version:
        raise Refusal("collective.changed_since")
    if found.standing.state is RegistrationState.CONFIRMED:
        return
    if not found.may_confirm:
        raise Refusal("role.not_yours")
    still_open(tx, found.campaign.id)
    tx.execute(
        sa.update(_R)
        .where(_R.c.id == found.standing.registration_id)
        .values(state=RegistrationState.CONFIRMED, confirmed_by=actor.person.id, confirmed_at=tx.now)
    )
    note(tx, "collective.confirmed", f"{who.subject.value}:{who.key}", actor_id=actor.person.id)


def _to_change(tx: Tx, actor: Actor, who: Registrant) -> CollectiveTitles:
    found = load(tx, actor, who)
    if not found.may_file:
        raise Refusal("role.not_yours")
    still_open(tx, found.campaign.id)
    may_answer(found.campaign, tx.now, found.campaign.closes_at)
    return found


def _lock(tx: Tx, who: Registrant) -> None:
    tx.lock(Turn.COLLECTIVE, who.key * 2 + (who.subject is Subject.UNION_GROUP))


def _named(tx: Tx, who: Registrant) -> tuple[str, Scope]:
    if who.subject is Subject.UNION_GROUP:
        name = tx.execute(sa.select(_UG.c.name).where(_UG.c.id == who.key)).scalar_one_or_none()
        if name is None:
            raise Refusal("collective.none")
        return name, Scope(union_group_ids=frozenset({who.key}))
    found = collectives(tx, tx.clock.today()).get(who.key)
    if found is None:
        raise Refusal("collective.none")
    return found.name, Scope(unit_ids=found.unit_ids)


def _may_look(tx: Tx, actor: Actor, who: Registrant) -> bool:
    if who.subject is Subject.UNION_GROUP:
        return _leads(tx, actor, who) or actor.person.union_office is UnionOffice.CHAIR
    return actor.has(Role.OFFICE) or bool(units_of(actor, SEEING) & above(tx, who.key))


def _leads(tx: Tx, actor: Actor, who: Registrant) -> bool:
    if who.subject is Subject.UNION_GROUP:
        scope = union_scope(actor)
        return scope is not None and who.key in scope.union_group_ids
    return bool(units_of(actor, LEADING) & above(tx, who.key))


def _prepares(tx: Tx, actor: Actor, who: Registrant) -> bool:
    return who.subject is Subject.UNIT and bool(units_of(actor, {Role.COORDINATOR}) & above(tx, who.key))


def _counts(tx: Tx, campaign: CampaignNow, regime: Regime, scope: Scope, family: Family) -> Counts:
    """Members who are to answer, and how many of them have registered what, implied titles included."""
    free = exempt(tx, campaign.id, tx.clock.today())
    members = frozenset(person.id for person in roster(tx, scope, tx.clock.today()))
    chosen: dict[int, set[str]] = {}
    query = (
        sa.select(_RC.c.person_id, _L.c.title)
        .join(_R, _R.c.receipt_id == _RC.c.id)
        .join(_V, sa.and_(_V.c.registration_id == _R.c.id, _V.c.version == _R.c.version))
        .join(_L, _L.c.version_id == _V.c.id)
        .where(
            _RC.c.campaign_id == campaign.id,
            _RC.c.person_id.in_(members),
            _R.c.family == family,
            _R.c.state != RegistrationState.WITHDRAWN,
        )
    )
    for row in tx.execute(query):
        chosen.setdefault(row.person_id, set()).add(row.title)
    counted = Counter(title for titles in chosen.values() for title in rules.implied(regime, titles))
    return Counts(len(members - (free.keys() - chosen.keys())), counted)
