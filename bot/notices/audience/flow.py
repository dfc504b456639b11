"""Choosing the recipients of a notice: one criterion, then others that narrow, widen or take away, with the count each
time.

A draft's data: notice (key), audience (a description, see recipients.py; None before the first), base (the description
that the criterion is combined with) and how (replace, and, or, not), criterion, chosen (keys of what is ticked), page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.campaigns.records import current_campaign, titles_of
from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Goto, Move, Next, Said, Stay, Step, Typed
from bot.dialogue.screens import Named, Phrase
from bot.dialogue.targets import ToView
from bot.folding import matches
from bot.notices import access, records
from bot.notices.audience import describing, recipients, screens
from bot.notices.audience.recipients import Answer, Reach
from bot.notices.audience.screens import Criterion
from bot.notices.screens import title
from bot.notices.targets import ShowCheck, ShowOfficeNotice
from bot.notices.writing import actions as writing_actions
from bot.people.identity import Actor, Scope, Staff, roster
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue

Item = tuple[str, Named | Phrase]
"""An item to tick: a code for its button, and its name."""


@dataclass(frozen=True, slots=True)
class AudienceFacts:
    """The facts of the questions, as functions: each question is drawn from the answer that was just given, and looks
    up what it needs by that answer, within the transaction."""

    items: Callable[[Criterion], Sequence[Item]]
    people: Callable[[], Sequence[Staff]]
    """Everybody who can be named."""
    meant: Callable[[Mapping[str, Any] | None], Phrase | None]
    """A description in words."""
    count: Callable[[Draft], Mapping[Reach, int]]


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> AudienceFacts:
    access.draft(tx, actor, data["notice"])

    def people() -> Sequence[Staff]:
        return roster(tx, Scope(everybody=True), tx.clock.today())

    def meant(description: Mapping[str, Any] | None) -> Phrase | None:
        return describing.phrase(tx, description) if description else None

    def count(draft: Draft) -> Mapping[Reach, int]:
        so_far = draft.data.get("audience")
        return recipients.count(recipients.matching(tx, so_far)) if so_far else {}

    return AudienceFacts(lambda criterion: _ITEMS[criterion](tx), people, meant, count)


def _named(found: Sequence[tuple[int, str]]) -> list[Item]:
    return [(str(key), Named(name, name)) for key, name in found]


def _titles(tx: Tx) -> list[Item]:
    campaign = current_campaign(tx)
    if campaign is None:
        return []
    regime = catalogue().regime(campaign.regime)
    return [(one.id, one.name) for one in regime.in_order(titles_of(tx, campaign.id))]


def _asking(tx: Tx) -> list[Item]:
    sent = [one for one in records.in_states(tx, records.SENT) if one.asks_known]
    return [(str(one.id), Named(title(one, 36), title(one, 36))) for one in sent]


_ITEMS: Mapping[Criterion, Callable[[Tx], Sequence[Item]]] = {
    Criterion.UNITS: lambda tx: _named(recipients.units(tx)),
    Criterion.GROUPS: lambda tx: _named(recipients.groups(tx)),
    Criterion.ROLES: lambda _tx: [(role.value, Phrase(key)) for role, key in describing.ROLES.items()],
    Criterion.KINDS: lambda _tx: [(kind.value, Phrase(key)) for kind, key in describing.KINDS.items()],
    Criterion.TITLE: _titles,
    Criterion.KNOWN: _asking,
    Criterion.UNKNOWN: _asking,
}
_ONE_TAP: Mapping[Criterion, Mapping[str, Any]] = {
    Criterion.EVERYBODY: {"everybody": True},
    Criterion.REGISTERED: {"answer": Answer.REGISTERED.value},
    Criterion.MISSING: {"answer": Answer.MISSING.value},
    Criterion.DECLINED: {"answer": Answer.DECLINED.value},
}


def _base(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The description that the criterion is combined with: chosen anew, it takes the place of what was chosen."""
    base: Mapping[str, Any] | None = data.get("base", data.get("audience"))
    return base


def _combined(data: Mapping[str, Any], one: Mapping[str, Any]) -> dict[str, Any]:
    """The base and `one`, combined as `how` says."""
    so_far, how = _base(data), data.get("how", "replace")
    if not so_far or how == "replace":
        return dict(one)
    match how:
        case "and":
            return {"all": [so_far, dict(one)]}
        case "or":
            return {"any": [so_far, dict(one)]}
    return {"all": [so_far, {"not": dict(one)}]}


def _criterion(said: Said, draft: Draft, _facts: AudienceFacts) -> Move:
    match said:
        case Chosen(code) if code in list(Criterion):
            criterion = Criterion(code)
            cleared: dict[str, Any] = {"criterion": criterion.value, "chosen": [], "page": 0, "others": False}
            if criterion in _ONE_TAP:
                return Next(cleared | {"audience": _combined(draft.data, _ONE_TAP[criterion])})
            return Next(cleared, reopen=("which",))
        case Chosen("others"):
            return Stay({"others": not draft.data.get("others")})
    raise Refusal("choose.below")


