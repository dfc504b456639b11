"""Browsers that wait at the web door for the Office's word, and phones reported lost."""

from collections.abc import Iterator

from bot.dialogue.screens import say
from bot.office.entrance.targets import ShowEntries, ShowEntry
from bot.people.authentication import links, reports
from bot.people.authentication.rules import WAITS_FOR
from bot.people.authentication.targets import ShowWebAccess
from bot.waiting.kinds import Place, WaitingItem, WaitingKind
from bot.waiting.survey import Survey


def _entries(survey: Survey) -> Iterator[WaitingItem]:
    if survey.actor is not None and not survey.office:
        return
    place = Place(0, say("waiting.office"))
    for one in links.waiting(survey.tx):
        assert one.asked_at is not None
        until = one.asked_at + WAITS_FOR
        yield WaitingItem(one.id, survey.office, one.asked_at, until=until, place=place, to=ShowEntry(one.id))


def _lost(survey: Survey) -> Iterator[WaitingItem]:
    if survey.actor is not None and not survey.office:
        return
    place = Place(0, say("waiting.office"))
    for one in reports.open_reports(survey.tx):
        yield WaitingItem(one.id, survey.office, one.reported_at, place=place, to=ShowWebAccess(one.person_id))


WAITS = (
    WaitingKind(
        "web_entries",
        _entries,
        "waiting.todo.web_entries",
        ShowEntries(),
        "button.web_entries_count",
        at_once="waiting.now.web_entries",
        on_desk="desk.one.web_entry",
    ),
    WaitingKind(
        "web_lost",
        _lost,
        "waiting.todo.web_lost",
        ShowEntries(),
        "button.web_lost_count",
        overdue="waiting.overdue.web_lost",
        at_once="waiting.now.web_lost",
        on_desk="desk.one.web_lost",
    ),
)
