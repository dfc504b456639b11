"""The dialogues of who does not register, or too late: the reason for declining, and for a late request."""

from collections.abc import Mapping
from typing import Any

from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Goto, Move, Said, Step, Typed
from bot.dialogue.targets import ToFlow, ToView
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration import actions, rules
from bot.registration.facts import RegistrationFacts, what_stands
from bot.registration.records import DeclineReason, FamilyChoice
from bot.registration.sent import late_requests, screens
from bot.registration.targets import ShowDeclined, ShowLate
from bot.store.database import Tx
from bot.words import assents, own_words


def _reason(said: Said, _draft: Draft, _about: Any) -> Move:
    match said:
        case Typed(text) if not assents(text):
            return Finish({"words": own_words(text, shortest=rules.SHORTEST_WORDS, longest=rules.LONGEST_REASON)})
    raise Refusal("type.below")


def _check(said: Said, _draft: Draft, _about: Any) -> Move:
    match said:
        case Chosen("record"):
            return Finish()
        case Chosen("edit"):
            return Goto("reason")
    raise Refusal("choose.below")


def typed_reason(what: FamilyChoice, text: str) -> ToFlow:
    """The reason that was typed below the reasons to tap: seen once more before it is an answer, as it may be none."""
    words = own_words(text, shortest=rules.SHORTEST_WORDS, longest=rules.LONGEST_REASON)
    return ToFlow("decline", {"what": what.value, "words": words}, at="check", fresh=True)


def _decline(tx: Tx, actor: Actor, draft: Draft, _facts: RegistrationFacts) -> ToView:
    # Drafts of former versions are of the State's titles, and do not say so.
    what = FamilyChoice(draft.data.get("what", FamilyChoice.STATE))
    actions.decline(tx, actor, DeclineReason.OTHER, draft.data["words"], what)
    return ShowDeclined()


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> RegistrationFacts:
    actions.may_decline(tx, actor, FamilyChoice(data.get("what", FamilyChoice.STATE)))
    facts, _stands = what_stands(tx, actor)
    return facts


DECLINE: Flow[RegistrationFacts] = Flow(
    "decline",
    facts=_load,
    steps=(
        Step("reason", ask=screens.decline_words, parse=_reason),
        Step("check", ask=screens.decline_check, parse=_check),
    ),
    finish=_decline,
)


def _ask_late(tx: Tx, actor: Actor, draft: Draft, _campaign: CampaignNow) -> ToView:
    late_requests.ask_late(tx, actor, draft.data["words"])
    return ShowLate()


def _late_facts(tx: Tx, _actor: Actor, _data: Mapping[str, Any]) -> CampaignNow:
    campaign = current_campaign(tx)
    if campaign is None or not rules.may_ask_late(campaign, tx.now):
        raise Refusal("late.not_now")
    return campaign


LATE: Flow[CampaignNow] = Flow(
    "late",
    facts=_late_facts,
    steps=(Step("reason", ask=screens.late_reason, parse=_reason),),
    finish=_ask_late,
)

FLOWS = (DECLINE, LATE)
