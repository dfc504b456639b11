"""Doorbells: addresses for mail, what people want of bells, the doors that ring, each ring with its letters, and the
key of Zalo.

Revises: 0033
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

DOORS = ("telegram", "web", "zalo", "email", "sms")
STATES = ("planned", "inflight", "rung", "failed", "unknown", "cancelled")
REASONS = (
    *("no_address", "unreachable", "blocked", "content", "quota", "door_left", "closed", "no_answer", "stopped"),
    *("copied", "not_needed", "left"),
)
CAUSES = ("no_door", "not_known")
LIVE = "state IN ('planned', 'inflight', 'rung', 'unknown')"
OPEN = "state IN ('planned', 'inflight')"
PLANNED = "state = 'planned'"
BLOCKED = "state = 'blocked'"


def _one_of(table: str, name: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(sa.column(column).in_(values), name=op.f(f"ck_{table}_{name}"))


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("email", sa.String(), nullable=True))
    op.create_table(
        "contact",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("choice", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_contact")),
    )
    op.create_table(
        "bell_door",
        sa.Column("door", sa.String(length=24), nullable=False),
        sa.Column("is_set", sa.Boolean(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("on_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=24), nullable=True),
        sa.Column("trouble_since", sa.DateTime(timezone=True), nullable=True),
        _one_of("bell_door", "door", "door", DOORS),
        sa.PrimaryKeyConstraint("door", name=op.f("pk_bell_door")),
    )
    op.create_table(
        "bell_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("known_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bell_policy")),
    )
    op.create_table(
        "bell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rest_until", sa.Double(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.String(length=200), nullable=True),
        _one_of("bell", "door", "door", DOORS),
        _one_of("bell", "bell_state", "state", STATES),
        _one_of("bell", "bell_reason", "reason", REASONS),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bell_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bell")),
    )
    op.create_index("ux_bell_day", "bell", ["person_id", "day"], unique=True, **_where(LIVE))
    op.create_index("ux_bell_planned", "bell", ["person_id"], unique=True, **_where(PLANNED))
    op.create_index("ix_bell_open", "bell", ["due_at"], **_where(OPEN))
    op.create_index("ix_bell_door_began", "bell", ["door", "began_at"])
    op.create_index(op.f("ix_bell_person_id"), "bell", ["person_id"])
    op.create_table(
        "bell_letter",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(length=24), nullable=False),
        sa.Column("bell_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        _one_of("bell_letter", "door", "door", DOORS),
        _one_of("bell_letter", "bell_cause", "cause", CAUSES),
        sa.ForeignKeyConstraint(["bell_id"], ["bell.id"], name=op.f("fk_bell_letter_bell_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_bell_letter_letter_id")),
        sa.PrimaryKeyConstraint("letter_id", "door", name=op.f("pk_bell_letter")),
    )
    op.create_index(op.f("ix_bell_letter_bell_id"), "bell_letter", ["bell_id"])
    op.create_index("ix_letter_blocked", "letter", ["ended_at"], **_where(BLOCKED))
    op.create_table(
        "zalo_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("access_token", sa.String(), nullable=True),
        sa.Column("refresh_token", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zalo_key")),
    )


def downgrade() -> None:
    op.drop_table("zalo_key")
    op.drop_index("ix_letter_blocked", table_name="letter")
    op.drop_table("bell_letter")
    op.drop_table("bell")
    op.drop_table("bell_policy")
    op.drop_table("bell_door")
    op.drop_table("contact")
    with op.batch_alter_table("person") as table:
        table.drop_column("email")
