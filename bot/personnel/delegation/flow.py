"""The dialogues that name a coordinator, and hand the confirming to a deputy for a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.campaigns.records import current_campaign
from bot.dialogue.flows import Draft, Finish, Flow, Move, Next, Said, Stay, Step, Typed
from bot.dialogue.screens import Phrase, Screen, say
from bot.dialogue.targets import ToView
from bot.leading.targets import ShowDelegation
from bot.people.identity import Actor, Staff
from bot.people.records import Role
from bot.personnel import inputs, rules
from bot.personnel.delegation import actions, screens
from bot.personnel.delegation.actions import UnitStandIns
from bot.refusal import Refusal
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class StandInChoice:
    """The facts of both dialogues: the unit with its people, and days."""

    at: UnitStandIns
    today: date
    deadline: date | None
    """The last day on which people register; None when it is over."""

    def candidates(self) -> list[Staff]:
        """The people who can be made coordinator: own people that are neither head nor coordinator already."""
        taken = {grant.person_id for grant, _person in self.at.stand_ins if grant.role is not Role.ACTING_HEAD}
        return [person for person in self.at.people if person.id not in taken]

    def person(self, draft: Draft) -> Staff:
        found = next((person for person in self.at.people if person.id == draft.data.get("person")), None)
        if found is None:
            raise Refusal("role.not_yours")
        return found


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> StandInChoice:
    campaign = current_campaign(tx)
    open_now = campaign is not None and campaign.is_open(tx.now)
    deadline = tx.clock.local(campaign.deadline_at).date() if campaign and open_now else None
    return StandInChoice(actions.unit(tx, actor, data["unit"]), tx.clock.today(), deadline)


def _home(draft: Draft) -> ToView:
    return ShowDelegation(draft.data["unit"])


def _listed(
    people: Sequence[Staff], choice: StandInChoice
) -> tuple[Callable[[str], list[inputs.Item]], list[inputs.Item]]:
    """The search over what is typed, and the items of the list."""
    own = choice.at.unit.name
    return inputs.people_found(people, own), inputs.people(people, own)


# --- coordinator ------------------------------------------------------------------------------------------------------


def _ask_whom(draft: Draft, choice: StandInChoice) -> Screen:
    people = choice.candidates()
    items = inputs.shown(draft, *_listed(people, choice))
    return screens.which_coordinator(draft, choice.at, items)


def _whom(said: Said, draft: Draft, choice: StandInChoice) -> Move:
    people = choice.candidates()
    move = inputs.picked(said, draft, "person", *_listed(people, choice))
    if isinstance(move, Next) and isinstance(said, Typed):
        # Typed to look for somebody: with the last answer nobody is named before their name has been seen and tapped.
        return Stay({"query": said.text[:200], "page": 0})
    return Finish(move.data) if isinstance(move, Next) else move


def _name(tx: Tx, actor: Actor, draft: Draft, choice: StandInChoice) -> ToView:
    actions.name_coordinator(tx, actor, choice.at.unit.id, draft.data["person"])
    return _home(draft)


NAME: Flow[StandInChoice] = Flow(
    "name_coordinator",
    facts=_load,
    steps=(Step("whom", ask=_ask_whom, parse=_whom),),
    finish=_name,
    home=_home,
)


# --- delegation -------------------------------------------------------------------------------------------------------


def _ask_deputy(draft: Draft, choice: StandInChoice) -> Screen:
    people = choice.at.deputies()
    items = inputs.shown(draft, *_listed(people, choice))
    return screens.which_deputy(draft, choice.at, items)


def _deputy(said: Said, draft: Draft, choice: StandInChoice) -> Move:
    people = choice.at.deputies()
    try:
        return inputs.picked(said, draft, "person", *_listed(people, choice))
    except Refusal:
        if inputs.names_somebody(said, choice.at.people):
            raise Refusal("stand_in.deputies_only") from None
        raise


def _ask_since(draft: Draft, choice: StandInChoice) -> Screen:
    return screens.since(choice.person(draft), choice.today)


def _since(said: Said, _draft: Draft, choice: StandInChoice) -> Move:
    day = inputs.day_of(said, choice.today, {"today": choice.today})
    return Next({"since": rules.within(day, choice.today, choice.today).isoformat()}, reopen=("until",))


def _ends(draft: Draft, choice: StandInChoice) -> dict[str, date]:
    began = inputs.kept(draft.data, "since")
    ends = {"week": rules.end_of_week(began)}
    if choice.deadline is not None and choice.deadline >= began:
        ends["deadline"] = choice.deadline
    return ends


def _end_label(code: str, day: date, choice: StandInChoice) -> Phrase:
    if code == "deadline":
        return say("button.to_deadline", day=day)
    this_week = day == rules.end_of_week(choice.today)
    return say("button.to_end_of_week", day=day) if this_week else say("button.to_sunday", day=day)


def _ask_until(draft: Draft, choice: StandInChoice) -> Screen:
    options: list[tuple[str, Phrase]] = [
        (code, _end_label(code, day, choice)) for code, day in _ends(draft, choice).items()
    ]
    return screens.until(choice.person(draft), inputs.kept(draft.data, "since"), options)


def _until(said: Said, draft: Draft, choice: StandInChoice) -> Move:
    day = inputs.day_of(said, choice.today, _ends(draft, choice))
    return Next({"last": rules.within(day, inputs.kept(draft.data, "since"), choice.today).isoformat()})


def _ask_check(draft: Draft, choice: StandInChoice) -> Screen:
    began, last = inputs.kept(draft.data, "since"), inputs.kept(draft.data, "last")
    return screens.check(choice.at, choice.person(draft), began, last)


def _delegate(tx: Tx, actor: Actor, draft: Draft, choice: StandInChoice) -> ToView:
    began, last = inputs.kept(draft.data, "since"), inputs.kept(draft.data, "last")
    actions.delegate(tx, actor, choice.at.unit.id, draft.data["person"], began, last)
    return _home(draft)


DELEGATE: Flow[StandInChoice] = Flow(
    "delegate",
    facts=_load,
    steps=(
        Step("whom", ask=_ask_deputy, parse=_deputy),
        Step("since", ask=_ask_since, parse=_since),
        Step("until", ask=_ask_until, parse=_until),
        Step("check", ask=_ask_check, parse=inputs.sure),
    ),
    finish=_delegate,
    home=_home,
)

FLOWS = (NAME, DELEGATE)
