"""A snapshot may be wanted by nobody: by the command line.

Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("snapshot") as table:
        table.alter_column("wanted_by", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("snapshot") as table:
        table.alter_column("wanted_by", existing_type=sa.Integer(), nullable=False)
