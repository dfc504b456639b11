"""Views of what was typed, and the way on from it: loads under the actor's own rights, draws with screens."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToAct, ToFlow, ToView
from bot.dialogue.views import View
from bot.enquiries import keeping, rules
from bot.enquiries.records import Topic
from bot.enquiries.targets import AskOffice, ShowUnclear
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration.facts import what_stands
from bot.registration.targets import Purpose, ShowWhichTitle
from bot.store.database import Tx
from bot.titles.rules import unmask
from bot.understanding import screens
from bot.understanding.reading import meaning


def understand(tx: Tx, actor: Actor, text: str) -> ToView | ToAct | ToFlow | None:
    """The target that `text` asks for, or None where that is not certain."""
    if actor.staff is None:
        return None
    meant = meaning(tx, actor, text)
    if meant.question is None:
        return meant.opens
    try:
        words = rules.question(meant.question)
    except Refusal:
        return AskOffice()
    return ToFlow("ask", {"topic": Topic.OFFICE.value, "words": words}, at="check", fresh=True)


def lost(tx: Tx, actor: Actor, text: str) -> ToView:
    """The view for a sentence that is not certain. Its words are kept until the person has said what they mean."""
    to = keeping.keep_unclear(tx, actor, text)
    if to == ShowUnclear() and meaning(tx, actor, text).offers:
        return keeping.keep(tx, actor, text)
    return to


def unclear(tx: Tx, actor: Actor, to: ShowUnclear) -> Screen:
    """The words that were kept, read once more: the ways that it offers, or those of whoever typed it."""
    words = None if to.kept is None else keeping.kept(tx, actor, to.kept)
    if not words:
        return screens.unclear(actor, None)
    kept = to.kept if len(words) >= rules.SHORTEST else None
    meant = meaning(tx, actor, words)
    return screens.offered(meant, actor, kept) if meant.offers else screens.unclear(actor, kept)


def which_title(tx: Tx, actor: Actor, to: ShowWhichTitle) -> Screen:
    """The question back, where what was typed could mean several titles."""
    facts, _stood = what_stands(tx, actor)
    named = facts.regime.in_order(unmask(facts.regime, to.titles))
    offered = {title.id for title in facts.offered}
    beside = all(title.id in offered and not title.exclusive_with & {other.id for other in named} for title in named)
    together = to.titles if to.purpose is Purpose.REGISTER_ALL and beside else None
    return screens.which_title(named, to.purpose, together)


VIEWS = (View(ShowUnclear, unclear), View(ShowWhichTitle, which_title))
