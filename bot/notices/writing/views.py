"""A notice on the Office's desk and in everybody's hands. `ref`: the notice, unless a line says otherwise."""

from typing import Any

from bot.campaigns.records import current_campaign
from bot.dialogue.flows import DONE
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.ledger.letter import State
from bot.notices import audience, coverage, filling, records, rules, screens
from bot.notices.correcting import records as correction_records
from bot.notices.in_person import actions as telling
from bot.notices.records import NoticeState
from bot.notices.rules import Place
from bot.notices.screens import Received
from bot.notices.sending import actions
from bot.notices.tracking import deliveries as ledger
from bot.notices.writing import checking, desk_screens, flow
from bot.people.identity import Actor, staff
from bot.refusal import Refusal
from bot.store.database import Tx

# --- the Office: writing and checking ---------------------------------------------------------------------------------

LISTED = frozenset(NoticeState) - {NoticeState.DISCARDED}


def office_notices(tx: Tx, actor: Actor, _ref: int, page: int) -> Screen:
    actions.office_only(actor)
    return desk_screens.everything(records.in_states(tx, LISTED), page)


def discard_confirm(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    return desk_screens.discard(actions.draft(tx, actor, ref))


def check(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    """Counts, the trial, the hour: what is seen before it is started."""
    notice = actions.draft(tx, actor, ref)
    people = actions.meant(tx, notice)
    checked = checking.checked(tx, actor, notice, people)
    return desk_screens.check(notice, checked, checking.most_missed(people), checking.seconds(len(people)))


def people(tx: Tx, actor: Actor, ref: int, page: int) -> Screen:
    """`ref`: twice the notice; one more for those only whom no letter reaches."""
    notice = actions.draft(tx, actor, ref // 2)
    unreached = bool(ref % 2)
    found = [one for one in actions.meant(tx, notice) if not unreached or one.reach is not audience.Reach.REACHED]
    return desk_screens.people(notice, found, unreached, page)


def preview(tx: Tx, actor: Actor, ref: int, page: int) -> Screen:
    """`page`: the person as whom it is seen; 0: the actor."""
    notice = actions.draft(tx, actor, ref)
    person = staff(tx, page or actor.person.id, tx.clock.today())
    if person is None:
        raise Refusal("stale.button")
    return desk_screens.preview(notice, person, filling.values(tx, person))


def compose(_tx: Tx, actor: Actor, _ref: int, _version: int) -> ToFlow:
    actions.office_only(actor)
    return ToFlow("compose")


def preview_as(tx: Tx, actor: Actor, ref: int, _version: int) -> ToFlow:
    actions.draft(tx, actor, ref)
    return ToFlow("preview_as", {"notice": ref}, fresh=True)


def choose_audience(tx: Tx, actor: Actor, ref: int, _version: int) -> ToFlow:
    notice = actions.draft(tx, actor, ref)
    data: dict[str, Any] = {"notice": ref, "audience": notice.audience}
    if not notice.audience:
        return ToFlow("notice_audience", data, fresh=True)
    return ToFlow("notice_audience", data | {DONE: ["criterion"]}, at="summary", fresh=True)


def edit(tx: Tx, actor: Actor, ref: int, version: int) -> ToFlow:
    """`version`: which part, a place in desk_screens.PARTS."""
    notice = actions.draft(tx, actor, ref)
    if version >= len(desk_screens.PARTS):
        raise Refusal("stale.button")
    part = desk_screens.PARTS[version]
    return ToFlow("edit_notice", flow.data_of(notice) | {"notice": ref, "part": part}, at=part, fresh=True)


def discard(tx: Tx, actor: Actor, ref: int, version: int) -> ToView:
    actions.discard(tx, actor, ref, version)
    return ToView("office_notices")


def try_out(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    actions.try_out(tx, actor, ref)
    return ToView("notice_check", ref)


# --- everybody --------------------------------------------------------------------------------------------------------


def notices(tx: Tx, actor: Actor, _ref: int, page: int) -> Screen:
    """Everything that went to the actor, or could not."""
    mine = ledger.received(tx, actor.person.id)
    written = records.several(tx, [notice_id for notice_id, _state in mine])
    known = records.known_of(tx, actor.person.id)
    found = [
        Received(written[notice_id], state is not State.SENT, notice_id in known)
        for notice_id, state in mine
        if written[notice_id].state in actions.SENT
    ]
    campaign = current_campaign(tx)
    to_tell = telling.how_many(tx, actor)
    return screens.mine(found, page, has_plan=bool(campaign and campaign.plan_sha256), to_tell=to_tell)


def my_notice(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    notice = actions.received(tx, actor, ref)
    known_at = records.known_at(tx, ref, actor.person.id)
    past = correction_records.earlier(tx, notice) if notice.version > 1 else []
    return screens.reading(notice, filling.values(tx, actor.person), known_at, past[-1][1] if past else None)


def my_notice_file(tx: Tx, actor: Actor, ref: int, page: int) -> Screen:
    """`page`: which of its files, from 0."""
    notice = actions.received(tx, actor, ref)
    if page >= len(notice.files):
        raise Refusal("stale.button")
    return screens.file(notice, notice.files[page])


def my_notice_chart(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    notice = actions.received(tx, actor, ref)
    picture = coverage.picture(coverage.of(tx, actor.person)) if rules.holds(notice.words, Place.CHART) else None
    if picture is None:
        raise Refusal("stale.button")
    return screens.chart(notice, picture)


def known(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    notice = actions.received(tx, actor, ref)
    at = records.known_at(tx, ref, actor.person.id)
    if at is None:
        raise Refusal("stale.button")
    return screens.known(notice, at)


def know(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    return ToView("notice_known", actions.know(tx, actor, ref).id)


VIEWS = (
    View("office_notices", office_notices),
    View("notice_discard", discard_confirm),
    View("notice_check", check),
    View("notice_people", people),
    View("notice_preview", preview),
    View("notices", notices),
    View("my_notice", my_notice),
    View("my_notice_file", my_notice_file),
    View("my_notice_chart", my_notice_chart),
    View("notice_known", known),
)
ACTS = (
    Act("compose", compose),
    Act("notice_audience", choose_audience),
    Act("preview_as", preview_as),
    Act("edit_notice", edit),
    Act("discard_notice", discard),
    Act("try_notice", try_out),
    Act("know_notice", know),
)
