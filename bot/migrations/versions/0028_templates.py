"""Docx templates of official documents that the Office sends.

Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KINDS = ("submission", "urging", "decision", "report", "minutes")
STATES = ("waiting", "refused", "tried", "taken", "left")


def _one_of(column: str, name: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(sa.column(column).in_(values), name=op.f(name))


def upgrade() -> None:
    op.create_table(
        "official_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sample_sha256", sa.String(), nullable=True),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _one_of("kind", "ck_official_template_official_kind", *KINDS),
        _one_of("state", "ck_official_template_template_state", *STATES),
        sa.ForeignKeyConstraint(["sha256"], ["file.sha256"], name=op.f("fk_official_template_sha256")),
        sa.ForeignKeyConstraint(["sample_sha256"], ["file.sha256"], name=op.f("fk_official_template_sample_sha256")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_official_template_sent_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_official_template_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_template")),
    )
    op.create_index(op.f("ix_official_template_kind"), "official_template", ["kind"])
    op.create_index(op.f("ix_official_template_state"), "official_template", ["state"])


def downgrade() -> None:
    op.drop_table("official_template")
