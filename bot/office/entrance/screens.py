"""Screens of inviting by the web, of lost phones, and of browsers that wait. Pure."""

from collections.abc import Sequence

from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import ShowOffice
from bot.leading.targets import ShowPersonnel
from bot.office.entrance.targets import (
    DecideEntry,
    LeaveReport,
    RevokeWeb,
    ShowEntries,
    ShowEntry,
    ShowRevoke,
)
from bot.people.authentication.links import Link
from bot.people.authentication.place import Made, link_of
from bot.people.authentication.reports import Report
from bot.people.authentication.sessions import Browser
from bot.people.authentication.targets import InviteByWeb, ReportLost, ShowReportLost, ShowWebAccess
from bot.people.entry.wording import called, code
from bot.people.identity import Staff
from bot.people.naming import by_name, post_of
from bot.people.rules import given_name, honorific, local_phone
from bot.registration.targets import ShowUnitBoard

LISTED = 6


def access(
    person: Staff,
    found: Sequence[Browser],
    lost: Report | None,
    *,
    office: bool,
    may_revoke: bool,
    own: bool,
    invites: bool,
) -> Screen:
    """A person's way in by the web. A lead reads how many browsers there are, and not which. `invites`: there is a web
    door to invite to."""
    up = Button(say("button.personnel"), ShowPersonnel()) if office else Button(say("button.unit"), ShowUnitBoard())
    key, report = person.id, None if lost is None else lost.id
    return screen(
        say("web_access.head", who=by_name(person), post=post_of(person.position, person.unit_name)),
        say("web_access.count", count=len(found), seen=found[0].seen_at) if found else say("web_access.none"),
        say("web_access.lost", at=lost.reported_at) if lost is not None else None,
        say("web_access.own") if own else say("web_access.how") if invites else None,
        rows=(
            (Button(say("button.invite_by_web"), InviteByWeb(key), Style.PRIMARY) if invites and not own else None,),
            (Button(say("button.revoke_web"), ShowRevoke(key, report), Style.DANGER) if may_revoke else None,),
            (Button(say("button.leave_report"), LeaveReport(key)) if may_revoke and lost is not None else None,),
            (Button(say("button.report_lost"), ShowReportLost(key)) if found and lost is None and not own else None,),
            (up, HOME),
        ),
    )


def invite(person: Staff, made: Made, by: Staff, *, lead: bool) -> Screen:
    """The link, to show as a code or to pass on in one block of text. `lead`: the Office's word is asked for too."""
    who = say(honorific(person.gender))
    values = {"who": who, "name": given_name(person.full_name), "link": link_of(made.token), "by": by.full_name}
    return screen(
        say("web_invite.head", name=person.name, until=made.until),
        say("web_invite.show"),
        say("tell.block", text=say("web_invite.text", **values)),
        say("web_invite.word") if lead else None,
        rows=((Button(say("button.web_access"), ShowWebAccess(person.id)), HOME),),
        file=code(made.token),
    )


def invite_gone(person_id: int) -> Screen:
    """The link is not in memory any more: this was its only copy."""
    again = Button(say("button.invite_by_web"), InviteByWeb(person_id))
    return screen(say("own_link.gone"), rows=((again, Button(say("button.web_access"), ShowWebAccess(person_id))),))


def report_lost(person: Staff) -> Screen:
    return screen(
        say("report_lost.ask", who=by_name(person), post=post_of(person.position, person.unit_name)),
        say("report_lost.after"),
        rows=(
            (Button(say("button.report_lost"), ReportLost(person.id), Style.DANGER),),
            (Button(say("button.back"), ShowWebAccess(person.id)),),
        ),
    )


def revoke(person: Staff, report: int | None) -> Screen:
    """`report`: of a lost phone, which is decided by it."""
    return screen(
        say("revoke_web.ask", who=by_name(person), post=post_of(person.position, person.unit_name)),
        say("revoke_web.after"),
        rows=(
            (Button(say("button.revoke_web"), RevokeWeb(person.id, report), Style.DANGER),),
            (Button(say("button.back"), ShowWebAccess(person.id)),),
        ),
    )


def entries(found: Sequence[tuple[Link | Report, Staff]], wanted: int) -> Screen:
    """All that waits, the oldest first, each with its person."""
    office = Button(say("button.office"), ShowOffice())
    if not found:
        return screen(say("web_entries.head"), say("web_entries.none"), rows=((office, HOME),))
    page = page_of(found, wanted, LISTED)
    return screen(
        say("web_entries.head"),
        say("web_entries.count", count=len(found)),
        page.line,
        rows=(
            *((_waits(one, person),) for one, person in page.items),
            turn(ShowEntries(page.number), page.of),
            (office, HOME),
        ),
    )


def _waits(one: Link | Report, person: Staff) -> Button:
    if isinstance(one, Report):
        return Button(say("web_entries.lost", name=person.name), ShowWebAccess(person.id))
    return Button(Named(person.name, person.name), ShowEntry(one.id))


def entry(one: Link, person: Staff, by: Phrase | None, *, may: bool) -> Screen:
    """A browser that waits. `by`: whoever made its link; `may`: the reader decides on it."""
    return screen(
        say("web_entry.head", who=by_name(person), post=post_of(person.position, person.unit_name)),
        say("web_entry.browser", browser=called(one.browser), at=one.asked_at),
        say("web_entry.by", who=by, at=one.claimed_at) if by is not None else None,
        say("web_entry.call", phone=local_phone(person.phone)) if person.phone else say("web_entry.meet"),
        say("web_entry.code", code=one.code or ""),
        None if may else say("web_entry.own"),
        rows=(
            (
                Button(say("button.let_in"), DecideEntry(one.id, yes=True), Style.SUCCESS) if may else None,
                Button(say("button.keep_out"), DecideEntry(one.id, yes=False), Style.DANGER) if may else None,
            ),
            (Button(say("button.web_entries"), ShowEntries()), HOME),
        ),
    )


def decided(person: Staff, by: Phrase, one: Link, *, let_in: bool) -> Screen:
    line = "web_entry.let_in" if let_in else "web_entry.kept_out"
    return screen(
        Phrase(line, {"name": person.name}),
        say("link_request_office.by", who=by, at=one.decided_at) if one.decided_at else None,
        rows=((Button(say("button.web_entries"), ShowEntries()), HOME),),
    )
