"""Flows: dialogues as data, one line a question, and the two pure functions that run them.

A flow's state is a *Draft*, a row with a revision: a restart, another replica or a tap a month later finds it as
it was. `answer` moves a draft by what a person said; `screen_for` draws the question that waits.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from bot.dialogue.screens import Button, Formatted, Screen
from bot.dialogue.targets import Option, ToAnswer, ToView
from bot.dialogue.ways import ShowHome
from bot.store.database import Tx

F = TypeVar("F")


# --- what a person said -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chosen:
    option: str


@dataclass(frozen=True, slots=True)
class Typed:
    text: str
    formatted: Formatted | None = None
    """The same text as the sender formatted it; None: without formatting."""
    message: int | None = field(default=None, compare=False)
    """The number of the message that says it, which its sender may edit later."""


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact card. It proves something only if `owner_id` is the sender's own id and it was not forwarded."""

    phone: str
    owner_id: int | None
    forwarded: bool


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A document or photo, for a step that takes files. It is kept under `sha256` once the step has taken it."""

    name: str
    mime: str
    """As the sender's program says: no proof."""
    size: int
    content: bytes | None = field(default=None, repr=False)
    """None: it cannot be had, because it is too big."""
    photo: bool = False
    """Sent as a photo rather than as a document."""
    caption: str = ""
    formatted_caption: Formatted | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content or b"").hexdigest()


Said = Chosen | Typed | SharedContact | SharedFile


# --- flows ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: what was answered in a dialogue, which step waits, and how often it has moved."""

    id: int
    flow: str
    data: Mapping[str, Any]
    awaiting: str
    revision: int = 0
    editing: bool = False
    """True if one answer is being changed: the next move then returns to the last step, the summary."""
    ended: "End | None" = None


class End(StrEnum):
    FINISHED = "finished"  # sent; the flow's `finish` has yet to agree
    LEFT = "left"  # «Để sau» or back out of the first step: kept, nothing lost


@dataclass(frozen=True, slots=True)
class Next:
    """The answer is taken; on to the next question that applies. `also`: steps that this one answer has answered too;
    the next question is then the first one that is left. `reopen`: steps to be asked again because of it."""

    data: Mapping[str, Any]
    also: tuple[str, ...] = ()
    reopen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stay:
    """The answer is taken and the same question stays (a box was ticked)."""

    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Goto:
    """Change one earlier answer, then come back. «Quay lại» there undoes the change, `data` included."""

    step: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finish:
    """The last answer: `finish` may do its work."""

    data: Mapping[str, Any] = field(default_factory=dict)


Move = Next | Stay | Goto | Finish

DONE = "done"
"""Key in a draft's data: the names of the steps that were answered."""

CHANGE = "change_begun"
"""Key in a draft's data while one answer is being changed: where that began, and what was answered until then."""

BACK, LATER = "back", "later"
"""Options that every step understands: one step back, and leave with everything kept."""


@dataclass(frozen=True, slots=True)
class Step(Generic[F]):
    """A question. `parse` returns a move or raises Refusal; `ask` draws it; `applies_if` says when it is asked."""

    name: str
    ask: Callable[[Draft, F], Screen]
    parse: Callable[[Said, Draft, F], Move]
    applies_if: Callable[[Draft, F], bool] = lambda _draft, _facts: True
    takes_files: bool = False
    """A file that is sent while this waits is fetched, and is what was said."""


@dataclass(frozen=True, slots=True)
class Flow(Generic[F]):
    """A dialogue. `facts(tx, actor)` loads what its questions need; `finish` does what the summary promised, in the
    transaction of the last tap, and says which view shows it. `home` is where leaving leads."""

    name: str
    facts: Callable[[Tx, Any, Mapping[str, Any]], F]
    steps: tuple[Step[F], ...]
    finish: Callable[[Tx, Any, Draft, F], ToView]
    home: Callable[[Draft], ToView] = lambda _draft: ShowHome()
    open_to_all: bool = False
    """Also for chats that are bound to nobody."""
    changes_actor: bool = False
    """Its end binds the chat to a person: what is shown next needs a fresh look at who that is."""
    foresee: Callable[[Tx, Sequence[Any]], None] | None = None
    """Reads for several actors at once what `facts` would read for each (`Tx.foresee`)."""

    def step(self, name: str) -> Step[F] | None:
        return next((step for step in self.steps if step.name == name), None)

    def after(self, draft: Draft, facts: F) -> Step[F]:
        """The next step that applies; the last one when none is left."""
        names = [step.name for step in self.steps]
        rest = self.steps[names.index(draft.awaiting) + 1 :]
        return next((step for step in rest if step.applies_if(draft, facts)), self.steps[-1])

    def unasked(self, draft: Draft, facts: F) -> Step[F]:
        """The first question that applies and was never answered; the last one, the summary, when there is none."""
        done = draft.data.get(DONE, ())
        rest = (step for step in self.steps if step.name not in done and step.applies_if(draft, facts))
        return next(rest, self.steps[-1])

    def before(self, draft: Draft, facts: F) -> Step[F] | None:
        names = [step.name for step in self.steps]
        passed = self.steps[: names.index(draft.awaiting)]
        return next((step for step in reversed(passed) if step.applies_if(draft, facts)), None)

    def first(self, draft: Draft, facts: F) -> Step[F]:
        return next((step for step in self.steps if step.applies_if(draft, facts)), self.steps[-1])


