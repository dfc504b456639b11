"""Inviting by the web, lost phones, browsers that wait: views and acts."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.office.entrance import actions, screens
from bot.office.entrance.targets import (
    DecideEntry,
    LeaveReport,
    RevokeWeb,
    ShowEntries,
    ShowEntry,
    ShowRevoke,
)
from bot.people.authentication import place, reports
from bot.people.authentication.links import Link
from bot.people.authentication.records import LinkState
from bot.people.authentication.reports import Report
from bot.people.authentication.targets import InviteByWeb, ReportLost, ShowReportLost, ShowWebAccess, ShowWebInvite
from bot.people.identity import Actor, staff
from bot.people.naming import name_of
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.database import Tx


def access(tx: Tx, actor: Actor, to: ShowWebAccess) -> Screen:
    person = actions.person(tx, actor, to.person)
    found, lost = actions.browsers(tx, person.id), reports.of(tx, person.id)
    may = (bool(found) or lost is not None) and _may_revoke(tx, actor, person.id)
    own = person.id == actor.person.id
    office, invites = actor.has(Role.OFFICE), bool(place.address())
    return screens.access(person, found, lost, office=office, may_revoke=may, own=own, invites=invites)


def _may_revoke(tx: Tx, actor: Actor, person_id: int) -> bool:
    try:
        actions.to_revoke(tx, actor, person_id)
    except Refusal:
        return False
    return True


def invite(tx: Tx, actor: Actor, to: ShowWebInvite) -> Screen:
    person, made = actions.person(tx, actor, to.person), place.kept(actor.person.id, to.made, tx.now)
    if made is None or made.person_id != person.id:
        return screens.invite_gone(person.id)
    return screens.invite(person, made, actor.person, lead=not actor.has(Role.OFFICE))


def report_lost(tx: Tx, actor: Actor, to: ShowReportLost) -> Screen:
    return screens.report_lost(actions.person(tx, actor, to.person))


def revoke(tx: Tx, actor: Actor, to: ShowRevoke) -> Screen:
    return screens.revoke(actions.to_revoke(tx, actor, to.person), to.report)


def entries(tx: Tx, actor: Actor, to: ShowEntries) -> Screen:
    waiting, lost = actions.waiting(tx, actor)
    today = tx.clock.today()
    both: list[Link | Report] = sorted([*waiting, *lost], key=actions.since)
    named = ((one, staff(tx, one.person_id, today)) for one in both)
    return screens.entries([(one, person) for one, person in named if person is not None], to.page)


def entry(tx: Tx, actor: Actor, to: ShowEntry) -> Screen:
    one, person = actions.entry_of(tx, actor, to.link)
    if one.state is not LinkState.WAITING:
        return screens.decided(person, name_of(tx, one.decided_by), one, let_in=one.state is not LinkState.REFUSED)
    by = None if one.created_by is None else name_of(tx, one.created_by)
    return screens.entry(one, person, by, may=actions.may_decide(actor, one))


VIEWS = (
    View(ShowWebAccess, access),
    View(ShowWebInvite, invite),
    View(ShowReportLost, report_lost),
    View(ShowRevoke, revoke),
    View(ShowEntries, entries),
    View(ShowEntry, entry),
)


def make_invite(tx: Tx, actor: Actor, to: InviteByWeb) -> ToView:
    return ShowWebInvite(to.person, actions.invite(tx, actor, to.person))


def report(tx: Tx, actor: Actor, to: ReportLost) -> ToView:
    actions.report_lost(tx, actor, to.person)
    return ShowWebAccess(to.person)


def decide(tx: Tx, actor: Actor, to: DecideEntry) -> ToView:
    actions.decide(tx, actor, to.link, yes=to.yes)
    return ShowEntry(to.link)


def do_revoke(tx: Tx, actor: Actor, to: RevokeWeb) -> ToView:
    actions.revoke(tx, actor, to.person, to.report)
    return ShowWebAccess(to.person)


def leave_report(tx: Tx, actor: Actor, to: LeaveReport) -> ToView:
    actions.leave_report(tx, actor, to.person)
    return ShowWebAccess(to.person)


ACTS = (
    Act(InviteByWeb, make_invite),
    Act(ReportLost, report),
    Act(DecideEntry, decide),
    Act(RevokeWeb, do_revoke),
    Act(LeaveReport, leave_report),
)
