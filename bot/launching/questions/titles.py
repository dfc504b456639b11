"""The rules of a campaign, the titles that it takes, and the shares that it sets."""

from bot.campaigns.records import ShareLimit
from bot.campaigns.saving import usual_quotas
from bot.dialogue.flows import Chosen, Draft, Move, Said, Stay, Typed
from bot.launching import rules, values
from bot.launching.facts import LaunchFacts
from bot.launching.questions.taken import taken
from bot.launching.records import CampaignPart
from bot.launching.typed import typed_percent
from bot.refusal import Refusal
from bot.titles.catalogue import Family
from bot.titles.criteria import Rounding


def regime(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    known = facts.of(draft)
    offered = rules.regimes_of(facts.catalogue, known["year"])
    match said:
        case Chosen(option) if option[:1] == "r" and option[1:].isdecimal() and int(option[1:]) < len(offered):
            wanted = offered[int(option[1:])]
            if known.get("regime") == wanted.id and known.get("titles"):
                return taken(CampaignPart.REGIME, {})
            if facts.registered:
                raise Refusal("launch.regime_registered", count=max(facts.registered.values()))
            chosen = rules.usual_titles(wanted)
            data = {"regime": wanted.id, "titles": sorted(chosen)}
            shares = {
                title: [one.percent, one.base, one.rounding.value]
                for title, one in usual_quotas(wanted, chosen).items()
            }
            reopen = () if facts.campaign is not None else (CampaignPart.TITLES, CampaignPart.QUOTAS)
            return taken(CampaignPart.REGIME, {**data, "quotas": shares}, reopen=reopen)
    raise Refusal("choose.below")


def titles(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    known = facts.of(draft)
    of, now = facts.regime(known), frozenset(known["titles"])
    match said:
        case Chosen("next"):
            rules.check_titles(of, now)
            return taken(CampaignPart.TITLES, {"titles": sorted(now), "quotas": rules.left_of(known["quotas"], now)})
        case Chosen("union"):
            return Stay({"titles": sorted(rules.toggled(of, now, Family.UNION, facts.registered))})
        case Chosen(option):
            for title in rules.choosable(of):
                if option == f"t{title.order}":
                    return Stay({"titles": sorted(rules.toggled(of, now, title, facts.registered))})
    raise Refusal("choose.below")


def quotas(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    known = facts.of(draft)
    offered = {one.title.id: one for one in rules.limitable(facts.regime(known), known["titles"])}
    one = offered.get(draft.data.get("share") or "")
    quotas = known["quotas"]
    if one is None:
        match said:
            case Chosen("next"):
                return taken(CampaignPart.QUOTAS, {"quotas": quotas})
            case Chosen(option):
                for id, limit in offered.items():
                    if option == f"t{limit.title.order}":
                        return Stay({"share": id})
        raise Refusal("choose.below")
    share = values.shares(known).get(one.title.id)
    wanted = share or rules.usual_share(one)
    match said:
        case Chosen("done"):
            return Stay({"share": None})
        case Chosen("none"):
            return Stay({"quotas": rules.with_share(quotas, one.title.id, None), "share": None})
        case Chosen("usual"):
            return Stay({"quotas": rules.with_share(quotas, one.title.id, wanted)})
        case Chosen("down" | "nearest" | "up" as how) if share is not None:
            share = ShareLimit(share.percent, share.base, Rounding(how))
        case Chosen(option) if share is not None:
            base = next((base for base in one.bases if option == f"b{base.order}"), None)
            if base is None:
                raise Refusal("choose.below")
            share = ShareLimit(share.percent, base.id, share.rounding)
        case Typed(text):
            share = ShareLimit(typed_percent(text), wanted.base, wanted.rounding)
        case _:
            raise Refusal("type.or_choose")
    return Stay({"quotas": rules.with_share(quotas, one.title.id, share)})
