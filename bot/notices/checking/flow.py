"""The dialogue that chooses the person as whom a draft is previewed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Said, Step, Typed
from bot.folding import matches
from bot.notices import access
from bot.notices.audience import recipients
from bot.notices.audience.recipients import Recipient
from bot.notices.checking import screens
from bot.notices.targets import ShowPreview
from bot.people.identity import Actor, Scope, roster
from bot.refusal import Refusal
from bot.store.database import Tx

OFFERED = 3
"""Recipients that are offered."""


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """The facts of the question."""

    recipients: Sequence[Recipient]
    """Some of the recipients, to choose from."""
    everybody: Sequence[tuple[int, str]]
    """Everybody who may be typed, by key and name."""


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> PreviewFacts:
    notice = access.draft(tx, actor, data["notice"])
    everybody = [(one.id, one.name) for one in roster(tx, Scope(everybody=True), tx.clock.today())]
    return PreviewFacts(recipients.of_notice(tx, notice)[:OFFERED] if notice.audience else (), everybody)


def _as_whom(said: Said, _draft: Draft, facts: PreviewFacts) -> Move:
    match said:
        case Typed(text):
            found = {key: how for key, name in facts.everybody if (how := matches(text, name)) is not None}
            best = [key for key, how in found.items() if how == min(found.values())]
            if not best:
                raise Refusal("audience.nobody_called", name=text[:60])
            return Finish({"person": best[0]})
        case Chosen(option) if option[:1] == "p" and option[1:].isdecimal():
            return Finish({"person": int(option[1:])})
    raise Refusal("type.or_choose")


PREVIEW: Flow[PreviewFacts] = Flow(
    "preview_as",
    facts=_facts,
    steps=(Step("whom", ask=lambda _draft, facts: screens.as_whom(facts.recipients), parse=_as_whom),),
    finish=lambda _tx, _actor, draft, _facts: ShowPreview(draft.data["notice"], draft.data["person"]),
    home=lambda draft: ShowPreview(draft.data["notice"]),
)

FLOWS = (PREVIEW,)
