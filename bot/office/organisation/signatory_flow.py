"""The dialogue in which the Office says who signs a paper, by what right, and from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.office.organisation import actions, signing
from bot.organisation import rules
from bot.organisation.records import Prefix, SignatoryNow, SignedPaper, signatories
from bot.organisation.targets import ShowPaperSignatories
from bot.people.identity import Actor
from bot.personnel import inputs
from bot.refusal import Refusal
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class SignedNow:
    """The paper, and all who sign it so far."""

    paper: SignedPaper
    known: list[SignatoryNow]
    today: date


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> SignedNow:
    actions.office_only(actor)
    paper = SignedPaper(data["paper"])
    return SignedNow(paper, signatories(tx, paper), tx.clock.today())


def _prefix(said: Said, _draft: Draft, _facts: SignedNow) -> Move:
    match said:
        case Chosen(code) if code in list(Prefix):
            return Next({"prefix": code} | ({"stands_for": ""} if code == Prefix.NONE else {}))
    raise Refusal("choose.below")


def _stands_for(said: Said, _draft: Draft, _facts: SignedNow) -> Move:
    match said:
        case Typed(text):
            return Next({"stands_for": rules.office_of(text)})
    raise Refusal("type.below")


def _office(said: Said, _draft: Draft, _facts: SignedNow) -> Move:
    match said:
        case Typed(text):
            return Next({"office": rules.office_of(text)})
    raise Refusal("signatory.no_office")


def _person(said: Said, _draft: Draft, _facts: SignedNow) -> Move:
    match said:
        case Chosen("by_hand"):
            return Next({"full_name": ""})
        case Typed(text):
            return Next({"full_name": rules.person_of(text)})
    raise Refusal("type.or_choose")


def _since(said: Said, _draft: Draft, facts: SignedNow) -> Move:
    return Next({"since": inputs.day_of(said, facts.today, {"today": facts.today}).isoformat()})


def _until(said: Said, draft: Draft, facts: SignedNow) -> Move:
    until = None if said == Chosen("open") else inputs.day_of(said, facts.today, {})
    rules.span(inputs.kept(draft.data, "since"), until)
    ended = None if until is None else until.isoformat()
    rules.replaced(_made({**draft.data, "until": ended}), facts.known)
    return Next({"until": ended})


def _made(data: Mapping[str, Any]) -> SignatoryNow:
    return SignatoryNow(
        0,
        SignedPaper(data["paper"]),
        Prefix(data["prefix"]),
        data["stands_for"],
        data["office"],
        data["full_name"],
        inputs.kept(data, "since"),
        None if data["until"] is None else inputs.kept(data, "until"),
    )


def _ask_check(draft: Draft, facts: SignedNow) -> Screen:
    new = _made(draft.data)
    try:
        before = rules.replaced(new, facts.known)
    except Refusal:  # a colleague has just named somebody for these days: it is said when this is saved
        before = None
    return signing.check(new, before, facts.known)


def _check(said: Said, _draft: Draft, facts: SignedNow) -> Move:
    match said:
        case Chosen(code) if code.startswith("save"):
            agreed = code.removeprefix("save")
            actions.same(facts.known, agreed)
            return Finish({"agreed": agreed})
    raise Refusal("choose.below")


def _finish(tx: Tx, actor: Actor, draft: Draft, facts: SignedNow) -> ToView:
    actions.declare(tx, actor, _made(draft.data), draft.data["agreed"])
    return ShowPaperSignatories(facts.paper)


SIGNATORY: Flow[SignedNow] = Flow(
    "signatory",
    facts=_facts,
    steps=(
        Step("prefix", ask=lambda _draft, facts: signing.ask_prefix(facts.paper), parse=_prefix),
        Step(
            "stands_for",
            ask=lambda draft, _facts: signing.ask_stands_for(Prefix(draft.data["prefix"])),
            parse=_stands_for,
            applies_if=lambda draft, _facts: draft.data.get("prefix") != Prefix.NONE,
        ),
        Step("office", ask=lambda _draft, _facts: signing.ask_office(), parse=_office),
        Step("full_name", ask=lambda _draft, _facts: signing.ask_person(), parse=_person),
        Step("since", ask=lambda _draft, facts: signing.ask_since(facts.today), parse=_since),
        Step("until", ask=lambda draft, _facts: signing.ask_until(inputs.kept(draft.data, "since")), parse=_until),
        Step("check", ask=_ask_check, parse=_check),
    ),
    finish=_finish,
    home=lambda draft: ShowPaperSignatories(SignedPaper(draft.data["paper"])),
)

FLOWS = (SIGNATORY,)
