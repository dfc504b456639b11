"""The views and acts of checking a draft: counts, names, preview and trial."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.notices import access
from bot.notices.audience import recipients
from bot.notices.audience.recipients import Reach
from bot.notices.checking import actions, screens
from bot.notices.checking.check import check, most_missed, seconds
from bot.notices.filling.values import values_for
from bot.notices.targets import PreviewAs, ShowCheck, ShowPreview, ShowRecipients, TryNotice
from bot.people.identity import Actor, staff
from bot.refusal import Refusal
from bot.store.database import Tx


def before_sending(tx: Tx, actor: Actor, to: ShowCheck) -> Screen:
    notice = access.draft(tx, actor, to.notice)
    people = recipients.of_notice(tx, notice)
    checked = check(tx, actor, notice, people)
    return screens.check(notice, checked, most_missed(people), seconds(len(people)))


def people(tx: Tx, actor: Actor, to: ShowRecipients) -> Screen:
    notice = access.draft(tx, actor, to.notice)
    found = recipients.of_notice(tx, notice)
    if to.unreached:
        found = [one for one in found if one.reach is not Reach.REACHED]
    return screens.people(notice, found, to.unreached, to.page)


def preview(tx: Tx, actor: Actor, to: ShowPreview) -> Screen:
    notice = access.draft(tx, actor, to.notice)
    person = staff(tx, actor.person.id if to.person is None else to.person, tx.clock.today())
    if person is None:
        raise Refusal("stale.button")
    return screens.preview(notice, person, values_for(tx, person))


VIEWS = (
    View(ShowCheck, before_sending),
    View(ShowRecipients, people),
    View(ShowPreview, preview),
)


def preview_as(tx: Tx, actor: Actor, to: PreviewAs) -> ToFlow:
    access.draft(tx, actor, to.notice)
    return ToFlow("preview_as", {"notice": to.notice}, fresh=True)


def try_out(tx: Tx, actor: Actor, to: TryNotice) -> ToView:
    actions.try_out(tx, actor, to.notice)
    return ShowCheck(to.notice)


ACTS = (
    Act(PreviewAs, preview_as),
    Act(TryNotice, try_out),
)
