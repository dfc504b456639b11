"""The results of a year: views for the Office, the Director, the union's chair and heads of units."""

from bot.campaigns.records import CampaignNow, campaign_of_year, current_campaign
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.people.identity import Actor
from bot.people.records import Role
from bot.personnel.rules import office_only
from bot.recognition.results import achieved, bonus_screens, bonuses, screens, streaks
from bot.recognition.results.achieved import YearResults
from bot.recognition.results.rights import office_or_director, sight
from bot.recognition.targets import (
    SetBaseSalary,
    ShowAchieved,
    ShowAchievedNames,
    ShowAchievedUnits,
    ShowBonuses,
    ShowBonusesFile,
    ShowStreaks,
    ShowStreaksFile,
)
from bot.refusal import Refusal
from bot.store.database import Tx


def _campaign(tx: Tx, year: int | None = None) -> CampaignNow:
    campaign = current_campaign(tx) if year is None else campaign_of_year(tx, year)
    if campaign is None:
        raise Refusal("decision.no_campaign_yet")
    return campaign


def _results(tx: Tx, actor: Actor, year: int) -> YearResults:
    seen = sight(tx, actor)
    return achieved.load(tx, _campaign(tx, year), seen)


def show_achieved(tx: Tx, actor: Actor, to: ShowAchieved) -> Screen:
    return screens.achieved(_results(tx, actor, to.year), actor.has(Role.OFFICE), to.page)


def achieved_units(tx: Tx, actor: Actor, to: ShowAchievedUnits) -> Screen:
    found = _results(tx, actor, to.year)
    one = found.title(to.title)
    if one is None:
        return screens.achieved(found, actor.has(Role.OFFICE), 0)
    return screens.units(found, one, found.places(one), to.page)


def achieved_names(tx: Tx, actor: Actor, to: ShowAchievedNames) -> Screen:
    found = _results(tx, actor, to.year)
    one = found.title(to.title)
    if one is None:
        return screens.achieved(found, actor.has(Role.OFFICE), 0)
    names = [found.names[holder] for holder in one.of(to.outcome)]
    return screens.names(to, one, [name for name in names if to.place is None or name.place == to.place])


def show_streaks(tx: Tx, actor: Actor, to: ShowStreaks) -> Screen:
    office_or_director(actor)
    campaign = _campaign(tx)
    return screens.streaks(streaks.load(tx, campaign), campaign.year, actor.has(Role.OFFICE), to)


def streaks_file(tx: Tx, actor: Actor, _to: ShowStreaksFile) -> Screen:
    office_or_director(actor)
    campaign = _campaign(tx)
    return screens.streaks_file(streaks.load(tx, campaign), campaign.year)


def show_bonuses(tx: Tx, actor: Actor, to: ShowBonuses) -> Screen:
    office_or_director(actor)
    campaign = _campaign(tx, to.year)
    return bonus_screens.bonuses(bonuses.load(tx, campaign), campaign.year, actor.has(Role.OFFICE))


def bonuses_file(tx: Tx, actor: Actor, to: ShowBonusesFile) -> Screen:
    office_or_director(actor)
    campaign = _campaign(tx, to.year)
    return bonus_screens.bonuses_file(bonuses.load(tx, campaign), campaign.year)


VIEWS = (
    View(ShowAchieved, show_achieved),
    View(ShowAchievedUnits, achieved_units),
    View(ShowAchievedNames, achieved_names),
    View(ShowStreaks, show_streaks),
    View(ShowStreaksFile, streaks_file),
    View(ShowBonuses, show_bonuses),
    View(ShowBonusesFile, bonuses_file),
)


def set_base_salary(_tx: Tx, actor: Actor, to: SetBaseSalary) -> ToFlow:
    office_only(actor)
    return ToFlow("base_salary", {"year": to.year}, fresh=True)


ACTS = (Act(SetBaseSalary, set_base_salary),)
