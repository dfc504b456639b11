"""Somebody whom no letter reaches hears of it once a day at most, by one door after the other: the next after a known
failure, and none after what may have rung."""

from email import message_from_bytes
from email import policy as mails
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import Door
from bot.bells import carrying, planning, policy
from bot.bells.records import Bell, BellState
from bot.people.authentication.records import LinkKind, WebLink
from bot.people.contacts import records as contacts
from bot.people.records import Person
from bot.ringing.ringer import MOST_TRIES, WIDTH
from bot.store.schema import columns
from tests.bells.house import URL, House
from tests.engines import both_engines, both_engines_always
from tests.office import link

pytestmark = both_engines
HAU, HIEU = "Nguyễn Công Hậu", "Phạm Quốc Hiếu"
_B = columns(Bell)


async def test_whoever_is_on_no_door_hears_by_mail_that_something_waits(house: House) -> None:
    await house.opens(Door.EMAIL)
    hau = await house.mailbox(HAU, "hau@so.example.vn")
    await house.writes_to(hau)
    assert await house.rings() == 1
    (taken,) = house.mail.taken
    assert isinstance(taken.content, bytes)
    said = message_from_bytes(taken.content, policy=mails.default).get_content()
    assert HAU in said and f"{URL}/in/" in said and "xóa" not in said  # the name and the way, not what waits
    assert await house.told() == [("email", "rung", None)]
    (row,) = await house.rows()
    assert row.price == 0 and row.provider_id.startswith("<bell-") and row.ended_at is not None
    links = await house.office.rows(sa.select(columns(WebLink)))
    assert [(one.person_id, one.kind) for one in links] == [(hau, LinkKind.DOORBELL)]
    assert await house.rings() == 0 and len(house.mail.taken) == 1


async def test_one_bell_a_person_and_day_however_many_letters_wait(house: House) -> None:
    await house.opens(Door.EMAIL)
    hau = await house.mailbox(HAU, "hau@so.example.vn")
    for _ in range(3):
        await house.writes_to(hau)
    assert await house.rings() == 1
    await house.writes_to(hau)  # after the bell: tomorrow's
    assert await house.rings() == 0
    house.office.waits(days=1)
    assert await house.rings() == 1
    assert len(house.mail.taken) == 2 and len(await house.letters_of()) == 4


async def test_a_letter_that_comes_before_the_ring_joins_its_bell(house: House) -> None:
    await house.opens(Door.EMAIL)
    hau = await house.mailbox(HAU, "hau@so.example.vn")
    at = house.office.clock.local()
    house.office.moves_clock_to(at.year, at.month, at.day, 23)
    for _ in range(2):
        await house.writes_to(hau)
        await house.rings()
    assert await house.told() == [("email", "planned", None)] and len(await house.letters_of()) == 2
    house.office.waits(hours=10)
    assert await house.rings() == 1 and len(house.mail.taken) == 1


async def test_the_next_door_rings_after_a_known_failure(house: House) -> None:
    await house.opens(Door.EMAIL, Door.ZALO, Door.SMS)
    hau = await house.mailbox(HAU, "hau@so.example.vn")
    house.mail.answers["rcpt"] = ["550 5.1.1 No such user"]
    house.zalo.known = set()
    await house.writes_to(hau)
    await house.rings()
    assert await house.told() == [
        ("email", "failed", "unreachable"),
        ("zalo", "failed", "unreachable"),
        ("sms", "rung", None),
    ]
    assert [row.price for row in await house.rows()] == [0, 0, 400]
    (sms,) = house.gateway.taken.values()
    assert sms["text"].startswith("Nguyen Cong Hau: co thong tin moi") and f"{URL}/in/" in sms["text"]
    (letter,) = {one for one, _ in await house.letters_of()}
    assert await house.letters_of() == [(letter, "email"), (letter, "zalo"), (letter, "sms")]


async def test_what_may_have_rung_rings_no_more_until_a_person_says_so(house: House) -> None:
    await house.opens(Door.EMAIL, Door.SMS)
    hau = await house.mailbox(HAU, "hau@so.example.vn")
    house.mail.cuts_after = True
    await house.writes_to(hau)
    await house.rings()
    house.office.waits(days=2)
    await house.rings()
    assert await house.told() == [("email", "unknown", "no_answer")] and house.gateway.taken == {}
    (row,) = await house.rows()
    office = await house.office.database.run(lambda tx: carrying.go_on(tx, [row.id, row.id], by=hau))
    assert office == 1
    await house.rings()
    assert await house.told() == [("email", "failed", "door_left"), ("sms", "rung", None)]


