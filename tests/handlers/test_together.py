"""Steps of several people in one transaction: each gets what each would have got alone, and nobody's costs another."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event as events_of

from bot.address import chat
from bot.dialogue.drafts import DraftRow
from bot.dialogue.engine.events import Commanded, Event, Tapped, What
from bot.dialogue.engine.together import do_together
from bot.dialogue.engine.updates import Engine, Reply
from bot.dialogue.flows import Typed
from bot.dialogue.surface import SurfaceRow
from bot.doors.buttons import unpack
from bot.store import inbox
from bot.store.database import Tx
from bot.store.engines.opening import sync_engine
from bot.store.inbox import InboxRow
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.store.together import company
from bot.store.together.company import LEFT_OUT
from tests.asked_of_postgresql import ASIDE
from tests.engines import both_engines, on_postgresql
from tests.office import Office, Phone

pytestmark = both_engines

NAMES = ("Nguyễn Công Hậu", "Lê Công Khôi", "Nguyễn Thị Hồng", "Phạm Quốc Hiếu")
TITLE = "Lao động tiên tiến"
FIRST = 900_000
STRANGER = 5_999_999_999


class Undone(Exception):
    """Ends a transaction, and tells what was in it."""

    def __init__(self, found: Any) -> None:
        super().__init__()
        self.found = found


def tap(phone: Phone, label: str) -> Tapped:
    data = next(b.data for row in phone.screen.rows for b in row if b.text.endswith(label))
    return Tapped(unpack(data or ""), phone.screen.message_id, "1")


async def register(office: Office) -> list[Phone]:
    """Four people, each asked for titles."""
    people = [await office.person(name) for name in NAMES]
    for person in people:
        await person.says("/dangky")
        if "Chọn lại" in person.buttons():
            await person.taps("Chọn lại")
    return people


def arrived(tx: Tx, whats: list[tuple[int, What]]) -> list[Event]:
    """These as updates that wait in the inbox."""
    made = [Event(FIRST + place, user_id, chat(user_id), "vi", what) for place, (user_id, what) in enumerate(whats)]
    inbox.store(tx, [{"update_id": one.update_id, "message": {"from": {"id": one.user_id}}} for one in made])
    return made


def rows(tx: Tx) -> list[list[Any]]:
    """All that a step leaves, without the moments and the numbers that the store gives."""
    surface, draft, row = columns(SurfaceRow), columns(DraftRow), columns(InboxRow)
    wanted = ("address", "user_id", "spec", "preface", "wanted", "shown", "fresh", "living", "outdated")
    queries = (
        sa.select(*(surface.c[name] for name in wanted)).order_by(surface.c.address),
        sa.select(draft.c.user_id, draft.c.flow, draft.c.data, draft.c.awaiting, draft.c.revision, draft.c.state),
        sa.select(row.c.update_id, row.c.raw, row.c.done_at.is_(None)).order_by(row.c.update_id),
    )
    return [sorted(map(repr, tx.execute(query))) for query in queries]


async def undone(office: Office, body: Callable[[Tx], Any]) -> Any:
    """The finding of `body`; nothing of it stays."""

    def ends(tx: Tx) -> None:
        raise Undone(body(tx))

    with pytest.raises(Undone) as ended:
        await office.database.run(ends)
    return ended.value.found


def shown(reply: Any) -> Any:
    """A reply without what only the store knows."""
    if not isinstance(reply, Reply):
        return reply
    surface = reply.surface
    return reply.screen, reply.language, surface.wanted, surface.fresh, surface.address, surface.preface


async def test_each_gets_what_each_would_have_got_alone(office: Office) -> None:
    hau, khoi, hong, hieu = await register(office)
    engine = office.service.engine
    whats: list[tuple[int, What]] = [
        (hau.user_id, tap(hau, TITLE)),
        (khoi.user_id, tap(khoi, TITLE)),
        (hong.user_id, Commanded("menu")),
        (hieu.user_id, Typed("hạn đăng ký khi nào", None)),
        (STRANGER, Commanded("start")),
    ]
    together = await undone(office, lambda tx: ([*map(shown, do_together(engine, tx, arrived(tx, whats)))], rows(tx)))
    alone = await undone(office, lambda tx: ([shown(engine.do(tx, one)) for one in arrived(tx, whats)], rows(tx)))
    assert together == alone
    assert all(reply is not None for reply in together[0])


async def test_a_board_that_one_opens_is_outdated_by_another_who_sends_after(office: Office) -> None:
    """In one transaction too: the figures that were drawn are older than the answer."""
    hieu, hau = await office.person(NAMES[3]), await office.person(NAMES[0])
    await hieu.says("/menu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    engine = office.service.engine
    whats: list[tuple[int, What]] = [(hieu.user_id, Commanded("donvi")), (hau.user_id, tap(hau, "Gửi đăng ký"))]

    def boards(tx: Tx) -> list[Any]:
        surface = columns(SurfaceRow)
        query = sa.select(surface.c.living, surface.c.outdated).where(surface.c.user_id == hieu.user_id)
        return [tuple(row) for row in tx.execute(query)]

    together = await undone(office, lambda tx: (do_together(engine, tx, arrived(tx, whats)), boards(tx))[1])
    alone = await undone(office, lambda tx: ([engine.do(tx, one) for one in arrived(tx, whats)], boards(tx))[1])
    assert together == alone == [(True, True)]


async def test_a_second_step_of_one_account_waits_and_what_is_done_is_not_done_again(office: Office) -> None:
    hau, khoi, *_ = await register(office)
    engine = office.service.engine
    whats: list[tuple[int, What]] = [
        (hau.user_id, tap(hau, TITLE)),
        (khoi.user_id, tap(khoi, TITLE)),
        (hau.user_id, tap(hau, TITLE)),
    ]

    def twice(tx: Tx) -> Any:
        made = arrived(tx, whats)
        return do_together(engine, tx, made), do_together(engine, tx, made[:2])

    first, again = await undone(office, twice)
    assert [reply is LEFT_OUT for reply in first] == [False, False, True]
    assert again == [None, None]


@pytest.mark.parametrize("ticked", [False, True])
async def test_many_ask_for_as_much_as_two(office: Office, ticked: bool) -> None:
    """A tap on a ticked box clears it, and the question then offers to decline."""
    people = await register(office)
    for person in people if ticked else ():
        await person.taps(next(label for label in person.buttons() if label.endswith(TITLE)))
    engine, asked = office.service.engine, list[str]()

    def count(tx: Tx, size: int) -> int:
        made = arrived(tx, [(person.user_id, tap(person, TITLE)) for person in people[:size]])
        asked.clear()
        do_together(engine, tx, made)
        return len(asked)

    listened = sa.Engine

    def hear(connection: sa.Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        if ASIDE not in connection.get_execution_options():
            asked.append(statement)

    events_of.listen(listened, "before_cursor_execute", hear)
    try:
        two, four = [await undone(office, lambda tx, size=size: count(tx, size)) for size in (2, 4)]  # type: ignore[misc]
    finally:
        events_of.remove(listened, "before_cursor_execute", hear)
    assert two == four > 0
    print(f"\n{four} statements for four")


async def all_tap_at_once(office: Office, people: list[Phone]) -> None:
    for person in people:
        person.hits(next(label for label in person.buttons() if label.endswith(TITLE)))
    await office.settle()


async def test_where_one_step_fails_in_company_each_is_done_alone_and_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await register(office)
    before, failed = [person.buttons() for person in people], list[int]()
    take = Engine.take

    def failing(self: Engine, tx: Tx, event: Event, *rest: Any) -> Any:
        if tx.held is not None and event.user_id == people[-1].user_id:
            failed.append(event.update_id)
            raise LookupError
        return take(self, tx, event, *rest)

    monkeypatch.setattr(Engine, "take", failing)
    monkeypatch.setattr(company, "LONG", 60.0)
    await all_tap_at_once(office, people)
    assert len(failed) == 1, "it went together with others"
    for person, labels in zip(people, before, strict=True):
        assert person.buttons() != labels
    assert await office.undone() == []


@on_postgresql
async def test_one_whose_turn_somebody_else_has_keeps_nobody_waiting(office: Office) -> None:
    people = await register(office)
    engine, holder = office.service.engine, sync_engine(office.url)
    whats: list[tuple[int, What]] = [(person.user_id, tap(person, TITLE)) for person in people]
    with holder.connect() as connection, connection.begin():
        Tx(connection, office.clock).lock(Turn.PERSON, people[2].user_id)
        replies = await undone(office, lambda tx: do_together(engine, tx, arrived(tx, whats)))
    holder.dispose()
    assert [reply is LEFT_OUT for reply in replies] == [False, False, True, False]
