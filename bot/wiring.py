"""The composition root: the only module that knows real from fake, and that imports handlers/ and scheduler/."""

import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import BotCommand, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import Defaults
from telegram.request import BaseRequest

import bot.tables  # noqa: F401 - every table is known before the first statement
from bot import inbox, leases
from bot.campaigns.calendar import vietnam
from bot.clock import Clock
from bot.conversation import Act, Flow, Phrase, ToAct, ToView, View, say
from bot.database import Database, Tx
from bot.enquiries import actions as enquiries_actions
from bot.enquiries import flow as enquiries_flow
from bot.enquiries import letters as enquiries_letters
from bot.enquiries import office_flow as enquiries_office_flow
from bot.enquiries import office_views as enquiries_office_views
from bot.enquiries import views as enquiries_views
from bot.folding import fold
from bot.leading import (
    board_views,
    collective_flow,
    collective_views,
    judging,
    judging_flow,
    late_flow,
    late_views,
    nudging_flow,
    nudging_views,
    proxy_flow,
    proxy_views,
)
from bot.leading import letters as leading_letters
from bot.notices import audience_flow as notices_audience_flow
from bot.notices import flow as notices_flow
from bot.notices import following as notices_following
from bot.notices import letters as notices_letters
from bot.notices import sending_flow as notices_sending_flow
from bot.notices import sending_views as notices_sending_views
from bot.notices import views as notices_views
from bot.outbox.courier import Courier
from bot.outbox.gate import Gate
from bot.outbox.letter import Kind
from bot.people import flow as people_flow
from bot.people import views as people_views
from bot.personnel import flow as personnel_flow
from bot.personnel import letters as personnel_letters
from bot.personnel import views as personnel_views
from bot.phrases.catalogue import LANGUAGES, Phrases
from bot.registration import flow as registration_flow
from bot.registration import free_text
from bot.registration import views as registration_views
from bot.reminders import actions as reminders_actions
from bot.reminders import letters as reminders_letters
from bot.reminders import views as reminders_views
from bot.settings import Settings
from bot.sheets import flow as sheets_flow
from bot.sheets import letters as sheets_letters
from bot.sheets import views as sheets_views
from bot.telegram.display import Display
from bot.telegram.fetching import fetch
from bot.telegram.request import AiohttpRequest
from bot.telegram.wire import Wire
from handlers.driver import Driver
from handlers.intake import Intake
from handlers.registry import Registry, Target
from handlers.routing import Strict, add_routes
from scheduler.clockwork import Clockwork
from scheduler.ticks import Ticks

log = logging.getLogger(__name__)

# python-telegram-bot's coming way of giving retry_after; without it each 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "1")

COMMANDS: dict[str, Target] = {
    "menu": ToView("menu"),
    "dangky": ToAct("register"),
    "cuatoi": ToView("mine"),
    "donvi": ToView("unit"),
    "congdoan": ToView("union_group"),
    "quanly": ToView("office"),
    "thongbao": ToView("notices"),
    "hoidap": ToView("questions"),
    "caidat": ToView("settings"),
    "huy": ToAct("leave"),
    "trogiup": ToView("guide"),
}
"""/start is not among them: it may carry an invitation, and is read by Registry.start."""

LABELS: dict[str, Target] = {
    "button.register": ToAct("register"),
    "button.mine": ToView("mine"),
    "button.notices": ToView("notices"),
    "button.questions": ToView("questions"),
    "button.settings": ToView("settings"),
    "button.home": ToView("menu"),
    "button.decline": ToView("decline"),
    "button.ask_office": ToAct("ask_office"),
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
)
"""Modules with FLOWS."""
CORRESPONDENCE: tuple[Any, ...] = (
    enquiries_letters,
    leading_letters,
    sheets_letters,
    personnel_letters,
    notices_letters,
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
    )


def letter_kinds() -> dict[str, Kind]:
    """How the letters of all slices are drawn."""
    return _by_name(tuple(kind for module in CORRESPONDENCE for kind in module.LETTERS))


def ticks(database: Database) -> Ticks:
    """What time brings about, for all slices."""
    due = (reminders_actions.plan_due, notices_following.follow)
    return Ticks(database, due, lambda: vietnam(database.clock.today().year))


def next_reminder(tx: Tx) -> datetime | None:
    """When the next one goes, for whoever can move the clock."""
    return reminders_actions.next_due(tx)


def _by_name(things: tuple[Any, ...]) -> dict[str, Any]:
    named: dict[str, Flow[Any] | View | Act | Kind] = {}
    for thing in things:
        if thing.name in named:
            raise ValueError(f"two of the name {thing.name}")
        named[thing.name] = thing
    return named


@dataclass(frozen=True, slots=True)
class Service:
    """The bot, assembled. `transport` makes requests: the real one, or the playground's."""

    settings: Settings
    clock: Clock
    database: Database
    phrases: Phrases
    bot: Wire
    application: Strict
    driver: Driver
    display: Display
    intake: Intake
    courier: Courier
    clockwork: Clockwork

    async def announce(self) -> None:
        """Commands and texts that Telegram shows beside the chat. The bot works without, so a refusal is only noted."""
        for language in LANGUAGES:
            try:
                await self._announce_in(language)
            except TelegramError as error:
                log.warning("Telegram did not take a text beside the chat: %s", type(error).__name__)

    async def _announce_in(self, language: str) -> None:
        code = None if language == "vi" else language

        def plain(key: str) -> str:
            return self.phrases.plain(language, Phrase(key))

        commands = [BotCommand(name, plain(key)) for name, key in COMMAND_PHRASES.items()]
        await self.bot.set_my_commands(commands, language_code=code)
        await self.bot.set_my_description(plain("bot.description"), language_code=code)
        await self.bot.set_my_short_description(plain("bot.short_description"), language_code=code)


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


@asynccontextmanager
async def service(
    settings: Settings,
    clock: Clock,
    database: Database,
    transport: Callable[[], BaseRequest] | None = None,
    *,
    alone: bool = True,
) -> AsyncIterator[Service]:
    """Assemble the bot over an open, migrated `database`. `alone`: no other process works on this store, so whatever a
    dead one held is free."""
    make = transport or (lambda: AiohttpRequest(proxy=settings.proxy_url))
    phrases = Phrases(settings.timezone)
    wire = Wire(
        settings.bot_token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=make(),
        get_updates_request=make(),
        defaults=Defaults(
            parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True), block=True
        ),
    )
    gate = Gate(database, settings.send_rate)
    await gate.look()
    courier = Courier(wire, database, phrases, letter_kinds(), gate)
    driver = Driver(database, registry(phrases), lambda file_id: fetch(wire, file_id))
    display = Display(wire, database, phrases, driver.redraw, gate)
    driver.display = display
    application = Strict.builder().application_class(Strict).bot(wire).updater(None).job_queue(None).build()
    assert isinstance(application, Strict)
    add_routes(application, driver.handle)
    intake = Intake(application, wire, database, driver)
    clockwork = Clockwork(ticks(database))
    if alone:
        await database.run(inbox.free)
        await database.run(leases.clear)
    async with application:
        yield Service(
            settings, clock, database, phrases, wire, application, driver, display, intake, courier, clockwork
        )
