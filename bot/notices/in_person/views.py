"""The views and acts of telling in person, for contact persons, and the progress of it for the Office."""

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Screen, say
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.notices import access, records
from bot.notices.filling.values import values_for, values_for_several
from bot.notices.in_person import actions, contacts, screens
from bot.notices.in_person.actions import TellingTask
from bot.notices.in_person.screens import TextToPassOn
from bot.notices.reader_targets import (
    RecordAllTold,
    RecordNoticeTold,
    ShowNoticesToTell,
    ShowNoticeToTell,
    ShowPersonToTell,
    TakeBackTold,
)
from bot.notices.records import NoticeState
from bot.notices.rules import Place
from bot.notices.sent_targets import ShowLeftToTell
from bot.notices.tracking import units
from bot.notices.tracking.records import told_by
from bot.people.identity import Actor, Staff, staff
from bot.refusal import Refusal
from bot.store.database import Tx


def notices(tx: Tx, actor: Actor, to: ShowNoticesToTell) -> Screen:
    return screens.everything(actions.tasks(tx, actor), to.page)


def notice(tx: Tx, actor: Actor, to: ShowNoticeToTell) -> Screen:
    found = records.notice(tx, to.notice)
    if found is not None and found.state is NoticeState.RECALLED and contacts.is_contact(tx, actor):
        return screens.taken_back(found, told_by(tx, to.notice, actor.person.id), screens.TO_LIST)
    task = actions.task(tx, actor, to.notice)
    return screens.one_notice(task, _text(tx, actor, task), to.page)


def person(tx: Tx, actor: Actor, to: ShowPersonToTell) -> Screen:
    task = actions.task(tx, actor, to.notice)
    delivery = next((one for one in task.deliveries if one.person_id == to.person), None)
    found = staff(tx, to.person, tx.clock.today())
    if delivery is None or found is None:
        raise Refusal("role.not_yours")
    return screens.one_person(task, delivery, found, _text(tx, actor, task, found))


def _text(tx: Tx, actor: Actor, task: TellingTask, to: Staff | None = None) -> TextToPassOn:
    values = values_for(tx, to or actor.person)
    if to is None:
        # In a text for several people, what differs from one to the other is said of nobody in particular.
        names = tuple(dict.fromkeys(one.unit_name for one in task.untold if one.unit_name))
        instead = {
            Place.NAME: say("tell_notice.anybody"),
            Place.UNIT: names[0] if len(names) == 1 else say("tell_notice.any_unit"),
            Place.TITLES: say("tell_notice.any_titles"),
        }
        values = values_for_several(tx, actor.person, instead)
    campaign = current_campaign(tx)
    due = campaign is not None and task.notice.asks_register and tx.now <= campaign.deadline_at
    return TextToPassOn(values, campaign.deadline_at if campaign and due else None, actor.person)


def progress(tx: Tx, actor: Actor, to: ShowLeftToTell) -> Screen:
    notice = access.sent(tx, actor, to.notice)
    own = actions.task(tx, actor, to.notice)
    return screens.progress(notice, units.counts(tx, notice), len(own.untold), to.page)


VIEWS = (
    View(ShowNoticesToTell, notices),
    View(ShowNoticeToTell, notice),
    View(ShowPersonToTell, person),
    View(ShowLeftToTell, progress),
)


def told(tx: Tx, actor: Actor, to: RecordNoticeTold) -> ToView:
    actions.told(tx, actor, to.notice, to.person, to.version)
    return ShowNoticeToTell(to.notice)


def told_all(tx: Tx, actor: Actor, to: RecordAllTold) -> ToView:
    actions.told_all(tx, actor, to.notice, to.seal, to.version)
    return ShowNoticeToTell(to.notice)


def not_told(tx: Tx, actor: Actor, to: TakeBackTold) -> ToView:
    actions.not_told(tx, actor, to.notice, to.person)
    return ShowPersonToTell(to.notice, to.person)


ACTS = (
    Act(RecordNoticeTold, told),
    Act(RecordAllTold, told_all),
    Act(TakeBackTold, not_told),
)
