"""The dialogues in which a decision is begun, and in which it is said that it was revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.campaigns.records import CampaignNow, campaign_of_year, titles_of
from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, SharedFile, Step, Typed
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.personnel.rules import office_only
from bot.recognition import records, rules
from bot.recognition.entering import actions, screens, typed
from bot.recognition.records import DecisionNow
from bot.recognition.targets import ShowDecision, ShowDecisions
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Family, Level, Regime
from bot.titles.loading import shared as catalogue
from bot.words import own_words
from bot.workbooks.values import clean


@dataclass(frozen=True, slots=True)
class ToBegin:
    """The campaign of the year, with the families and levels of which it has titles."""

    campaign: CampaignNow
    regime: Regime
    kinds: list[tuple[Family, Level]]
    today: date
    known: Any
    """A number and a day -> a Refusal where they were entered before."""

    def kind(self, draft: Draft) -> tuple[Family, Level]:
        place = draft.data["kind"]
        return self.kinds[place if place < len(self.kinds) else 0]


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> ToBegin:
    office_only(actor)
    campaign = campaign_of_year(tx, data["year"])
    if campaign is None:
        raise Refusal("decision.no_campaign", year=data["year"])
    regime = catalogue().regime(campaign.regime)
    kinds = rules.kinds(regime, titles_of(tx, campaign.id))
    return ToBegin(campaign, regime, kinds, tx.clock.today(), lambda *said: actions.unknown(tx, *said))


def _kind(said: Said, _draft: Draft, facts: ToBegin) -> Move:
    match said:
        case Chosen(option) if option[:1] == "k" and option[1:].isdecimal() and int(option[1:]) < len(facts.kinds):
            return Next({"kind": int(option[1:])})
    raise Refusal("choose.below")


def _reference(said: Said, _draft: Draft, facts: ToBegin) -> Move:
    match said:
        case Typed(text):
            number, day = typed.reference(text, facts.today)
            facts.known(number, day)
            return Next({"number": number, "signed_on": day.isoformat()})
    raise Refusal("type.below")


def _issuer(said: Said, draft: Draft, facts: ToBegin) -> Move:
    match said:
        case Chosen("usual"):
            return Next({"issuer": rules.authority(facts.regime, *facts.kind(draft))})
        case Typed(text):
            return Next({"issuer": own_words(clean(text), shortest=3, longest=typed.LONGEST_ISSUER)})
    raise Refusal("type.or_choose")


def _file(said: Said, _draft: Draft, _facts: ToBegin) -> Move:
    match said:
        case Chosen("skip"):
            return Finish({"sha256": None, "file_name": None})
        case SharedFile(name, content=content) if content:
            return Finish({"sha256": said.sha256, "file_name": own_words(name, shortest=1, longest=200)})
        case SharedFile():
            raise Refusal("decision.file_large")
    raise Refusal("decision.send_file")


def _begin(tx: Tx, actor: Actor, draft: Draft, facts: ToBegin) -> ToView:
    family, level = facts.kind(draft)
    said = {name: draft.data[name] for name in ("year", "number", "issuer", "sha256", "file_name")}
    signed_on = date.fromisoformat(draft.data["signed_on"])
    return ShowDecision(actions.begin(tx, actor, {**said, "family": family, "level": level, "signed_on": signed_on}))


BEGIN: Flow[ToBegin] = Flow(
    "begin_decision",
    facts=_facts,
    steps=(
        Step("kind", ask=lambda _draft, facts: screens.which_kind(facts.campaign.year, facts.kinds), parse=_kind),
        Step("reference", ask=lambda draft, facts: screens.which_number(*facts.kind(draft)), parse=_reference),
        Step(
            "issuer",
            ask=lambda draft, facts: screens.who_signed(rules.authority(facts.regime, *facts.kind(draft))),
            parse=_issuer,
        ),
        Step("file", ask=lambda _draft, _facts: screens.the_file(), parse=_file, takes_files=True),
    ),
    finish=_begin,
    home=lambda draft: ShowDecisions(draft.data["year"]),
)


# --- revoking ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToRevoke:
    """The decision that is revoked, with its awards and those who were told of theirs."""

    decision: DecisionNow
    awards: int
    today: date


def _revoked(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> ToRevoke:
    one = actions.entered(tx, actor, data["decision"])
    return ToRevoke(one, len(records.lines(tx, one.id)), tx.clock.today())


def _by(said: Said, _draft: Draft, facts: ToRevoke) -> Move:
    match said:
        case Typed(text):
            number, day = typed.reference(text, facts.today)
            if day < facts.decision.signed_on:
                raise Refusal("decision.revoked_before", day=facts.decision.signed_on)
            return Next({"number": number, "signed_on": day.isoformat()})
    raise Refusal("type.below")


def _reason(said: Said, _draft: Draft, _facts: ToRevoke) -> Move:
    match said:
        case Typed(text):
            return Next({"reason": own_words(text, shortest=typed.SHORTEST_REASON, longest=typed.LONGEST_REASON)})
    raise Refusal("type.below")


def _sure(said: Said, _draft: Draft, _facts: ToRevoke) -> Move:
    if said == Chosen("yes"):
        return Finish()
    raise Refusal("choose.below")


def _revoke(tx: Tx, actor: Actor, draft: Draft, facts: ToRevoke) -> ToView:
    data = draft.data
    day = date.fromisoformat(data["signed_on"])
    actions.revoke(tx, actor, facts.decision.id, data["number"], day, data["reason"])
    return ShowDecision(facts.decision.id)


REVOKE: Flow[ToRevoke] = Flow(
    "revoke_decision",
    facts=_revoked,
    steps=(
        Step("by", ask=lambda _draft, facts: screens.revoked_by(facts.decision), parse=_by),
        Step("reason", ask=lambda _draft, facts: screens.why_revoked(facts.decision), parse=_reason),
        Step(
            "check",
            ask=lambda draft, facts: screens.check_revoking(facts.decision, facts.awards, draft.data),
            parse=_sure,
        ),
    ),
    finish=_revoke,
    home=lambda draft: ShowDecision(draft.data["decision"]),
)

FLOWS: tuple[Flow[Any], ...] = (BEGIN, REVOKE)
