"""Questions put to the Office: each action a function of a transaction."""

from bot.dialogue import codec, drafts
from bot.dialogue.targets import ToView
from bot.enquiries import records, rules
from bot.enquiries.keeping import FLOW
from bot.enquiries.records import Topic
from bot.enquiries.targets import ShowAsked, ShowMyQuestions
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx


def ask(tx: Tx, actor: Actor, topic: Topic, words: str) -> int:
    """Put `words` to the Office; the question's key. Raises Refusal as `rules.question` does."""
    person = actor.person
    asked = records.add(tx, actor.user_id, person.id, topic, rules.question(words))
    note(tx, "enquiries.asked", f"question:{asked}", actor_id=person.id, topic=topic.value)
    return asked


def pass_on(tx: Tx, actor: Actor, draft_id: int) -> ToView:
    """Put to the Office what `keeping` holds; a second tap shows the same question. Raises Refusal when
    something else was typed since."""
    found = drafts.get(tx, actor.user_id, draft_id)
    if found is None:
        raise Refusal("stale.button")
    draft, outcome = found
    if outcome is not None:
        return codec.build(ShowAsked, list(outcome[1:])) or ShowMyQuestions()
    words = draft.data.get("words")
    if draft.flow != FLOW or not words:
        raise Refusal("stale.button")
    shown = ShowAsked(ask(tx, actor, Topic.OFFICE, words))
    drafts.finish(tx, draft.id, shown)
    return shown
