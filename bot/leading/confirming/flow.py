"""The dialogues of confirming: all but some, and what to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Stay, Step, Typed
from bot.dialogue.screens import Phrase, Screen, say
from bot.dialogue.targets import ToView
from bot.leading.confirming import actions, changes, screens
from bot.leading.reading import Board, Member, led_board
from bot.leading.records import unchanged
from bot.leading.screens import BOARDS
from bot.leading.targets import ShowConfirmedMany
from bot.people.identity import Actor, Staff
from bot.refusal import Refusal
from bot.registration import rules
from bot.registration.records import ChangeReason
from bot.registration.rules import CHANGE_PHRASES
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.words import own_words


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """The people of a board who wait for this actor, with what each registers."""

    board: Board
    people: tuple[tuple[Member, Phrase], ...]


def _to_confirm(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> ToConfirm:
    board = led_board(tx, actor, Family(data["family"]))
    people = []
    seen = data["seen"]
    waiting = actions.waiting_for(tx, actor, board)
    as_it_was = unchanged(tx, [member.registration_id for member in waiting if member.registration_id is not None])
    for member in waiting:
        if seen.get(str(member.registration_id)) != member.version:
            continue
        standing = actions.standing_of(tx, board, member.person.id)
        titles = tuple(t.short for t in board.regime.in_order(standing.titles)) if standing else ()
        later = standing is not None and any(line.initiative_later for line in standing.lines)
        key = "confirm_all.titles_later" if later else "confirm_all.titles"
        if member.registration_id in as_it_was:
            key = "confirm_all.titles_unchanged"
        people.append((member, say(key, titles=titles)))
    return ToConfirm(board, tuple(people))


def _ask_whom(draft: Draft, waiting: ToConfirm) -> Screen:
    return screens.confirm_all(draft, waiting.people)


def _whom(said: Said, draft: Draft, waiting: ToConfirm) -> Move:
    left_out = set(draft.data.get("left_out", ()))
    page = int(draft.data.get("page", 0))
    match said:
        case Chosen("send"):
            if all(member.person.id in left_out for member, _titles in waiting.people):
                raise Refusal("confirm_all.nobody")
            return Finish()
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Chosen(option) if option[:1] == "p" and option[1:].isdecimal():
            return Stay({"left_out": sorted(left_out ^ {int(option[1:])})})
    raise Refusal("choose.below")


def _confirm_them(tx: Tx, actor: Actor, draft: Draft, waiting: ToConfirm) -> ToView:
    left_out = set(draft.data.get("left_out", ()))
    chosen = [
        (member.registration_id, member.version)
        for member, _titles in waiting.people
        if member.person.id not in left_out and member.registration_id is not None and member.version is not None
    ]
    done, left = actions.confirm_many(tx, actor, chosen)
    return ShowConfirmedMany(done, left, waiting.board.family)


CONFIRM_ALL: Flow[ToConfirm] = Flow(
    "confirm_all",
    facts=_to_confirm,
    steps=(Step("whom", ask=_ask_whom, parse=_whom),),
    finish=_confirm_them,
    home=lambda draft: BOARDS[Family(draft.data["family"])],
)


@dataclass(frozen=True, slots=True)
class ToChange:
    """The person who is asked for a change, and the days of which one is to be its end; none before the deadline."""

    person: Staff
    days: tuple[date, ...]


def _to_change(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> ToChange:
    found, person = actions.judged(tx, actor, data["registration"])
    return ToChange(person, changes.days(tx, found.campaign_id))


def _change(said: Said, _draft: Draft, about: ToChange) -> Move:
    match said:
        case Chosen(reason) if reason in list(CHANGE_PHRASES):
            data: dict[str, Any] = {"reason": reason, "words": None}
        case Typed(text):
            words = own_words(text, shortest=rules.SHORTEST_WORDS, longest=rules.LONGEST_REASON)
            data = {"reason": ChangeReason.OTHER.value, "words": words}
        case _:
            raise Refusal("type.or_choose")
    return Next(data) if about.days else Finish(data)


def _until(said: Said, _draft: Draft, about: ToChange) -> Move:
    match said:
        case Chosen(code) if code in [screens.day_code(day) for day in about.days]:
            return Finish({"day": code})
    raise Refusal("choose.below")


def _send_change(tx: Tx, actor: Actor, draft: Draft, about: ToChange) -> ToView:
    ref, version, code = draft.data["registration"], draft.data["version"], draft.data.get("day")
    reason, words = ChangeReason(draft.data["reason"]), draft.data.get("words")
    day = next((day for day in about.days if screens.day_code(day) == code), None)
    changes.ask(tx, actor, ref, version, reason, words, day)
    found, person = actions.judged(tx, actor, ref)
    return actions.seen_in(tx, found, person)


ASK_CHANGE: Flow[ToChange] = Flow(
    "ask_change",
    facts=_to_change,
    steps=(
        Step("words", ask=lambda _draft, about: screens.change_words(about.person), parse=_change),
        Step(
            "until",
            ask=lambda _draft, about: screens.change_until(about.person, about.days),
            parse=_until,
            applies_if=lambda _draft, about: bool(about.days),
        ),
    ),
    finish=_send_change,
)

FLOWS = (CONFIRM_ALL, ASK_CHANGE)
