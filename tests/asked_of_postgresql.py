"""Whatever a test asks of SQLite is asked of PostgreSQL as well, once for each statement: of a store without people, in
a transaction that is rolled back. What it does not understand there is the fault of the test that asked first.

What the rows are, and what happens when several ask at once, the tests on both engines show (tests/engines.py).
"""

import threading
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import sqlite

from bot.store.engines.postgresql import postgresql_engine

FAULTS = frozenset({"0A", "21", "22", "42"})
"""Classes of SQLSTATE: not supported, cardinality, data, syntax and rights. A broken constraint, as nobody is there, is
no fault: all else was understood."""
OWN = ("json_each(", "typeof(", "sqlite_")
"""Of SQLite: `bot/store/together/rows.py` and others say the same to PostgreSQL in words of its own."""


ASIDE = "asked_aside"
"""Execution option of these connections: whoever counts statements does not mean theirs."""


class Asked:
    """One PostgreSQL store that is asked, and what it did not understand."""

    def __init__(self, url: str) -> None:
        self._connection = postgresql_engine(url).connect().execution_options(**{ASIDE: True})
        with self._connection.begin():
            self._connection.execute(sa.text("SET session_replication_role = replica"))  # nobody whom rows refer to
        self._lock, self._seen, self._latest = threading.Lock(), set[str](), threading.local()
        self.faults = list[str]()

    def listen(self, engine: sa.Engine) -> None:
        """Hear what is asked of this engine, on SQLite."""
        event.listen(engine, "before_execute", self._keep)
        event.listen(engine, "before_cursor_execute", self._hear)

    def _keep(self, _connection: Any, statement: Any, many: Any, parameters: Any, _options: Any) -> None:
        self._latest.asked = statement, many, parameters

    def _hear(self, _connection: Any, _cursor: Any, _text: str, _values: Any, context: Any, _many: bool) -> None:
        compiled = context.compiled
        if compiled is None or compiled.string in self._seen:
            return
        with self._lock:
            if compiled.string not in self._seen:
                self._seen.add(compiled.string)
                if not any(word in compiled.string for word in OWN):
                    self._ask(*self._latest.asked)

    def _ask(self, statement: Any, many: Any, parameters: Any) -> None:
        if isinstance(statement, sa.TextClause | sqlite.Insert | sa.schema.ExecutableDDLElement):
            return
        transaction = self._connection.begin()
        try:
            self._connection.execute(statement, many or parameters or None)
        except sa.exc.DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None)
            if (state or "")[:2] in FAULTS or (state is None and isinstance(error.orig, psycopg.ProgrammingError)):
                self.faults.append(f"{error.orig}\n{statement}")
        except sa.exc.SQLAlchemyError as error:
            self.faults.append(f"{error}\n{statement}")
        finally:
            transaction.rollback()

    def close(self) -> None:
        self._connection.close()
