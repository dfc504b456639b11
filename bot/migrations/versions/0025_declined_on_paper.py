"""A declination says on which day its form was signed, where it was entered from paper; a unit's workbook of signed
forms is read like other workbooks, and what was begun before is begun anew."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KINDS, NEW_KIND = ("roster", "awards"), "unit_forms"
PARTS, NEW_PART = ("new", "changed", "moved", "absent", "units", "rejected", "notes"), "declined"


def _allow(table: str, check: str, column: str, values: tuple[str, ...]) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(check), type_="check")
        batch_op.create_check_constraint(op.f(check), sa.column(column).in_(values))


def upgrade() -> None:
    with op.batch_alter_table("declination", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signed_on", sa.Date(), nullable=True))
    with op.batch_alter_table("import_upload", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_import_upload_unit_id"), "unit", ["unit_id"], ["id"])
    _allow("import_upload", "ck_import_upload_import_kind", "kind", (*KINDS, NEW_KIND))
    _allow("import_line", "ck_import_line_part", "part", (*PARTS, NEW_PART))
    op.execute("DELETE FROM draft WHERE flow = 'unit_forms'")


def downgrade() -> None:
    op.execute("DELETE FROM import_line WHERE upload_id IN (SELECT id FROM import_upload WHERE kind = 'unit_forms')")
    op.execute("DELETE FROM import_upload WHERE kind = 'unit_forms'")
    _allow("import_line", "ck_import_line_part", "part", PARTS)
    _allow("import_upload", "ck_import_upload_import_kind", "kind", KINDS)
    with op.batch_alter_table("import_upload", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_import_upload_unit_id"), type_="foreignkey")
        batch_op.drop_column("unit_id")
    with op.batch_alter_table("declination", schema=None) as batch_op:
        batch_op.drop_column("signed_on")
