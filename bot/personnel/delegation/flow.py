"""Name a coordinator; hand the confirming to a deputy for a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.campaigns.records import current_campaign
from bot.dialogue.flows import Draft, Finish, Flow, Move, Next, Said, Step
from bot.dialogue.screens import Phrase, Screen, say
from bot.dialogue.targets import ToView
from bot.leading.targets import ShowDelegation
from bot.people.identity import Actor, Staff
from bot.people.records import Role
from bot.personnel import asking, rules
from bot.personnel.delegation import actions as delegating
from bot.personnel.delegation import screens as delegation_screens
from bot.personnel.delegation.actions import Unit
from bot.refusal import Refusal
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class Desk:
    at: Unit
    today: date
    deadline: date | None
    """The last day on which people register; None when it is over."""

    def candidates(self) -> list[Staff]:
        """Who can be made coordinator: own people that are neither head nor coordinator already."""
        taken = {held.person_id for held, _person in self.at.stand_ins if held.role is not Role.ACTING_HEAD}
        return [person for person in self.at.people if person.id not in taken]

    def person(self, draft: Draft) -> Staff:
        found = next((person for person in self.at.people if person.id == draft.data.get("person")), None)
        if found is None:
            raise Refusal("role.not_yours")
        return found


def _desk(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Desk:
    campaign = current_campaign(tx)
    open_now = campaign is not None and campaign.is_open(tx.now)
    deadline = tx.clock.local(campaign.deadline_at).date() if campaign and open_now else None
    return Desk(delegating.unit(tx, actor, data["unit"]), tx.clock.today(), deadline)


def _home(draft: Draft) -> ToView:
    return ShowDelegation(draft.data["unit"])


def _choice(people: Sequence[Staff], desk: Desk) -> tuple[Callable[[str], list[asking.Item]], list[asking.Item]]:
    """What can be typed, and what is listed."""
    own = desk.at.unit.name
    return asking.people_found(people, own), asking.people(people, own)


# --- coordinator ------------------------------------------------------------------------------------------------------


def _ask_whom(draft: Draft, desk: Desk) -> Screen:
    people = desk.candidates()
    items = asking.shown(draft, *_choice(people, desk))
    return delegation_screens.which_coordinator(draft, desk.at, items)


def _whom(said: Said, draft: Draft, desk: Desk) -> Move:
    people = desk.candidates()
    move = asking.picked(said, draft, "person", *_choice(people, desk))
    return Finish(move.data) if isinstance(move, Next) else move


def _name(tx: Tx, actor: Actor, draft: Draft, desk: Desk) -> ToView:
    delegating.name_coordinator(tx, actor, desk.at.unit.id, draft.data["person"])
    return _home(draft)


NAME: Flow[Desk] = Flow(
    "name_coordinator",
    facts=_desk,
    steps=(Step("whom", ask=_ask_whom, parse=_whom),),
    finish=_name,
    home=_home,
)


# --- delegation -------------------------------------------------------------------------------------------------------


def _ask_deputy(draft: Draft, desk: Desk) -> Screen:
    people = desk.at.deputies()
    items = asking.shown(draft, *_choice(people, desk))
    return delegation_screens.which_deputy(draft, desk.at, items)


def _deputy(said: Said, draft: Draft, desk: Desk) -> Move:
    people = desk.at.deputies()
    try:
        return asking.picked(said, draft, "person", *_choice(people, desk))
    except Refusal:
        if asking.names_somebody(said, desk.at.people):
            raise Refusal("stand_in.deputies_only") from None
        raise


def _ask_since(draft: Draft, desk: Desk) -> Screen:
    return delegation_screens.since(desk.person(draft), desk.today)


def _since(said: Said, _draft: Draft, desk: Desk) -> Move:
    day = asking.day_of(said, desk.today, {"today": desk.today})
    return Next({"since": rules.within(day, desk.today, desk.today).isoformat()}, reopen=("until",))


def _ends(draft: Draft, desk: Desk) -> dict[str, date]:
    began = asking.kept(draft.data, "since")
    ends = {"week": rules.end_of_week(began)}
    if desk.deadline is not None and desk.deadline >= began:
        ends["deadline"] = desk.deadline
    return ends


_END_LABELS = {"week": "button.to_end_of_week", "deadline": "button.to_deadline"}


def _ask_until(draft: Draft, desk: Desk) -> Screen:
    options: list[tuple[str, Phrase]] = [
        (code, say(_END_LABELS[code], day=day)) for code, day in _ends(draft, desk).items()
    ]
    return delegation_screens.until(desk.person(draft), asking.kept(draft.data, "since"), options)


def _until(said: Said, draft: Draft, desk: Desk) -> Move:
    day = asking.day_of(said, desk.today, _ends(draft, desk))
    return Next({"last": rules.within(day, asking.kept(draft.data, "since"), desk.today).isoformat()})


def _ask_check(draft: Draft, desk: Desk) -> Screen:
    began, last = asking.kept(draft.data, "since"), asking.kept(draft.data, "last")
    return delegation_screens.check(desk.at, desk.person(draft), began, last)


def _delegate(tx: Tx, actor: Actor, draft: Draft, desk: Desk) -> ToView:
    began, last = asking.kept(draft.data, "since"), asking.kept(draft.data, "last")
    delegating.delegate(tx, actor, desk.at.unit.id, draft.data["person"], began, last)
    return _home(draft)


DELEGATE: Flow[Desk] = Flow(
    "delegate",
    facts=_desk,
    steps=(
        Step("whom", ask=_ask_deputy, parse=_deputy),
        Step("since", ask=_ask_since, parse=_since),
        Step("until", ask=_ask_until, parse=_until),
        Step("check", ask=_ask_check, parse=asking.sure),
    ),
    finish=_delegate,
    home=_home,
)

FLOWS = (NAME, DELEGATE)
