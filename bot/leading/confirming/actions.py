"""Confirming registrations: one at a time or many, never the own registration.

A button carries the version it was drawn at, so that nobody confirms what he or she has not seen. Of two who act at
once the second is told what the first did.
"""

from collections.abc import Iterable
from datetime import date

from bot.campaigns.records import current_campaign
from bot.dialogue.targets import ToView
from bot.leading.reading import Board, BoardState, Member, load
from bot.leading.records import FiledRegistration, change_asked, filed, set_confirmed
from bot.leading.rights import may_confirm
from bot.leading.targets import ShowMember, ShowToRecord
from bot.ledger import planning
from bot.people.chain import Holder, state_confirmer, union_confirmer
from bot.people.chart import chart
from bot.people.identity import Actor, Scope, Staff, staff
from bot.people.naming import by_name, name_of
from bot.people.reach import left_behind
from bot.people.records import Role, UnionOffice
from bot.recognition.year_records import still_open
from bot.refusal import Refusal
from bot.registration import filing
from bot.registration.reading import StandingRegistration, answered
from bot.registration.records import RegistrationState
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles.catalogue import Family

CONFIRMED = "confirmed"
"""Kind of letters."""


def waiting_for(tx: Tx, actor: Actor, board: Board) -> tuple[Member, ...]:
    """The people of the board whose registrations wait for this very actor first of all. Others' may be confirmed one
    by one by whoever stands above, and wait for those below."""
    today = tx.clock.today()
    over = chart(tx, today) if board.family is Family.STATE else None

    def first(person: Staff) -> bool:
        chain = () if over is None else over.state(person.id, person.unit_id)
        return not chain or actor.person.id in chain[0]

    return tuple(
        member
        for member in board.of(BoardState.WAITING)
        if may_confirm(tx, actor, member.person, board.family, today) and first(member.person)
    )


def to_record(tx: Tx, actor: Actor) -> list[tuple[Staff, StandingRegistration]]:
    """The people whose registrations nobody in the chat confirms, with what waits for the actor to record it: State
    titles for the Office; union titles for members of the union's committee, or for the Office where it has none."""
    me = actor.person
    if not actor.has(Role.OFFICE) and me.union_office is not UnionOffice.COMMITTEE:
        raise Refusal("role.office_only")
    campaign = current_campaign(tx)
    if campaign is None:
        return []
    over, found = chart(tx, tx.clock.today()), list[tuple[Staff, StandingRegistration]]()

    def mine(one: Staff, family: Family) -> bool:
        if family is Family.STATE:
            return actor.has(Role.OFFICE) and not over.state(one.id, one.unit_id)
        decided = over.union(one.id, one.union_group_id, one.union_office)
        return not decided and any(me.id in step for step in over.recorders(one.id))

    for family in Family:
        board = load(tx, Scope(everybody=True), campaign, family)
        people = [one.person for one in board.of(BoardState.WAITING) if one.person.id != me.id]
        standing = ((one, standing_of(tx, board, one.id)) for one in people if mine(one, family))
        found += [(person, stands) for person, stands in standing if stands is not None]
    return found


def seen_in(tx: Tx, found: FiledRegistration, person: Staff) -> ToView:
    """The view in which whoever judges the registration sees it."""
    if _is_recorded(tx, found, person):
        return ShowToRecord(found.id)
    return ShowMember(found.family, person.id)


def recorded(tx: Tx, actor: Actor, registration_id: int) -> Staff | None:
    """The person of a registration that was recorded."""
    found, person = judged(tx, actor, registration_id)
    return person if _is_recorded(tx, found, person) and found.state is RegistrationState.CONFIRMED else None


def _is_recorded(tx: Tx, found: FiledRegistration, person: Staff) -> bool:
    """True of what nobody in the chat confirms: what was decided on paper is recorded."""
    of = state_confirmer if found.family is Family.STATE else union_confirmer
    return of(tx, person, tx.clock.today()).holder is not Holder.PERSON


