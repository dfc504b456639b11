"""The dialogue that enters a signed form: its titles, the initiative, the day on it, a look at the whole.

A draft's data: person, seen (the revision of what stood when it began), titles [ids], initiative, signed_on (ISO date);
of a form that declines: declines (true), what (the families), reason.
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
from bot.registration.records import DeclineReason, FamilyChoice
from bot.registration.rules import LONGEST_ANSWER, SHORTEST_WORDS
from bot.store.database import Tx
from bot.titles.rules import asks_initiative
from bot.words import own_words


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> PaperForm:
    return actions.form(tx, actor, data["person"])


def _titles(said: Said, draft: Draft, case: PaperForm) -> Move:
    if said == Chosen("decline"):
        return Next({"declines": True, "what": case.asked.value})
    match ticked(said, case.regime, case.offered, screens.chosen(draft)):
        case Next(data):
            return Next({**data, "declines": False})
        case move:
            return move


def _declines(draft: Draft, _case: PaperForm) -> bool:
    return bool(draft.data.get("declines"))


def _asks_what(draft: Draft, case: PaperForm) -> bool:
    return _declines(draft, case) and case.asked is FamilyChoice.BOTH


def _what(said: Said, _draft: Draft, _case: PaperForm) -> Move:
    match said:
        case Chosen(code) if code in list(FamilyChoice):
            return Next({"what": code})
    raise Refusal("choose.below")


def _reason(said: Said, _draft: Draft, _case: PaperForm) -> Move:
    match said:
        case Chosen(code) if code in screens.REASONS:
            return Next({"reason": code})
    raise Refusal("choose.below")


def _initiative(said: Said, _draft: Draft, _case: PaperForm) -> Move:
    match said:
        case Chosen("none"):
            return Next({"initiative": None})
        case Typed(text):
            return Next({"initiative": own_words(text, shortest=SHORTEST_WORDS, longest=LONGEST_ANSWER)})
    raise Refusal("type.or_choose")


def _asks(draft: Draft, case: PaperForm) -> bool:
    return not _declines(draft, case) and any(
        asks_initiative(title) for title in case.regime.in_order(screens.chosen(draft))
    )


def _signed_on(said: Said, _draft: Draft, case: PaperForm) -> Move:
    day = inputs.day_of(said, case.today, {"today": case.today})
    return Next({"signed_on": actions.check_signed_on(case, day).isoformat()})


def _enter(tx: Tx, actor: Actor, draft: Draft, case: PaperForm) -> ToView:
    titles, signed_on = screens.chosen(draft), inputs.kept(draft.data, "signed_on")
    if _declines(draft, case):
        what, reason = FamilyChoice(draft.data["what"]), DeclineReason(draft.data["reason"])
        actions.decline(tx, actor, case.person.id, what, reason, signed_on, seen=draft.data["seen"])
        return ShowPaperForm(case.person.id)
    initiative = draft.data.get("initiative") if _asks(draft, case) else None
    actions.enter(tx, actor, case.person.id, titles, initiative, signed_on, seen=draft.data["seen"])
    return ShowPaperForm(case.person.id)


FORM: Flow[PaperForm] = Flow(
    "paper_form",
    facts=_load,
    steps=(
        Step("titles", ask=screens.titles, parse=_titles),
        Step("initiative", ask=lambda _draft, case: screens.initiative(case), parse=_initiative, applies_if=_asks),
        Step("what", ask=lambda _draft, case: screens.what(case), parse=_what, applies_if=_asks_what),
        Step("reason", ask=lambda _draft, case: screens.reason(case), parse=_reason, applies_if=_declines),
        Step("signed_on", ask=lambda _draft, case: screens.signed_on(case), parse=_signed_on),
        Step("check", ask=screens.check, parse=inputs.sure),
    ),
    finish=_enter,
    home=lambda draft: ShowStaff(draft.data["person"]),
)

FLOWS = (FORM,)
