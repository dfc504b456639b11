"""Steps of revisions that go on beside the work of processes that serve."""

from typing import Any

from alembic import op

from bot.store.engines.altering import LOCK_MILLISECONDS


def create_index(name: str, table: str, columns: list[str], **options: Any) -> None:
    """`op.create_index` while others go on writing into the table. For a revision that does nothing else: what goes
    before it is not undone with it. What an earlier try has left half made is made anew."""
    if op.get_context().dialect.name != "postgresql":
        op.create_index(name, table, columns, **options)
        return
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")  # nobody who reads or writes waits for this one
        op.drop_index(name, table_name=table, postgresql_concurrently=True, if_exists=True)
        op.create_index(name, table, columns, postgresql_concurrently=True, **options)
        op.execute(f"SET lock_timeout = '{LOCK_MILLISECONDS}ms'")
