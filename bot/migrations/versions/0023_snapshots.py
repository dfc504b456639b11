"""Snapshots of what is registered, papers made of them, their submission, and opinions on it.

Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = (
    "table", "union_table", "submission", "urging", "province", "proposal", "decision", "report", "figures",
)  # fmt: skip


def _one_of(column: str, name: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(sa.column(column).in_(values), name=op.f(name))


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wanted_by", sa.Integer(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_snapshot_campaign_id")),
        sa.ForeignKeyConstraint(["wanted_by"], ["person.id"], name=op.f("fk_snapshot_wanted_by")),
        sa.ForeignKeyConstraint(["sha256"], ["file.sha256"], name=op.f("fk_snapshot_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_snapshot_campaign_id_number")),
    )
    op.create_index(
        "ux_snapshot_wanted",
        "snapshot",
        ["campaign_id"],
        unique=True,
        sqlite_where=sa.text("sha256 IS NULL"),
        postgresql_where=sa.text("sha256 IS NULL"),
    )
    op.create_table(
        "snapshot_paper",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("form", sa.String(length=24), nullable=False),
        sa.Column("wanted_by", sa.Integer(), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        _one_of("kind", "ck_snapshot_paper_paper_kind", *KINDS),
        _one_of("form", "ck_snapshot_paper_paper_form", "pdf", "docx", "xlsx"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_snapshot_paper_snapshot_id")),
        sa.ForeignKeyConstraint(["wanted_by"], ["person.id"], name=op.f("fk_snapshot_paper_wanted_by")),
        sa.ForeignKeyConstraint(["sha256"], ["file.sha256"], name=op.f("fk_snapshot_paper_sha256")),
        sa.PrimaryKeyConstraint("snapshot_id", "kind", "form", name=op.f("pk_snapshot_paper")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.String(length=24), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _one_of("addressee", "ck_submission_addressee", "director", "union"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_submission_snapshot_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_submission_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("snapshot_id", "addressee", name=op.f("uq_submission_snapshot_id_addressee")),
    )
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _one_of("verdict", "ck_opinion_verdict", "agreed", "returned"),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_opinion_submission_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_opinion_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    op.create_index(op.f("ix_opinion_submission_id"), "opinion", ["submission_id"])


def downgrade() -> None:
    for table in ("opinion", "submission", "snapshot_paper", "snapshot"):
        op.drop_table(table)
