"""The dialogue of a registration, on one page.

A draft's data: titles [ids in force], family where titles of one only are asked for, heeded [ids whose cautions were
read], and the answer to each question by its name: text or None (of an initiative, None with the step done: it follows
later).
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Goto, Move, Next, Said, Stay, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration import actions, facts, rules, screens
from bot.registration.facts import RegistrationFacts
from bot.registration.questions import QUESTIONS, Part, Question, asks, says_none, suggestions
from bot.registration.reading import TitleLine
from bot.registration.targets import ShowReceipt
from bot.store.database import Tx
from bot.titles.rules import asks_initiative, toggle
from bot.words import assents, own_words

TITLES, CAUTIONS = Part.TITLES.value, "cautions"
EDITS = {f"edit_{part.value}": part for part in Part}
"""Options of the summary: the part that each changes."""

Ask = Callable[[Draft, RegistrationFacts], Screen]
Parse = Callable[[Said, Draft, RegistrationFacts], Move]


def chosen(draft: Draft) -> frozenset[str]:
    return frozenset(draft.data.get("titles", ()))


def _past_applies(draft: Draft, about: RegistrationFacts) -> bool:
    return not draft.data.get("anew") and bool(about.as_last_year)


def _past(said: Said, draft: Draft, about: RegistrationFacts) -> Move:
    match said:
        case Chosen("same"):
            same = [title.id for title in about.as_last_year]
            # Initiatives are never copied: they follow later, or from the summary.
            unanswered = dict.fromkeys(question.name for question in QUESTIONS)
            return Next({"titles": same, "heeded": same, **unanswered}, also=(TITLES, CAUTIONS, *unanswered))
        case Chosen("anew"):
            return Next({})
    raise Refusal("choose.below")


def _titles(said: Said, draft: Draft, about: RegistrationFacts) -> Move:
    offered = {title.id for title in about.offered}
    there = {title.id for title in screens.choice(draft, about)}
    match said:
        case Chosen("next"):
            now = sorted(chosen(draft) & offered)
            if not there & set(now):
                raise Refusal("reg.titles.none")
            return Next({"titles": now}, reopen=(CAUTIONS,))
        case Chosen(title) if title in there:
            return Stay({"titles": sorted(toggle(about.regime, chosen(draft), title) & offered)})
    raise Refusal("choose.below")


def _cautions_apply(draft: Draft, about: RegistrationFacts) -> bool:
    return screens.caution(draft, about) is not None


def _cautions(said: Said, draft: Draft, about: RegistrationFacts) -> Move:
    caution = screens.caution(draft, about)
    if caution is None:
        return Next({})
    title = caution.title
    match said:
        case Chosen("keep"):
            data: dict[str, Any] = {"heeded": [*draft.data.get("heeded", ()), title.id]}
        case Chosen("drop"):
            left = toggle(about.regime, chosen(draft), title.id)
            if not left:
                return Goto(TITLES, {"titles": []})
            data = {"titles": sorted(left)}
        case _:
            raise Refusal("choose.below")
    rest = screens.caution(Draft(draft.id, draft.flow, {**draft.data, **data}, CAUTIONS), about)
    return Next(data) if rest is None else Stay(data)


def _initiative(said: Said, _draft: Draft, _about: RegistrationFacts) -> Move:
    match said:
        case Chosen("supply"):
            return Next({"initiative": None})
        case Typed(text):
            return Next({"initiative": _own_words(Part.INITIATIVE, text)})
    raise Refusal("type.or_choose")


def _pledge(said: Said, _draft: Draft, _about: RegistrationFacts) -> Move:
    suggested = suggestions(Part.PLEDGE)
    match said:
        case Chosen("skip"):
            return Next({"pledge": None})
        case Chosen(number) if number.isdecimal() and 1 <= int(number) <= len(suggested):
            return Next({"pledge": suggested[int(number) - 1].vi})
        case Typed(text):
            return Next({"pledge": _own_words(Part.PLEDGE, text)})
    raise Refusal("type.or_choose")


def _own_words(part: Part, text: str) -> str | None:
    """The answer in the person's own words; None where they say that there is none. A question is no answer: it would
    stand on the paper that is signed."""
    if says_none(part, text):
        return None
    if assents(text):
        raise Refusal("type.or_choose")
    if asks(text):
        raise Refusal("type.no_question")
    return own_words(text, shortest=rules.SHORTEST_WORDS, longest=rules.LONGEST_ANSWER)


def _summary(said: Said, _draft: Draft, _about: RegistrationFacts) -> Move:
    match said:
        case Chosen("send"):
            return Finish()
        case Chosen(option) if option in EDITS:
            return Goto(EDITS[option].value)
    raise Refusal("choose.below")


def lines(draft: Draft, about: RegistrationFacts) -> dict[str, TitleLine]:
    """The lines that the draft registers, by title."""
    initiative = draft.data.get("initiative")
    made = {}
    for title in about.regime.in_order(chosen(draft)):
        asked = asks_initiative(title)
        made[title.id] = TitleLine(title.id, initiative if asked else None, asked and initiative is None)
    return made


def _send(tx: Tx, actor: Actor, draft: Draft, about: RegistrationFacts) -> ToView:
    offered = {title.id for title in about.offered}
    if not chosen(draft) <= offered:
        raise Refusal("reg.titles.not_offered")
    answers = {question.name: draft.data.get(question.name) for question in QUESTIONS}
    receipt = actions.submit(tx, actor, about.regime, chosen(draft), lines(draft, about), answers)
    return ShowReceipt(receipt)


def _load(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> RegistrationFacts:
    return facts.load_to_change(tx, actor)


ASKED: dict[Part, tuple[Ask, Parse]] = {
    Part.INITIATIVE: (screens.initiative, _initiative),
    Part.PLEDGE: (screens.pledge, _pledge),
}
"""The screen of each question, and how an answer is understood."""


def _step(question: Question) -> Step[RegistrationFacts]:
    def applies(draft: Draft, about: RegistrationFacts) -> bool:
        return question.applies(about.regime.in_order(chosen(draft)))

    ask, parse = ASKED[question.part]
    return Step(question.name, ask=ask, parse=parse, applies_if=applies)


REGISTER: Flow[RegistrationFacts] = Flow(
    "register",
    facts=_load,
    steps=(
        Step("past", ask=screens.past, parse=_past, applies_if=_past_applies),
        Step(TITLES, ask=screens.titles, parse=_titles),
        Step(CAUTIONS, ask=screens.cautions, parse=_cautions, applies_if=_cautions_apply),
        *(_step(question) for question in QUESTIONS),
        Step("summary", ask=screens.summary, parse=_summary),
    ),
    finish=_send,
    foresee=actions.foresee,
)

FLOWS = (REGISTER,)
