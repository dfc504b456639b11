"""Versions of regimes are in the store, and registrations name the one that they were made under.

The program gives its own regimes to the store when it starts, and pins what is there to them: a migration must mean the
same for ever, and the files of the program do not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regime_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(), nullable=True),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("from_program", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["base"], ["regime_version.key"], name=op.f("fk_regime_version_base")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_regime_version_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regime_version")),
        sa.UniqueConstraint("code", "number", name=op.f("uq_regime_version_code_number")),
        sa.UniqueConstraint("key", name=op.f("uq_regime_version_key")),
    )
    op.add_column("registration_version", sa.Column("regime", sa.String(), nullable=True))


def downgrade() -> None:
    # A key has the code before the sign: what is left is what stores of before held.
    for row in op.get_bind().execute(sa.text("SELECT id, regime FROM campaign")).all():
        code = {"id": row.id, "code": _BEFORE.get(row.regime.partition("@")[0], row.regime.partition("@")[0])}
        op.get_bind().execute(sa.text("UPDATE campaign SET regime = :code WHERE id = :id"), code)
    with op.batch_alter_table("registration_version", schema=None) as batch_op:
        batch_op.drop_column("regime")
    op.drop_table("regime_version")


_BEFORE = {"B1_2024": "B_2022", "B2_2025": "B_2022", "D_2026": "C_draft"}
