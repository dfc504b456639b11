"""Reminding one's people, by a letter or in person: what can be shown and tapped."""

from collections.abc import Iterable

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.confirming.views import Desk
from bot.leading.nudging import actions as nudging
from bot.leading.nudging import screens as nudging_screens
from bot.leading.nudging.screens import About
from bot.leading.proxy import actions as proxy
from bot.leading.records import Channel
from bot.leading.targets import (
    RecordTold,
    SendNudge,
    ShowNudge,
    ShowNudged,
    ShowTell,
    ShowTellPerson,
    WriteNudge,
)
from bot.people.identity import Actor, Staff, staff
from bot.refusal import Refusal
from bot.store.database import Tx


def about(actor: Actor, at: Desk) -> About:
    return About(at.family, at.campaign, actor.person)


def _people(tx: Tx, ids: Iterable[int]) -> dict[int, Staff]:
    found = ((person_id, staff(tx, person_id, tx.clock.today())) for person_id in set(ids))
    return {person_id: person for person_id, person in found if person is not None}


# --- views ------------------------------------------------------------------------------------------------------------


def nudge(tx: Tx, actor: Actor, to: ShowNudge) -> Screen:
    at = nudging.reminding(tx, actor, to.family)
    going = nudging.next_round(tx, actor, at, to.person)
    until = nudging.window_end(tx, at.campaign, going.to[0].person.id) if going.to else at.campaign.deadline_at
    leads = _people(tx, (one.by for _, one in going.had))
    return nudging_screens.preview(about(actor, at), going, leads, to.person, until)


def nudged(tx: Tx, actor: Actor, to: ShowNudged) -> Screen:
    """The actor's newest round over this board, and whom it left out."""
    at = nudging.reminding(tx, actor, to.family)
    on_board = {
        entry.person.id: entry.person for entry in at.board.entries if to.person is None or entry.person.id == to.person
    }
    letters = [
        one
        for one in nudging.nudged(tx, at.campaign.id, on_board)
        if one.channel is Channel.LETTER and one.by == actor.person.id and one.day >= tx.clock.today()
    ]
    last = [(on_board[one.person_id], one) for one in letters if one.at == letters[0].at]
    try:
        going = nudging.next_round(tx, actor, at, to.person)
    except Refusal:
        going = None  # everybody has answered since, or the window has closed: what was sent is still shown
    due = nudging.left_at(tx, letters[0].at) if letters else tx.now
    leads = _people(tx, (one.by for _, one in going.had) if going else ())
    return nudging_screens.sent(about(actor, at), last, going, leads, due)


def tell(tx: Tx, actor: Actor, to: ShowTell) -> Screen:
    at = nudging.reminding(tx, actor, to.family)
    entries = nudging.to_tell(actor, at)
    found = nudging.nudged(tx, at.campaign.id, [entry.person.id for entry in entries])
    told = {one.person_id: one for one in reversed(found) if one.channel is Channel.DIRECT}
    return nudging_screens.tell(about(actor, at), entries, told, to.page)


def tell_one(tx: Tx, actor: Actor, to: ShowTellPerson) -> Screen:
    at = nudging.reminding(tx, actor, to.family)
    (entry,) = nudging.missing(actor, at, to.person)
    until = nudging.window_end(tx, at.campaign, to.person)
    told = next((one for one in nudging.nudged(tx, at.campaign.id, [to.person]) if one.channel is Channel.DIRECT), None)
    by = None if told is None else staff(tx, told.by, tx.clock.today())
    return nudging_screens.tell_one(
        about(actor, at),
        entry,
        (told, by) if told and by else None,
        until,
        tx.clock.today(),
        may_register=proxy.may_register_for(tx, actor, entry.person),
    )


VIEWS = (View(ShowNudge, nudge), View(ShowNudged, nudged), View(ShowTell, tell), View(ShowTellPerson, tell_one))


# --- acts -------------------------------------------------------------------------------------------------------------


def send(tx: Tx, actor: Actor, to: SendNudge) -> ToView:
    nudging.send(tx, actor, nudging.reminding(tx, actor, to.family), to.person)
    return ShowNudged(to.family, to.person)


def words(tx: Tx, actor: Actor, to: WriteNudge) -> ToFlow:
    at = nudging.reminding(tx, actor, to.family)
    if not nudging.next_round(tx, actor, at, to.person).to:
        raise Refusal("nudge.nobody")
    return ToFlow("nudge", {"person": to.person, "family": at.family.value}, fresh=True)


def told(tx: Tx, actor: Actor, to: RecordTold) -> ToView:
    nudging.told(tx, actor, nudging.reminding(tx, actor, to.family), to.person)
    return ShowTellPerson(to.family, to.person)


ACTS = (Act(SendNudge, send), Act(WriteNudge, words), Act(RecordTold, told))
