"""The dialogue in which what was submitted is returned with a note.

A draft's data: submission, note.
"""

from collections.abc import Mapping
from typing import Any

from bot.consolidation.direction import actions, screens
from bot.consolidation.records import Verdict
from bot.consolidation.submissions import SubmissionNow
from bot.consolidation.targets import ShowSubmission
from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import own_words

SHORTEST, LONGEST = 3, 500
"""Characters of a note."""


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> SubmissionNow:
    return actions.may_answer(tx, actor, data["submission"])


def _note(said: Said, _draft: Draft, _facts: SubmissionNow) -> Move:
    match said:
        case Typed(text):
            return Finish({"note": own_words(text, shortest=SHORTEST, longest=LONGEST)})
    raise Refusal("type.below")


def _return(tx: Tx, actor: Actor, draft: Draft, _facts: SubmissionNow) -> ToView:
    key = draft.data["submission"]
    actions.answer(tx, actor, key, Verdict.RETURNED, draft.data["note"])
    return ShowSubmission(key)


RETURN: Flow[SubmissionNow] = Flow(
    "return_submission",
    facts=_facts,
    steps=(Step("note", lambda _draft, facts: screens.note(facts), _note),),
    finish=_return,
    home=lambda draft: ShowSubmission(draft.data["submission"]),
)

FLOWS = (RETURN,)
