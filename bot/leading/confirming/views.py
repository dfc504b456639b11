"""Confirming and asking for a change, as views, acts, dialogues and letters."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.awards.records import known_years, recognised
from bot.awards.rules import streaks
from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.board import answers as board
from bot.leading.board.answers import Board, Entry, Stand
from bot.leading.confirming import actions as confirming
from bot.leading.confirming import member_screens
from bot.leading.confirming import screens as judging_screens
from bot.leading.confirming.member_screens import May
from bot.leading.records import change_asked, commented, said_when_confirmed
from bot.leading.targets import AskChange, Confirm, ConfirmAll, ShowConfirmedMany, ShowMember, ShowMembers
from bot.people.identity import Actor, Scope, Staff
from bot.people.reach import LEADING, union_scope, unit_scope, units_of, whole_union
from bot.people.records import Role
from bot.refusal import Refusal
from bot.registration.reading import StandingRegistration, answered
from bot.registration.records import RegistrationState
from bot.store.database import Tx
from bot.titles import rules as title_rules
from bot.titles.catalogue import Family, Regime, Subject
from bot.titles.loading import shared as catalogue
from bot.titles.rules import Finding, Severity

FAMILIES = (Family.STATE, Family.UNION)


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody who leads works on."""

    family: Family
    campaign: CampaignNow
    regime: Regime
    board: Board

    def entry(self, person_id: int) -> Entry | None:
        return next((entry for entry in self.board.entries if entry.person.id == person_id), None)

    def neighbours(self, person_id: int) -> tuple[int | None, int | None]:
        """The keys before and after in the order of the board."""
        keys = [entry.person.id for entry in self.board.entries]
        place = keys.index(person_id)
        return (keys[place - 1] if place else None, keys[place + 1] if place + 1 < len(keys) else None)


def desk(tx: Tx, actor: Actor, family: Family) -> Desk:
    """Raises Refusal for whoever leads nobody in that family."""
    scope: Scope | None = unit_scope(tx, actor) if family is Family.STATE else _union(tx, actor)
    if scope is None:
        raise Refusal("role.leads_only" if family is Family.STATE else "role.union_leads_only")
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    return Desk(family, campaign, catalogue().regime(campaign.regime), board.load(tx, scope, campaign, family))


def _union(tx: Tx, actor: Actor) -> Scope | None:
    """The group led, or all groups for the union's chair."""
    return union_scope(actor) or whole_union(tx, actor)


def judged_by(tx: Tx, actor: Actor, at: Desk) -> tuple[Entry, ...]:
    """Those of the board that wait for this very actor."""
    today = tx.clock.today()
    return tuple(
        entry
        for entry in at.board.of(Stand.WAITING)
        if confirming.may_confirm(tx, actor, entry.person, at.family, today)
    )


# --- views ------------------------------------------------------------------------------------------------------------


def member(tx: Tx, actor: Actor, to: ShowMember) -> Screen:
    family, person_id = to.family, to.person
    at = desk(tx, actor, family)
    entry = at.entry(person_id)
    if entry is None:
        raise Refusal("role.not_yours")
    standing = standing_of(tx, at, person_id)
    asked = None
    if standing is not None and standing.state is RegistrationState.CHANGE_ASKED:
        asked = change_asked(tx, standing.registration_id)
    awards = recognised(tx, person_id)
    other = entry.person.id != actor.person.id
    may = May(
        judge=confirming.may_confirm(tx, actor, entry.person, family, tx.clock.today()),
        remind=other and (family is Family.STATE or union_scope(actor) is not None),
        register=other and family is Family.STATE and bool(units_of(actor, LEADING | {Role.COORDINATOR})),
    )
    return member_screens.member(
        may,
        family,
        at.regime,
        entry,
        standing,
        sorted(awards.get(at.campaign.year - 1, ())),
        at.campaign.year - 1,
        _findings(tx, at, entry.person, standing, awards),
        at.neighbours(person_id),
        asked,
        commented(tx, at.campaign.id, person_id),
        said_when_confirmed(tx, standing.registration_id) if standing else None,
    )


def standing_of(tx: Tx, at: Desk, person_id: int) -> StandingRegistration | None:
    stands = answered(tx, at.campaign.id, person_id)
    return next((standing for standing in stands.standing if standing.family is at.family), None)


def _findings(
    tx: Tx, at: Desk, person: Staff, standing: StandingRegistration | None, awards: Mapping[int, frozenset[str]]
) -> list[Finding]:
    if standing is None:
        return []
    facts = title_rules.Candidate(
        Subject.PERSON,
        at.campaign.year,
        union_member=person.union_member,
        union_officer=person.union_officer,
        joined=person.joined_on,
        streaks=streaks(at.regime, awards, at.campaign.year - 1, known_years(tx)),
    )
    found = title_rules.check(at.regime, standing.titles, facts)
    return [finding for finding in found if finding.severity is Severity.WARN]


def members(tx: Tx, actor: Actor, to: ShowMembers) -> Screen:
    return judging_screens.members(to.family, desk(tx, actor, to.family).board, to.page)


def confirmed_many(_tx: Tx, _actor: Actor, to: ShowConfirmedMany) -> Screen:
    return judging_screens.confirmed_many(to.confirmed, to.left, to.family)


VIEWS = (View(ShowMember, member), View(ShowMembers, members), View(ShowConfirmedMany, confirmed_many))


# --- acts -------------------------------------------------------------------------------------------------------------


def confirm(tx: Tx, actor: Actor, to: Confirm) -> ToView:
    confirming.confirm(tx, actor, to.registration, to.version)
    found, person = confirming.judged(tx, actor, to.registration)
    return ShowMember(found.family, person.id)


def ask_change(tx: Tx, actor: Actor, to: AskChange) -> ToFlow:
    confirming.judged(tx, actor, to.registration)
    return ToFlow("ask_change", {"registration": to.registration, "version": to.version}, fresh=True)


def confirm_all(tx: Tx, actor: Actor, to: ConfirmAll) -> ToFlow:
    family = to.family
    waiting = judged_by(tx, actor, desk(tx, actor, family))
    if not waiting:
        raise Refusal("confirm_all.nobody")
    # Only these versions are confirmed: whoever changes something meanwhile is left for another look.
    seen = {str(entry.registration_id): entry.version for entry in waiting}
    return ToFlow("confirm_all", {"family": family.value, "seen": seen}, fresh=True)


ACTS = (Act(Confirm, confirm), Act(AskChange, ask_change), Act(ConfirmAll, confirm_all))
