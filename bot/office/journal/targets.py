"""Targets of buttons in the journal: its pages, its entries, and what is looked for."""

from datetime import date

from bot.deeds import Group
from bot.dialogue.targets import ToAct, ToView


class ShowEntry(ToView, name="journal_entry"):
    """One row of the journal, with the way back to the page on which it stood."""

    entry: int
    group: Group | None = None
    person: int | None = None
    day: date | None = None
    top: int | None = None
    """The row before which that page begins; None: it is the newest."""


class ShowGroups(ToView, name="journal_groups"):
    """The kinds of deeds, one of which is looked for."""


class FindInJournal(ToAct, name="find_in_journal"):
    """Begin to look for a person or a day, among deeds of one kind or all."""

    group: Group | None = None


class ShowJournalFile(ToView, name="journal_file"):
    """The workbook of all that was found."""

    group: Group | None = None
    person: int | None = None
    day: date | None = None
