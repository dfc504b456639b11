"""Reminding one's people, by a letter or in person: views and acts."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.hours import left_at
from bot.leading.nudging import actions, screens
from bot.leading.nudging.actions import NudgeRound
from bot.leading.nudging.screens import NudgeTopic
from bot.leading.reading import Board
from bot.leading.records import Channel
from bot.leading.rights import may_invite, may_register_for
from bot.leading.targets import (
    RecordTold,
    SendNudge,
    ShowNudge,
    ShowNudged,
    ShowTell,
    ShowTellPerson,
    WriteNudge,
)
from bot.people.authentication import place
from bot.people.identity import Actor, Staff, staff
from bot.refusal import Refusal
from bot.store.database import Tx


def _topic(actor: Actor, board: Board) -> NudgeTopic:
    return NudgeTopic(board.family, board.campaign, actor.person)


def _leads(tx: Tx, going: NudgeRound | None) -> dict[int, Staff]:
    """The leads who have reminded those whom the round leaves out."""
    keys = {one.by for _, one in going.had if one.by is not None} if going else set()
    found = ((person_id, staff(tx, person_id, tx.clock.today())) for person_id in keys)
    return {person_id: person for person_id, person in found if person is not None}


# --- views ------------------------------------------------------------------------------------------------------------


def nudge(tx: Tx, actor: Actor, to: ShowNudge) -> Screen:
    board = actions.board_to_remind(tx, actor, to.family, to.unit)
    going = actions.next_round(tx, actor, board, to.person)
    until = actions.window_end(tx, board.campaign, going.to[0].person.id) if going.to else board.campaign.deadline_at
    leads = _leads(tx, going)
    return screens.preview(_topic(actor, board), going, leads, to, until)


def nudged(tx: Tx, actor: Actor, to: ShowNudged) -> Screen:
    """The actor's newest round over this board, and the people whom it left out."""
    board = actions.board_to_remind(tx, actor, to.family, to.unit)
    on_board = {
        member.person.id: member.person
        for member in board.members
        if to.person is None or member.person.id == to.person
    }
    letters = [
        one
        for one in actions.nudged(tx, board.campaign.id, on_board)
        if one.channel is Channel.LETTER and one.by == actor.person.id and one.day >= tx.clock.today()
    ]
    last = [(on_board[one.person_id], one) for one in letters if one.at == letters[0].at]
    try:
        going = actions.next_round(tx, actor, board, to.person)
    except Refusal:
        going = None  # everybody has answered since, or the window has closed: what was sent is still shown
    due = left_at(tx, letters[0].at) if letters else tx.now
    leads = _leads(tx, going)
    return screens.sent(_topic(actor, board), last, going, leads, due)


def tell(tx: Tx, actor: Actor, to: ShowTell) -> Screen:
    board = actions.board_to_remind(tx, actor, to.family)
    today = actions.told_today(tx, actor, board)
    if not today and tx.now > board.campaign.deadline_at:
        raise Refusal("campaign.closed", deadline=board.campaign.deadline_at)
    waiting = [member for member in actions.to_tell(actor, board) if member.person.id in today]
    members = sorted(waiting, key=lambda member: today[member.person.id])
    found = actions.nudged(tx, board.campaign.id, [member.person.id for member in members])
    told = {one.person_id: one for one in reversed(found) if one.channel is Channel.DIRECT}
    invites = any(not member.linked and may_invite(tx, actor, member.person) for member in members)
    return screens.tell(_topic(actor, board), members, told, list(today.values()).count(True), to.page, invites=invites)


def tell_one(tx: Tx, actor: Actor, to: ShowTellPerson) -> Screen:
    board = actions.board_to_remind(tx, actor, to.family)
    (member,) = actions.missing(actor, board, to.person)
    until = actions.told_until(tx, board.campaign, to.person) or actions.window_end(tx, board.campaign, to.person)
    told = next(
        (one for one in actions.nudged(tx, board.campaign.id, [to.person]) if one.channel is Channel.DIRECT), None
    )
    by = None if told is None or told.by is None else staff(tx, told.by, tx.clock.today())
    late = tx.now > board.campaign.deadline_at and not actions.is_open(tx, board.campaign, to.person)
    return screens.tell_one(
        _topic(actor, board),
        member,
        (told, by) if told and by else None,
        until,
        tx.clock.today(),
        late=late,
        may_register=not late and may_register_for(tx, actor, member.person),
        invites=not member.linked and may_invite(tx, actor, member.person),
        web=bool(place.address()) and may_invite(tx, actor, member.person),
    )


VIEWS = (View(ShowNudge, nudge), View(ShowNudged, nudged), View(ShowTell, tell), View(ShowTellPerson, tell_one))


# --- acts -------------------------------------------------------------------------------------------------------------


def send(tx: Tx, actor: Actor, to: SendNudge) -> ToView:
    actions.send(tx, actor, actions.board_to_remind(tx, actor, to.family, to.unit), to.person)
    return ShowNudged(to.family, to.person, to.unit)


def words(tx: Tx, actor: Actor, to: WriteNudge) -> ToFlow:
    board = actions.board_to_remind(tx, actor, to.family, to.unit)
    if not actions.next_round(tx, actor, board, to.person).to:
        raise Refusal("nudge.nobody")
    return ToFlow("nudge", {"person": to.person, "family": board.family.value, "unit": to.unit}, fresh=True)


def told(tx: Tx, actor: Actor, to: RecordTold) -> ToView:
    actions.told(tx, actor, actions.board_to_remind(tx, actor, to.family), to.person)
    return ShowTellPerson(to.family, to.person)


ACTS = (Act(SendNudge, send), Act(WriteNudge, words), Act(RecordTold, told))
