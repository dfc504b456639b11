"""The slices: one ordered list of rooms, and what they bring: dialogues, letters, times, work that waits, typed words.

A room may know those before it in SLICES, never one after it. Views, acts, flows, letters and kinds of work that waits
are found along it, in the modules of a room called `views`, `flow`, `letters` and `waits`; so a name is written down
where its room is, and only there. `docs/house.md` and `tests/structure` read the same list.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from bot.campaigns.calendar import vietnam
from bot.consolidation.papers.making import PaperMaker
from bot.dialogue.engine.registry import Registry, Target
from bot.dialogue.flows import Flow
from bot.dialogue.screens import say
from bot.dialogue.surface import Surface
from bot.dialogue.views import Act, View
from bot.dialogue.ways import ShowHome
from bot.doors.web import forgetting as web_forgetting
from bot.enquiries.targets import AskOffice, Register, ShowGuide, ShowMine, ShowOffice, ShowQuestions
from bot.folding import fold
from bot.leading.confirming import changes
from bot.leading.late import actions as late
from bot.leading.proxy import asks
from bot.ledger import forgetting, outages
from bot.ledger.letter import Kind
from bot.notices.sending import following, joining
from bot.notices.series import actions as series
from bot.office.closing import actions as closing
from bot.office.imports.reader import Draw, Reader
from bot.office.invites.printing import Printer
from bot.people.linking import views as linking
from bot.people.targets import (
    Link,
    RequestLink,
    ShowChecking,
    ShowMyData,
    ShowPrivacy,
    ShowSettings,
    ShowUnlink,
    ShowWelcome,
)
from bot.phrases.catalogue import LANGUAGES, Phrases
from bot.registration.targets import Leave, ShowDecline, ShowNotices, ShowUnionBoard, ShowUnitBoard
from bot.reminders import actions as reminders
from bot.reminders import digests
from bot.store.database import Database, Tx
from bot.understanding import phrasings
from bot.understanding import views as understanding
from bot.waiting.kinds import WaitingKind, bring
from scheduler.ticks import Ticks, Watch

SLICES = (
    "organisation",
    "people",
    "people.contacts",
    "people.roster",
    "people.passkeys",
    "people.authentication",
    "people.linking",
    "people.entry",
    "people.office",
    "titles",
    "awards",
    "campaigns",
    "recognition",
    "waiting",
    "enquiries",
    "enquiries.answering",
    "registration",
    "registration.home",
    "registration.sent",
    "leading",
    "leading.confirming",
    "leading.collectives",
    "leading.nudging",
    "leading.proxy",
    "leading.late",
    "sheets",
    "sheets.printing",
    "leading.board",
    "sheets.sending",
    "sheets.receiving",
    "personnel",
    "personnel.staff",
    "personnel.units",
    "personnel.comments",
    "personnel.delegation",
    "personnel.roles",
    "personnel.links",
    "personnel.accounts",
    "notices",
    "bells",
    "notices.writing",
    "notices.audience",
    "notices.filling",
    "notices.tracking",
    "notices.history",
    "notices.approval",
    "notices.checking",
    "notices.in_person",
    "notices.sending",
    "notices.correcting",
    "notices.office",
    "notices.series",
    "notices.reading",
    "personnel.erasure",
    "reminders",
    "office",
    "office.desk",
    "office.paper",
    "office.closing",
    "office.days",
    "office.organisation",
    "office.overview",
    "office.outlook",
    "office.imports",
    "office.invites",
    "office.entrance",
    "launching",
    "launching.questions",
    "launching.setup",
    "office.regimes",
    "consolidation",
    "consolidation.official",
    "consolidation.papers",
    "consolidation.templates",
    "consolidation.office",
    "consolidation.direction",
    "recognition.entering",
    "recognition.results",
    "recognition.telling",
    "office.journal",
    "recognition.closing",
    "office.channels",
    "office.setup",
    "understanding",
)
"""Every room of every slice, under `bot/`, in order."""

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
"""The commands and where they lead; the menu beside the writing field shows the phrase `command.<name>` of each. /start
is not among them: it may carry an invitation, and is read by Registry.start."""

LABELS: dict[str, Target] = {
    "button.register": Register(),
    "button.mine": ShowMine(),
    "button.notices": ShowNotices(),
    "button.questions": ShowQuestions(),
    "button.settings": ShowSettings(),
    "button.home": ShowHome(),
    "button.decline": ShowDecline(),
    "button.ask_office": AskOffice(),
    "button.share_phone": Link(),
    "button.ask_to_link": RequestLink(),
    "button.my_data": ShowMyData(),
    "button.personal_data": ShowPrivacy(),
    "button.unlink": ShowUnlink(),
}
"""Labels that may also be typed, or that stand on buttons below the writing field."""


def registry(phrases: Phrases) -> Registry:
    """All dialogues of all slices. A name used twice is a fault, found here."""
    labels = {
        fold(phrases.plain(language, say(key))): target for key, target in LABELS.items() for language in LANGUAGES
    }
    return Registry(
        flows=_by_name("flow", "FLOWS"),
        views=_by_name("views", "VIEWS"),
        acts=_by_name("views", "ACTS"),
        commands=COMMANDS,
        labels=labels,
        label=phrases.plain,
        gist=phrasings.gist,
        understand=understanding.understand,
        start=linking.start,
        lost=understanding.lost,
        reachability=linking.reachability,
        entrance=ShowWelcome(),
        aside=ShowChecking(),
    )


def letter_kinds() -> Mapping[str, Kind]:
    """The kinds of letters of all slices."""
    return _by_name("letters", "LETTERS")


@cache
def waits() -> tuple[WaitingKind, ...]:
    """The kinds of work that wait for people, of all slices."""
    named: Mapping[str, WaitingKind] = _by_name("waits", "WAITS")
    return tuple(named.values())


bring(waits)
outages.bring(letter_kinds)
forgetting.bring(forgetting.Shown(web_forgetting.forget, web_forgetting.forget_files))


def ticks(database: Database) -> Ticks:
    """The ticks of all slices."""
    due = (
        asks.follow,  # before the word that time is over: whoever asks for more has no need of it
        reminders.plan_due,
        changes.follow,
        late.follow,
        digests.plan_waiting,
        closing.plan_closed,
        joining.Newcomers().plan,
        series.start_due,
    )
    return Ticks(database, due, lambda: vietnam(database.clock.today().year))


def watch(database: Database, refresh: Callable[[Callable[[Tx], list[Surface]]], Awaitable[object]]) -> Watch:
    """The watch over what people follow. `refresh`: draws the surfaces that its argument wants drawn again."""
    return Watch(database, following.going, lambda: refresh(following.follow))


def reader(database: Database, phrases: Phrases, draw: Draw) -> Reader:
    """The reader of workbooks that the Office sends. `draw`: draws the surfaces that its argument wants drawn again."""
    return Reader(database, phrases, draw)


def paper_maker(database: Database, phrases: Phrases, draw: Draw) -> PaperMaker:
    """The maker of snapshots and their papers. `draw`: as above."""
    return PaperMaker(database, phrases, draw)


def printer(database: Database, phrases: Phrases, draw: Draw) -> Printer:
    """The printer of many invites. `draw`: as above."""
    return Printer(database, phrases, draw)


def next_reminder(tx: Tx) -> datetime | None:
    """The moment of the next reminder or digest, for somebody who can move the clock."""
    at = (reminders.next_due(tx), digests.next_morning(tx))
    return min((one for one in at if one is not None), default=None)


@cache
def modules(kind: str) -> tuple[tuple[str, ModuleType], ...]:
    """The modules of this kind along the list, each with its room: `kind`.py, or one whose name ends with `_kind`."""
    here = Path(__file__).resolve().parent
    return tuple(
        (room, import_module(f"bot.{room}.{name.removesuffix('.py')}"))
        for room in SLICES
        for name in sorted(file.name for file in here.joinpath(*room.split(".")).iterdir())
        if name == f"{kind}.py" or name.endswith(f"_{kind}.py")
    )


@cache
def _by_name(kind: str, attribute: str) -> Mapping[str, Any]:
    named: dict[str, Flow[Any] | View[Any] | Act[Any] | Kind | WaitingKind] = {}
    for _, module in modules(kind):
        for thing in getattr(module, attribute, ()):
            if thing.name in named:
                raise ValueError(f"two of the name {thing.name}")
            named[thing.name] = thing
    return MappingProxyType(named)
