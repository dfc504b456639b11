"""Stores that a test opens, and forgets, for little.

SQLite does not wait for the disk: what a test leaves need not outlive a power cut. What SQLAlchemy has compiled for one
store serves all others of that engine: each test has its own, and would compile every statement anew, which is half of
what a short test does. Bots in processes of their own have neither.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from bot.store.engines import postgresql, sqlite


class Compiled(dict[Any, Any]):
    """What is compiled, by the statement alone: the first part of a key is the very dialect object, one a store."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


_COMPILED: defaultdict[str, Compiled] = defaultdict(Compiled)
"""By the name of the engine."""


@contextmanager
def quick_stores(opened_one: Callable[[sa.Engine], None]) -> Iterator[None]:
    """As long as this lasts, `open_database` opens such stores; those on SQLite are told to `opened_one`."""
    opened, opened_pooled = sqlite.sqlite_engine, postgresql.pooled_engine

    def sqlite_engine(url: str, *, read_only: bool = False) -> sa.Engine:
        engine = opened(url, read_only=read_only)
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
        engine.update_execution_options(compiled_cache=_COMPILED[engine.dialect.name])
        opened_one(engine)
        return engine

    def pooled_engine(url: str, size: int) -> sa.Engine:
        engine = opened_pooled(url, size)
        engine.update_execution_options(compiled_cache=_COMPILED[engine.dialect.name])
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "sqlite_engine", sqlite_engine)
        patch.setattr(postgresql, "pooled_engine", pooled_engine)
        yield
