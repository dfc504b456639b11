"""The people of a board, and confirming and asking for changes there: views and acts."""

from collections.abc import Mapping

from bot.awards.records import known_years, recognised
from bot.awards.rules import streaks
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.confirming import actions, member_screens, screens
from bot.leading.confirming.member_screens import MemberRights
from bot.leading.reading import Board, led_board
from bot.leading.records import change_asked, commented, confirmed_content
from bot.leading.rights import PREPARING, may_confirm
from bot.leading.targets import AskChange, Confirm, ConfirmAll, ShowConfirmedMany, ShowMember, ShowMembers
from bot.people.identity import Actor, Staff
from bot.people.reach import union_scope, units_of
from bot.refusal import Refusal
from bot.registration.reading import StandingRegistration
from bot.registration.records import RegistrationState
from bot.store.database import Tx
from bot.titles import rules as title_rules
from bot.titles.catalogue import Family, Subject
from bot.titles.rules import Finding, Severity

# --- views ------------------------------------------------------------------------------------------------------------


def show_member(tx: Tx, actor: Actor, to: ShowMember) -> Screen:
    family, person_id = to.family, to.person
    board = led_board(tx, actor, family)
    member = board.member(person_id)
    if member is None:
        raise Refusal("role.not_yours")
    standing = actions.standing_of(tx, board, person_id)
    asked = None
    if standing is not None and standing.state is RegistrationState.CHANGE_ASKED:
        asked = change_asked(tx, standing.registration_id)
    awards = recognised(tx, person_id)
    last_year = board.campaign.year - 1
    held = board.regime.in_order(awards.get(last_year, ()))
    other = member.person.id != actor.person.id
    may = MemberRights(
        judge=may_confirm(tx, actor, member.person, family, tx.clock.today()),
        remind=other and (family is Family.STATE or union_scope(actor) is not None),
        register=other and family is Family.STATE and bool(units_of(actor, PREPARING)),
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
        asked,
        family is Family.STATE and commented(tx, board.campaign.id, person_id),
        confirmed_content(tx, standing.registration_id) if standing else None,
    )


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
        streaks=streaks(board.regime, awards, board.campaign.year - 1, known_years(tx)),
    )
    found = title_rules.check(board.regime, standing.titles, facts)
    return [finding for finding in found if finding.severity is Severity.WARN]


def show_members(tx: Tx, actor: Actor, to: ShowMembers) -> Screen:
    return screens.members(led_board(tx, actor, to.family), to.page)


def confirmed_many(_tx: Tx, _actor: Actor, to: ShowConfirmedMany) -> Screen:
    return screens.confirmed_many(to.confirmed, to.left, to.family)


VIEWS = (View(ShowMember, show_member), View(ShowMembers, show_members), View(ShowConfirmedMany, confirmed_many))


# --- acts -------------------------------------------------------------------------------------------------------------


def confirm(tx: Tx, actor: Actor, to: Confirm) -> ToView:
    actions.confirm(tx, actor, to.registration, to.version)
    found, person = actions.judged(tx, actor, to.registration)
    return ShowMember(found.family, person.id)


def ask_change(tx: Tx, actor: Actor, to: AskChange) -> ToFlow:
    actions.judged(tx, actor, to.registration)
    return ToFlow("ask_change", {"registration": to.registration, "version": to.version}, fresh=True)


def confirm_all(tx: Tx, actor: Actor, to: ConfirmAll) -> ToFlow:
    family = to.family
    waiting = actions.waiting_for(tx, actor, led_board(tx, actor, family))
    if not waiting:
        raise Refusal("confirm_all.nobody")
    # Only these versions are confirmed: whoever changes something meanwhile is left for another look.
    seen = {str(member.registration_id): member.version for member in waiting}
    return ToFlow("confirm_all", {"family": family.value, "seen": seen}, fresh=True)


ACTS = (Act(Confirm, confirm), Act(AskChange, ask_change), Act(ConfirmAll, confirm_all))