def _which(said: Said, draft: Draft, facts: AudienceFacts) -> Move:
    criterion = Criterion(draft.data["criterion"])
    chosen = list(draft.data.get("chosen", ()))
    page = int(draft.data.get("page", 0))
    match said:
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Chosen("done"):
            if not chosen:
                raise Refusal("audience.choose_some")
            return Next({"audience": _combined(draft.data, _described(criterion, chosen)), "chosen": []})
        case Chosen(option) if option[:1] == "i" and option[1:] in _codes(draft, facts):
            code = option[1:]
            if criterion in (Criterion.KNOWN, Criterion.UNKNOWN):
                return Next({"audience": _combined(draft.data, {criterion.value: int(code)})})
            return Stay({"chosen": [one for one in chosen if one != code] if code in chosen else [*chosen, code]})
        case Chosen(option) if option[:1] == "s" and option[1:] in _asked(draft):
            # Of several of one name, this one is meant.
            key, rest = option[1:], list(draft.data["several"])[1:]
            return Stay({"chosen": [*chosen, *({key} - set(chosen))], "several": rest})
        case Chosen("neither") if _asked(draft):
            return Stay({"several": list(draft.data["several"])[1:]})
        case Typed(text) if criterion is Criterion.PEOPLE:
            one, several = _people(text, facts)
            return Stay({"chosen": [*chosen, *(key for key in one if key not in chosen)], "several": several})
    raise Refusal("type.or_choose" if criterion is Criterion.PEOPLE else "choose.below")


def _codes(draft: Draft, facts: AudienceFacts) -> frozenset[str]:
    criterion = Criterion(draft.data["criterion"])
    if criterion is Criterion.PEOPLE:
        return frozenset(draft.data.get("chosen", ()))
    return frozenset(code for code, _name in facts.items(criterion))


def _asked(draft: Draft) -> Sequence[str]:
    """The keys of the people of one name among whom is to be chosen now."""
    several = draft.data.get("several", ())
    return several[0] if several else ()


def _people(text: str, facts: AudienceFacts) -> tuple[list[str], list[list[str]]]:
    """The keys of the people named, one a line or parted by commas or semicolons; and of each name that several have,
    theirs. Raises Refusal for a name that is nobody's, or that too many have to choose among."""
    everybody, keys, several = facts.people(), list[str](), list[list[str]]()
    for name in (part.strip() for part in text.replace(";", "\n").replace(",", "\n").splitlines()):
        if not name:
            continue
        quality = {one.id: how for one in everybody if (how := matches(name, one.full_name)) is not None}
        best = [key for key, how in quality.items() if how == min(quality.values())]
        if not best:
            raise Refusal("audience.nobody_called", name=name)
        if len(best) > screens.LISTED:
            found = tuple(f"{one.name} ({one.unit_name})" for one in everybody if one.id in best[:5])
            raise Refusal("audience.several_called", name=name, people=found)
        if len(best) > 1:
            several.append([str(key) for key in best])
        else:
            keys.append(str(best[0]))
    return keys, several


def _described(criterion: Criterion, chosen: Sequence[str]) -> dict[str, Any]:
    if criterion in (Criterion.ROLES, Criterion.KINDS, Criterion.TITLE):
        return {criterion.value: list(chosen)}
    return {criterion.value: [int(key) for key in chosen]}


def _summary(said: Said, draft: Draft, facts: AudienceFacts) -> Move:
    match said:
        case Chosen("and" | "or" | "not" | "replace" as how):
            return Goto("criterion", {"how": how, "base": draft.data.get("audience")})
        case Chosen("done"):
            if not sum(facts.count(draft).values()):
                raise Refusal("notice.nobody")
            return Finish()
    raise Refusal("choose.below")


def _set(tx: Tx, actor: Actor, draft: Draft, _facts: AudienceFacts) -> ToView:
    writing_actions.change(tx, actor, draft.data["notice"], {"audience": draft.data["audience"]})
    return ShowCheck(draft.data["notice"])


def _ask_which(draft: Draft, facts: AudienceFacts) -> Any:
    criterion = Criterion(draft.data["criterion"])
    if criterion is Criterion.PEOPLE:
        chosen, asked, everybody = draft.data.get("chosen", ()), _asked(draft), facts.people()
        if asked:
            return screens.which_of_them([one for one in everybody if str(one.id) in asked])
        items: Sequence[Item] = [(str(one.id), Named(one.name, one.name)) for one in everybody if str(one.id) in chosen]
        return screens.names(draft, items)
    return screens.which(draft, criterion, facts.items(criterion))


CHOOSE: Flow[AudienceFacts] = Flow(
    "notice_audience",
    facts=_facts,
    steps=(
        Step(
            "criterion",
            ask=lambda draft, facts: screens.criterion(draft, facts.meant(_base(draft.data))),
            parse=_criterion,
        ),
        Step(
            "which",
            ask=_ask_which,
            parse=_which,
            applies_if=lambda draft, _facts: draft.data.get("criterion") not in (None, *_ONE_TAP),
        ),
        Step(
            "summary",
            ask=lambda draft, facts: screens.summary(facts.meant(draft.data.get("audience")), facts.count(draft)),
            parse=_summary,
        ),
    ),
    finish=_set,
    home=lambda draft: ShowOfficeNotice(draft.data["notice"]),
)

FLOWS = (CHOOSE,)
