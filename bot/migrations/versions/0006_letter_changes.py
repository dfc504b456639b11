"""Letters are edited and recalled, have albums, and their sources are halted for more than one reason."""

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LETTER = ("planned", "leased", "inflight", "sent", "failed", "blocked", "unknown", "cancelled", "missed")
PART = ("planned", "inflight", "sent", "unknown", "failed")


def _allow(batch_op: BatchOperations, name: str, states: tuple[str, ...]) -> None:
    batch_op.drop_constraint(op.f(name), type_="check")
    batch_op.create_check_constraint(op.f(name), sa.column("state").in_(states))


def upgrade() -> None:
    op.create_table(
        "letter_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("edit", "recall", name="change_kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "inflight",
                "done",
                "failed",
                "unknown",
                "not_needed",
                name="change_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "gone",
                "too_old",
                "blocked",
                "not_linked",
                "content",
                "undrawn",
                "other_form",
                "refused",
                "no_connection",
                "no_answer",
                "server_error",
                "same",
                "not_sent",
                "superseded",
                name="change_reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("rest_until", sa.Double(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_letter_change_by")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_change_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_change")),
        sa.UniqueConstraint(
            "letter_id", "place", "kind", "version", name=op.f("uq_letter_change_letter_id_place_kind_version")
        ),
    )
    with op.batch_alter_table("letter_change", schema=None) as batch_op:
        batch_op.create_index(
            "ix_letter_change_open",
            ["state", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('planned', 'inflight')"),
            postgresql_where=sa.text("state IN ('planned', 'inflight')"),
        )

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index("ix_letter_ended", ["source", "ended_at"], unique=False)
        _allow(batch_op, "ck_letter_state", (*LETTER, "recalled"))

    with op.batch_alter_table("letter_part", schema=None) as batch_op:
        _allow(batch_op, "ck_letter_part_part_state", (*PART, "recalled"))
        batch_op.add_column(sa.Column("chat_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("album_ids", sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "form",
                sa.Enum(
                    "text",
                    "document",
                    "photo",
                    "album",
                    name="part_form",
                    native_enum=False,
                    create_constraint=True,
                    length=24,
                ),
                server_default="text",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("files", sa.JSON(), nullable=True))

    with op.batch_alter_table("source_halt", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "reason",
                sa.Enum(
                    "content",
                    "failures",
                    "office",
                    "stopped",
                    name="halt_reason",
                    native_enum=False,
                    create_constraint=True,
                    length=24,
                ),
                server_default="content",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("letter_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_foreign_key(batch_op.f("fk_source_halt_by"), "person", ["by"], ["id"])


def downgrade() -> None:
    # What the tables of before cannot say: a recalled letter had been sent, and whoever halted needed no letter.
    op.execute("UPDATE letter SET state = 'sent' WHERE state = 'recalled'")
    op.execute("UPDATE letter_part SET state = 'sent' WHERE state = 'recalled'")
    op.execute("DELETE FROM source_halt WHERE letter_id IS NULL OR ended_at IS NOT NULL")
    with op.batch_alter_table("source_halt", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_source_halt_by"), type_="foreignkey")
        batch_op.alter_column("letter_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_constraint(op.f("ck_source_halt_halt_reason"), type_="check")
        batch_op.drop_column("ended_at")
        batch_op.drop_column("by")
        batch_op.drop_column("reason")

    with op.batch_alter_table("letter_part", schema=None) as batch_op:
        batch_op.drop_column("files")
        batch_op.drop_constraint(op.f("ck_letter_part_part_form"), type_="check")
        batch_op.drop_column("form")
        batch_op.drop_column("album_ids")
        batch_op.drop_column("chat_id")
        _allow(batch_op, "ck_letter_part_part_state", PART)

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_ended")
        _allow(batch_op, "ck_letter_state", LETTER)

    with op.batch_alter_table("letter_change", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_letter_change_open",
            sqlite_where=sa.text("state IN ('planned', 'inflight')"),
            postgresql_where=sa.text("state IN ('planned', 'inflight')"),
        )

    op.drop_table("letter_change")
