"""Letters that are due can be found by their kind: a few urgent ones among thousands of others."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'planned'")


def upgrade() -> None:
    op.create_index(
        "ix_letter_kind_due", "letter", ["kind", "due_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    op.drop_index("ix_letter_kind_due", table_name="letter")
