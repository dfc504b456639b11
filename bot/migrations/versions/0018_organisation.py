"""The department's own words and its signatories are kept in the store.

Until now they stood in the sentences themselves, for one department: a store that is in use keeps what its papers
have said. One that holds nobody begins with what the installation says, and the Office says the rest.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SAID = {
    "full_name": "Sở Khoa học và Công nghệ tỉnh Tây Ninh",
    "name": "Sở Khoa học và Công nghệ",
    "superior": "UBND tỉnh Tây Ninh",
    "place": "Tây Ninh",
    "union_name": "Công đoàn cơ sở Sở Khoa học và Công nghệ",
}
"""The words that every store's papers and screens have said until now."""


def upgrade() -> None:
    organisation = op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("full_name", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("superior", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("union_name", sa.String(), nullable=True),
        sa.Column("contact_name", sa.String(), nullable=True),
        sa.Column("contact_phone", sa.String(), nullable=True),
        sa.Column("data_place", sa.String(), nullable=True),
        sa.Column(
            "address",
            sa.Enum("anh_chi", "dong_chi", name="address", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("put_off_until", sa.Date(), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_organisation_only_one")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_organisation_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "signatory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "paper",
            sa.Enum(
                *("plan", "consolidation", "submission", "tracking", "union_list"),
                name="signed_paper",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "prefix",
            sa.Enum(
                *("none", "tm", "kt", "tl", "tuq"), name="prefix", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("stands_for", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_signatory_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatory")),
    )
    store = op.get_bind()
    if store.execute(sa.text("SELECT 1 FROM person LIMIT 1")).first() is not None:
        store.execute(sa.insert(organisation), {"id": 1, **SAID})


def downgrade() -> None:
    op.drop_table("signatory")
    op.drop_table("organisation")
