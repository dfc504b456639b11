"""The record of what people were told of what waits for them, its mornings, and after how many days it rises.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_told",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("above", sa.Boolean(), nullable=False),
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_waiting_told_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", "above", "key", name=op.f("pk_waiting_told")),
    )
    op.create_table(
        "waiting_morning",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_waiting_morning")),
    )
    op.create_table(
        "waiting_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rises_after", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_waiting_policy_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_policy")),
    )


def downgrade() -> None:
    op.drop_table("waiting_policy")
    op.drop_table("waiting_morning")
    op.drop_table("waiting_told")
