"""The audit trail is sealed in a chain, and is searched by person, deed and subject.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INDEXES = {"actor": "actor_id", "deed": "deed", "subject": "subject", "at": "at"}


def upgrade() -> None:
    for name in ("ix_audit_actor_id", "ix_audit_at"):
        op.drop_index(op.f(name), table_name="audit")
    for name, column in INDEXES.items():
        op.create_index(f"ix_audit_{name}", "audit", [column, "id"])
    op.create_table(
        "audit_seal",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_seal_audit_id")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_audit_seal")),
    )
    op.create_index("ux_audit_seal_audit", "audit_seal", ["audit_id"], unique=True)


def downgrade() -> None:
    op.drop_table("audit_seal")
    for name in INDEXES:
        op.drop_index(f"ix_audit_{name}", table_name="audit")
    op.create_index(op.f("ix_audit_actor_id"), "audit", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
