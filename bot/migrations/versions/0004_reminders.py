"""reminders"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "special_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("off", "worked", name="day_kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_special_day_declared_by")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_special_day")),
    )
    op.create_table(
        "reminder_round",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("staff", "lead", "office", name="audience", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("sent", "missed", name="round_state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_reminder_round_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", "audience", "rule", name=op.f("pk_reminder_round")),
    )
    op.create_table(
        "reminder_put_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_reminder_put_off_campaign_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_put_off_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_put_off")),
    )
    with op.batch_alter_table("reminder_put_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_put_off_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ux_reminder_put_off_open",
            ["campaign_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("reminder_put_off", schema=None) as batch_op:
        batch_op.drop_index("ux_reminder_put_off_open")
        batch_op.drop_index(batch_op.f("ix_reminder_put_off_person_id"))

    op.drop_table("reminder_put_off")
    op.drop_table("reminder_round")
    op.drop_table("special_day")
