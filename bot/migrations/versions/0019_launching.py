"""Tables of all that the Office sets for a campaign in the chat (documents, shares, the day for initiatives), and of who
changed what.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("campaign") as batch:
        batch.add_column(sa.Column("initiative_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "campaign_basis",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_basis_campaign_id")),
        sa.ForeignKeyConstraint(["sha256"], ["file.sha256"], name=op.f("fk_campaign_basis_sha256")),
        sa.PrimaryKeyConstraint("campaign_id", "place", name=op.f("pk_campaign_basis")),
    )
    rounding = sa.Enum("down", "nearest", "up", name="rounding", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "campaign_quota",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("rounding", rounding, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_quota_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", "title", name=op.f("pk_campaign_quota")),
    )
    # The one share that the rules so far had.
    op.execute(
        "INSERT INTO campaign_quota (campaign_id, title, percent, base, rounding)"
        " SELECT campaign_id, title, 15, 'LDTT', 'down' FROM campaign_title WHERE title = 'CSTDCS'"
    )
    parts = (
        "launch",
        "name",
        "document",
        "basis",
        "plan",
        "opens",
        "deadline",
        "supplement",
        "regime",
        "titles",
        "ladder",
        "quotas",
        "initiative",
    )
    part = sa.Enum(*parts, name="campaign_part", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "campaign_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("part", part, nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_campaign_change_by")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_change_campaign_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_campaign_change_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_change")),
    )
    op.create_index("ux_campaign_change", "campaign_change", ["campaign_id", "revision"], unique=True)


def downgrade() -> None:
    op.drop_table("campaign_change")
    op.drop_table("campaign_quota")
    op.drop_table("campaign_basis")
    with op.batch_alter_table("campaign") as batch:
        batch.drop_column("revision")
        batch.drop_column("initiative_until")
