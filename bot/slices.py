"""What the slices bring: their dialogues, letters and times, and the words by which people call them."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.campaigns.calendar import vietnam
from bot.dialogue.engine.registry import Registry, Target
from bot.dialogue.flows import Flow
from bot.dialogue.screens import say
from bot.dialogue.surface import Surface
from bot.dialogue.views import Act, View
from bot.dialogue.ways import ShowHome
from bot.enquiries import actions as enquiries_actions
from bot.enquiries import flow as enquiries_flow
from bot.enquiries import views as enquiries_views
from bot.enquiries.answering import flow as enquiries_office_flow
from bot.enquiries.answering import letters as enquiries_letters
from bot.enquiries.answering import views as enquiries_office_views
from bot.enquiries.targets import AskOffice, Register, ShowGuide, ShowMine, ShowOffice, ShowQuestions
from bot.folding import fold
from bot.leading import letters as leading_letters
from bot.leading.board import views as board_views
from bot.leading.collectives import flow as collective_flow
from bot.leading.collectives import views as collective_views
from bot.leading.confirming import flow as judging_flow
from bot.leading.confirming import views as judging
from bot.leading.late import flow as late_flow
from bot.leading.late import views as late_views
from bot.leading.nudging import flow as nudging_flow
from bot.leading.nudging import views as nudging_views
from bot.leading.proxy import flow as proxy_flow
from bot.leading.proxy import views as proxy_views
from bot.ledger.letter import Kind
from bot.notices import letters as notices_letters
from bot.notices.approval import flow as notices_approval_flow
from bot.notices.approval import views as notices_approval_views
from bot.notices.correcting import flow as notices_correcting_flow
from bot.notices.correcting import letters as notices_correcting_letters
from bot.notices.correcting import views as notices_correcting_views
from bot.notices.in_person import views as notices_telling_views
from bot.notices.sending import flow as notices_sending_flow
from bot.notices.sending import following as notices_following
from bot.notices.sending import joining as notices_joining
from bot.notices.sending import views as notices_sending_views
from bot.notices.series import actions as notices_repeating
from bot.notices.series import flow as notices_series_flow
from bot.notices.series import views as notices_series_views
from bot.notices.writing import audience_flow as notices_audience_flow
from bot.notices.writing import flow as notices_flow
from bot.notices.writing import views as notices_views
from bot.people.linking import flow as people_flow
from bot.people.linking import views as people_views
from bot.people.linking.targets import ShowSettings, ShowWelcome
from bot.personnel import flow as personnel_flow
from bot.personnel import letters as personnel_letters
from bot.personnel import views as personnel_views
from bot.phrases.catalogue import LANGUAGES, Phrases
from bot.registration import flow as registration_flow
from bot.registration import free_text
from bot.registration import views as registration_views
from bot.registration.targets import Leave, ShowDecline, ShowNotices, ShowUnionBoard, ShowUnitBoard
from bot.reminders import actions as reminders_actions
from bot.reminders import letters as reminders_letters
from bot.reminders import views as reminders_views
from bot.sheets import flow as sheets_flow
from bot.sheets import letters as sheets_letters
from bot.sheets import views as sheets_views
from bot.store.database import Database, Tx
from scheduler.ticks import Ticks, Watch

COMMANDS: dict[str, Target] = {
    "menu": ShowHome(),
    "dangky": Register(),
    "cuatoi": ShowMine(),
    "donvi": ShowUnitBoard(),
    "congdoan": ShowUnionBoard(),
    "quanly": ShowOffice(),
    "thongbao": ShowNotices(),
    "hoidap": ShowQuestions(),
    "caidat": ShowSettings(),
    "huy": Leave(),
    "trogiup": ShowGuide(),
}
"""/start is not among them: it may carry an invitation, and is read by Registry.start."""

COMMAND_PHRASES = {
    "menu": "command.menu",
    "dangky": "command.dangky",
    "cuatoi": "command.cuatoi",
    "donvi": "command.donvi",
    "congdoan": "command.congdoan",
    "quanly": "command.quanly",
    "thongbao": "command.thongbao",
    "hoidap": "command.hoidap",
    "caidat": "command.caidat",
    "huy": "command.huy",
    "trogiup": "command.trogiup",
}

LABELS: dict[str, Target] = {
    "button.register": Register(),
    "button.mine": ShowMine(),
    "button.notices": ShowNotices(),
    "button.questions": ShowQuestions(),
    "button.settings": ShowSettings(),
    "button.home": ShowHome(),
    "button.decline": ShowDecline(),
    "button.ask_office": AskOffice(),
    **people_views.LABELS,
}
"""Labels that may also be typed, or that stand on buttons below the writing field."""


SIGHTS: tuple[Any, ...] = (
    people_views,
    enquiries_views,
    enquiries_office_views,
    registration_views,
    board_views,
    judging,
    nudging_views,
    proxy_views,
    late_views,
    collective_views,
    sheets_views,
    personnel_views,
    notices_views,
    notices_sending_views,
    notices_approval_views,
    notices_correcting_views,
    notices_telling_views,
    notices_series_views,
    reminders_views,
)
"""Modules with VIEWS and ACTS, slice by slice."""
DIALOGUES: tuple[Any, ...] = (
    people_flow,
    enquiries_flow,
    enquiries_office_flow,
    registration_flow,
    judging_flow,
    nudging_flow,
    proxy_flow,
    late_flow,
    collective_flow,
    sheets_flow,
    personnel_flow,
    notices_flow,
    notices_audience_flow,
    notices_sending_flow,
    notices_approval_flow,
    notices_correcting_flow,
    notices_series_flow,
)
"""Modules with FLOWS."""
CORRESPONDENCE: tuple[Any, ...] = (
    enquiries_letters,
    leading_letters,
    sheets_letters,
    personnel_letters,
    notices_letters,
    notices_correcting_letters,
    reminders_letters,
)
"""Modules with LETTERS."""


def registry(phrases: Phrases) -> Registry:
    """All dialogues of all slices. A name used twice is a fault, found here."""
    flows = _by_name(tuple(flow for module in DIALOGUES for flow in module.FLOWS))
    views = _by_name(tuple(view for module in SIGHTS for view in module.VIEWS))
    acts = _by_name(tuple(act for module in SIGHTS for act in getattr(module, "ACTS", ())))
    labels = {
        fold(phrases.plain(language, say(key))): target for key, target in LABELS.items() for language in LANGUAGES
    }
    return Registry(
        flows=flows,
        views=views,
        acts=acts,
        commands=COMMANDS,
        labels=labels,
        understand=free_text.understand,
        start=people_views.start,
        lost=enquiries_actions.keep_unclear,
        reachability=people_views.reachability,
        entrance=ShowWelcome(),
    )


def letter_kinds() -> dict[str, Kind]:
    """How the letters of all slices are drawn."""
    return _by_name(tuple(kind for module in CORRESPONDENCE for kind in module.LETTERS))


def ticks(database: Database) -> Ticks:
    """What time brings about, for all slices."""
    due = (reminders_actions.plan_due, notices_joining.Newcomers().plan, notices_repeating.start_due)
    return Ticks(database, due, lambda: vietnam(database.clock.today().year))


def watch(database: Database, refresh: Callable[[Callable[[Tx], list[Surface]]], Awaitable[object]]) -> Watch:
    """What people follow while it goes on. `refresh`: draws the surfaces that its argument wants drawn again."""
    return Watch(database, notices_following.going, lambda: refresh(notices_following.follow))


def next_reminder(tx: Tx) -> datetime | None:
    """When the next one goes, for whoever can move the clock."""
    return reminders_actions.next_due(tx)


def _by_name(things: tuple[Any, ...]) -> dict[str, Any]:
    named: dict[str, Flow[Any] | View[Any] | Act[Any] | Kind] = {}
    for thing in things:
        if thing.name in named:
            raise ValueError(f"two of the name {thing.name}")
        named[thing.name] = thing
    return named
