"""The titles of a unit or union group itself: what can be shown and tapped."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.collectives import actions, screens
from bot.leading.targets import (
    ConfirmCollective,
    RegisterCollective,
    ShowCollective,
    WithdrawCollective,
)
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.store.database import Tx
from bot.titles.catalogue import Subject


def _own(tx: Tx, actor: Actor, subject: Subject, key: int | None) -> Registrant | None:
    """The one that is meant; None when several are led and none was named."""
    if key is not None:
        return Registrant(subject, key)
    mine = actions.seen_by(tx, actor, subject)
    if not mine:
        raise Refusal("collective.none_of_yours")
    return Registrant(subject, next(iter(mine))) if len(mine) == 1 else None


def show(tx: Tx, actor: Actor, to: ShowCollective) -> Screen:
    who = _own(tx, actor, to.subject, to.key)
    if who is None:
        return screens.choose(to.subject, actions.seen_by(tx, actor, to.subject))
    return screens.collective_screen(actions.load(tx, actor, who))


VIEWS = (View(ShowCollective, show),)


def register(tx: Tx, actor: Actor, to: RegisterCollective) -> ToView | ToFlow:
    """Begin the dialogue with what stands; somebody who may only look is shown what stands."""
    who = _own(tx, actor, to.subject, to.key)
    if who is None:
        return ShowCollective(to.subject)
    collective = actions.load(tx, actor, who)
    if not collective.may_file or not collective.open:
        return screens.view_of(who)
    titles = sorted(collective.standing.titles) if collective.standing else []
    return ToFlow("collective", {"subject": to.subject.value, "key": who.key, "titles": titles}, fresh=True)


def withdraw(tx: Tx, actor: Actor, to: WithdrawCollective) -> ToView:
    who = Registrant(to.subject, to.key)
    actions.withdraw(tx, actor, who, to.version)
    return screens.view_of(who)


def confirm(tx: Tx, actor: Actor, to: ConfirmCollective) -> ToView:
    who = Registrant(Subject.UNIT, to.unit)
    actions.confirm(tx, actor, who, to.version)
    return screens.view_of(who)


ACTS = (
    Act(RegisterCollective, register),
    Act(WithdrawCollective, withdraw),
    Act(ConfirmCollective, confirm),
)
