"""A bell whose door said «later» too often says so; it counted as unreachable before.

Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

BEFORE = (
    *("no_address", "unreachable", "blocked", "content", "quota", "door_left", "closed", "no_answer", "stopped"),
    *("copied", "not_needed", "left"),
)
AFTER = (*BEFORE[:5], "later", *BEFORE[5:])


def _reasons(values: tuple[str, ...]) -> None:
    with op.batch_alter_table("bell") as table:
        table.drop_constraint(op.f("ck_bell_bell_reason"), type_="check")
        table.create_check_constraint(op.f("ck_bell_bell_reason"), sa.column("reason").in_(values))


def upgrade() -> None:
    _reasons(AFTER)


def downgrade() -> None:
    op.execute("UPDATE bell SET reason = 'unreachable' WHERE reason = 'later'")
    _reasons(BEFORE)
