"""The cost of a contact person's work: no more for whatever other units' people have missed."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.clock import Clock
from bot.ledger.letter import Letter, Reason, State
from bot.notices.in_person import waits
from bot.notices.records import NoticeRow, NoticeState
from bot.people.identity import load_actor
from bot.people.records import Person, Post
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.waiting.survey import Survey
from tests.engines import both_engines_always
from tests.office import link, staff_called

_P, _POST, _L = columns(Person), columns(Post), columns(Letter)
USER = 6_000_000_000
AUDIENCE = {"any": [{"people": list(range(5000))}]}


@both_engines_always
async def test_rows_read_for_a_lead_do_not_grow_with_other_units(
    sample_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(sample_url, clock)

    def body(tx: Tx) -> tuple[tuple[int, int], tuple[int, int]]:
        hieu = staff_called(tx, "Phạm Quốc Hiếu").id
        link(tx, USER, hieu)
        actor = load_actor(tx, USER, chat(USER))
        key = _sent(tx, hieu)
        units = [grant.unit_id for grant in actor.grants]
        own = set(tx.execute(sa.select(_POST.c.person_id).where(_POST.c.unit_id.in_(units))).scalars()) - {hieu}
        others = set(tx.execute(sa.select(_P.c.id)).scalars()) - own
        assert len(others) > 5 * len(own) > 5
        _miss(tx, key, own)
        first = _read(tx, monkeypatch)
        _miss(tx, key, others)
        return first, _read(tx, monkeypatch)

    first, later = await database.run(body)
    assert later[0] <= first[0], "of a campaign that is known already, less may be read"
    assert first[1] == later[1] == 1, "there is something to tell"
    await database.close()


def _read(tx: Tx, patch: pytest.MonkeyPatch) -> tuple[int, int]:
    """The number of rows that are read for the lead's work, and of its items. No row holds an audience."""
    read, execute = list[Any](), tx.execute

    def counted(statement: sa.Executable, parameters: Any = None) -> Any:
        result = execute(statement, parameters)
        if not result.returns_rows:
            return result
        kept = result.freeze()
        read.extend(kept().all())
        return kept()

    with patch.context() as patched:
        patched.setattr(tx, "execute", counted)
        kind = waits.WAITS[0]
        items = list(kind.load(Survey(tx, load_actor(tx, USER, chat(USER)))))
    assert not any(AUDIENCE in tuple(row) for row in read)
    return len(read), len(items)


def _sent(tx: Tx, by: int) -> int:
    values = {"words": "Họp", "asks_known": False, "asks_register": False, "revision": 0, "starts": 1, "chases": 0}
    values |= {"created_by": by, "created_at": tx.now, "version": 1, "audience": AUDIENCE}
    values |= {"state": NoticeState.FINISHED, "due_at": tx.now}
    table = columns(NoticeRow)
    return int(tx.execute(sa.insert(table).returning(table.c.id), values).scalar_one())


def _miss(tx: Tx, key: int, people: set[int]) -> None:
    """The notice did not reach these people."""
    row: dict[str, Any] = {"kind": "notice", "source": f"notice:{key}", "occurrence": "send:1", "data": {"notice": key}}
    row |= {"state": State.BLOCKED, "reason": Reason.NOT_LINKED, "due_at": tx.now, "planned_at": tx.now}
    row |= {"rest_until": 0.0, "attempts": 0, "tries": 0, "repeated": False}
    tx.execute(sa.insert(_L), [row | {"person_id": person} for person in sorted(people)])
