"""The letters of approval: to colleagues, that it is asked for; to the one who asked, that it is given."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.dialogue.screens import Phrase, Screen, say
from bot.ledger.letter import Haste, Kind
from bot.notices import records as notices
from bot.notices import rules
from bot.notices.approval import proposals, records, screens
from bot.notices.approval.proposals import Matter, Proposal
from bot.notices.approval.records import APPROVAL, APPROVED, DECIDED, POLICY_SET, RETURNED
from bot.notices.audience import describing
from bot.notices.filling.values import values_for
from bot.notices.history.differences import between
from bot.notices.history.screens import differs
from bot.notices.screens import Values, letter, reminder
from bot.people.identity import Actor, staff
from bot.people.naming import name_of
from bot.people.records import Role
from bot.store.database import Tx


def _approval(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> tuple[Screen, ...] | None:
    """The one who asks, what a correction changes, exactly what the recipients will see, and the way to approve it;
    nothing of what has changed. Once somebody has decided, who it was and when, instead of that way."""
    decided, person = values.get(DECIDED), actor.person
    proposal = _to_approve(tx, actor, values) if decided is None else _decided_on(tx, actor, values)
    if proposal is None:
        return None
    by, filled = staff(tx, values["by"], tx.clock.today()), values_for(tx, person)
    shown = (
        (reminder(proposal.notice, person),) if proposal.matter is Matter.REMINDER else letter(proposal.notice, filled)
    )
    return (
        screens.asks(proposal, by, lines(tx, proposal, filled), values["people"]),
        *shown,
        screens.below(proposal, person) if decided is None else screens.decided(proposal, _whose(tx, decided)),
    )


def _whose(tx: Tx, decided: Mapping[str, Any]) -> Phrase:
    key = "approval.letter.was_returned" if decided["returned"] else "approval.letter.was_given"
    return Phrase(key, {"who": name_of(tx, decided["by"]), "at": datetime.fromisoformat(decided["at"])})


def _decided_on(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Proposal | None:
    """The proposal of a letter that has arrived, as it was decided on: also once it was sent just so."""
    stored = notices.notice(tx, values["notice"]) if actor.has(Role.OFFICE) else None
    if stored is None:
        return None
    found = proposals.of_digest(tx, stored, values["digest"])
    if found is None and rules.approvable(stored) == values["digest"]:
        return Proposal(stored, Matter.DRAFT, values["digest"])
    return found


def lines(tx: Tx, proposal: Proposal, filled: Values) -> tuple[Phrase, ...]:
    """To whom a draft goes, or what a correction changes."""
    notice = proposal.notice
    if proposal.matter is Matter.DRAFT:
        return (say("approval.letter.to", who=describing.phrase(tx, notice.audience)),) if notice.audience else ()
    before = notices.notice(tx, notice.id) if proposal.matter is Matter.CORRECTION else None
    return differs(between(before, notice), before, notice, filled) if before is not None else ()


def _to_approve(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Proposal | None:
    """The proposal of the letter, if it has not changed and approval of it is still asked for."""
    proposal = _unchanged(tx, actor, values)
    asked = records.approval(tx, values["notice"], values["digest"]) if proposal is not None else None
    return proposal if asked is not None and asked.by is None else None


def _unchanged(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Proposal | None:
    """The proposal of the letter, if it has not changed; None also where the actor has left the Office."""
    stored = notices.notice(tx, values["notice"])
    return proposals.of_digest(tx, stored, values["digest"]) if stored is not None and actor.has(Role.OFFICE) else None


def _approved(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    proposal = _unchanged(tx, actor, values)
    return None if proposal is None else screens.given(proposal, staff(tx, values["by"], tx.clock.today()))


def _returned(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    notice = notices.notice(tx, values["notice"])
    if notice is None or not actor.has(Role.OFFICE):
        return None
    proposal = Proposal(notice, Matter(values["matter"]), "")
    return screens.returned(proposal, staff(tx, values["by"], tx.clock.today()), values["reason"])


def _policy_set(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """The rule as it was set, while nobody has set it anew."""
    decided = records.policy(tx)
    if decided is None or decided.at.isoformat() != values["at"] or not actor.has(Role.OFFICE):
        return None
    return screens.policy_letter(decided.above, name_of(tx, decided.by), decided.at)


LETTERS = (
    Kind(APPROVAL, _approval, bulk=False, haste=Haste.DECISION),
    Kind(APPROVED, _approved, bulk=False, haste=Haste.DECISION),
    Kind(RETURNED, _returned, bulk=False, haste=Haste.DECISION),
    Kind(POLICY_SET, _policy_set, bulk=False),
)
