"""Passkeys: the public half of each, and what browsers are asked to sign.

Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

PURPOSES = ("add", "enter", "unlock", "new_pin")


def upgrade() -> None:
    op.create_table(
        "web_passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("credential", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_web_passkey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_web_passkey_credential")),
    )
    op.create_index(op.f("ix_web_passkey_person_id"), "web_passkey", ["person_id"])
    op.create_table(
        "web_challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(sa.column("purpose").in_(PURPOSES), name=op.f("ck_web_challenge_purpose")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_challenge")),
        sa.UniqueConstraint("challenge", name=op.f("uq_web_challenge_challenge")),
    )
    op.create_index("ix_web_challenge_holder", "web_challenge", ["holder", "purpose"])
    op.create_index(op.f("ix_web_challenge_at"), "web_challenge", ["at"])


def downgrade() -> None:
    for table in ("web_challenge", "web_passkey"):
        op.drop_table(table)
