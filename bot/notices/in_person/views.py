"""Telling people in person: what can be shown and tapped by whoever leads them. `ref`: the notice."""

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Screen, say
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.notices import filling
from bot.notices.in_person import actions as telling
from bot.notices.in_person import screens as telling_screens
from bot.notices.in_person.actions import Work
from bot.notices.in_person.screens import Text
from bot.notices.rules import Place
from bot.notices.targets import (
    RecordAllTold,
    RecordNoticeTold,
    ShowNoticesToTell,
    ShowNoticeToTell,
    ShowPersonToTell,
    TakeBackTold,
)
from bot.people.identity import Actor, Staff, staff
from bot.refusal import Refusal
from bot.store.database import Tx


def notices(tx: Tx, actor: Actor, to: ShowNoticesToTell) -> Screen:
    return telling_screens.everything(telling.left(tx, actor), to.page)


def notice(tx: Tx, actor: Actor, to: ShowNoticeToTell) -> Screen:
    at = telling.work(tx, actor, to.notice)
    return telling_screens.one_notice(at, _text(tx, actor, at), to.page)


def person(tx: Tx, actor: Actor, to: ShowPersonToTell) -> Screen:
    """`page`: the person."""
    at = telling.work(tx, actor, to.notice)
    line = next((one for one in at.lines if one.person_id == to.person), None)
    found = staff(tx, to.person, tx.clock.today())
    if line is None or found is None:
        raise Refusal("role.not_yours")
    return telling_screens.one_person(at, line, found, _text(tx, actor, at, found))


def _text(tx: Tx, actor: Actor, at: Work, to: Staff | None = None) -> Text:
    values = filling.values(tx, to or actor.person)
    if to is None:
        # A text for several: what differs from one to the other is said of nobody in particular.
        units = tuple(dict.fromkeys(line.unit_name for line in at.open if line.unit_name))
        instead = {
            Place.NAME: say("tell_notice.anybody"),
            Place.UNIT: units[0] if len(units) == 1 else say("tell_notice.any_unit"),
            Place.TITLES: say("tell_notice.any_titles"),
        }
        values = filling.values_for_several(tx, actor.person, instead)
    campaign = current_campaign(tx)
    due = campaign is not None and at.notice.asks_register and tx.now <= campaign.deadline_at
    return Text(values, campaign.deadline_at if campaign and due else None, actor.person)


VIEWS = (
    View(ShowNoticesToTell, notices),
    View(ShowNoticeToTell, notice),
    View(ShowPersonToTell, person),
)


def told(tx: Tx, actor: Actor, to: RecordNoticeTold) -> ToView:
    """`version`: the person."""
    telling.told(tx, actor, to.notice, to.person)
    return ShowNoticeToTell(to.notice)


def told_all(tx: Tx, actor: Actor, to: RecordAllTold) -> ToView:
    """`version`: Work.seal of those who were left."""
    telling.told_all(tx, actor, to.notice, to.seal)
    return ShowNoticeToTell(to.notice)


def not_told(tx: Tx, actor: Actor, to: TakeBackTold) -> ToView:
    """`version`: the person."""
    telling.not_told(tx, actor, to.notice, to.person)
    return ShowPersonToTell(to.notice, to.person)


ACTS = (
    Act(RecordNoticeTold, told),
    Act(RecordAllTold, told_all),
    Act(TakeBackTold, not_told),
)
