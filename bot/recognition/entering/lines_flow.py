"""The dialogues by which a draft gets its lines: all who have registered a title but some, or one by one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.campaigns.records import campaign_of_year
from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Stay, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.folding import matches, sort_key
from bot.leading.registered import registered
from bot.people.identity import Actor
from bot.people.rules import code as staff_code
from bot.personnel import inputs
from bot.recognition import holders, naming, records, rules
from bot.recognition.entering import actions, line_screens, typed
from bot.recognition.entering.registered import Listed, listed
from bot.recognition.holders import Holder
from bot.recognition.naming import HolderName
from bot.recognition.records import DecisionNow, LineNow
from bot.recognition.targets import ShowDecision
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Title
from bot.titles.loading import shared as catalogue
from bot.words import own_words
from bot.workbooks.values import clean

LONGEST = 100
"""Characters of what is typed for a name."""


def _titles(tx: Tx, one: DecisionNow) -> tuple[Title, ...]:
    campaign = campaign_of_year(tx, one.year)
    if campaign is None:
        raise Refusal("decision.no_campaign", year=one.year)
    return rules.titles(catalogue().regime(campaign.regime), one.family, one.level)


def _title(said: Said, titles: Sequence[Title]) -> Title:
    match said:
        case Chosen(option) if option[:1] == "k" and option[1:].isdecimal():
            chosen = next((title for title in titles if title.order == int(option[1:])), None)
            if chosen is not None:
                return chosen
    raise Refusal("choose.below")


def found(people: Mapping[Holder, HolderName], typed: str) -> list[Holder]:
    """The holders whom `typed` means, best first: by staff code, or by a name or part of it."""
    by_code = [holder for holder, one in people.items() if one.code and one.code == staff_code(typed)]
    ranked = [
        (rank, sort_key(one.name), holder)
        for holder, one in people.items()
        if (rank := matches(typed, one.name)) is not None
    ]
    return by_code or [holder for _rank, _name, holder in sorted(ranked)]


# --- from the list ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FromList:
    """The registrants of each title that the draft does not have yet, by name for the title that was chosen."""

    decision: DecisionNow
    titles: tuple[Title, ...]
    """Those that somebody has registered."""
    listed: Listed
    left: Mapping[str, Sequence[Holder]]
    named: Callable[[str], Mapping[Holder, HolderName]]

    def title(self, draft: Draft) -> Title:
        found = next((title for title in self.titles if title.id == draft.data["title"]), None)
        if found is None:
            raise Refusal("decision.list.nobody")
        return found

    def names(self, draft: Draft) -> Mapping[Holder, HolderName]:
        return self.named(draft.data["title"])


def _list(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> FromList:
    one = actions.draft(tx, actor, data["decision"])
    campaign = campaign_of_year(tx, one.year)
    if campaign is None:
        raise Refusal("decision.no_campaign", year=one.year)
    of = listed(tx, campaign, one.family)
    there = {(line.holder, line.title) for line in records.lines(tx, one.id)}
    left = {
        title.id: [holder for holder in of.titles[title.id] if (holder, title.id) not in there]
        for title in _titles(tx, one)
        if title.id in of.titles
    }
    titles = tuple(title for title in _titles(tx, one) if left.get(title.id))
    return FromList(one, titles, of, left, lambda title: naming.names(tx, left.get(title, ()), one.family))


def _which(said: Said, _draft: Draft, facts: FromList) -> Move:
    return Next({"title": _title(said, facts.titles).id, "out": [], "page": 0, "query": None})


def shown(draft: Draft, people: Mapping[Holder, HolderName]) -> list[Holder]:
    """Those on the list as of now: those who were typed for, or all."""
    query = draft.data.get("query")
    return found(people, query) if query else list(people)


def going(names: Mapping[Holder, HolderName], out: Collection[int]) -> list[Holder]:
    """Those who are not left out."""
    return [holder for holder in names if holders.code(holder) not in out]


def _except(said: Said, draft: Draft, facts: FromList) -> Move:
    page, out = int(draft.data.get("page", 0)), list(draft.data.get("out", ()))
    names = facts.names(draft)
    match said:
        case Chosen("go"):
            if not going(names, out):
                raise Refusal("decision.nobody_left")
            return Finish()
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Chosen("all"):
            return Stay({"query": None, "page": 0})
        case Chosen(option) if option[:1] == "k" and option[1:].isdecimal():
            chosen = int(option[1:])
            if holders.of_code(chosen) in names:
                return Stay({"out": [one for one in out if one != chosen] if chosen in out else [*out, chosen]})
        case Typed(text):
            hits = found(names, text[:LONGEST])
            if not hits:
                raise Refusal("decision.nobody_in_list")
            return Stay({"query": text[:LONGEST], "page": 0})
    raise Refusal("list.choose")


def _ask_except(draft: Draft, facts: FromList) -> Screen:
    names = facts.names(draft)
    return line_screens.all_but(draft, facts.title(draft), facts.listed, names, shown(draft, names))


def _take(tx: Tx, actor: Actor, draft: Draft, facts: FromList) -> ToView:
    title = draft.data["title"]
    wanted = [LineNow(holder, title) for holder in going(facts.names(draft), draft.data["out"])]
    actions.add(tx, actor, facts.decision.id, wanted)
    return ShowDecision(facts.decision.id)


FROM_LIST: Flow[FromList] = Flow(
    "decision_list",
    facts=_list,
    steps=(
        Step(
            "title",
            ask=lambda _draft, facts: line_screens.which_title(facts.decision, facts.titles, facts.left, facts.listed),
            parse=_which,
        ),
        Step("except", ask=_ask_except, parse=_except),
    ),
    finish=_take,
    home=lambda draft: ShowDecision(draft.data["decision"]),
)


# --- one by one -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OneByOne:
    """Everybody who may be added, whether here or not, and who has registered which title."""

    decision: DecisionNow
    titles: tuple[Title, ...]
    people: Mapping[Holder, HolderName]
    registered: Callable[[str], frozenset[Holder]]

    def title(self, draft: Draft) -> Title:
        return next(title for title in self.titles if title.id == draft.data["title"])

    def holder(self, draft: Draft) -> Holder:
        return holders.of_code(draft.data["holder"])

    def candidates(self, draft: Draft) -> dict[Holder, HolderName]:
        subjects = self.title(draft).subjects
        return {key: one for key, one in self.people.items() if holders.subject_of(key) in subjects}

    def unasked(self, draft: Draft) -> bool:
        """True if the one who was chosen has not registered the title."""
        return self.holder(draft) not in self.registered(draft.data["title"])


def _one(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> OneByOne:
    one = actions.draft(tx, actor, data["decision"])
    campaign = campaign_of_year(tx, one.year)
    stands = {} if campaign is None else registered(tx, campaign, one.family)
    known = {title: frozenset(those) for title, those in stands.items()}
    people = naming.everybody(tx, one.family)
    return OneByOne(one, _titles(tx, one), people, lambda title: known.get(title, frozenset()))


def _which_of(said: Said, _draft: Draft, facts: OneByOne) -> Move:
    return Next({"title": _title(said, facts.titles).id, "query": None, "page": 0})


def _items(facts: OneByOne, keys: Sequence[Holder]) -> list[inputs.Item]:
    return [(holders.code(key), line_screens.label(facts.people[key])) for key in keys]


def _finder(draft: Draft, facts: OneByOne) -> Callable[[str], list[inputs.Item]]:
    return lambda typed: _items(facts, found(facts.candidates(draft), typed[:LONGEST]))


def _ask_who(draft: Draft, facts: OneByOne) -> Screen:
    return line_screens.who(draft, facts.title(draft), inputs.shown(draft, _finder(draft, facts), ()))


def _who(said: Said, draft: Draft, facts: OneByOne) -> Move:
    if isinstance(said, Typed) and not found(facts.candidates(draft), said.text[:LONGEST]):
        raise Refusal("decision.nobody_called", name=own_words(said.text, shortest=1, longest=2000)[:LONGEST])
    return inputs.picked(said, draft, "holder", _finder(draft, facts), ())


def _anyway(said: Said, _draft: Draft, _facts: OneByOne) -> Move:
    if said == Chosen("yes"):
        return Next({})
    raise Refusal("choose.below")


def _note(said: Said, _draft: Draft, _facts: OneByOne) -> Move:
    match said:
        case Chosen("skip"):
            return Finish({"note": ""})
        case Typed(text):
            return Finish({"note": own_words(clean(text), shortest=3, longest=typed.LONGEST_NOTE)})
    raise Refusal("type.or_choose")


def _add(tx: Tx, actor: Actor, draft: Draft, facts: OneByOne) -> ToView:
    line = LineNow(facts.holder(draft), draft.data["title"], draft.data["note"], not facts.unasked(draft))
    if not actions.add(tx, actor, facts.decision.id, [line]):
        raise Refusal("decision.there_already", name=facts.people[line.holder].name, number=facts.decision.number)
    return ShowDecision(facts.decision.id)


ONE_BY_ONE: Flow[OneByOne] = Flow(
    "decision_one",
    facts=_one,
    steps=(
        Step(
            "title", ask=lambda _draft, facts: line_screens.title_of_one(facts.decision, facts.titles), parse=_which_of
        ),
        Step("who", ask=_ask_who, parse=_who),
        Step(
            "unregistered",
            ask=lambda draft, facts: line_screens.unregistered(facts.people[facts.holder(draft)], facts.title(draft)),
            parse=_anyway,
            applies_if=lambda draft, facts: "holder" in draft.data and facts.unasked(draft),
        ),
        Step(
            "note",
            ask=lambda draft, facts: line_screens.note(facts.people[facts.holder(draft)], facts.title(draft)),
            parse=_note,
        ),
    ),
    finish=_add,
    home=lambda draft: ShowDecision(draft.data["decision"]),
)

FLOWS: tuple[Flow[Any], ...] = (FROM_LIST, ONE_BY_ONE)
