"""Addresses instead of chats: a door, and the number by which it knows a person. What came by other doors has a number.

A chat of Telegram's has as an address the number that it has as a chat, so that no row changes.

Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("surface") as table:
        table.drop_constraint(op.f("uq_surface_chat_id_kind_ref"), type_="unique")
        table.alter_column("chat_id", new_column_name="address", existing_type=sa.BigInteger(), existing_nullable=False)
    with op.batch_alter_table("surface") as table:
        table.create_unique_constraint(op.f("uq_surface_address_kind_ref"), ["address", "kind", "ref"])
    op.execute("ALTER TABLE letter_part RENAME COLUMN chat_id TO address")
    op.add_column("account", sa.Column("web_since", sa.DateTime(timezone=True), nullable=True))
    op.drop_column("account", "chat_id")
    op.drop_column("link_request", "chat_id")
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("address", "key", name=op.f("uq_arrival_address_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_arrival_at"), "arrival", ["at"])


def downgrade() -> None:
    op.drop_table("arrival")
    op.add_column("link_request", sa.Column("chat_id", sa.BigInteger(), nullable=True))
    op.execute("UPDATE link_request SET chat_id = user_id")
    with op.batch_alter_table("link_request") as table:
        table.alter_column("chat_id", existing_type=sa.BigInteger(), nullable=False)
    op.add_column("account", sa.Column("chat_id", sa.BigInteger(), nullable=True))
    op.execute("UPDATE account SET chat_id = user_id")
    with op.batch_alter_table("account") as table:
        table.alter_column("chat_id", existing_type=sa.BigInteger(), nullable=False)
        table.drop_column("web_since")
    op.execute("ALTER TABLE letter_part RENAME COLUMN address TO chat_id")
    with op.batch_alter_table("surface") as table:
        table.drop_constraint(op.f("uq_surface_address_kind_ref"), type_="unique")
        table.alter_column("address", new_column_name="chat_id", existing_type=sa.BigInteger(), existing_nullable=False)
    with op.batch_alter_table("surface") as table:
        table.create_unique_constraint(op.f("uq_surface_chat_id_kind_ref"), ["chat_id", "kind", "ref"])
