"""People as the Office finds and changes them. `ref`: the person."""

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.people.identity import Actor, Scope, roster
from bot.personnel import records, rules, unit_records
from bot.personnel.staff import exempting, moving
from bot.personnel.staff import screens as staff_screens
from bot.personnel.staff.screens import Dossier
from bot.registration.records import Answered, answered, exempt
from bot.store.database import Tx


def personnel(tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    rules.office_only(actor)
    today, campaign = tx.clock.today(), current_campaign(tx)
    people = len(roster(tx, Scope(everybody=True), today))
    exempted = len(exempt(tx, campaign.id, today)) if campaign else 0
    return staff_screens.personnel((people, len(unit_records.units(tx, today)), exempted))


def staff(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    person = moving.known(tx, actor, ref)
    campaign = current_campaign(tx)
    return staff_screens.dossier(
        Dossier(
            person,
            records.posts(tx, ref),
            {unit_id: names[0] for unit_id, names in unit_records.names(tx).items()},
            records.left_on(tx, ref),
            answered(tx, campaign.id, ref) if campaign else Answered(),
            records.exemption(tx, campaign.id, ref) if campaign else None,
            tx.clock.today(),
        )
    )


VIEWS = (View("personnel", personnel), View("staff", staff))


def find_person(_tx: Tx, actor: Actor, _ref: int, _version: int) -> ToFlow:
    rules.office_only(actor)
    return ToFlow("find_person", fresh=True)


def transfer(tx: Tx, actor: Actor, ref: int, _version: int) -> ToFlow:
    moving.known(tx, actor, ref)
    return ToFlow("transfer", {"person": ref}, fresh=True)


def cancel_transfer(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    moving.cancel_transfer(tx, actor, ref)
    return ToView("staff", ref)


def exempting_flow(tx: Tx, actor: Actor, ref: int, _version: int) -> ToFlow:
    moving.known(tx, actor, ref)
    exempting.campaign_now(tx)
    return ToFlow("exempt", {"person": ref}, fresh=True)


def end_exemption(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    exempting.end(tx, actor, ref)
    return ToView("staff", ref)


def leaving(tx: Tx, actor: Actor, ref: int, _version: int) -> ToFlow:
    moving.known(tx, actor, ref)
    return ToFlow("leaving", {"person": ref}, fresh=True)


def cancel_leave(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    moving.cancel_leave(tx, actor, ref)
    return ToView("staff", ref)


ACTS = (
    Act("find_person", find_person),
    Act("transfer", transfer),
    Act("cancel_transfer", cancel_transfer),
    Act("exempt", exempting_flow),
    Act("end_exemption", end_exemption),
    Act("leaving", leaving),
    Act("cancel_leave", cancel_leave),
)
