"""People of one name can be found without looking at everybody: whoever is named is told from namesakes."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_person_full_name", "person", ["full_name"])


def downgrade() -> None:
    op.drop_index("ix_person_full_name", table_name="person")
