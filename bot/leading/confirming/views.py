"""The people of a board, and confirming and asking for changes there: views and acts."""

from collections.abc import Mapping

from bot.awards.rules import streaks
from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.confirming import actions, changes, member_screens, screens
from bot.leading.confirming.member_screens import MemberRights
from bot.leading.hours import in_time
from bot.leading.reading import Board, led_board
from bot.leading.records import commented, confirmed_content, own_answers
from bot.leading.rights import (
    answers_until,
    may_confirm,
    may_invite,
    may_register_for,
    reads_comments,
    still_declines,
)
from bot.leading.targets import (
    AskChange,
    Confirm,
    ConfirmAll,
    ExtendChange,
    ShowConfirmedMany,
    ShowExtendChange,
    ShowMember,
    ShowMembers,
    ShowToRecord,
    TakeBackChange,
)
from bot.people.authentication import place
from bot.people.chain import state_confirmer, union_confirmer
from bot.people.identity import Actor, Staff
from bot.people.naming import confirmer, name_of
from bot.people.reach import union_scope
from bot.people.records import Role
from bot.recognition.told import told, told_years
from bot.refusal import Refusal
from bot.registration.facts import campaign_now
from bot.registration.reading import StandingRegistration, answered
from bot.registration.records import RegistrationState
from bot.store.database import Tx
from bot.titles import rules as title_rules
from bot.titles.catalogue import Family, Subject
from bot.titles.loading import shared as catalogue
from bot.titles.rules import Finding, Severity
from bot.waiting.desk import onward

# --- views ------------------------------------------------------------------------------------------------------------


def show_member(tx: Tx, actor: Actor, to: ShowMember) -> Screen:
    family, person_id = to.family, to.person
    board = led_board(tx, actor, family)
    member = board.member(person_id)
    if member is None:
        raise Refusal("role.not_yours")
    stands = answered(tx, board.campaign.id, person_id)
    standing = stands.in_family(family)
    asked = None
    if standing is not None and standing.state is not RegistrationState.CONFIRMED:
        asked = changes.standing_request(tx, standing)
    judge = may_confirm(tx, actor, member.person, family, tx.clock.today())
    extends = asked is not None and judge and asked.outcome in changes.EXTENDED
    awards = told(tx, person_id)  # not before the person knows
    last_year = board.campaign.year - 1
    held = board.regime.in_order(awards.get(last_year, ()))
    other = member.person.id != actor.person.id and answers_until(tx, board.campaign, person_id) is not None
    state = family is Family.STATE
    may = MemberRights(
        judge=judge,
        ask=judge and tx.now < board.campaign.closes_at,
        extend=extends and bool(changes.days(tx, board.campaign.id)),
        remind=other and (state or union_scope(actor) is not None),
        write=bool(in_time(tx, board.campaign, (member,))),
        register=other
        and state
        and may_register_for(tx, actor, member.person)
        and not own_answers(tx, board.campaign.id, {person_id}),
        decline=state
        and still_declines(tx, board.campaign, stands)
        and may_register_for(tx, actor, member.person)
        and not own_answers(tx, board.campaign.id, {person_id}),
        web=bool(place.address()) and may_invite(tx, actor, member.person),
    )
    return member_screens.member(
        may,
        family,
        board.regime,
        member,
        standing,
        # Whoever leads in one family sees nothing of the other.
        [title for title in held if title.family is family],
        last_year,
        _findings(tx, board, member.person, standing, awards),
        board.neighbours(person_id),
        (asked, changes.told_until(tx, board.campaign, asked)) if asked else None,
        state and commented(tx, board.campaign.id, person_id) and reads_comments(tx, actor, member.person),
        confirmed_content(tx, standing.registration_id) if standing else None,
        stands.declined_in(family),
        _confirmer(tx, member.person, family, standing),
    )


def _confirmer(tx: Tx, person: Staff, family: Family, standing: StandingRegistration | None) -> Phrase:
    """The one who confirms the person's titles of this family, or has confirmed them."""
    if standing is not None and standing.state is RegistrationState.CONFIRMED:
        return name_of(tx, standing.confirmed_by)
    named = state_confirmer if family is Family.STATE else union_confirmer
    return confirmer(named(tx, person, tx.clock.today()))


