"""The reminders of a campaign: the usual ones, or its own for each audience."""

from bot.dialogue.flows import Chosen, Draft, Move, Said, Stay, Typed
from bot.launching.facts import LaunchFacts
from bot.launching.questions.taken import taken
from bot.launching.records import CampaignPart
from bot.launching.typed import typed_steps
from bot.launching.values import as_campaign, ladder_text
from bot.refusal import Refusal
from bot.reminders.rules import DEFAULT, Audience, LadderStep
from bot.reminders.rules import ladder as steps_of


def ladder(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    known = facts.of(draft)
    audience = draft.data.get("audience")
    if audience is None:
        match said:
            case Chosen("next"):
                return taken(CampaignPart.LADDER, {"reminders": known["reminders"]})
            case Chosen("usual"):
                return Stay({"reminders": None})
            case Chosen(option) if option in tuple(Audience):
                return Stay({"audience": option})
        raise Refusal("choose.below")
    to = Audience(audience)
    match said:
        case Chosen("keep"):
            return Stay({"audience": None})
        case Chosen("none"):
            own: list[LadderStep] = []
        case Chosen("usual"):
            own = [step for step in DEFAULT if step.to is to]
        case Typed(text):
            own = typed_steps(text, to)
        case _:
            raise Refusal("type.or_choose")
    others = [step for step in steps_of(as_campaign(known)) if step.to is not to]
    steps = [*others, *own]
    whole = None if set(steps) == set(DEFAULT) else ladder_text(steps)
    return Stay({"reminders": whole, "audience": None})
