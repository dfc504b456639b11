"""A declination names its family; those that were given until now stay the State's.

An older store knows the State's only: going back forgets those of the union.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FAMILY = sa.Enum("state", "union", name="family", native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.drop_index("ux_declination_open", table_name="declination")
    with op.batch_alter_table("declination", schema=None) as batch_op:
        batch_op.add_column(sa.Column("family", FAMILY, nullable=False, server_default="state"))
    with op.batch_alter_table("declination", schema=None) as batch_op:
        batch_op.alter_column("family", server_default=None)
    _one_open(["receipt_id", "family"])


def downgrade() -> None:
    op.drop_index("ux_declination_open", table_name="declination")
    op.execute("DELETE FROM declination WHERE family = 'union'")
    with op.batch_alter_table("declination", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_declination_family"), type_="check")
        batch_op.drop_column("family")
    _one_open(["receipt_id"])


def _one_open(columns: list[str]) -> None:
    op.create_index(
        "ux_declination_open",
        "declination",
        columns,
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
