"""The work of leads: lists, reminders, comments, agreement, exemptions; living surfaces."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "study",
                "seconded",
                "retiring",
                "probation",
                "long_leave",
                "other",
                name="exempt_reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_exemption_by")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_exemption_campaign_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exemption_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exemption_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ux_exemption_open",
            ["campaign_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("letter", "direct", name="channel", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_nudge_by")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_nudge_campaign_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nudge_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
    )
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.create_index("ix_nudge_person", ["campaign_id", "person_id"], unique=False)
        batch_op.create_index(
            "ux_nudge_letter",
            ["campaign_id", "person_id", "day"],
            unique=True,
            sqlite_where=sa.text("channel = 'letter'"),
            postgresql_where=sa.text("channel = 'letter'"),
        )

    op.create_table(
        "unit_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("union_group_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "returned",
                "accepted",
                name="sheet_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("brought_in_person", sa.Boolean(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("original_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("original_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(unit_id IS NULL) <> (union_group_id IS NULL)", name=op.f("ck_unit_sheet_one_sender")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_unit_sheet_campaign_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_unit_sheet_decided_by")),
        sa.ForeignKeyConstraint(["original_by"], ["person.id"], name=op.f("fk_unit_sheet_original_by")),
        sa.ForeignKeyConstraint(["union_group_id"], ["union_group.id"], name=op.f("fk_unit_sheet_union_group_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_sheet_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_sheet")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_unit_sheet_campaign_id_number")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_sheet_code")),
    )
    with op.batch_alter_table("unit_sheet", schema=None) as batch_op:
        batch_op.create_index(
            "ux_unit_sheet_group",
            ["campaign_id", "union_group_id"],
            unique=True,
            sqlite_where=sa.text("union_group_id IS NOT NULL"),
            postgresql_where=sa.text("union_group_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ux_unit_sheet_unit",
            ["campaign_id", "unit_id"],
            unique=True,
            sqlite_where=sa.text("unit_id IS NOT NULL"),
            postgresql_where=sa.text("unit_id IS NOT NULL"),
        )

    op.create_table(
        "sheet_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("signed", "minutes", name="file_kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_sheet_file_by")),
        sa.ForeignKeyConstraint(["sha256"], ["file.sha256"], name=op.f("fk_sheet_file_sha256")),
        sa.ForeignKeyConstraint(["sheet_id"], ["unit_sheet.id"], name=op.f("fk_sheet_file_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_file")),
        sa.UniqueConstraint(
            "sheet_id", "version", "kind", "sha256", name=op.f("uq_sheet_file_sheet_id_version_kind_sha256")
        ),
    )
    with op.batch_alter_table("sheet_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_file_sheet_id"), ["sheet_id"], unique=False)

    op.create_table(
        "sheet_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_sheet_version_by")),
        sa.ForeignKeyConstraint(["sheet_id"], ["unit_sheet.id"], name=op.f("fk_sheet_version_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_version")),
        sa.UniqueConstraint("sheet_id", "version", name=op.f("uq_sheet_version_sheet_id_version")),
    )
    with op.batch_alter_table("sheet_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_version_sheet_id"), ["sheet_id"], unique=False)

    op.create_table(
        "unit_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_unit_comment_by")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_unit_comment_receipt_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_comment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_comment")),
        sa.UniqueConstraint("receipt_id", "unit_id", name=op.f("uq_unit_comment_receipt_id_unit_id")),
    )
    with op.batch_alter_table("late_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreed_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answer", sa.String(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_late_request_agreed_by"), "person", ["agreed_by"], ["id"])

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "agreement",
                sa.Enum(
                    "own",
                    "awaited",
                    "chat",
                    "paper",
                    name="agreement",
                    native_enum=False,
                    create_constraint=True,
                    length=24,
                ),
                server_default="own",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("confirmed_version", sa.Integer(), nullable=True))

    with op.batch_alter_table("registration_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_on", sa.Date(), nullable=True))

    with op.batch_alter_table("surface", schema=None) as batch_op:
        batch_op.add_column(sa.Column("living", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("outdated", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_unit_merged_into"), "unit", ["merged_into"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_unit_merged_into"), type_="foreignkey")
        batch_op.drop_column("merged_into")

    with op.batch_alter_table("surface", schema=None) as batch_op:
        batch_op.drop_column("outdated")
        batch_op.drop_column("living")

    with op.batch_alter_table("registration_version", schema=None) as batch_op:
        batch_op.drop_column("told_on")

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_column("confirmed_version")
        batch_op.drop_constraint(op.f("ck_registration_agreement"), type_="check")
        batch_op.drop_column("agreed_at")
        batch_op.drop_column("agreement")

    with op.batch_alter_table("late_request", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_late_request_agreed_by"), type_="foreignkey")
        batch_op.drop_column("answer")
        batch_op.drop_column("agreed_at")
        batch_op.drop_column("agreed_by")

    op.drop_table("unit_comment")
    with op.batch_alter_table("sheet_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheet_version_sheet_id"))

    op.drop_table("sheet_version")
    with op.batch_alter_table("sheet_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheet_file_sheet_id"))

    op.drop_table("sheet_file")
    with op.batch_alter_table("unit_sheet", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_unit_sheet_unit",
            sqlite_where=sa.text("unit_id IS NOT NULL"),
            postgresql_where=sa.text("unit_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ux_unit_sheet_group",
            sqlite_where=sa.text("union_group_id IS NOT NULL"),
            postgresql_where=sa.text("union_group_id IS NOT NULL"),
        )

    op.drop_table("unit_sheet")
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_nudge_letter",
            sqlite_where=sa.text("channel = 'letter'"),
            postgresql_where=sa.text("channel = 'letter'"),
        )
        batch_op.drop_index("ix_nudge_person")

    op.drop_table("nudge")
    with op.batch_alter_table("exemption", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_exemption_open", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_exemption_person_id"))

    op.drop_table("exemption")
