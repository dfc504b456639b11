"""A confirmed registration that is withdrawn: whoever confirms reads of it in one morning's letter, and has no work."""

import pytest

from bot.address import chat
from bot.campaigns.records import current_campaign
from bot.people.identity import load_actor
from bot.registration import filing
from bot.registration.reading import Registrant, stands_of
from bot.registration.records import DeclineReason
from bot.store.database import Tx
from bot.titles.catalogue import Family, Subject
from bot.waiting import work
from tests.engines import both_engines
from tests.office import Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import registers
from tests.waiting.test_lists import HAU, HIEU, KHOI, heard, waits
from tests.waiting.test_mornings import confirmed

OF_STATE = "Đăng ký đã xác nhận được rút: 1, từ 04/01/2023"
OF_UNION = "Đăng ký danh hiệu Công đoàn đã xác nhận được rút: 1, từ 04/01/2023"
WHO = {Family.STATE: HIEU, Family.UNION: KHOI}


async def leaves(timed: TimedOffice, by: Phone, *, declines: bool = False) -> None:
    """Hậu's registrations are taken back, or all of it is declined."""
    hau = await timed.person(HAU)

    def _leave(tx: Tx) -> None:
        campaign, who = current_campaign(tx), Registrant(Subject.PERSON, hau.person_id)
        assert campaign is not None
        if declines:
            filing.decline(tx, campaign, who.key, tuple(Family), DeclineReason.AWAY, None, by.person_id)
        else:
            filing.take_back(tx, stands_of(tx, campaign.id, who), who, by.person_id)

    await timed.database.run(_leave)


@both_engines
@pytest.mark.parametrize("declines", [False, True])
async def test_whoever_confirms_is_told_once_and_has_nothing_to_do(timed: TimedOffice, declines: bool) -> None:
    hau, people = await timed.person(HAU), {family: await timed.person(name) for family, name in WHO.items()}
    timed.clock.move_to(at(2023, 1, 3, 15))
    await registers(timed, HAU, "LDTT", "DVCDXS")
    for family in Family:
        await confirmed(timed, family)
    await timed.comes_to(at(2023, 1, 4, 10))
    await leaves(timed, hau, declines=declines)
    for person in people.values():
        assert await waits(person) == ""
    before = {family: len(person.from_bot()) for family, person in people.items()}
    await timed.comes_to(at(2023, 1, 5, 8, 30))
    assert OF_STATE in heard(people[Family.STATE], before[Family.STATE])
    assert OF_UNION in heard(people[Family.UNION], before[Family.UNION])
    before = {family: len(person.from_bot()) for family, person in people.items()}
    await registers(timed, KHOI, "LDTT")
    await registers(timed, HIEU, "DVCDXS")
    for day in (6, 9, 10):
        await timed.comes_to(at(2023, 1, day, 8, 30))
    told = {family: heard(person, before[family]) for family, person in people.items()}
    assert all("chờ xác nhận: 1" in text for text in told.values())
    assert all("được rút" not in text for text in told.values()), "once"


@both_engines
async def test_what_was_not_confirmed_or_is_taken_back_by_the_confirmer_is_no_news(timed: TimedOffice) -> None:
    hau, hieu = await timed.person(HAU), await timed.person(HIEU)
    timed.clock.move_to(at(2023, 1, 3, 15))
    await registers(timed, HAU, "LDTT")
    await leaves(timed, hau)
    await timed.comes_to(at(2023, 1, 4, 8, 30))
    assert hieu.from_bot() == []
    await registers(timed, HAU, "LDTT")
    await confirmed(timed, Family.STATE)
    await leaves(timed, hieu)

    def of(tx: Tx) -> work.Work:
        return work.to_tell(tx, load_actor(tx, hieu.user_id, chat(hieu.user_id)))

    assert not (await timed.database.run(of)).news
