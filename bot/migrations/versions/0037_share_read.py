"""Of a workbook that is being read, how far it is, in per cent.

Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_upload") as table:
        table.add_column(sa.Column("share_read", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("import_upload") as table:
        table.alter_column("share_read", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("import_upload") as table:
        table.drop_column("share_read")
