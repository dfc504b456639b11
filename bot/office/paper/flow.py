"""The dialogue that enters a signed form: its titles, the initiative, the day on it, a look at the whole.

A draft's data: person, seen (the revision of what stood when it began), titles [ids], initiative, signed_on (ISO date).
"""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.enquiries.targets import ShowStaff
from bot.leading.choosing import ticked
from bot.office.paper import actions, screens
from bot.office.paper.actions import PaperForm
from bot.office.targets import ShowPaperForm
from bot.people.identity import Actor
from bot.personnel import inputs
from bot.refusal import Refusal
from bot.registration.rules import LONGEST_ANSWER, SHORTEST_WORDS
from bot.store.database import Tx
from bot.titles.rules import asks_initiative
from bot.words import own_words


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> PaperForm:
    return actions.form(tx, actor, data["person"])


def _titles(said: Said, draft: Draft, case: PaperForm) -> Move:
    return ticked(said, case.regime, case.offered, screens.chosen(draft))


def _initiative(said: Said, _draft: Draft, _case: PaperForm) -> Move:
    match said:
        case Chosen("none"):
            return Next({"initiative": None})
        case Typed(text):
            return Next({"initiative": own_words(text, shortest=SHORTEST_WORDS, longest=LONGEST_ANSWER)})
    raise Refusal("type.or_choose")


def _asks(draft: Draft, case: PaperForm) -> bool:
    return any(asks_initiative(title) for title in case.regime.in_order(screens.chosen(draft)))


def _signed_on(said: Said, _draft: Draft, case: PaperForm) -> Move:
    day = inputs.day_of(said, case.today, {"today": case.today})
    return Next({"signed_on": actions.check_signed_on(case, day).isoformat()})


def _enter(tx: Tx, actor: Actor, draft: Draft, case: PaperForm) -> ToView:
    titles, signed_on = screens.chosen(draft), inputs.kept(draft.data, "signed_on")
    initiative = draft.data.get("initiative") if _asks(draft, case) else None
    actions.enter(tx, actor, case.person.id, titles, initiative, signed_on, seen=draft.data["seen"])
    return ShowPaperForm(case.person.id)


FORM: Flow[PaperForm] = Flow(
    "paper_form",
    facts=_load,
    steps=(
        Step("titles", ask=screens.titles, parse=_titles),
        Step("initiative", ask=lambda _draft, case: screens.initiative(case), parse=_initiative, applies_if=_asks),
        Step("signed_on", ask=lambda _draft, case: screens.signed_on(case), parse=_signed_on),
        Step("check", ask=screens.check, parse=inputs.sure),
    ),
    finish=_enter,
    home=lambda draft: ShowStaff(draft.data["person"]),
)

FLOWS = (FORM,)
