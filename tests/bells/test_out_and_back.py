"""A process that starts while Telegram is out risks no letter there; which letters may pass, and what somebody finds
who comes in by the web for the first time."""

import sqlalchemy as sa

from bot.address import Door
from bot.ledger import outages
from bot.ledger.letter import Letter
from bot.outbox.courier import Courier
from bot.people.entry import steps
from bot.slices import letter_kinds
from bot.store import leases
from bot.store.schema import columns
from tests.bells.house import House
from tests.bells.outages import goes_out, looks
from tests.engines import both_engines
from tests.notices.desk import DUY, HAU, HIEU, meets

_L = columns(Letter)


@both_engines
async def test_a_process_that_starts_while_telegram_is_out_risks_no_letter(house: House) -> None:
    office = house.office
    _duy, hau = await meets(office, DUY, HAU)
    goes_out(office)
    await looks(office)
    await looks(office, hours=3)
    await house.plans(hau.person_id)
    await office.database.run(lambda tx: leases.clear(tx))  # whoever carried letters is dead
    service = office.service
    begun = Courier(service.courier._channels, office.database, service.phrases, letter_kinds(), service.gate)
    assert not begun.troubled
    await begun.take_over()
    assert begun.leads and begun.troubled
    await begun.elsewhere.deliver()
    rows = await office.rows(sa.select(_L.c.state, _L.c.attempts).where(_L.c.person_id == hau.person_id))
    assert [(row.state.value, row.attempts) for row in rows] == [("planned", 0)]


@both_engines
async def test_whoever_comes_in_by_the_web_for_the_first_time_finds_what_no_door_could_bring(house: House) -> None:
    office = house.office
    await meets(office, DUY)
    hieu = await house.mailbox(HIEU, "hieu@so.example.vn")
    await house.opens(Door.EMAIL)
    await house.writes_to(hieu)
    await house.rings()
    assert await house.blocked() == 1 and len(house.mail.taken) == 1
    await office.database.run(lambda tx: steps.let_in(tx, hieu))
    assert await house.blocked() == 0
    rows = await office.rows(sa.select(_L.c.state).where(_L.c.person_id == hieu, _L.c.source == "trial:1"))
    assert [row.state.value for row in rows] == ["planned"]  # on its way to the page


def test_deadlines_and_notices_may_pass_and_no_letter_that_warns_of_a_browser() -> None:
    kinds = letter_kinds()
    may = outages.hasty()
    assert {
        "notice",
        "notice_chase",
        "notice_corrected",
        "notice_recalled",
        "change_asked",
        "digest",
    } <= kinds.keys() & may.keys()
    assert not may.keys() & {steps.ENTERED, steps.ASKED, steps.LINK_MADE, steps.TRIED, outages.SPOKEN, "result"}
