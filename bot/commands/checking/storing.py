"""The store as `check` sees it: there, whole, ours, of this version, and armed. Nothing of it is changed."""

import asyncio

from bot.clock import Clock
from bot.commands import arm as arming
from bot.commands.auditing.verify import broken as broken_at
from bot.commands.checking.finding import Finding, knows, wrong
from bot.dialogue.screens import Phrase, say
from bot.refusal import Refusal
from bot.settings import Settings
from bot.store import upkeep as store
from bot.store.chain import verifying
from bot.store.engines.opening import open_database


async def findings(settings: Settings) -> list[Finding]:
    url = settings.database_url
    try:
        if not store.exists(url):
            return [wrong(say("check.no_store"))]
        behind = await asyncio.to_thread(store.is_behind, url)
        await asyncio.to_thread(store.require_whole, url)
        if behind and store.revision(url) is None:
            return [wrong(say("check.no_store"))]
        disarmed = await _why_disarmed(settings)
        broken = None if behind else await _broken_chain(settings)
    except Refusal as refusal:
        return [wrong(Phrase(refusal.key, refusal.values))]
    except Exception as error:  # noqa: BLE001 - a driver raises what it likes; any of it means no store
        return [wrong(say("check.store", error=type(error).__name__))]
    found = [knows(say("check.store_behind"))] if behind else []
    found += [] if broken is None else [wrong(say("check.audit_broken", what=broken))]
    return found if disarmed is None else [*found, wrong(disarmed)]


async def _why_disarmed(settings: Settings) -> Phrase | None:
    database = open_database(settings.database_url, Clock(settings.timezone))
    try:
        return await arming.why_disarmed(database)
    finally:
        await database.close()


async def _broken_chain(settings: Settings) -> Phrase | None:
    """The first place at which the audit trail does not hold; None: it does."""
    database = open_database(settings.database_url, Clock(settings.timezone))
    try:
        verdict = await verifying.verify(database)
    finally:
        await database.close()
    return broken_at(verdict.breaks[0]) if verdict.breaks else None
