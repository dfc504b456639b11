"""Answers that their author edits in the chat afterwards: which one a message was, and the draft with it said anew."""

from dataclasses import replace

from bot.dialogue import drafts
from bot.dialogue.drafts import Outcome
from bot.dialogue.engine.drawing import facts
from bot.dialogue.engine.registry import Registry
from bot.dialogue.flows import Draft, Said, Typed, changed_answer
from bot.dialogue.screens import Phrase, say
from bot.dialogue.surface import Surface
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx

MESSAGES = "messages"
"""Key in a draft's data: number of the message -> the step that it has answered."""
LOOKED_AT = 20
"""The dialogues of a person, newest first, in which an edited message is looked for."""
KEPT = 50
"""The messages of one dialogue that are remembered; a draft is no archive."""


def remembered(moved: Draft, was: Draft, said: Said) -> Draft:
    """`moved`, which knows by which message the question that waited in `was` has been answered. A text that a question
    takes one by one, as a list of names, answers none for good."""
    if not isinstance(said, Typed) or said.message is None or (moved.ended is None and moved.awaiting == was.awaiting):
        return moved
    others = {key: step for key, step in moved.data.get(MESSAGES, {}).items() if step != was.awaiting}
    messages = dict(list(others.items())[-KEPT:]) | {str(said.message): was.awaiting}
    return replace(moved, data={**moved.data, MESSAGES: messages})


def change(registry: Registry, tx: Tx, actor: Actor, said: Typed | None) -> tuple[Draft | ToView | None, Phrase]:
    """The dialogue in which the message was an answer, with that answer said anew, or the view of what it has become;
    and a word on that. None: it was no answer that can be changed."""
    found = None if said is None else _answered_by(tx, actor.user_id, said.message)
    if found is None or said is None:
        return None, say("changed.not_read")
    draft, outcome, step = found
    if outcome is not None:
        return registry.kept(outcome) or registry.home, say("changed.after_sent")
    flow = registry.flows[draft.flow]
    try:
        moved = changed_answer(flow, draft, step, said, facts(tx, actor, flow, draft.data))
    except Refusal as refusal:
        return draft, Phrase(refusal.key, refusal.values)
    if moved.ended is not None or not drafts.save(tx, moved, draft.revision):
        return None, say("changed.not_read")
    return moved, say("changed.taken")


def up(tx: Tx, user_id: int, current: Surface | None) -> Draft | None:
    """The dialogue that the chat shows, if it goes on."""
    found = drafts.get(tx, user_id, current.draft_id) if current and current.draft_id else None
    return found[0] if found is not None and found[1] is None else None


def elsewhere(word: Phrase) -> Phrase:
    """The word on an answer of another dialogue than the one that is up, which stays up."""
    if word.key in ("changed.taken", "changed.after_sent"):
        return say("changed.taken_elsewhere" if word.key == "changed.taken" else "changed.sent_elsewhere")
    return say("changed.refused_elsewhere", why=word)


def _answered_by(tx: Tx, user_id: int, message: int | None) -> tuple[Draft, Outcome | None, str] | None:
    """The dialogue in which this message was an answer, what became of it, and the step; None where it was none."""
    for draft, outcome in drafts.latest(tx, user_id, LOOKED_AT):
        step = draft.data.get(MESSAGES, {}).get(str(message))
        if step is not None:
            return draft, outcome, step
    return None


def keep(tx: Tx, moved: Draft, was: Draft) -> None:
    """Let the dialogue that ends with `moved` remember its messages; what they said is kept where it belongs."""
    if (messages := moved.data.get(MESSAGES)) is not None and messages != was.data.get(MESSAGES):
        drafts.save(tx, replace(was, data={**was.data, MESSAGES: messages}), was.revision)
