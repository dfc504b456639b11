"""Outages of doors, and the letters that went by the next one meanwhile.

Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

CAUSES = ("no_door", "not_known")


def _causes(values: tuple[str, ...]) -> None:
    with op.batch_alter_table("bell_letter") as table:
        table.drop_constraint(op.f("ck_bell_letter_bell_cause"), type_="check")
        table.create_check_constraint(op.f("ck_bell_letter_bell_cause"), sa.column("cause").in_(values))


def upgrade() -> None:
    op.create_table(
        "door_outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "door",
            sa.Enum(
                "telegram",
                "web",
                "zalo",
                "email",
                "sms",
                name="door",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_door_outage_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_outage")),
    )
    with op.batch_alter_table("door_outage", schema=None) as batch_op:
        batch_op.create_index(
            "ux_door_outage_open",
            ["door"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    with op.batch_alter_table("letter_door", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outage_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_letter_door_outage_id"), ["outage_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_letter_door_outage_id"), "door_outage", ["outage_id"], ["id"])

    _causes((*CAUSES, "door_out"))


def downgrade() -> None:
    op.execute("UPDATE bell_letter SET cause = 'no_door' WHERE cause = 'door_out'")
    _causes(CAUSES)
    with op.batch_alter_table("letter_door", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_letter_door_outage_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_letter_door_outage_id"))
        batch_op.drop_column("outage_id")

    with op.batch_alter_table("door_outage", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_door_outage_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("door_outage")
