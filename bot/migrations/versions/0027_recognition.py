"""Decisions and their lines; base salaries; the end of a campaign; how long raw things are kept. A workbook of titles
may be of one decision.

Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

HOLDERS = ("person_id", "unit_id", "union_group_id")
ONE = " OR ".join(
    "(" + " AND ".join(f"{name} IS {'NOT ' if name == holder else ''}NULL" for name in HOLDERS) + ")"
    for holder in HOLDERS
)


def _one_of(column: str, name: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(sa.column(column).in_(values), name=op.f(name))


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=24), nullable=False),
        sa.Column("level", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("drafted_by", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("absent_told", sa.Boolean(), nullable=False),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_number", sa.String(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        _one_of("family", "ck_decision_family", "state", "union"),
        _one_of("level", "ck_decision_level", "base", "province", "ministry", "state"),
        _one_of("state", "ck_decision_decision_state", "draft", "entered", "revoked", "dropped"),
        _key("decision", "sha256", "file.sha256"),
        *(_key("decision", f"{done}_by", "person.id") for done in ("drafted", "entered", "released", "revoked")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_year"), "decision", ["year"])
    op.create_table(
        "decision_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in HOLDERS),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.CheckConstraint(ONE, name=op.f("ck_decision_line_one_subject")),
        _key("decision_line", "decision_id", "decision.id"),
        *(_key("decision_line", name, f"{name.removesuffix('_id')}.id") for name in HOLDERS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_line")),
    )
    op.create_index(op.f("ix_decision_line_person_id"), "decision_line", ["person_id"])
    for name in HOLDERS:
        index = f"ux_decision_line_{name.removesuffix('_id')}"
        op.create_index(index, "decision_line", ["decision_id", name, "title"], unique=True)
    op.create_table(
        "base_salary",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        _key("base_salary", "entered_by", "person.id"),
        sa.PrimaryKeyConstraint("since", name=op.f("pk_base_salary")),
    )
    op.create_table(
        "campaign_end",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        _key("campaign_end", "campaign_id", "campaign.id"),
        _key("campaign_end", "closed_by", "person.id"),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_campaign_end")),
    )
    op.create_table(
        "retention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raw", sa.String(length=24), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        _one_of("raw", "ck_retention_raw", "uploads", "drafts", "letters"),
        _key("retention", "set_by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention")),
    )
    with op.batch_alter_table("import_upload", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decision_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_import_upload_decision_id"), "decision", ["decision_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("import_upload", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_import_upload_decision_id"), type_="foreignkey")
        batch_op.drop_column("decision_id")
    for table in ("retention", "campaign_end", "base_salary", "decision_line", "decision"):
        op.drop_table(table)
