"""Comments of the unit that somebody left: views and acts."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowStaff
from bot.leading.targets import ShowComments, ShowMember
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.records import Role
from bot.personnel.comments import actions, screens
from bot.personnel.targets import ShowComment, ShowMovedAway, WriteComment
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Family


def moved_away(tx: Tx, actor: Actor, to: ShowMovedAway) -> Screen:
    return screens.moved_away(to.unit, actions.departed(tx, actor, to.unit))


def comment(tx: Tx, actor: Actor, to: ShowComment) -> Screen:
    """The comment, as the unit sees it that was left."""
    return screens.comment(actions.left(tx, actor, to.person), tx.clock.today())


def comments(tx: Tx, actor: Actor, to: ShowComments) -> Screen:
    """All comments, as they are read by whoever judges."""
    person, said = actions.about(tx, actor, to.person)
    back = ShowStaff(to.person) if actor.has(Role.OFFICE) else ShowMember(Family.STATE, to.person)
    return screens.comments(person, [(one, name_of(tx, one.by)) for one in said], back)


VIEWS = (View(ShowMovedAway, moved_away), View(ShowComment, comment), View(ShowComments, comments))


def write_comment(tx: Tx, actor: Actor, to: WriteComment) -> ToFlow:
    left = actions.left(tx, actor, to.person)
    if not left.stands.standing:
        raise Refusal("comment.nothing_yet", name=left.person.name)
    return ToFlow("comment", {"person": to.person}, fresh=True)


ACTS = (Act(WriteComment, write_comment),)
