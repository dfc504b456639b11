"""The two dialogues about a campaign: its launch, and the change of one part with a view of what follows."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Goto, Move, Said, Stay, Step
from bot.dialogue.targets import ToView
from bot.enquiries.targets import ShowCampaigns
from bot.launching.facts import LaunchFacts, to_change, to_launch
from bot.launching.questions.steps import STEPS
from bot.launching.records import CampaignPart
from bot.launching.rules import check_whole
from bot.launching.setup import actions, check_screens, screens
from bot.launching.targets import ShowCampaign
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx

LAUNCHING, CHANGING = "launch_campaign", "change_campaign"
_TO_CHANGE = frozenset({"year", *(part.value for part in screens.PARTS)})


# --- a launch ---------------------------------------------------------------------------------------------------------


def _summary(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    match said:
        case Chosen("send"):
            check_whole(facts.of(draft), facts.now)
            return Finish()
        case Chosen("there") if facts.of_year(draft.data["year"]) is not None:
            return Finish({"see": True})
        case Chosen("parts"):
            return Stay({"menu": True})
        case Chosen("whole"):
            return Stay({"menu": False})
        case Chosen(step) if step in _TO_CHANGE and draft.data.get("menu"):
            return Goto(step, {"menu": False, "share": None, "audience": None, "basis_at": None})
    raise Refusal("choose.below")


def _launch(tx: Tx, actor: Actor, draft: Draft, facts: LaunchFacts) -> ToView:
    there = facts.of_year(draft.data["year"])
    if draft.data.get("see") and there is not None:
        return ShowCampaign(there.id)
    return ShowCampaign(actions.launch(tx, actor, facts.of(draft)))


LAUNCH: Flow[LaunchFacts] = Flow(
    LAUNCHING,
    facts=to_launch,
    steps=(*STEPS, Step("check", ask=check_screens.summary, parse=_summary)),
    finish=_launch,
    home=lambda _draft: ShowCampaigns(),
)


# --- a change ---------------------------------------------------------------------------------------------------------

_OF_A_NEW_ONE = frozenset({"source", "year"})


def _only(step: Step[LaunchFacts]) -> Step[LaunchFacts]:
    """The question, where it is the part that is changed, or was opened by the answer to that."""
    applies: Callable[[Draft, LaunchFacts], bool] = step.applies_if

    def asked(draft: Draft, facts: LaunchFacts) -> bool:
        part = draft.data["part"]
        if part == step.name:
            return True
        if part != CampaignPart.DEADLINE:
            return False
        if step.name == CampaignPart.SUPPLEMENT:
            return bool(draft.data.get("ask_supplement"))
        if step.name == "off_day":
            return "deadline" in draft.data and applies(draft, facts)
        return step.name == "including" and applies(draft, facts)

    return replace(step, applies_if=asked)


def _check(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    assert facts.campaign is not None
    page = int(draft.data.get("page", 0))
    match said:
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Chosen("send"):
            if draft.data["seen"] != facts.campaign.revision:
                # A colleague was first: what he or she did is read, and the present state, before this is done.
                return Stay({"seen": facts.campaign.revision, "since": draft.data["seen"]})
            return Finish()
    raise Refusal("choose.below")


def _change(tx: Tx, actor: Actor, draft: Draft, facts: LaunchFacts) -> ToView:
    campaign, part = int(draft.data["campaign"]), CampaignPart(draft.data["part"])
    actions.change(tx, actor, campaign, part, facts.of(draft), draft.data["seen"])
    return ShowCampaign(campaign)


CHANGE: Flow[LaunchFacts] = Flow(
    CHANGING,
    facts=to_change,
    steps=(
        *(_only(step) for step in STEPS if step.name not in _OF_A_NEW_ONE),
        Step("check", ask=check_screens.consequences, parse=_check),
    ),
    finish=_change,
    home=lambda draft: ShowCampaign(draft.data["campaign"]),
)

FLOWS = (LAUNCH, CHANGE)
