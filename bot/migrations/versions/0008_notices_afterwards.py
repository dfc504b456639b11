"""Notices after they were sent: put right, taken back, told in person; approval and repeats."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATES = ("draft", "started", "finished", "discarded")
"""Before this revision."""


def _allow(batch_op: BatchOperations, *states: str) -> None:
    batch_op.drop_constraint(op.f("ck_notice_notice_state"), type_="check")
    batch_op.create_check_constraint(op.f("ck_notice_notice_state"), sa.column("state").in_(states))


EXPIRING = sa.text("state = 'planned' AND useful_until IS NOT NULL")
REASONS = ("content", "failures", "office", "stopped")


def _reasons(batch_op: BatchOperations, *reasons: str) -> None:
    batch_op.drop_constraint(op.f("ck_source_halt_halt_reason"), type_="check")
    batch_op.create_check_constraint(op.f("ck_source_halt_halt_reason"), sa.column("reason").in_(reasons))


def upgrade() -> None:
    op.create_table(
        "notice_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("approve_above", sa.Integer(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_notice_policy_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_policy")),
    )
    op.create_table(
        "notice_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("active", "ended", name="series_state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("asks_register", sa.Boolean(), nullable=False),
        sa.Column("asks_known", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_notice_series_created_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_notice_series_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_series")),
    )
    op.create_table(
        "notice_approval",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_notice_approval_asked_by")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_notice_approval_by")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_approval_notice_id")),
        sa.PrimaryKeyConstraint("notice_id", "digest", name=op.f("pk_notice_approval")),
    )
    op.create_table(
        "notice_correction",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_notice_correction_by")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_correction_notice_id")),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notice_correction")),
    )
    op.create_table(
        "notice_told",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_notice_told_by")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_told_notice_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_told_person_id")),
        sa.PrimaryKeyConstraint("notice_id", "version", "person_id", name=op.f("pk_notice_told")),
    )
    with op.batch_alter_table("notice_told", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_told_person_id"), ["person_id"], unique=False)

    op.create_table(
        "notice_version",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_version_notice_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["person.id"], name=op.f("fk_notice_version_replaced_by")),
        sa.PrimaryKeyConstraint("notice_id", "version", name=op.f("pk_notice_version")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        _allow(batch_op, *STATES, "recalled")
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("recalled_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("series_on", sa.Date(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_notice_series_id_series_on"), ["series_id", "series_on"])
        batch_op.create_foreign_key(batch_op.f("fk_notice_recalled_by"), "person", ["recalled_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_notice_series_id"), "notice_series", ["series_id"], ["id"])

    op.create_index(
        "ix_letter_expiring", "letter", ["useful_until"], sqlite_where=EXPIRING, postgresql_where=EXPIRING
    )
    with op.batch_alter_table("source_halt", schema=None) as batch_op:
        _reasons(batch_op, "content", "failures", "office", "interrupted", "stopped")

    with op.batch_alter_table("notice_known", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.drop_constraint(op.f("pk_notice_known"), type_="primary")
        batch_op.create_primary_key(op.f("pk_notice_known"), ["notice_id", "person_id", "version"])


def downgrade() -> None:
    op.drop_index("ix_letter_expiring", table_name="letter")
    op.execute("UPDATE notice SET state = 'finished' WHERE state = 'recalled'")
    op.execute("UPDATE source_halt SET reason = 'office' WHERE reason = 'interrupted'")
    with op.batch_alter_table("source_halt", schema=None) as batch_op:
        _reasons(batch_op, *REASONS)

    # Of each person the oldest word is kept: there is room for one again.
    op.execute("DELETE FROM notice_known WHERE version > 1")
    with op.batch_alter_table("notice_known", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("pk_notice_known"), type_="primary")
        batch_op.drop_column("version")
        batch_op.create_primary_key(op.f("pk_notice_known"), ["notice_id", "person_id"])

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notice_series_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_notice_recalled_by"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_notice_series_id_series_on"), type_="unique")
        batch_op.drop_column("series_on")
        batch_op.drop_column("series_id")
        batch_op.drop_column("recalled_at")
        batch_op.drop_column("recalled_by")
        batch_op.drop_column("version")
        _allow(batch_op, *STATES)

    op.drop_table("notice_version")
    with op.batch_alter_table("notice_told", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_told_person_id"))

    op.drop_table("notice_told")
    op.drop_table("notice_correction")
    op.drop_table("notice_approval")
    op.drop_table("notice_series")
    op.drop_table("notice_policy")
