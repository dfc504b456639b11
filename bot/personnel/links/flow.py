"""The dialogues of the Office on requests to be linked: the person, or the reason of a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.address import address_of
from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.people.identity import Actor, Scope, Staff, roster
from bot.people.reach import people_at
from bot.personnel import inputs, rules
from bot.personnel.links import actions, screens
from bot.personnel.links.actions import LinkRequestRow
from bot.personnel.targets import ShowLinkRequest
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import own_words

NEAR = 6


@dataclass(frozen=True, slots=True)
class LinkToDecide:
    """A request to be linked, with the people among whom the Office chooses."""

    request: LinkRequestRow
    everybody: tuple[Staff, ...]
    linked: frozenset[int]
    """Keys of the people who have a chat at the door of this one already."""

    def person(self, draft: Draft) -> Staff:
        found = next((person for person in self.everybody if person.id == draft.data["person"]), None)
        if found is None:
            raise Refusal("stale.button")
        return found


def _case(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> LinkToDecide:
    everybody = roster(tx, Scope(everybody=True), tx.clock.today())
    asked = actions.request(tx, actor, data["request"])
    return LinkToDecide(asked, tuple(everybody), people_at(tx, address_of(asked.user_id).door))


def _home(draft: Draft) -> ToView:
    return ShowLinkRequest(draft.data["request"])


def _near(case: LinkToDecide) -> list[inputs.Item]:
    return inputs.people(rules.resembling(case.everybody, case.request.statement, NEAR))


def _ask_who(draft: Draft, case: LinkToDecide) -> Screen:
    items = inputs.shown(draft, inputs.people_found(case.everybody), _near(case))
    return screens.which_person(draft, case.request, items)


def _who(said: Said, draft: Draft, case: LinkToDecide) -> Move:
    return inputs.picked(said, draft, "person", inputs.people_found(case.everybody), _near(case))


def _ask_check(draft: Draft, case: LinkToDecide) -> Screen:
    person = case.person(draft)
    return screens.check(case.request, person, taken=person.id in case.linked)


def _approve(tx: Tx, actor: Actor, draft: Draft, case: LinkToDecide) -> ToView:
    actions.approve(tx, actor, case.request.id, draft.data["person"])
    return _home(draft)


CHOOSE: Flow[LinkToDecide] = Flow(
    "choose_linked",
    facts=_case,
    steps=(Step("who", ask=_ask_who, parse=_who), Step("check", ask=_ask_check, parse=inputs.sure)),
    finish=_approve,
    home=_home,
)


def _reason(said: Said, _draft: Draft, _case: LinkToDecide) -> Move:
    match said:
        case Typed(text):
            return Finish({"reason": own_words(text, shortest=rules.SHORTEST_WORDS, longest=rules.LONGEST_WORDS)})
    raise Refusal("type.below")


def _refuse(tx: Tx, actor: Actor, draft: Draft, case: LinkToDecide) -> ToView:
    actions.refuse(tx, actor, case.request.id, draft.data["reason"])
    return _home(draft)


REFUSE: Flow[LinkToDecide] = Flow(
    "refuse_link",
    facts=_case,
    steps=(Step("reason", ask=lambda _draft, case: screens.reason(case.request), parse=_reason),),
    finish=_refuse,
    home=_home,
)

FLOWS = (CHOOSE, REFUSE)