def answer(flow: Flow[F], draft: Draft, said: Said, facts: F) -> Draft:
    """The draft after `said`: pure. Raises Refusal when the answer cannot be taken; the draft then stays as it was."""
    step = flow.step(draft.awaiting) or flow.first(draft, facts)
    moved = replace(draft, awaiting=step.name, revision=draft.revision + 1)
    if said == Chosen(LATER):
        return replace(moved, editing=False, ended=End.LEFT)
    if said == Chosen(BACK):
        return _back(flow, moved, facts)
    match step.parse(said, draft, facts):
        case Stay(data):
            return replace(moved, data={**draft.data, **data})
        case Next(data, also, reopen):
            done = sorted({*draft.data.get(DONE, ()), step.name, *also} - set(reopen))
            taken = replace(moved, data={**draft.data, **data, DONE: done})
            if draft.editing or also:
                # Straight back to the summary, by way of the questions that the change has opened and nobody asked.
                ahead = flow.unasked(taken, facts)
                if ahead is flow.steps[-1]:
                    taken = replace(taken, data=_without_change(taken.data), editing=False)
                return replace(taken, awaiting=ahead.name)
            return replace(taken, awaiting=flow.after(taken, facts).name)
        case Goto(name, data):
            changing = draft.editing and draft.data.get(CHANGE, {}).get("at") == name
            before = draft.data if changing else begin_change(draft.data, name, step.name, editing=draft.editing)
            return replace(moved, data={**before, **data}, awaiting=name, editing=True)
        case Finish(data):
            return replace(moved, data={**draft.data, **data}, ended=End.FINISHED)


def begin_change(data: Mapping[str, Any], at: str, back_to: str, *, editing: bool = False) -> dict[str, Any]:
    """A draft's data as the answer to `at` is about to be changed. «Quay lại» there leads to the step `back_to`, with
    everything as it was; `editing`: whether an answer was being changed there."""
    kept = _without_change(data)
    return {**kept, CHANGE: {"at": at, "back_to": back_to, "editing": editing, "data": kept}}


def changed_answer(flow: Flow[F], draft: Draft, at: str, said: Said, facts: F) -> Draft:
    """The draft with the answer to the step `at`, which was given before, said anew: pure. What waits then is what
    waited before, unless the change has opened a question. Raises Refusal; the draft then stays as it was."""
    data = begin_change(draft.data, at, draft.awaiting, editing=draft.editing)
    moved = answer(flow, replace(draft, data=data, awaiting=at, editing=True), said, facts)
    if moved.editing and not draft.editing and moved.awaiting == draft.awaiting:
        return replace(moved, data=_without_change(moved.data), editing=False)
    return moved


def _without_change(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != CHANGE}


def _back(flow: Flow[F], draft: Draft, facts: F) -> Draft:
    """One step back. Out of a change nobody gets past a question that the change has opened: where it began, it is
    undone."""
    change = draft.data.get(CHANGE) if draft.editing else None
    if change is not None and change["at"] == draft.awaiting:
        return replace(draft, data=change["data"], awaiting=change["back_to"], editing=change["editing"])
    if draft.editing and change is None and flow.unasked(draft, facts) is flow.steps[-1]:
        return replace(draft, awaiting=flow.steps[-1].name, editing=False)
    previous = flow.before(draft, facts)
    return replace(draft, ended=End.LEFT) if previous is None else replace(draft, awaiting=previous.name)


def screen_for(flow: Flow[F], draft: Draft, facts: F) -> Screen:
    """The question that waits, as a screen: pure. Its Options become answers to this very revision."""
    step = flow.step(draft.awaiting) or flow.first(draft, facts)
    asked = step.ask(draft, facts)

    def bound(button: Button) -> Button:
        if isinstance(button.to, Option):
            return replace(button, to=ToAnswer(draft.id, draft.revision, step.name, button.to.code))
        return button

    return replace(asked, rows=tuple(tuple(bound(b) for b in row) for row in asked.rows))
