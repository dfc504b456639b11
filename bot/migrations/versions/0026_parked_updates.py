"""Of somebody who sends more than is done at once, the rest waits apart: kept, and out of the way of whoever looks for
work.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NAME, COLUMNS = "ix_inbox_undone", ["person_key", "update_id"]
UNDONE = "done_at IS NULL AND dead_at IS NULL"


def _index(name: str, where: str) -> None:
    op.create_index(name, "inbox", COLUMNS, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    op.drop_index(NAME, table_name="inbox")
    op.add_column("inbox", sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True))
    _index(NAME, f"{UNDONE} AND parked_at IS NULL")
    _index("ix_inbox_parked", "parked_at IS NOT NULL")


def downgrade() -> None:
    op.drop_index("ix_inbox_parked", table_name="inbox")
    op.drop_index(NAME, table_name="inbox")
    op.drop_column("inbox", "parked_at")
    _index(NAME, UNDONE)
