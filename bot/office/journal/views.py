"""The journal: views and acts for whoever heads the Office, and for the Director."""

from bot.dialogue.screens import Paper, Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowJournal
from bot.office.journal import details, lines, reading, rules, screens, subjects
from bot.office.journal.reading import Search
from bot.office.journal.targets import FindInJournal, ShowEntry, ShowGroups, ShowJournalFile
from bot.people.identity import Actor
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.chain.verifying import standing
from bot.store.database import Tx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def journal(tx: Tx, actor: Actor, to: ShowJournal) -> Screen:
    rules.may_read(tx, actor)
    search = Search(to.group, to.person, to.day)
    found = reading.page(tx, search, to.entry, newer=to.newer)
    people = {one.actor_id for one in found.entries if one.actor_id is not None}
    names = subjects.names(tx, people if search.person is None else {*people, search.person})
    person = None
    if search.person is not None and (person := names.get(search.person)) is None:
        raise Refusal("stale.button")
    known = subjects.in_words(tx, {one.subject for one in found.entries})
    office = actor.has(Role.OFFICE)
    return screens.journal(search, person, found, names, known, standing(tx), office=office)


def journal_entry(tx: Tx, actor: Actor, to: ShowEntry) -> Screen:
    rules.may_read(tx, actor)
    found = reading.entries(tx, (to.entry,))
    if not found:
        raise Refusal("stale.button")
    (one,) = found
    names = subjects.names(tx, set() if one.actor_id is None else {one.actor_id})
    (said,) = details.in_words(tx, [(one.deed, one.details)])
    return screens.entry(one, to, names, subjects.in_words(tx, (one.subject,)), said)


def journal_groups(tx: Tx, actor: Actor, _to: ShowGroups) -> Screen:
    rules.may_read(tx, actor)
    return screens.groups()


def journal_file(tx: Tx, actor: Actor, to: ShowJournalFile) -> Screen:
    rules.may_read(tx, actor)
    search = Search(to.group, to.person, to.day)
    rows, more = lines.found(tx, search)
    if not rows:
        raise Refusal("stale.button")

    def make(say: lines.Say) -> bytes:
        from bot.papers.journal_workbook import journal_workbook

        headings = [say(one) for one in lines.HEADINGS]
        return journal_workbook(headings[3], headings, (lines.said(say, row) for row in rows))

    name = f"nhat-ky-{tx.clock.today():%Y%m%d}.xlsx"
    return screens.file(Paper(name, XLSX, make), search, len(rows), more=more)


VIEWS = (
    View(ShowJournal, journal),
    View(ShowEntry, journal_entry),
    View(ShowGroups, journal_groups),
    View(ShowJournalFile, journal_file),
)


def find_in_journal(tx: Tx, actor: Actor, to: FindInJournal) -> ToFlow:
    rules.may_read(tx, actor)
    return ToFlow("find_in_journal", {"group": None if to.group is None else to.group.value}, fresh=True)


ACTS = (Act(FindInJournal, find_in_journal),)
