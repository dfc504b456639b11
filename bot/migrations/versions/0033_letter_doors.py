"""The doors at which a letter has failed before it went by another one.

Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

DOORS = ("telegram", "web", "zalo", "email", "sms")
STATES = (
    *("planned", "leased", "inflight", "sent", "failed", "blocked", "unknown", "cancelled", "missed"),
    "recalled",
)
REASONS = (
    *("not_linked", "blocked", "deactivated", "no_chat", "refused", "content", "undrawn", "no_connection"),
    *("no_answer", "server_error", "stopped", "copied", "not_needed", "left", "withdrawn", "too_late"),
)


def _one_of(name: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(sa.column(name).in_(values), name=op.f(f"ck_letter_door_{name}"))


def upgrade() -> None:
    op.create_table(
        "letter_door",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _one_of("door", DOORS),
        _one_of("state", STATES),
        _one_of("reason", REASONS),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_door_letter_id")),
        sa.PrimaryKeyConstraint("letter_id", "door", name=op.f("pk_letter_door")),
    )


def downgrade() -> None:
    op.drop_table("letter_door")
