"""Each act happens once: of two members of the Office, and though the process dies at any commit."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.campaigns.records import Campaign, campaign_of_year
from bot.launching.records import CampaignChange, CampaignPart
from bot.launching.setup import actions
from bot.notices.records import NoticeRow
from bot.people.identity import load_actor
from bot.people.records import Grant, Role
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines_always, both_engines_at_length
from tests.launching.test_beginnings import DESCRIPTION, PDF
from tests.launching.test_launching import DUY, HIEU, TO_CAMPAIGNS, goes
from tests.no_campaign import without_launch
from tests.notices.mortal import MortalOffice, apart
from tests.office import Office, Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import sends_page

Step = Callable[[], Awaitable[None]]
ENOUGH = 12
"""Commits of one deed: those that follow are the courier's, at which tests/kill/test_letters.py has bots die."""


async def summary(phone: Phone) -> None:
    """Up to the question whether to open it."""
    await goes(phone, *TO_CAMPAIGNS, "«Mở phong trào»")
    await sends_page(phone, "mo-ta.toml", DESCRIPTION.encode())
    await sends_page(phone, "ke-hoach.pdf", PDF)


async def colleague(office: Office) -> Phone:
    hieu = await office.person(HIEU)
    role = {"person_id": hieu.person_id, "role": Role.OFFICE, "since": date(2022, 1, 1), "from_roster": False}
    await office.database.run(lambda tx: tx.execute(sa.insert(columns(Grant)), role) and None)
    return hieu


@both_engines_always
async def test_of_two_who_open_a_year_the_second_reads_who_did(before: TimedOffice) -> None:
    duy, hieu = await before.person(DUY), await colleague(before)
    for phone in (duy, hieu):
        await summary(phone)
    await duy.taps("Phát động")
    await hieu.taps("Phát động")
    assert hieu.reads().startswith("Phong trào năm 2023 đã được Anh Nguyễn Đức Duy phát động.")
    assert "Năm này đã có phong trào. Anh Nguyễn Đức Duy đã phát động phong trào lúc 08:10 ngày 03/01/2023." in (
        hieu.reads()
    )
    assert len(await before.rows(sa.select(columns(Campaign)))) == 1
    assert len(await before.rows(sa.select(columns(NoticeRow)))) == 1, "one announcement"
    await hieu.taps("Xem phong trào năm 2023")
    assert "THIẾT LẬP: Phong trào thi đua năm 2023" in hieu.reads()


@both_engines_always
async def test_of_two_who_change_it_the_second_sees_the_present_state_first(timed: TimedOffice) -> None:
    duy, hieu = await timed.person(DUY), await colleague(timed)
    timed.clock.move_to(at(2023, 2, 20, 16, 30))
    for phone, day in ((duy, "6/3"), (hieu, "2/3")):
        await goes(phone, *TO_CAMPAIGNS, "«Thiết lập năm 2023»", "«Hạn đăng ký»", day)
    await goes(duy, "«Lưu thay đổi»")
    await goes(hieu, "«Lưu thay đổi»")
    assert "Anh Nguyễn Đức Duy đã đổi hạn đăng ký lúc 16:30 ngày 20/02/2023." in hieu.reads()
    assert "Hạn đăng ký: 17:00 Thứ Hai, 06/3/2023 → 17:00 Thứ Năm, 02/3/2023" in hieu.reads()
    found = await timed.database.read(lambda tx: campaign_of_year(tx, 2023))
    assert found is not None and (found.deadline_at, found.revision) == (at(2023, 3, 6, 17), 1), "Duy's, so far"
    await goes(hieu, "«Lưu thay đổi»")
    found = await timed.database.read(lambda tx: campaign_of_year(tx, 2023))
    assert found is not None and (found.deadline_at, found.revision) == (at(2023, 3, 2, 17), 2)

    await goes(hieu, "«Hạn bổ sung»", "8/3")
    await goes(duy, "«Hạn đăng ký»", "9/3", "«Lưu thay đổi»")
    await goes(hieu, "«Lưu thay đổi»", "«Lưu thay đổi»")
    assert hieu.reads().startswith(
        "Hạn bổ sung 17:00 Thứ Tư, 08/3/2023 không sau hạn đăng ký 17:00 Thứ Năm, 09/3/2023."
    )

    def stale(tx: Tx) -> None:
        actor = load_actor(tx, hieu.user_id, chat(hieu.user_id))
        actions.change(tx, actor, 1, CampaignPart.NAME, {"name": "Phong trào khác"}, seen=2)

    with pytest.raises(Refusal, match=r"launch\.changed_meanwhile"):
        await timed.database.run(stale)


@pytest.fixture
async def mortal(sample_url: str) -> AsyncIterator[MortalOffice]:
    office = MortalOffice(sample_url)
    await office.open()
    yield office
    await office.close()


async def dies_at_every_commit(office: MortalOffice, phone: Phone, label: str, before: Step, after: Step) -> int:
    """Press the button at the end of `before`, die at its first commit, the next time at its second, until there is
    none left; `after` looks at what is so. The number of deaths."""
    deaths = 0
    for number, durable in office.deaths(ENOUGH, all_of_it=False):
        await before()
        phone.hits(label)
        deaths += await office.dies_at(number, durable)
        await after()
    print(f"\n{label}: {deaths} deaths, each at another commit; done once")
    return deaths


@pytest.mark.slow
@both_engines_at_length
async def test_it_dies_at_every_commit_and_all_is_done_once(mortal: MortalOffice) -> None:
    duy = await mortal.person(DUY)

    async def to_launch() -> None:
        await mortal.database.run(without_launch)
        await summary(duy)

    async def launched() -> None:
        assert len(await mortal.rows(sa.select(columns(Campaign)))) == 1
        assert len(await mortal.rows(sa.select(columns(NoticeRow)))) == 1
        assert "đã phát động phong trào" in duy.reads()

    assert await dies_at_every_commit(mortal, duy, "Phát động", to_launch, launched) > 4 // apart(mortal.url)
    days = iter(range(1, 2 * ENOUGH))
    done = 0

    async def to_change() -> None:
        day = f"{next(days)}/3/2023"
        await goes(
            duy,
            "/quanly",
            "«Thiết lập»",
            "«Thiết lập phong trào»",
            "«Thiết lập năm 2023»",
            "«Hạn bổ sung»",
            f"9h {day}",
        )

    async def changed() -> None:
        nonlocal done
        done += 1
        made = await mortal.rows(sa.select(columns(CampaignChange).c.revision))
        assert sorted(row.revision for row in made) == list(range(done + 1))
        assert "đã đổi hạn bổ sung" in duy.reads()

    assert await dies_at_every_commit(mortal, duy, "Lưu thay đổi", to_change, changed) > 4 // apart(mortal.url)
