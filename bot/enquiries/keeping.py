"""Words that nobody has understood yet, kept in a draft: the Office can be given them without typing them again."""

from bot.dialogue import drafts
from bot.enquiries import rules
from bot.enquiries.records import Topic
from bot.enquiries.targets import ShowUnclear
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx

FLOW = "ask"
"""The dialogue whose draft holds the words until they are sent."""


def keep_unclear(tx: Tx, actor: Actor, text: str) -> ShowUnclear:
    """The view for a message that nobody has understood. Its words wait in a draft, so that «Chuyển Văn phòng trả lời»
    need not have them typed again; what cannot be a question, such as a single word, is not kept."""
    try:
        words = rules.question(text)
    except Refusal:
        return ShowUnclear()
    return keep(tx, actor, words)


def keep(tx: Tx, actor: Actor, words: str) -> ShowUnclear:
    held = drafts.begin(tx, actor.user_id, FLOW, {"topic": Topic.OFFICE.value, "words": words}, "words", editing=False)
    return ShowUnclear(held.id)


def kept(tx: Tx, actor: Actor, draft_id: int) -> str | None:
    """The words of the actor that this draft keeps; None when they are gone, or were sent."""
    found = drafts.get(tx, actor.user_id, draft_id)
    if found is None or found[1] is not None or found[0].flow != FLOW:
        return None
    return found[0].data.get("words")
