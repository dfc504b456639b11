"""first"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("awaiting", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("editing", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "finished", "dropped", name="draft_state", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(
        "ux_draft_open",
        "draft",
        ["user_id", "flow"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "file",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file")),
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_key", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("leased_until", sa.Double(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    op.create_index(
        "ix_inbox_undone",
        "inbox",
        ["person_key", "update_id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL AND dead_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND dead_at IS NULL"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column(
            "gender",
            sa.Enum("male", "female", name="gender", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "civil_servant",
                "public_employee",
                "worker",
                name="staff_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("code", name=op.f("uq_person_code")),
        sa.UniqueConstraint("phone", name=op.f("uq_person_phone")),
    )
    op.create_index(op.f("ix_person_folded"), "person", ["folded"], unique=False)
    op.create_table(
        "surface",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("preface", sa.JSON(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("wanted_stamp", sa.Double(), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("keyboard", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surface")),
        sa.UniqueConstraint("chat_id", "kind", "ref", name=op.f("uq_surface_chat_id_kind_ref")),
    )
    op.create_index(
        "ix_surface_lagging",
        "surface",
        ["id"],
        unique=False,
        sqlite_where=sa.text("shown < wanted"),
        postgresql_where=sa.text("shown < wanted"),
    )
    op.create_table(
        "union_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union_group")),
        sa.UniqueConstraint("folded", name=op.f("uq_union_group_folded")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("is_collective", sa.Boolean(), nullable=False),
        sa.Column("has_seal", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("folded", name=op.f("uq_unit_folded")),
    )
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person_id IS NULL OR consented_at IS NOT NULL", name=op.f("ck_account_consent")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_account")),
    )
    op.create_index("ux_account_person", "account", ["person_id"], unique=True)
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_audit_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_actor_id"), "audit", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("union_group_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("decision_number", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NOT NULL AND unit_id IS NULL AND union_group_id IS NULL) OR (person_id IS NULL AND unit_id IS NOT NULL AND union_group_id IS NULL) OR (person_id IS NULL AND unit_id IS NULL AND union_group_id IS NOT NULL)",
            name=op.f("ck_award_one_subject"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_award_person_id")),
        sa.ForeignKeyConstraint(["union_group_id"], ["union_group.id"], name=op.f("fk_award_union_group_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_award_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
    )
    op.create_index("ux_award_person", "award", ["person_id", "year", "title"], unique=True)
    op.create_index("ux_award_union_group", "award", ["union_group_id", "year", "title"], unique=True)
    op.create_index("ux_award_unit", "award", ["unit_id", "year", "title"], unique=True)
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plan_number", sa.String(), nullable=True),
        sa.Column("plan_date", sa.Date(), nullable=True),
        sa.Column("plan_sha256", sa.String(), nullable=True),
        sa.Column("plan_name", sa.String(), nullable=True),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supplement_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("opens_at < deadline_at", name=op.f("ck_campaign_window")),
        sa.ForeignKeyConstraint(["plan_sha256"], ["file.sha256"], name=op.f("fk_campaign_plan_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("year", name=op.f("uq_campaign_year")),
    )
    op.create_table(
        "file_copy",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["file.sha256"], name=op.f("fk_file_copy_sha256")),
        sa.PrimaryKeyConstraint("sha256", "bot_id", name=op.f("pk_file_copy")),
    )
    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_initiative_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
    )
    op.create_index(op.f("ix_initiative_person_id"), "initiative", ["person_id"], unique=False)
    op.create_table(
        "invite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("grants_office", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invite_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invite_token_hash")),
    )
    op.create_index(op.f("ix_invite_person_id"), "invite", ["person_id"], unique=False)
    op.create_table(
        "link_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "withdrawn",
                "approved",
                "refused",
                name="link_request_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_link_request_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_request")),
    )
    op.create_index(
        "ux_link_request_open",
        "link_request",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_post_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_person_id"), "post", ["person_id"], unique=False)
    op.create_index(op.f("ix_post_unit_id"), "post", ["unit_id"], unique=False)
    op.create_index(
        "ux_post_open",
        "post",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "office",
                "decision",
                "roster",
                "erasure",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_question_answered_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_question_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "director",
                "deputy",
                "office",
                "unit_head",
                "acting_head",
                "coordinator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("from_roster", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_role_grant_granted_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_person_id"), "role_grant", ["person_id"], unique=False)
    op.create_index(op.f("ix_role_grant_unit_id"), "role_grant", ["unit_id"], unique=False)
    op.create_table(
        "union_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "office",
            sa.Enum(
                "member",
                "group_deputy",
                "group_lead",
                "chair",
                "committee",
                name="union_office",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["union_group.id"], name=op.f("fk_union_membership_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_union_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union_membership")),
    )
    op.create_index(op.f("ix_union_membership_group_id"), "union_membership", ["group_id"], unique=False)
    op.create_index(op.f("ix_union_membership_person_id"), "union_membership", ["person_id"], unique=False)
    op.create_index(
        "ux_union_membership_open",
        "union_membership",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "unit_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_alias_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_alias")),
        sa.UniqueConstraint("folded", name=op.f("uq_unit_alias_folded")),
    )
    op.create_index(op.f("ix_unit_alias_unit_id"), "unit_alias", ["unit_id"], unique=False)
    op.create_table(
        "campaign_title",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_title_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", "title", name=op.f("pk_campaign_title")),
    )
    op.create_table(
        "late_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "granted",
                "refused",
                "withdrawn",
                name="late_request_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_late_request_campaign_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_late_request_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_late_request_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_request")),
    )
    op.create_index(op.f("ix_late_request_person_id"), "late_request", ["person_id"], unique=False)
    op.create_index(
        "ux_late_request_open",
        "late_request",
        ["campaign_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("union_group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NOT NULL AND unit_id IS NULL AND union_group_id IS NULL) OR (person_id IS NULL AND unit_id IS NOT NULL AND union_group_id IS NULL) OR (person_id IS NULL AND unit_id IS NULL AND union_group_id IS NOT NULL)",
            name=op.f("ck_receipt_one_subject"),
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_receipt_campaign_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_receipt_person_id")),
        sa.ForeignKeyConstraint(["union_group_id"], ["union_group.id"], name=op.f("fk_receipt_union_group_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_receipt_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_receipt_campaign_id_number")),
        sa.UniqueConstraint("code", name=op.f("uq_receipt_code")),
    )
    op.create_index("ux_receipt_person", "receipt", ["campaign_id", "person_id"], unique=True)
    op.create_index("ux_receipt_union_group", "receipt", ["campaign_id", "union_group_id"], unique=True)
    op.create_index("ux_receipt_unit", "receipt", ["campaign_id", "unit_id"], unique=True)
    op.create_table(
        "declination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "leaving",
                "away",
                "new",
                "personal",
                "other",
                name="decline_reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_declination_by")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_declination_receipt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declination")),
    )
    op.create_index(op.f("ix_declination_receipt_id"), "declination", ["receipt_id"], unique=False)
    op.create_index(
        "ux_declination_open",
        "declination",
        ["receipt_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column(
            "family",
            sa.Enum("state", "union", name="family", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "change_asked",
                "confirmed",
                "withdrawn",
                name="registration_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_registration_confirmed_by")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_registration_receipt_id")),
        sa.ForeignKeyConstraint(["registered_by"], ["person.id"], name=op.f("fk_registration_registered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("receipt_id", "family", name=op.f("uq_registration_receipt_id_family")),
    )
    op.create_index(op.f("ix_registration_receipt_id"), "registration", ["receipt_id"], unique=False)
    op.create_table(
        "registration_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pledge", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_registration_version_by")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_registration_version_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_version")),
        sa.UniqueConstraint("registration_id", "version", name=op.f("uq_registration_version_registration_id_version")),
    )
    op.create_index(
        op.f("ix_registration_version_registration_id"), "registration_version", ["registration_id"], unique=False
    )
    op.create_table(
        "registration_title",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("initiative_later", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_registration_title_initiative_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["registration_version.id"], name=op.f("fk_registration_title_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "title", name=op.f("pk_registration_title")),
    )


def downgrade() -> None:
    op.drop_table("registration_title")
    op.drop_index(op.f("ix_registration_version_registration_id"), table_name="registration_version")
    op.drop_table("registration_version")
    op.drop_index(op.f("ix_registration_receipt_id"), table_name="registration")
    op.drop_table("registration")
    op.drop_index(
        "ux_declination_open",
        table_name="declination",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_declination_receipt_id"), table_name="declination")
    op.drop_table("declination")
    op.drop_index("ux_receipt_unit", table_name="receipt")
    op.drop_index("ux_receipt_union_group", table_name="receipt")
    op.drop_index("ux_receipt_person", table_name="receipt")
    op.drop_table("receipt")
    op.drop_index(
        "ux_late_request_open",
        table_name="late_request",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_late_request_person_id"), table_name="late_request")
    op.drop_table("late_request")
    op.drop_table("campaign_title")
    op.drop_index(op.f("ix_unit_alias_unit_id"), table_name="unit_alias")
    op.drop_table("unit_alias")
    op.drop_index(
        "ux_union_membership_open",
        table_name="union_membership",
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_index(op.f("ix_union_membership_person_id"), table_name="union_membership")
    op.drop_index(op.f("ix_union_membership_group_id"), table_name="union_membership")
    op.drop_table("union_membership")
    op.drop_index(op.f("ix_role_grant_unit_id"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_person_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_table("question")
    op.drop_index(
        "ux_post_open",
        table_name="post",
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_index(op.f("ix_post_unit_id"), table_name="post")
    op.drop_index(op.f("ix_post_person_id"), table_name="post")
    op.drop_table("post")
    op.drop_index(
        "ux_link_request_open",
        table_name="link_request",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("link_request")
    op.drop_index(op.f("ix_invite_person_id"), table_name="invite")
    op.drop_table("invite")
    op.drop_index(op.f("ix_initiative_person_id"), table_name="initiative")
    op.drop_table("initiative")
    op.drop_table("file_copy")
    op.drop_table("campaign")
    op.drop_index("ux_award_unit", table_name="award")
    op.drop_index("ux_award_union_group", table_name="award")
    op.drop_index("ux_award_person", table_name="award")
    op.drop_table("award")
    op.drop_index(op.f("ix_audit_at"), table_name="audit")
    op.drop_index(op.f("ix_audit_actor_id"), table_name="audit")
    op.drop_table("audit")
    op.drop_index("ux_account_person", table_name="account")
    op.drop_table("account")
    op.drop_index(op.f("ix_unit_parent_id"), table_name="unit")
    op.drop_table("unit")
    op.drop_table("union_group")
    op.drop_index(
        "ix_surface_lagging",
        table_name="surface",
        sqlite_where=sa.text("shown < wanted"),
        postgresql_where=sa.text("shown < wanted"),
    )
    op.drop_table("surface")
    op.drop_index(op.f("ix_person_folded"), table_name="person")
    op.drop_table("person")
    op.drop_table("lease")
    op.drop_index(
        "ix_inbox_undone",
        table_name="inbox",
        sqlite_where=sa.text("done_at IS NULL AND dead_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND dead_at IS NULL"),
    )
    op.drop_table("inbox")
    op.drop_table("file")
    op.drop_index(
        "ux_draft_open",
        table_name="draft",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("draft")
