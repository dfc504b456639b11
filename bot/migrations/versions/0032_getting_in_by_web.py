"""Getting in by the web: PINs, links, browsers that are in, wrong tries, phones reported lost.

Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KINDS = ("printed", "lead", "office", "own", "telegram", "doorbell")
STATES = ("open", "claimed", "waiting", "refused", "done", "ended")


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _one_of(column: str, name: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(sa.column(column).in_(values), name=op.f(name))


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "web_pin",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salted", sa.String(), nullable=False),
        _moment("since", nullable=False),
        _person("web_pin", "person_id"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_web_pin")),
    )
    op.create_table(
        "web_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("before_hash", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        _moment("created_at", nullable=False),
        _moment("seen_at", nullable=False),
        _moment("pin_at", nullable=False),
        _moment("locked_at"),
        _moment("expires_at", nullable=False),
        _moment("ended_at"),
        _person("web_session", "person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_web_session_key_hash")),
    )
    op.create_index(op.f("ix_web_session_person_id"), "web_session", ["person_id"])
    op.create_index(op.f("ix_web_session_before_hash"), "web_session", ["before_hash"])
    op.create_table(
        "web_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        _moment("created_at", nullable=False),
        _moment("expires_at", nullable=False),
        _moment("claimed_at"),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        _moment("asked_at"),
        _moment("decided_at"),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        _one_of("kind", "ck_web_link_link_kind", *KINDS),
        _one_of("state", "ck_web_link_link_state", *STATES),
        *(_person("web_link", name) for name in ("person_id", "created_by", "decided_by")),
        sa.ForeignKeyConstraint(["session_id"], ["web_session.id"], name=op.f("fk_web_link_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_link_token_hash")),
    )
    op.create_index(op.f("ix_web_link_person_id"), "web_link", ["person_id"])
    op.create_index("ix_web_link_state", "web_link", ["state"])
    op.create_index("ix_web_link_claimed_by", "web_link", ["claimed_by"])
    op.create_table(
        "web_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aim", sa.String(), nullable=False),
        _moment("at", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_try")),
    )
    op.create_index("ix_web_try_aim", "web_try", ["aim", "at"])
    op.create_index(op.f("ix_web_try_at"), "web_try", ["at"])
    op.create_table(
        "web_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=False),
        _moment("reported_at", nullable=False),
        _moment("decided_at"),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=True),
        *(_person("web_report", name) for name in ("person_id", "reported_by", "decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_report")),
    )
    still = sa.text("decided_at IS NULL")
    op.create_index(
        "ux_web_report_open", "web_report", ["person_id"], unique=True, sqlite_where=still, postgresql_where=still
    )


def downgrade() -> None:
    for table in ("web_report", "web_try", "web_link", "web_session", "web_pin"):
        op.drop_table(table)
