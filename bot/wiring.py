"""The composition root: the only module that knows real from fake, and that starts handlers/ and scheduler/."""

import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, repeat

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Defaults
from telegram.request import BaseRequest

import bot.tables  # noqa: F401 - every table is known before the first statement
from bot.address import Address, Door
from bot.clock import Clock
from bot.consolidation.papers.making import PaperMaker
from bot.dialogue import living
from bot.dialogue.engine.updates import Engine
from bot.doors import numbering
from bot.doors.bell import Bell
from bot.doors.display import Display
from bot.doors.incoming import arrivals
from bot.doors.telegram.announcing import announce
from bot.doors.telegram.channel import Telegram
from bot.doors.telegram.fetching import fetch
from bot.doors.telegram.gate import LOOK_SECONDS as HALT_SECONDS
from bot.doors.telegram.gate import Gate
from bot.doors.telegram.request import AiohttpRequest
from bot.doors.telegram.wire import Wire
from bot.doors.web import hub as web_hub
from bot.doors.web import messages as web_messages
from bot.doors.web.hub import Hub
from bot.doors.zalobot import records as zalo_chats
from bot.doors.zalobot.guests import Guests
from bot.office.channels.outages import tell as tell_outage
from bot.office.imports import records as workbook_records
from bot.office.imports.reader import Reader
from bot.office.invites.printing import Printer
from bot.office.regimes import pinning
from bot.organisation import records as organisation
from bot.outbox.courier import Courier
from bot.outbox.opening import opened
from bot.outbox.watching import LOOK_SECONDS as DOORS_SECONDS
from bot.outbox.watching import DoorWatch
from bot.people.linking.contention import tell as tell_contention
from bot.phrases.catalogue import OwnWords, Phrases
from bot.ringing.doors import bells_of, link_to_ring
from bot.ringing.ringer import LOOK_SECONDS as RINGER_SECONDS
from bot.ringing.ringer import Ringer
from bot.settings import Settings
from bot.slices import COMMANDS, letter_kinds, paper_maker, printer, reader, registry, ticks, watch
from bot.store import inbox, leases
from bot.store.chain.sealing import Sealer
from bot.store.chain.verifying import Patrol
from bot.store.copies import daily
from bot.store.copies.daily import Daily, DailyPlan
from bot.store.database import Database, Tx
from bot.store.scrub import Scrub
from bot.store.witness import Saw, not_seen
from handlers.contention import LOOK_SECONDS as CONTENTION_SECONDS
from handlers.contention import Contention
from handlers.driver import Driver
from handlers.intake import WEBHOOK_PATH, Intake
from handlers.routing import Strict, add_routes
from scheduler.clockwork import Beat, Clockwork

log = logging.getLogger(__name__)

# python-telegram-bot's coming way of giving retry_after; without it each 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "1")


@dataclass(frozen=True, slots=True)
class Service:
    """The bot, assembled. `transport` makes requests: the real one, or the playground's."""

    settings: Settings
    clock: Clock
    database: Database
    phrases: Phrases
    bot: Wire
    application: Strict
    engine: Engine
    driver: Driver
    display: Display
    intake: Intake
    gate: Gate
    courier: Courier
    clockwork: Clockwork
    reader: Reader
    paper_maker: PaperMaker
    printer: Printer
    copies: Daily | None
    hub: Hub | None
    """Of the web door, where it is open."""
    ringer: Ringer
    doors: DoorWatch
    guests: Guests | None
    """Of the bot at Zalo, where it is open."""

    async def introduce(self) -> None:
        """Ask Telegram who this bot is. Raises TelegramError."""
        await self.bot.get_me()
        self.phrases.name_bot(self.bot.username)

    async def announce(self) -> None:
        """Tell Telegram what it shows beside the chat."""
        await announce(self.bot, self.phrases, tuple(COMMANDS))


def phrases_of(settings: Settings) -> Phrases:
    """The sentences, with what only the installation knows."""
    copies = str(settings.backup_keep) if settings.backup_folder else ""
    return Phrases(settings.timezone, OwnWords(copies))


