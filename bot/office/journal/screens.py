"""The screens of the journal: its pages, one entry, the kinds of deeds, and what is looked for. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.deeds import Group, in_words
from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Named, Paper, Phrase, Screen, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowDepartment, ShowJournal, ShowSetup
from bot.office.journal.reading import Entry, JournalPage, Search
from bot.office.journal.subjects import Words, beside, whole
from bot.office.journal.targets import FindInJournal, ShowEntry, ShowGroups, ShowJournalFile
from bot.personnel.inputs import Item, list_screen
from bot.store.chain import digests
from bot.store.chain.verifying import Standing

GROUPS = {
    Group.REGISTRATION: say("journal.group.registration"),
    Group.LISTS: say("journal.group.lists"),
    Group.NOTICES: say("journal.group.notices"),
    Group.QUESTIONS: say("journal.group.questions"),
    Group.PEOPLE: say("journal.group.people"),
    Group.ROLES: say("journal.group.roles"),
    Group.ACCOUNTS: say("journal.group.accounts"),
    Group.SETTINGS: say("journal.group.settings"),
}
_SYSTEM = say("journal.system")


def journal(
    search: Search,
    person: str | None,
    found: JournalPage,
    people: Mapping[int, str],
    subjects: Mapping[str, Words],
    chain: Standing,
    *,
    office: bool = True,
) -> Screen:
    """A page of what was done. `person`: the name that is looked for; `office`: the reader is of the Office."""
    here = ShowJournal(search.group, search.person, search.day)
    filtered = search != Search()
    numbered = list(enumerate(found.entries, start=1))
    top = numbered[0][1].id + 1 if numbered and found.newer else None
    return screen(
        say("journal.head"),
        say("journal.among", parts=_parts(search, person)) if filtered else None,
        standing(chain) if numbered or chain.broken_at or chain.head.place else None,
        *(_line(number, one, people, subjects) for number, one in numbered),
        None if numbered else say("journal.nothing" if filtered else "journal.none_yet"),
        rows=(
            tuple(
                Button(Named(str(number), str(number)), ShowEntry(one.id, search.group, search.person, search.day, top))
                for number, one in numbered
            ),
            (
                Button(say("button.newer"), replace(here, entry=numbered[0][1].id, newer=True))
                if found.newer and numbered
                else None,
                Button(say("button.older"), replace(here, entry=numbered[-1][1].id))
                if found.older and numbered
                else None,
            ),
            (
                Button(say("button.find_in_journal"), FindInJournal(search.group)),
                Button(say("button.kinds_of_deeds"), ShowGroups()),
            )
            if numbered or filtered
            else (),
            (
                Button(say("button.as_workbook"), ShowJournalFile(search.group, search.person, search.day))
                if numbered
                else None,
                Button(say("button.whole_journal"), ShowJournal()) if filtered else None,
            ),
            (
                Button(say("button.setup"), ShowSetup())
                if office
                else Button(say("button.department"), ShowDepartment()),
                HOME,
            ),
        ),
    )


def _parts(search: Search, person: str | None) -> tuple[Phrase | str, ...]:
    group = None if search.group is None else GROUPS[search.group]
    day = None if search.day is None else say("journal.on_day", day=search.day)
    return tuple(one for one in (person, group, day) if one is not None)


def standing(chain: Standing) -> Phrase:
    """The line that says whether the chain holds, and up to where it is sealed."""
    if chain.broken_at:
        return say("journal.broken", place=chain.broken_at)
    if chain.holds_to:
        return say("journal.holds", place=chain.holds_to, head=str(chain.head))
    return say("journal.not_walked", place=chain.head.place)


def _line(number: int, one: Entry, people: Mapping[int, str], subjects: Mapping[str, Words]) -> Phrase:
    who, deed, at = _who(one, people), in_words(one.deed), one.at
    what = beside(subjects.get(one.subject), who)
    if not one.holds:
        return say("journal.line_altered", number=number, at=at, who=who, deed=deed)
    if what is None:
        return say("journal.line", number=number, at=at, who=who, deed=deed)
    return say("journal.line_of", number=number, at=at, who=who, deed=deed, what=what)


def _who(one: Entry, people: Mapping[int, str]) -> str | Phrase:
    return _SYSTEM if one.actor_id is None else people.get(one.actor_id, _SYSTEM)


def entry(
    one: Entry,
    to: ShowEntry,
    people: Mapping[int, str],
    subjects: Mapping[str, Words],
    details: Sequence[Phrase],
) -> Screen:
    """One entry, with what was noted with it; its codes stand in the workbook."""
    what = whole(subjects.get(one.subject))
    return screen(
        say("journal.entry", deed=in_words(one.deed)),
        say("journal.entry.who", who=_who(one, people)),
        say("journal.entry.at", at=one.at),
        say("journal.entry.what", what=what) if what is not None else None,
        say("journal.entry.details", details=tuple(details)) if details else None,
        _sealed(one),
        rows=((Button(say("button.back"), ShowJournal(to.group, to.person, to.day, entry=to.top)), HOME),),
    )


def _sealed(one: Entry) -> Phrase:
    if one.place is None or one.digest is None:
        return say("journal.entry.unsealed")
    if not one.holds:
        return say("journal.entry.altered", place=one.place)
    return say("journal.entry.sealed", place=one.place, code=digests.code(one.digest))


def groups() -> Screen:
    """The kinds of deeds, a button each."""
    buttons = [Button(words, ShowJournal(group)) for group, words in GROUPS.items()]
    return screen(
        say("journal.groups"),
        rows=(
            *(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)),
            (Button(say("button.whole_journal"), ShowJournal()),),
        ),
    )


def find(draft: Draft, items: Sequence[Item], today: date) -> Screen:
    """The question for a name or a day."""
    return list_screen((say("journal.find"), say("journal.find_how", day=today)), items, draft, has_whole=False)


def file(paper: Paper, search: Search, count: int, *, more: bool) -> Screen:
    """The workbook of all that was found; `more`: only the newest are in it."""
    return screen(
        say("journal.file_newest" if more else "journal.file", count=count),
        rows=((Button(say("button.journal"), ShowJournal(search.group, search.person, search.day)), HOME),),
        file=paper,
        keep=True,
    )
