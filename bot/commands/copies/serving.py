"""A look whether a store is being served: such a one is neither replaced nor moved."""

import asyncio

from bot.clock import Clock
from bot.store import leases, upkeep
from bot.store.engines.opening import is_sqlite, open_database
from bot.store.upkeep import StoreInUse


def require_nobody_serves(url: str, clock: Clock) -> None:
    """Raises StoreInUse while a process serves the PostgreSQL store. A SQLite store is locked by whoever serves it."""
    if is_sqlite(url) or upkeep.revision(url) is None:
        return

    async def served() -> bool:
        database = open_database(url, clock)
        try:
            return await database.read(leases.is_served)
        finally:
            await database.close()

    if asyncio.run(served()):
        raise StoreInUse("store.served", store=upkeep.name(url))