@asynccontextmanager
async def service(
    settings: Settings,
    clock: Clock,
    database: Database,
    transport: Callable[[], BaseRequest] | None = None,
    *,
    alone: bool = True,
    asks: bool = True,
    saw: Saw = not_seen,
    bells: Mapping[Door, Bell] | None = None,
) -> AsyncIterator[Service]:
    """Assemble the bot over an open, migrated `database`. `alone`: no other process works on this store, so whatever a
    dead one held is free. `asks`: Telegram says first who this bot is; else the caller asks by `introduce`. `saw`: the
    witness of how far the store has come. `bells`: the doors that ring, in place of those that the settings name."""
    make = transport or (lambda: AiohttpRequest(proxy=settings.proxy_url))
    phrases = phrases_of(settings)
    await database.run(lambda tx: organisation.begin(tx, organisation.first_words(settings)))
    requests = (make(), make())
    wire = Wire(
        settings.bot_token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
        defaults=Defaults(
            parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True), block=True
        ),
    )
    gate = Gate(database, settings.send_rate)
    await gate.look()
    channels, hub, zalobot = opened(settings, database, phrases, Telegram(wire, database, phrases, gate))
    courier = Courier(channels, database, phrases, letter_kinds(), gate, saw)
    webhook = "" if settings.webhook_url is None else settings.webhook_url.rstrip("/") + WEBHOOK_PATH
    contention = Contention(wire, database, clock, tell_contention, webhook)
    engine = Engine(registry(phrases), contention.suspected)
    display = Display(channels, database, phrases, engine.redraw)
    driver = Driver(database, engine, display, lambda address, file_id: _fetch(wire, database, address, file_id))
    application = Strict.builder().application_class(Strict).bot(wire).updater(None).job_queue(None).build()
    assert isinstance(application, Strict)
    add_routes(application, driver.handle)
    intake = Intake(application, wire, database, driver, contention)
    guests = None if zalobot is None else Guests(intake.receive_web, database, zalobot)
    plan = DailyPlan(settings.backup_folder, settings.backup_keep) if settings.backup_folder else None
    copies = Daily(plan, database) if plan else None
    workbooks = reader(database, phrases, display.refresh)
    papers = paper_maker(database, phrases, display.refresh)
    makers = (workbooks, papers, printer(database, phrases, display.refresh))
    ringer = Ringer(database, phrases, bells_of(settings, database) if bells is None else bells, link_to_ring, saw)
    await ringer.begin()
    doors = DoorWatch(
        channels, database, lambda: courier.leads, tell_outage, timedelta(minutes=settings.door_out_minutes)
    )
    beats = _beats(settings, database, gate, display, intake, courier, makers, copies, ringer, doors, alone=alone)
    clockwork = Clockwork(*beats, *_beats_of_web(database, hub))
    await database.run(pinning.pin)
    if alone:
        await database.run(inbox.free)
        await database.run(leases.clear)
    try:
        async with application:
            assembled = Service(
                settings,
                clock,
                database,
                phrases,
                wire,
                application,
                engine,
                driver,
                display,
                intake,
                gate,
                courier,
                clockwork,
                *makers,
                copies,
                hub,
                ringer,
                doors,
                guests,
            )
            if asks:
                await assembled.introduce()
            yield assembled
    finally:
        await ringer.stop()
        if guests is not None:
            await guests.stop()
        # The library leaves them open where its own beginning has failed.
        for request in requests:
            await request.shutdown()


async def _fetch(wire: Wire, database: Database, address: Address, file_id: str) -> bytes | None:
    if address.door is Door.TELEGRAM:
        return await fetch(wire, file_id)
    return await database.read(lambda tx: arrivals.content_of(tx, int(file_id)))