@both_engines_always
async def test_a_process_that_died_while_it_rang_leaves_one_unknown(house: House) -> None:
    await house.opens(Door.EMAIL, Door.SMS)
    hau = await house.mailbox(HAU, "hau@so.example.vn")
    await house.writes_to(hau)
    database, dead = house.office.database, house.ringers[-1]
    await database.run(planning.plan)
    (ring,) = await dead._begin()  # the commit before the call; then it dies
    await house.ringer()
    assert await house.rings() == 0
    assert await house.told() == [("email", "unknown", "stopped")]
    assert house.mail.taken == [] and house.gateway.taken == {}
    await dead._record([(ring, carrying.Answer(BellState.RUNG, provider_id="late"))])  # it was not dead
    assert await house.told() == [("email", "rung", None)]


async def test_no_bell_at_night(house: House) -> None:
    await house.opens(Door.ZALO)
    hau = await house.mailbox(HAU, None)
    at = house.office.clock.local()
    house.office.moves_clock_to(at.year, at.month, at.day, 23, 30)
    await house.writes_to(hau)
    assert await house.rings() == 0
    (row,) = await house.rows()
    due = house.office.clock.local(row.due_at)
    assert (due.hour, due.minute) == (7, 0) and due.date() > at.date()
    house.office.clock.move_to(row.due_at)
    assert await house.rings() == 1 and len(house.zalo.taken) == 1
    assert (await house.rows())[0].price == house.zalo.cost == 200


async def test_a_bell_planned_by_day_and_due_by_night_waits_for_the_morning(house: House) -> None:
    await house.opens(Door.SMS)
    hau = await house.mailbox(HAU, None)
    await house.writes_to(hau)
    await house.office.database.run(planning.plan)
    at = house.office.clock.local()
    house.office.moves_clock_to(at.year, at.month, at.day, 22)
    assert await house.rings() == 0 and house.gateway.taken == {}
    house.office.waits(hours=10)
    assert await house.rings() == 1


async def test_a_month_that_is_used_up_is_said_and_the_next_door_rings(house: House) -> None:
    await house.opens(Door.ZALO, Door.SMS)
    await house.office.database.run(lambda tx: policy.change(tx, Door.ZALO, quota=1))
    hau, hieu = await house.mailbox(HAU, None), await house.mailbox(HIEU, None)
    await house.writes_to(hau, hieu)
    await house.rings()
    assert sorted(await house.told(), key=str) == [
        ("sms", "rung", None),
        ("zalo", "failed", "quota"),
        ("zalo", "rung", None),
    ]
    (zalo, sms) = [one for one in await house.office.database.run(policy.doors) if one.rings]
    assert (zalo.used, zalo.left, zalo.cost, sms.used, sms.cost) == (1, 0, 200, 1, 400)


async def test_a_month_that_is_used_up_is_seen_before_the_morning(house: House) -> None:
    await house.opens(Door.ZALO, Door.SMS)
    await house.office.database.run(lambda tx: policy.change(tx, Door.ZALO, quota=1))
    people = [await house.mailbox(name, None) for name in (HAU, HIEU)]
    await house.writes_to(*people)
    await house.office.database.run(planning.plan)
    assert sorted(await house.told(), key=str) == [
        ("sms", "planned", None),
        ("zalo", "failed", "quota"),
        ("zalo", "planned", None),
    ]


async def test_a_month_that_is_cut_short_after_the_planning_rings_no_more(house: House) -> None:
    await house.opens(Door.ZALO, Door.SMS)
    hau = await house.mailbox(HAU, None)
    await house.writes_to(hau)
    await house.office.database.run(planning.plan)
    await house.office.database.run(lambda tx: policy.change(tx, Door.ZALO, quota=0))
    await house.rings()
    await house.rings()  # the next look plans the next door
    assert await house.told() == [("zalo", "failed", "quota"), ("sms", "rung", None)] and house.zalo.taken == []


