"""A bot at Zalo: its chats, the messages of a month, and numbers in place of buttons.

Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

DOORS = ("telegram", "web", "zalo", "email", "sms")
TABLES = ("bell", "bell_door", "bell_letter", "door_outage", "letter_door")


def _doors(values: tuple[str, ...]) -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_door"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_door"), sa.column("door").in_(values))


def upgrade() -> None:
    op.create_table(
        "numbered_address",
        sa.Column("address", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_numbered_address")),
    )
    op.create_table(
        "numbered_option",
        sa.Column("address", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("of_letter", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", "number", name=op.f("pk_numbered_option")),
    )
    op.create_index(op.f("ix_numbered_option_at"), "numbered_option", ["at"])
    op.create_table(
        "zalo_chat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zalo_id", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turned_away_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zalo_chat")),
        sa.UniqueConstraint("zalo_id", name=op.f("uq_zalo_chat_zalo_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "door_month",
        sa.Column("door", sa.String(length=24), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.CheckConstraint(sa.column("door").in_((*DOORS, "zalobot")), name=op.f("ck_door_month_door")),
        sa.PrimaryKeyConstraint("door", "month", name=op.f("pk_door_month")),
    )
    _doors((*DOORS, "zalobot"))


def downgrade() -> None:
    op.execute("DELETE FROM letter_door WHERE door = 'zalobot'")
    op.execute("DELETE FROM door_outage WHERE door = 'zalobot'")
    _doors(DOORS)
    for name in ("door_month", "zalo_chat", "numbered_option", "numbered_address"):
        op.drop_table(name)
