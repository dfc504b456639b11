"""outbox"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sending_halt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending_halt")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "leased",
                "inflight",
                "sent",
                "failed",
                "blocked",
                "unknown",
                "cancelled",
                "missed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "not_linked",
                "blocked",
                "deactivated",
                "no_chat",
                "refused",
                "content",
                "undrawn",
                "no_connection",
                "no_answer",
                "server_error",
                "stopped",
                "not_needed",
                "left",
                "withdrawn",
                "too_late",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("useful_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rest_until", sa.Double(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("source", "person_id", "occurrence", name=op.f("uq_letter_source_person_id_occurrence")),
    )
    op.create_index(
        "ix_letter_due",
        "letter",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_index(
        "ix_letter_held",
        "letter",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('leased', 'inflight')"),
        postgresql_where=sa.text("state IN ('leased', 'inflight')"),
    )
    op.create_index(op.f("ix_letter_person_id"), "letter", ["person_id"], unique=False)
    op.create_table(
        "letter_part",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "inflight",
                "sent",
                "unknown",
                "failed",
                name="part_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_part_letter_id")),
        sa.PrimaryKeyConstraint("letter_id", "place", name=op.f("pk_letter_part")),
    )
    op.create_table(
        "source_halt",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_source_halt_letter_id")),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_source_halt")),
    )


def downgrade() -> None:
    op.drop_table("source_halt")
    op.drop_table("letter_part")
    op.drop_index(op.f("ix_letter_person_id"), table_name="letter")
    op.drop_index(
        "ix_letter_held",
        table_name="letter",
        sqlite_where=sa.text("state IN ('leased', 'inflight')"),
        postgresql_where=sa.text("state IN ('leased', 'inflight')"),
    )
    op.drop_index(
        "ix_letter_due",
        table_name="letter",
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.drop_table("letter")
    op.drop_table("sending_halt")