async def test_whoever_has_come_meanwhile_hears_no_bell(house: House) -> None:
    await house.opens(Door.EMAIL)
    hau = await house.mailbox(HAU, "hau@so.example.vn")
    at = house.office.clock.local()
    house.office.moves_clock_to(at.year, at.month, at.day, 23)
    await house.writes_to(hau)
    await house.rings()

    def body(tx: Any) -> None:
        link(tx, 5_100_000_000, hau)
        from bot.ledger.planning import not_received, resend

        resend(tx, not_received(tx, hau), by=hau)

    await house.office.database.run(body)
    house.office.waits(hours=10)
    assert await house.rings() == 0
    assert await house.told() == [("email", "cancelled", "not_needed")] and house.mail.taken == []


@pytest.mark.parametrize("choice", [(), ("sms",)])
async def test_people_choose_who_may_ring(house: House, choice: tuple[str, ...]) -> None:
    await house.opens(Door.EMAIL, Door.ZALO, Door.SMS)
    hau = await house.mailbox(HAU, "hau@so.example.vn")
    await house.office.database.run(lambda tx: contacts.keep(tx, hau, {"choice": list(choice)}))
    await house.writes_to(hau)
    await house.rings()
    assert await house.told() == [(door, "rung", None) for door in choice]


async def test_a_door_that_is_out_keeps_its_bells_until_the_office_closes_it(house: House) -> None:
    await house.opens(Door.ZALO, Door.SMS)
    hau = await house.mailbox(HAU, None)
    house.zalo.moods = [-115] * 9
    await house.writes_to(hau)
    await house.rings()
    (zalo, _sms) = await house.office.database.run(policy.ringing)
    assert await house.told() == [("zalo", "planned", None)] and zalo.trouble == "token" and zalo.waiting == 1
    await house.closes(Door.ZALO)
    await house.rings()
    assert await house.told() == [("zalo", "failed", "door_left"), ("sms", "rung", None)]


async def test_a_copy_of_the_store_rings_nothing_again(house: House) -> None:
    await house.opens(Door.EMAIL, Door.SMS)
    hau = await house.mailbox(HAU, "hau@so.example.vn")
    await house.writes_to(hau)
    await house.office.database.run(planning.plan)
    assert await house.office.database.run(carrying.doubt) == 1
    house.office.waits(days=1)
    assert await house.rings() == 0 and await house.told() == [("email", "unknown", "copied")]


async def test_a_door_that_says_later_all_day_is_left_for_the_next(house: House) -> None:
    await house.opens(Door.ZALO, Door.SMS)
    hau = await house.mailbox(HAU, None)
    house.zalo.daily = 0
    await house.writes_to(hau)
    for _ in range(MOST_TRIES):
        await house.rings()
        await house.office.clock.sleep(960)
    assert await house.told() == [("zalo", "failed", "later"), ("sms", "rung", None)]


async def test_later_said_after_all_gives_way_to_what_is_planned_meanwhile(house: House) -> None:
    await house.opens(Door.EMAIL)
    hau = await house.mailbox(HAU, "hau@so.example.vn")
    await house.writes_to(hau)
    database, slow = house.office.database, house.ringers[-1]
    await database.run(planning.plan)
    (ring,) = await slow._begin()
    await house.ringer()
    await house.writes_to(hau)
    await house.rings()
    assert await house.told() == [("email", "unknown", "stopped"), ("email", "planned", None)]
    await database.run(lambda tx: carrying.settle(tx, [(ring, carrying.Answer(BellState.PLANNED))], MOST_TRIES))
    assert await house.told() == [("email", "failed", "later"), ("email", "planned", None)]


@both_engines_always
async def test_a_door_that_is_out_is_asked_by_one_at_a_time(house: House) -> None:
    await house.opens(Door.ZALO, Door.SMS)
    people = await house.office.rows(sa.select(columns(Person).c.id).order_by(columns(Person).c.id).limit(12))
    house.zalo.moods = [-115] * 99
    await house.writes_to(*(row.id for row in people))
    assert await house.rings() == WIDTH  # nobody knew yet
    await house.office.clock.sleep(6)
    assert await house.rings() == 1
    assert await house.rings() == 0
    house.zalo.moods = []
    await house.office.clock.sleep(960)
    await house.rings()
    assert {state for _, state, _ in await house.told()} == {"rung"} and len(house.zalo.taken) == 12
