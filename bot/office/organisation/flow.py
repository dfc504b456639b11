"""The dialogue in which the Office says the department's own words: all of them on a first start, later any one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Goto, Move, Next, Said, Stay, Step, Typed
from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.targets import ToView
from bot.office.organisation import actions, screens
from bot.organisation import rules
from bot.organisation.records import Address, OrganisationNow, Word, organisation
from bot.organisation.targets import ShowOrganisation
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.refusal import Refusal
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class OwnWordsNow:
    """The words as they now stand, and the one who said them last."""

    now: OrganisationNow
    by: Phrase


def _facts(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> OwnWordsNow:
    actions.office_only(actor)
    now = organisation(tx)
    return OwnWordsNow(now, name_of(tx, now.changed_by))


def asked(draft: Draft) -> list[Word]:
    return [Word(name) for name in draft.data["words"]]


def _wanted(draft: Draft) -> dict[Word, str]:
    """All that was answered."""
    return {word: draft.data[word.value] for word in asked(draft) if word.value in draft.data}


def _so_far(draft: Draft, facts: OwnWordsNow, word: Word) -> str:
    return str(draft.data.get(word.value, facts.now.says(word)))


def _guessed(draft: Draft, facts: OwnWordsNow, word: Word) -> str:
    full_name, name = (_so_far(draft, facts, one) for one in (Word.FULL_NAME, Word.NAME))
    found = rules.proposed(word, full_name, name)
    return found if len(found) <= rules.LONGEST[word] else ""


def _ask(draft: Draft, facts: OwnWordsNow, *, word: Word) -> Screen:
    words = asked(draft)
    place = (words.index(word) + 1, len(words))
    if word is Word.ADDRESS:
        return screens.ask_address(_so_far(draft, facts, word), place)
    return screens.question(word, _so_far(draft, facts, word), _guessed(draft, facts, word), place)


def _answer(said: Said, draft: Draft, facts: OwnWordsNow, *, word: Word) -> Move:
    match said:
        case Chosen(code) if word is Word.ADDRESS and code in list(Address):
            return Next({word.value: code})
        case Chosen("keep") if word is not Word.ADDRESS:
            return Next({word.value: _so_far(draft, facts, word)})
        case Chosen("none") if word in rules.OPTIONAL:
            return Next({word.value: ""})
        case Chosen("guessed") if word is not Word.ADDRESS and (guessed := _guessed(draft, facts, word)):
            return Next({word.value: guessed})
        case Typed(text) if word is not Word.ADDRESS:
            return Next({word.value: rules.said(word, text)})
    raise Refusal("choose.below" if word is Word.ADDRESS else "type.or_choose")


def _ask_check(draft: Draft, facts: OwnWordsNow) -> Screen:
    return screens.check(draft, facts.now, _wanted(draft))


def _check(said: Said, draft: Draft, facts: OwnWordsNow) -> Move:
    match said:
        case Chosen("choose"):
            return Stay({"choosing": True})
        case Chosen("chosen"):
            return Stay({"choosing": False})
        case Chosen(code) if code in draft.data["words"]:
            return Goto(code, {"choosing": False})
        case Chosen(code) if code.startswith("save"):
            agreed = code.removeprefix("save")
            if agreed != rules.mark(facts.now) and facts.now.changed_at is not None:
                raise Refusal("organisation.changed_meanwhile", who=facts.by, at=facts.now.changed_at)
            return Finish({"agreed": agreed})
    raise Refusal("choose.below")


def _finish(tx: Tx, actor: Actor, draft: Draft, _facts: OwnWordsNow) -> ToView:
    actions.change(tx, actor, _wanted(draft), draft.data["agreed"])
    return ShowOrganisation()


def _applies(draft: Draft, _facts: OwnWordsNow, *, word: Word) -> bool:
    return word.value in draft.data["words"]


ORGANISATION: Flow[OwnWordsNow] = Flow(
    "organisation",
    facts=_facts,
    steps=(
        *(
            Step(
                word.value,
                ask=partial(_ask, word=word),
                parse=partial(_answer, word=word),
                applies_if=partial(_applies, word=word),
            )
            for word in Word
        ),
        Step("check", ask=_ask_check, parse=_check),
    ),
    finish=_finish,
    home=lambda _draft: ShowOrganisation(),
    changes_actor=True,  # the form of address
)

FLOWS = (ORGANISATION,)
