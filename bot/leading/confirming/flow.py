"""The dialogues of whoever leads: confirm all but some, and say what to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Said, Stay, Step, Typed
from bot.dialogue.screens import Phrase, Screen, say
from bot.dialogue.targets import ToView
from bot.leading.board.answers import Entry
from bot.leading.confirming import actions as confirming
from bot.leading.confirming import screens as judging_screens
from bot.leading.confirming.views import Desk, desk, judged_by, standing_of
from bot.leading.records import ChangeReason
from bot.leading.targets import ShowConfirmedMany, ShowMember
from bot.people.identity import Actor, Staff
from bot.refusal import Refusal
from bot.registration import rules
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.words import own_words


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits for this actor, and what each registers."""

    at: Desk
    people: tuple[tuple[Entry, Phrase], ...]


def _waiting(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Waiting:
    at = desk(tx, actor, Family(data["family"]))
    people = []
    seen = data["seen"]
    for entry in judged_by(tx, actor, at):
        if seen.get(str(entry.registration_id)) != entry.version:
            continue
        standing = standing_of(tx, at, entry.person.id)
        titles = tuple(t.short for t in at.regime.in_order(standing.titles)) if standing else ()
        later = standing is not None and any(line.initiative_later for line in standing.lines)
        people.append((entry, say("confirm_all.titles_later" if later else "confirm_all.titles", titles=titles)))
    return Waiting(at, tuple(people))


def _ask_whom(draft: Draft, waiting: Waiting) -> Screen:
    return judging_screens.confirm_all(draft, waiting.people, draft.data.get("page", 0))


def _whom(said: Said, draft: Draft, waiting: Waiting) -> Move:
    left_out = set(draft.data.get("left_out", ()))
    page = int(draft.data.get("page", 0))
    match said:
        case Chosen("send"):
            if all(entry.person.id in left_out for entry, _titles in waiting.people):
                raise Refusal("confirm_all.nobody")
            return Finish()
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Chosen(option) if option[:1] == "p" and option[1:].isdecimal():
            return Stay({"left_out": sorted(left_out ^ {int(option[1:])})})
    raise Refusal("choose.below")


def _confirm_them(tx: Tx, actor: Actor, draft: Draft, waiting: Waiting) -> ToView:
    left_out = set(draft.data.get("left_out", ()))
    chosen = [
        (entry.registration_id, entry.version)
        for entry, _titles in waiting.people
        if entry.person.id not in left_out and entry.registration_id is not None
    ]
    done, left = confirming.confirm_many(tx, actor, chosen)
    return ShowConfirmedMany(done, left, waiting.at.family)


CONFIRM_ALL: Flow[Waiting] = Flow(
    "confirm_all",
    facts=_waiting,
    steps=(Step("whom", ask=_ask_whom, parse=_whom),),
    finish=_confirm_them,
    home=lambda draft: judging_screens.BOARDS[Family(draft.data["family"])],
)


def _whose(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Staff:
    _found, person = confirming.judged(tx, actor, data["registration"])
    return person


def _change(said: Said, _draft: Draft, _person: Staff) -> Move:
    match said:
        case Chosen(reason) if reason in list(judging_screens.REASON_PHRASES):
            return Finish({"reason": reason})
        case Typed(text):
            words = own_words(text, shortest=rules.SHORTEST_WORDS, longest=rules.LONGEST_REASON)
            return Finish({"reason": ChangeReason.OTHER.value, "words": words})
    raise Refusal("type.or_choose")


def _send_change(tx: Tx, actor: Actor, draft: Draft, person: Staff) -> ToView:
    ref, version = draft.data["registration"], draft.data["version"]
    confirming.ask_change(tx, actor, ref, version, ChangeReason(draft.data["reason"]), draft.data.get("words"))
    found, _person = confirming.judged(tx, actor, ref)
    return ShowMember(found.family, person.id)


ASK_CHANGE: Flow[Staff] = Flow(
    "ask_change",
    facts=_whose,
    steps=(Step("words", ask=lambda _draft, person: judging_screens.change_words(person), parse=_change),),
    finish=_send_change,
)

FLOWS = (CONFIRM_ALL, ASK_CHANGE)