def _findings(
    tx: Tx, board: Board, person: Staff, standing: StandingRegistration | None, awards: Mapping[int, frozenset[str]]
) -> list[Finding]:
    if standing is None:
        return []
    facts = title_rules.Candidate(
        Subject.PERSON,
        board.campaign.year,
        union_member=person.union_member,
        union_officer=person.union_officer,
        joined=person.joined_on,
        streaks=streaks(board.regime, awards, board.campaign.year - 1, told_years(tx)),
    )
    found = title_rules.check(board.regime, standing.titles, facts)
    return [finding for finding in found if finding.severity is Severity.WARN]


def show_members(tx: Tx, actor: Actor, to: ShowMembers) -> Screen:
    board = led_board(tx, actor, to.family)
    return screens.members(board, actions.waiting_for(tx, actor, board), to.page)


def confirmed_many(_tx: Tx, _actor: Actor, to: ShowConfirmedMany) -> Screen:
    return screens.confirmed_many(to.confirmed, to.left, to.family)


def to_record(tx: Tx, actor: Actor, to: ShowToRecord) -> Screen:
    waiting = actions.to_record(tx, actor)
    done = None if to.registration is None else actions.recorded(tx, actor, to.registration)
    campaign = campaign_now(tx)
    way_on = onward(tx, actor) if done is not None else None
    office = actor.has(Role.OFFICE)
    return screens.to_record(waiting, catalogue().regime(campaign.regime), done, way_on, office=office)


def extend_change(tx: Tx, actor: Actor, to: ShowExtendChange) -> Screen:
    asked = changes.to_extend(tx, actor, to.registration, to.version)
    found, person = actions.judged(tx, actor, to.registration)
    return screens.extend_change(person, found.family, asked, changes.days(tx, found.campaign_id))


VIEWS = (
    View(ShowMember, show_member),
    View(ShowMembers, show_members),
    View(ShowConfirmedMany, confirmed_many),
    View(ShowExtendChange, extend_change),
    View(ShowToRecord, to_record),
)


# --- acts -------------------------------------------------------------------------------------------------------------


def confirm(tx: Tx, actor: Actor, to: Confirm) -> ToView:
    actions.confirm(tx, actor, to.registration, to.version)
    return _whose(tx, actor, to.registration)


def ask_change(tx: Tx, actor: Actor, to: AskChange) -> ToFlow:
    found, _person = actions.judged(tx, actor, to.registration)
    changes.may_ask(tx, found)
    return ToFlow("ask_change", {"registration": to.registration, "version": to.version}, fresh=True)


def take_back(tx: Tx, actor: Actor, to: TakeBackChange) -> ToView:
    changes.take_back(tx, actor, to.registration, to.version)
    return _whose(tx, actor, to.registration)


def extend(tx: Tx, actor: Actor, to: ExtendChange) -> ToView:
    changes.extend(tx, actor, to.registration, to.version, to.day)
    return _whose(tx, actor, to.registration)


def _whose(tx: Tx, actor: Actor, registration_id: int) -> ToView:
    found, person = actions.judged(tx, actor, registration_id)
    return actions.seen_in(tx, found, person)


def confirm_all(tx: Tx, actor: Actor, to: ConfirmAll) -> ToFlow:
    family = to.family
    waiting = actions.waiting_for(tx, actor, led_board(tx, actor, family))
    if not waiting:
        raise Refusal("confirm_all.nobody")
    # Only these versions are confirmed: whoever changes something meanwhile is left for another look.
    seen = {str(member.registration_id): member.version for member in waiting}
    return ToFlow("confirm_all", {"family": family.value, "seen": seen}, fresh=True)


ACTS = (
    Act(Confirm, confirm),
    Act(AskChange, ask_change),
    Act(TakeBackChange, take_back),
    Act(ExtendChange, extend),
    Act(ConfirmAll, confirm_all),
)
