"""Questions put to the Office: each action a function of a transaction."""

from bot.dialogue import codec, drafts
from bot.dialogue.targets import ToView
from bot.enquiries import records, rules
from bot.enquiries.records import Topic
from bot.enquiries.targets import ShowAsked, ShowMarked, ShowMyQuestions, ShowUnclear
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

FLOW = "ask"
"""The dialogue whose draft holds the words until they are sent."""


def ask(tx: Tx, actor: Actor, topic: Topic, words: str) -> int:
    """Put `words` to the Office; the question's key. Raises Refusal as `rules.question` does."""
    person = actor.person
    asked = records.add(tx, actor.user_id, person.id, topic, rules.question(words))
    note(tx, "enquiries.asked", f"question:{asked}", actor_id=person.id, topic=topic.value)
    return asked


def keep_unclear(tx: Tx, actor: Actor, text: str) -> ToView:
    """The view for a message that nobody has understood. Its words wait in a draft, so that «Chuyển Văn phòng trả lời»
    need not have them typed again; what cannot be a question, such as a single word, is not kept."""
    try:
        words = rules.question(text)
    except Refusal as refusal:
        return ShowMarked() if refusal.key == rules.MARKED else ShowUnclear()
    kept = drafts.begin(tx, actor.user_id, FLOW, {"topic": Topic.OFFICE.value, "words": words}, "words", editing=False)
    return ShowUnclear(kept.id)


def pass_on(tx: Tx, actor: Actor, draft_id: int) -> ToView:
    """Put to the Office what `keep_unclear` has kept; a second tap shows the same question. Raises Refusal when
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