TICK_SECONDS = 20.0
"""Seconds that a reminder may be late while all is well."""
PROGRESS_SECONDS = 1.0
"""Seconds that the drawing of a progress may be late."""
WORKBOOK_SECONDS = 1.0
"""Seconds that a workbook may wait before it is read."""
PAPER_SECONDS = 1.0
"""Seconds that a snapshot may wait before it is taken, and a paper before it is made."""
LAGGING_SECONDS = 5.0
"""Seconds that a screen may lag before it is shown again."""
BOARD_SECONDS, RESTED = 30.0, 3.0
"""Between two looks at boards whose figures have changed; one that was drawn just now waits for the next."""
PRUNE_SECONDS = 3600.0
SCRUB_SECONDS = 60.0
SEAL_SECONDS, PATROL_SECONDS = 5.0, 30.0
"""Seconds that a row of the audit trail may be without its seal, and between two parts of the walk along the chain."""


def _beats(
    settings: Settings,
    database: Database,
    gate: Gate,
    display: Display,
    intake: Intake,
    courier: Courier,
    makers: tuple[Reader, PaperMaker, Printer],
    copies: Daily | None,
    ringer: Ringer,
    doors: DoorWatch,
    *,
    alone: bool,
) -> Iterator[Beat]:
    """Everything periodic, in the order of the first beats: who polls is settled at once, and a tick goes before the
    first letter, because what was held up by a stop may not be for this hour of the day."""
    if settings.webhook_url is None:
        yield Beat("lease of the poller", intake.lead, leases.BEAT, before_all=True)
    else:
        yield Beat("the webhook", intake.contention.look, CONTENTION_SECONDS)
    yield Beat("halts", gate.look, HALT_SECONDS, before_all=True)
    yield Beat("ticks", ticks(database).run_due, TICK_SECONDS, before_all=True)
    yield Beat("lease of the courier", courier.take_over, leases.BEAT, before_all=True)
    # At the start everything that lags is shown, because a kill left it; later only what has had its time.
    lags = chain([0.0 if alone else LAGGING_SECONDS], repeat(LAGGING_SECONDS))
    yield Beat("screens that lag", lambda: display.converge(next(lags)), LAGGING_SECONDS)
    yield Beat("progress", watch(database, display.refresh).look, PROGRESS_SECONDS)
    workbooks, papers, invites = makers
    yield Beat("workbooks", workbooks.look, WORKBOOK_SECONDS)
    yield Beat("papers", papers.look, PAPER_SECONDS)
    yield Beat("invites", invites.look, PAPER_SECONDS)
    yield Beat("boards", lambda: display.refresh(lambda tx: living.refresh(tx, RESTED)), BOARD_SECONDS)
    yield Beat("doorbells", ringer.look, RINGER_SECONDS)
    yield Beat("doors that are out", doors.look, DOORS_SECONDS)
    yield Beat("what was erased", Scrub(database).look, SCRUB_SECONDS)
    yield Beat("seals of the audit trail", Sealer(database).look, SEAL_SECONDS)
    yield Beat("the chain of the audit trail", Patrol(database).look, PATROL_SECONDS)
    yield Beat("old updates", lambda: _thin(database, inbox.prune), PRUNE_SECONDS)
    yield Beat("old chats at Zalo", lambda: database.run(zalo_chats.prune), PRUNE_SECONDS)
    yield Beat("old numbers", lambda: database.run(numbering.prune), PRUNE_SECONDS)
    yield Beat("old arrivals", lambda: database.run(arrivals.prune), PRUNE_SECONDS)
    yield Beat("old workbooks", lambda: database.run(workbook_records.forget_old), PRUNE_SECONDS)
    if copies is not None:
        yield Beat("copy of the day", copies.look, daily.LOOK_SECONDS)


async def _thin(database: Database, prune: Callable[[Tx], int]) -> None:
    """Prune some at a time, until there is no more: whoever taps goes between."""
    while await database.run(prune):
        pass


def _beats_of_web(database: Database, hub: Hub | None) -> Iterator[Beat]:
    if hub is not None:
        yield Beat("changes of other replicas", hub.look, web_hub.LOOK_SECONDS)
        yield Beat("old messages of the web door", lambda: _thin(database, web_messages.prune), PRUNE_SECONDS)
