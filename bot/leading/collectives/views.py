"""The titles of a unit or union group itself: what can be shown and tapped. `ref` is the unit or the group."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.collectives import actions as collective_titles
from bot.leading.collectives import screens as collective_screens
from bot.leading.collectives.targets import (
    ConfirmCollective,
    RegisterCollective,
    RegisterGroup,
    ShowCollective,
    ShowGroupCollective,
    WithdrawCollective,
    WithdrawGroup,
)
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration.records import Registrant
from bot.store.database import Tx
from bot.titles.catalogue import Subject


def _own(tx: Tx, actor: Actor, subject: Subject, ref: int) -> Registrant | None:
    """The one that is meant; None when several are led and none was named."""
    if ref:
        return Registrant(subject, ref)
    mine = collective_titles.seen_by(tx, actor, subject)
    if not mine:
        raise Refusal("collective.none_of_yours")
    return Registrant(subject, next(iter(mine))) if len(mine) == 1 else None


def _show(tx: Tx, actor: Actor, subject: Subject, ref: int) -> Screen:
    who = _own(tx, actor, subject, ref)
    if who is None:
        return collective_screens.choose(collective_titles.seen_by(tx, actor, subject))
    return collective_screens.whole(collective_titles.load(tx, actor, who))


VIEWS = (
    View(ShowCollective, lambda tx, actor, ref, _page: _show(tx, actor, Subject.UNIT, ref)),
    View(ShowGroupCollective, lambda tx, actor, ref, _page: _show(tx, actor, Subject.UNION_GROUP, ref)),
)


def _register(tx: Tx, actor: Actor, subject: Subject, ref: int) -> ToView | ToFlow:
    """Begin, with what stands; whoever may only look sees what stands."""
    who = _own(tx, actor, subject, ref)
    if who is None:
        return ShowCollective()
    at = collective_titles.load(tx, actor, who)
    if not at.may_file or not at.open:
        return collective_screens.view_of(who)
    titles = sorted(at.standing.titles) if at.standing else []
    return ToFlow("collective", {"subject": subject.value, "key": who.key, "titles": titles}, fresh=True)


def _withdraw(tx: Tx, actor: Actor, subject: Subject, ref: int, version: int) -> ToView:
    who = Registrant(subject, ref)
    collective_titles.withdraw(tx, actor, who, version)
    return collective_screens.view_of(who)


def confirm(tx: Tx, actor: Actor, to: ConfirmCollective) -> ToView:
    who = Registrant(Subject.UNIT, to.registration)
    collective_titles.confirm(tx, actor, who, to.version)
    return collective_screens.view_of(who)


ACTS = (
    Act(RegisterCollective, lambda tx, actor, ref, _version: _register(tx, actor, Subject.UNIT, ref)),
    Act(RegisterGroup, lambda tx, actor, ref, _version: _register(tx, actor, Subject.UNION_GROUP, ref)),
    Act(WithdrawCollective, lambda tx, actor, ref, version: _withdraw(tx, actor, Subject.UNIT, ref, version)),
    Act(WithdrawGroup, lambda tx, actor, ref, version: _withdraw(tx, actor, Subject.UNION_GROUP, ref, version)),
    Act(ConfirmCollective, confirm),
)
