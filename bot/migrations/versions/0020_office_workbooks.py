"""Workbooks that the Office sends in chat, each with what is shown of it before it is written."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("roster", "awards", name="import_kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "refused",
                "read",
                "confirmed",
                "done",
                "undone",
                "dropped",
                name="upload_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("outdated", sa.Boolean(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("rejects_sha256", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_import_upload_decided_by")),
        sa.ForeignKeyConstraint(["record_id"], ["import_record.id"], name=op.f("fk_import_upload_record_id")),
        sa.ForeignKeyConstraint(["rejects_sha256"], ["file.sha256"], name=op.f("fk_import_upload_rejects_sha256")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_import_upload_sent_by")),
        sa.ForeignKeyConstraint(["sha256"], ["file.sha256"], name=op.f("fk_import_upload_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_upload")),
    )
    with op.batch_alter_table("import_upload", schema=None) as batch_op:
        batch_op.create_index("ix_import_upload_state", ["state"], unique=False)

    op.create_table(
        "import_line",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "new",
                "changed",
                "moved",
                "absent",
                "units",
                "rejected",
                "notes",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["import_upload.id"], name=op.f("fk_import_line_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", "part", "place", name=op.f("pk_import_line")),
    )


def downgrade() -> None:
    op.drop_table("import_line")
    with op.batch_alter_table("import_upload", schema=None) as batch_op:
        batch_op.drop_index("ix_import_upload_state")

    op.drop_table("import_upload")
