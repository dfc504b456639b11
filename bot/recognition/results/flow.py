"""The dialogue in which the Office says what the base salary is from a day on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.personnel.rules import office_only
from bot.recognition import year_records
from bot.recognition.results import bonus_screens, bonuses
from bot.recognition.targets import ShowBonuses
from bot.recognition.year_records import SalarySaid
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.words import own_words
from bot.workbooks.values import clean, day

LEAST, MOST = 100_000, 100_000_000
"""Đồng a month."""
_DIGITS = re.compile(r"\d[\d.,\s]*\d")


@dataclass(frozen=True, slots=True)
class SalaryToSay:
    known: list[SalarySaid]
    today: date


def _facts(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> SalaryToSay:
    office_only(actor)
    return SalaryToSay([*bonuses.rules(tx).salaries], tx.clock.today())


def _amount(said: Said, _draft: Draft, _facts: SalaryToSay) -> Move:
    match said:
        case Typed(text):
            found = _DIGITS.search(text)
            amount = int(re.sub(r"\D", "", found[0])[:12]) if found else 0
            if not LEAST <= amount <= MOST:
                raise Refusal("salary.amount_unclear")
            return Next({"amount": amount})
    raise Refusal("type.below")


def _since(said: Said, _draft: Draft, facts: SalaryToSay) -> Move:
    match said:
        case Typed(text):
            since = day(text, facts.today)
            if since is None:
                raise Refusal("salary.day_unclear")
            return Next({"since": since.isoformat()})
    raise Refusal("type.below")


def _source(said: Said, _draft: Draft, _facts: SalaryToSay) -> Move:
    match said:
        case Typed(text):
            return Next({"source": own_words(clean(text), shortest=5, longest=160)})
    raise Refusal("type.below")


def _sure(said: Said, _draft: Draft, _facts: SalaryToSay) -> Move:
    if said == Chosen("yes"):
        return Finish()
    raise Refusal("choose.below")


def _said(draft: Draft) -> SalarySaid:
    return SalarySaid(date.fromisoformat(draft.data["since"]), draft.data["amount"], draft.data["source"])


def _set(tx: Tx, actor: Actor, draft: Draft, _facts: SalaryToSay) -> ToView:
    said = _said(draft)
    year_records.set_salary(tx, said, actor.person.id)
    since = said.since.isoformat()
    note(tx, "salary.set", f"base_salary:{since}", actor_id=actor.person.id, amount=said.amount)
    return ShowBonuses(draft.data["year"])


SALARY: Flow[SalaryToSay] = Flow(
    "base_salary",
    facts=_facts,
    steps=(
        Step("amount", ask=lambda _draft, facts: bonus_screens.which_amount(facts.known), parse=_amount),
        Step("since", ask=lambda draft, _facts: bonus_screens.since_when(draft.data["amount"]), parse=_since),
        Step(
            "source",
            ask=lambda draft, _facts: bonus_screens.which_source(
                draft.data["amount"], date.fromisoformat(draft.data["since"])
            ),
            parse=_source,
        ),
        Step("check", ask=lambda draft, _facts: bonus_screens.check_salary(_said(draft)), parse=_sure),
    ),
    finish=_set,
    home=lambda draft: ShowBonuses(draft.data["year"]),
)

FLOWS = (SALARY,)
