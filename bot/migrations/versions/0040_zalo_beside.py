"""A chat with the bot at Zalo beside the one at Telegram.

Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("zalo_chat_key", sa.Integer(), nullable=True))
    op.add_column("account", sa.Column("zalo_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ux_account_zalo", "account", ["zalo_chat_key"], unique=True)


def downgrade() -> None:
    op.drop_index("ux_account_zalo", table_name="account")
    with op.batch_alter_table("account") as table:
        table.drop_column("zalo_since")
        table.drop_column("zalo_chat_key")