def standing_of(tx: Tx, board: Board, person_id: int) -> StandingRegistration | None:
    """The registration of one person that stands in the board's family."""
    stands = answered(tx, board.campaign.id, person_id)
    return next((standing for standing in stands.standing if standing.family is board.family), None)


def judged(tx: Tx, actor: Actor, registration_id: int) -> tuple[FiledRegistration, Staff]:
    """The registration and its person, for an actor who may judge it. Raises Refusal for anybody else."""
    found = filed(tx, registration_id)
    person = None if found is None else staff(tx, found.person_id, tx.clock.today())
    if found is None or person is None:
        raise Refusal("role.not_yours")
    if not may_confirm(tx, actor, person, found.family, tx.clock.today()):
        raise _elsewhere(tx, actor, found, person)
    return found, person


def confirm(tx: Tx, actor: Actor, registration_id: int, version: int) -> None:
    """Confirm what stands, if it is still the version that was seen. Raises Refusal with what happened meanwhile."""
    tx.lock(Turn.REGISTRATION, registration_id)
    found, person = judged(tx, actor, registration_id)
    if found.state is RegistrationState.CONFIRMED and found.version == version:
        raise _already(tx, found, person)
    if found.state is RegistrationState.WITHDRAWN:
        raise Refusal("confirm.withdrawn", name=person.name)
    if found.version != version:
        raise Refusal("confirm.changed_since", name=person.name)
    if found.state is RegistrationState.CHANGE_ASKED:
        raise _change_waits(tx, found, person)
    if not _confirm(tx, actor, found, person):
        raise Refusal("confirm.changed_since", name=person.name)


def confirm_many(tx: Tx, actor: Actor, chosen: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Confirm every (registration, version) that still waits as it was seen. The number confirmed, and the number left
    alone because they had changed or were decided meanwhile."""
    done = left = 0
    for registration_id, version in chosen:
        tx.lock(Turn.REGISTRATION, registration_id)
        found, person = judged(tx, actor, registration_id)
        seen = found.state is RegistrationState.SUBMITTED and found.version == version
        if seen and _confirm(tx, actor, found, person):
            done += 1
        else:
            left += 1
    return done, left


def _confirm(tx: Tx, actor: Actor, found: FiledRegistration, person: Staff) -> bool:
    """False if another version was sent in the moment since it was found."""
    still_open(tx, found.campaign_id)
    me = actor.person.id
    if not set_confirmed(tx, found, me):
        return False
    filing.outdate_boards(tx, person)
    planning.plan(
        tx,
        CONFIRMED,
        f"registration:{found.id}",
        found.person_id,
        f"confirmed:{found.version}",
        {"registration": found.id, "version": found.version},
    )
    note(tx, "registration.confirmed", f"registration:{found.id}", actor_id=me, version=found.version)
    return True


def _elsewhere(tx: Tx, actor: Actor, found: FiledRegistration, person: Staff) -> Refusal:
    """Not for this actor to judge; whoever led the person until a move of this year is told who judges now."""
    today = tx.clock.today()
    left = left_behind(tx, actor, person.id, date(today.year, 1, 1)) if found.family is Family.STATE else {}
    moved = max((day for day in left.values() if day <= today), default=None)
    holder = state_confirmer(tx, person, today).staff
    if moved is None or holder is None:
        return Refusal("role.not_yours")
    who = by_name(holder)
    return Refusal("moved.holds", name=person.name_in_unit, unit=person.unit_name, since=moved, who=who)


def _already(tx: Tx, found: FiledRegistration, person: Staff) -> Refusal:
    who = name_of(tx, found.confirmed_by)
    return Refusal("confirm.already", name=person.name, who=who, at=found.confirmed_at)


def _change_waits(tx: Tx, found: FiledRegistration, person: Staff) -> Refusal:
    asked = change_asked(tx, found.id)
    who = name_of(tx, asked.by if asked else None)
    return Refusal("confirm.change_waits", name=person.name, who=who)
