"""Somebody who has come by the web alone is linked at Telegram: what was begun goes on, whoever links, and whenever."""

import asyncio
import threading

import sqlalchemy as sa

from bot.address import chat, room
from bot.dialogue.drafts import DraftRow
from bot.dialogue.surface import SurfaceRow
from bot.doors.incoming import sent
from bot.doors.incoming.arrivals import Arrival
from bot.people.identity import load_actor
from bot.people.linking import accounts
from bot.people.records import Account
from bot.personnel.links import actions as links
from bot.personnel.targets import ShowLinkRequest
from bot.store import inbox
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from tests.by_web import link_by_web
from tests.engines import both_engines, on_postgresql
from tests.office import Office, staff_called
from tests.personnel.test_link_requests import _asks, _opens, _request

HAU = "Nguyễn Công Hậu"
TELEGRAM = 5_000_000_777
_A, _D, _S = columns(Account), columns(DraftRow), columns(SurfaceRow)


async def types(office: Office, person_id: int, text: str, key: str) -> None:
    """Type at the web door, and have it done."""
    address = room(person_id)
    await office.service.intake.receive_web(address, address.number, key, sent.words(text))
    await office.service.intake.idle()


async def at_the_web(office: Office) -> int:
    """Hậu takes part by the web alone; the key of the person."""
    person_id: int = (await office.database.run(lambda tx: staff_called(tx, HAU))).id
    await office.database.run(lambda tx: link_by_web(tx, person_id))
    return person_id


@both_engines
async def test_the_office_links_a_chat_to_somebody_who_is_at_the_web(office: Office) -> None:
    person_id = await at_the_web(office)
    await types(office, person_id, "/dangky", "a key of sixteen")
    stranger = await _asks(office)
    request, duy = await _request(office, stranger), await _opens(office)

    def approves(tx: Tx) -> None:
        links.approve(tx, load_actor(tx, duy.user_id, chat(duy.user_id)), request, person_id)

    await duy.forges(ShowLinkRequest(request))
    await office.database.run(approves)
    (row,) = await office.rows(sa.select(_A).where(_A.c.person_id == person_id))
    assert row.user_id == stranger.user_id and row.web_since is not None
    drafts = await office.rows(sa.select(_D.c.user_id).where(_D.c.flow == "register", _D.c.state == "open"))
    assert [one.user_id for one in drafts] == [stranger.user_id]


@on_postgresql
async def test_what_is_typed_while_the_other_door_opens_is_not_lost(office: Office) -> None:
    person_id = await at_the_web(office)
    begun, goes_on = threading.Event(), threading.Event()

    def links_telegram(tx: Tx) -> None:
        row = {"user_id": TELEGRAM, "language": "vi", "consented_at": tx.now, "created_at": tx.now}
        tx.insert_new(Account, [row])
        accounts.bind(tx, load_actor(tx, TELEGRAM, chat(TELEGRAM)), person_id, accounts.Proof.INVITE)
        begun.set()
        goes_on.wait(120)

    def is_typed(tx: Tx) -> None:
        address = room(person_id)
        typed = sent.Sent(address, address.number, "a key of sixteen", sent.words("/dangky"))
        ((_, updates),) = sent.arrive(tx, [typed])
        inbox.store(tx, updates, own=True)
        office.service.engine.do(tx, sent.event_of(updates[0]))

    one, other = (open_database(office.url, office.clock) for _ in range(2))
    linking = asyncio.create_task(asyncio.to_thread(one.run_now, links_telegram))
    assert await asyncio.to_thread(begun.wait, 30)
    typing = asyncio.create_task(asyncio.to_thread(other.run_now, is_typed))
    await asyncio.sleep(0.2)  # it waits for its turn; should it not have come so far, it comes after
    goes_on.set()
    await asyncio.gather(linking, typing)
    assert [row.user_id for row in await office.rows(sa.select(_D.c.user_id))] == [TELEGRAM]
    assert [row.user_id for row in await office.rows(sa.select(_S.c.user_id))] == [TELEGRAM]


@both_engines
async def test_what_was_sent_by_somebody_who_is_not_there_any_more_does_nothing(office: Office) -> None:
    person_id = await at_the_web(office)
    await office.database.run(lambda tx: tx.execute(sa.update(_A).values(web_since=None)))
    await types(office, person_id, "/dangky", "a key of sixteen")
    assert await office.undone() == []
    assert await office.rows(sa.select(_D.c.id)) == await office.rows(sa.select(_S.c.id)) == []


@both_engines
async def test_the_bytes_of_a_file_go_when_the_update_is_done(office: Office) -> None:
    person_id = await at_the_web(office)
    file = sent.file("anh.jpg", "image/jpeg", 3, "", photo=True)
    await office.service.intake.receive_web(room(person_id), room(person_id).number, "a key of sixteen", file, b"abc")
    await office.service.intake.idle()
    assert [row.content for row in await office.rows(sa.select(columns(Arrival)))] == [None]
