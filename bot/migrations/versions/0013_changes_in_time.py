"""Change requests have an end and an outcome, and campaigns say in which order they list people.

Until now a request was open as long as the registration of its version was to be changed. The others are given the
outcome that can be told from what stands: a later version answered them, or a later request took their place. Of those
that are still open, the ones whose people would find their time over already are given some days.
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    outcome = _enum("change_outcome", "changed", "kept", "withdrawn", "taken_back", "replaced", "lapsed")
    with op.batch_alter_table("change_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("outcome", outcome, nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    _end_those_that_are_over()
    _give_time()
    with op.batch_alter_table("change_request", schema=None) as batch_op:
        batch_op.create_index(
            "ux_change_request_open",
            ["registration_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        order = _enum("people_order", "office", "given_name")
        batch_op.add_column(sa.Column("people_order", order, server_default="office", nullable=False))
    # A campaign that runs keeps the order that it had, until its description is imported again.
    op.execute("UPDATE campaign SET people_order = 'given_name'")


def downgrade() -> None:
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_campaign_people_order"), type_="check")
        batch_op.drop_column("people_order")
    with op.batch_alter_table("change_request", schema=None) as batch_op:
        batch_op.drop_index(
            "ux_change_request_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_constraint(op.f("ck_change_request_change_outcome"), type_="check")
        batch_op.drop_column("ended_at")
        batch_op.drop_column("outcome")
        batch_op.drop_column("until")


def _end_those_that_are_over() -> None:
    request = sa.table(
        "change_request",
        *(sa.column(name) for name in ("id", "registration_id", "version", "outcome", "ended_at")),
    )
    registration = sa.table(
        "registration", *(sa.column(name) for name in ("id", "version", "state", "submitted_at"))
    )
    later = request.alias("later")
    own = registration.c.id == request.c.registration_id
    submitted = sa.select(registration.c.submitted_at).where(own).scalar_subquery()
    bind = op.get_bind()

    def end(outcome: str, which: sa.ColumnElement[bool]) -> None:
        values = {"outcome": outcome, "ended_at": submitted}
        bind.execute(sa.update(request).where(request.c.ended_at.is_(None), which).values(**values))

    moved = sa.and_(own, registration.c.version > request.c.version)
    end("withdrawn", sa.exists().where(moved, registration.c.state == "withdrawn"))
    end("changed", sa.exists().where(moved))
    end(
        "replaced",
        sa.exists().where(later.c.registration_id == request.c.registration_id, later.c.id > request.c.id),
    )
    # Confirmed as it stood, in spite of the request.
    end("taken_back", sa.exists().where(own, registration.c.state != "change_asked"))


DAYS = timedelta(days=4)


def _give_time() -> None:
    """For those that are open between a campaign's deadline and its end. Before the deadline they go with that; after
    the end they lapse at the first tick, which says so in the letters."""
    at = sa.DateTime(timezone=True)
    campaign = sa.table("campaign", sa.column("id"), sa.column("deadline_at", at), sa.column("supplement_until", at))
    receipt = sa.table("receipt", sa.column("id"), sa.column("campaign_id"))
    registration = sa.table("registration", sa.column("id"), sa.column("receipt_id"))
    request = sa.table(
        "change_request", sa.column("registration_id"), sa.column("ended_at", at), sa.column("until", at)
    )
    bind, now = op.get_bind(), datetime.now(UTC)
    late = sa.select(campaign).where(campaign.c.deadline_at < now, campaign.c.supplement_until >= now)
    for row in bind.execute(late).all():
        of_it = sa.select(registration.c.id).join_from(registration, receipt, receipt.c.id == registration.c.receipt_id)
        those = request.c.registration_id.in_(of_it.where(receipt.c.campaign_id == row.id))
        until = min(now + DAYS, row.supplement_until.replace(tzinfo=row.supplement_until.tzinfo or UTC))
        bind.execute(sa.update(request).where(those, request.c.ended_at.is_(None)).values(until=until))
