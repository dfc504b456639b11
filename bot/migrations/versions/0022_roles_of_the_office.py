"""The head of the Office, and whoever acts in the head's stead, are roles; who has ended a role is kept, and who has
given one in the union. A registration says whether it was entered from a form on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BEFORE = ("director", "deputy", "office", "unit_head", "acting_head", "coordinator")
NEW = ("office_head", "acting_office_head")


def _allow(roles: tuple[str, ...]) -> None:
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_role_grant_role"), type_="check")
        batch_op.create_check_constraint(op.f("ck_role_grant_role"), sa.column("role").in_(roles))


def upgrade() -> None:
    _allow((*BEFORE, *NEW))
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_role_grant_ended_by"), "person", ["ended_by"], ["id"])
    with op.batch_alter_table("union_membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("granted_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ended_by", sa.Integer(), nullable=True))
        for column in ("granted_by", "ended_by"):
            batch_op.create_foreign_key(batch_op.f(f"fk_union_membership_{column}"), "person", [column], ["id"])


    with op.batch_alter_table("registration_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_paper", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("registration_version", schema=None) as batch_op:
        batch_op.drop_column("on_paper")
    with op.batch_alter_table("union_membership", schema=None) as batch_op:
        for column in ("granted_by", "ended_by"):
            batch_op.drop_constraint(batch_op.f(f"fk_union_membership_{column}"), type_="foreignkey")
            batch_op.drop_column(column)
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_role_grant_ended_by"), type_="foreignkey")
        batch_op.drop_column("ended_by")
    op.execute("DELETE FROM role_grant WHERE role IN ('office_head', 'acting_office_head')")
    _allow(BEFORE)
