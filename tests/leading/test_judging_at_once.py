"""Whoever judges and the registrant at the same moment: what nobody has seen is neither confirmed nor asked about."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.clock import Clock
from bot.leading.confirming import actions, changes
from bot.leading.records import FiledRegistration
from bot.people.identity import Actor, Staff, load_actor
from bot.refusal import Refusal
from bot.registration.records import ChangeReason, ChangeRequest, Registration, RegistrationState
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.titles.catalogue import Family
from tests.engines import both_engines_always
from tests.office import link, staff_called
from tests.reminders.department import register

_R, _C = columns(Registration), columns(ChangeRequest)
LEAD = 6_000_000_000
Judge = Callable[[Tx, Actor], None]


def _confirms(tx: Tx, lead: Actor) -> None:
    actions.confirm(tx, lead, 1, 1)


def _asks(tx: Tx, lead: Actor) -> None:
    changes.ask(tx, lead, 1, 1, ChangeReason.TITLES, None)


def _confirms_all(tx: Tx, lead: Actor) -> None:
    assert actions.confirm_many(tx, lead, [(1, 1)]) == (0, 1)
    raise Refusal("confirm.changed_since")


def _begin(tx: Tx) -> None:
    """Hậu has registered, and Hiếu leads his unit."""
    register(tx, [staff_called(tx, "Nguyễn Công Hậu").id], RegistrationState.SUBMITTED, (Family.STATE,))
    link(tx, LEAD, staff_called(tx, "Phạm Quốc Hiếu").id)


def _again(tx: Tx) -> None:
    """Another version is sent."""
    tx.execute(sa.update(_R).values(version=_R.c.version + 1))


def _stands(tx: Tx) -> tuple[str, int, int]:
    row = tx.execute(sa.select(_R.c.state, _R.c.version)).one()
    return row.state, row.version, tx.execute(sa.select(sa.func.count()).select_from(_C)).scalar_one()


@both_engines_always
@pytest.mark.parametrize("judge", [_confirms, _asks, _confirms_all])
async def test_a_version_that_comes_after_it_was_read_is_not_judged(
    sample_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, judge: Judge
) -> None:
    database = open_database(sample_url, clock)
    await database.run(_begin)
    judged = actions.judged

    def then_sent(tx: Tx, actor: Actor, registration_id: int) -> tuple[FiledRegistration, Staff]:
        found = judged(tx, actor, registration_id)
        _again(tx)
        return found

    def body(tx: Tx) -> str:
        with monkeypatch.context() as patched:
            patched.setattr(actions, "judged", then_sent)
            patched.setattr(changes, "judged", then_sent)
            with pytest.raises(Refusal) as refused:
                judge(tx, load_actor(tx, LEAD, chat(LEAD)))
        return refused.value.key

    assert await database.run(body) == "confirm.changed_since"
    assert await database.run(_stands) == ("submitted", 2, 0)
    await database.close()
