"""The end of a year, for the Office: views and acts."""

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.office.heads import decides, head_only
from bot.personnel.rules import office_only
from bot.recognition.closing import actions, raw, screens, state
from bot.recognition.closing.state import YearState
from bot.recognition.kinds import kind
from bot.recognition.targets import (
    CloseYear,
    RemoveRaw,
    SetRetention,
    ShowClosing,
    ShowRemoval,
    ShowRetention,
    ShowYearEnd,
)
from bot.refusal import Refusal
from bot.store.database import Tx


def _kinds(found: YearState) -> list[Phrase]:
    return [kind(*one) for one in found.undecided]


def year_end(tx: Tx, actor: Actor, to: ShowYearEnd) -> Screen:
    found = state.load(tx, actions.campaign(tx, actor, to.year))
    who = name_of(tx, found.closed[0] if found.closed else None)
    closes = tx.now > found.campaign.closes_at and decides(tx, actor)
    return screens.year_end(found, _kinds(found), who, closes=closes)


def close_year_question(tx: Tx, actor: Actor, to: ShowClosing) -> Screen:
    found = state.load(tx, actions.may_close(tx, actor, to.year))
    return screens.closing(found, _kinds(found))


def show_retention(tx: Tx, actor: Actor, _to: ShowRetention) -> Screen:
    office_only(actor)
    campaign = current_campaign(tx)
    year = None if campaign is None else campaign.year
    return screens.retention(raw.dry_run(tx), year, decides=decides(tx, actor))


def removal(tx: Tx, actor: Actor, _to: ShowRemoval) -> Screen:
    head_only(tx, actor)
    return screens.removal(raw.dry_run(tx))


VIEWS = (
    View(ShowYearEnd, year_end, living=True),
    View(ShowClosing, close_year_question),
    View(ShowRetention, show_retention),
    View(ShowRemoval, removal),
)


def close_year(tx: Tx, actor: Actor, to: CloseYear) -> ToView:
    actions.close(tx, actor, to.year)
    return ShowYearEnd(to.year)


def set_retention(tx: Tx, actor: Actor, to: SetRetention) -> ToFlow:
    head_only(tx, actor)
    if to.kind >= len(screens.KINDS):
        raise Refusal("stale.button")
    return ToFlow("retention", {"kind": to.kind}, fresh=True)


def remove_raw(tx: Tx, actor: Actor, to: RemoveRaw) -> ToView:
    actions.remove(tx, actor, to.count)
    return ShowRetention()


ACTS = (Act(CloseYear, close_year), Act(SetRetention, set_retention), Act(RemoveRaw, remove_raw))
