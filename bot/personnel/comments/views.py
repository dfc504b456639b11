"""Comments of the unit that somebody left. `ref`: the person; of «moved_away» the unit."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.records import Role
from bot.personnel.comments import actions as commenting
from bot.personnel.comments import screens as comment_screens
from bot.refusal import Refusal
from bot.store.database import Tx


def moved_away(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    return comment_screens.moved_away(ref, commenting.departed(tx, actor, ref))


def comment(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    """As the unit sees it that was left."""
    return comment_screens.comment(commenting.left(tx, actor, ref), tx.clock.today())


def comments(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    """As it is read by who judges."""
    person, said = commenting.about(tx, actor, ref)
    back = ToView("staff" if actor.has(Role.OFFICE) else "member", ref)
    return comment_screens.comments(person, [(one, name_of(tx, one.by)) for one in said], back)


VIEWS = (View("moved_away", moved_away), View("comment", comment), View("comments", comments))


def write_comment(tx: Tx, actor: Actor, ref: int, _version: int) -> ToFlow:
    left = commenting.left(tx, actor, ref)
    if not left.stands.standing:
        raise Refusal("comment.nothing_yet", name=left.person.full_name)
    return ToFlow("comment", {"person": ref}, fresh=True)


ACTS = (Act("comment", write_comment),)
