"""The store says which it is and how far it has come; a letter may be in doubt because the store was a copy."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REASONS = (
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
)
MORE = ("not_needed", "left", "withdrawn", "too_late")


def _reasons(*reasons: str) -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_letter_reason"), type_="check")
        batch_op.create_check_constraint(op.f("ck_letter_reason"), sa.column("reason").in_(reasons))


def upgrade() -> None:
    op.create_table(
        "store_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store", sa.String(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_identity")),
    )
    _reasons(*REASONS, "copied", *MORE)


def downgrade() -> None:
    op.execute("UPDATE letter SET reason = 'stopped' WHERE reason = 'copied'")
    _reasons(*REASONS, *MORE)
    op.drop_table("store_identity")
