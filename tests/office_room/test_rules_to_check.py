"""A campaign by the law of 2026, whose criteria nobody has checked yet: every screen that goes by them says so, until
the Office imports what it has checked."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.clock import Clock
from bot.playground.sample import first_morning, load_sample
from bot.registration.records import RegistrationVersion
from bot.settings import OFFICE_ZONE
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.titles import loading
from tests.engines import morning_clock
from tests.office import Office, Phone
from tests.office_room.test_regimes import asks_for_a_file, sends

WARNING = "⚠️ Luật 06/2026/QH16: tiêu chuẩn chưa đối chiếu, Văn phòng cần kiểm tra."
D = loading.house()["D_2026"]


@pytest.fixture
async def office(store_url: str) -> AsyncIterator[Office]:
    """The sample department in the first days of 2027."""
    clock = morning_clock()
    clock.move_to(first_morning(OFFICE_ZONE, 2027))
    await asyncio.to_thread(_fill, store_url, clock)
    office = Office(store_url)
    office.clock.move_to(first_morning(OFFICE_ZONE, 2027))
    await office.open()
    yield office
    await office.close()


def _fill(url: str, clock: Clock) -> None:
    database = open_database(url, clock)
    load_sample(database, clock, 2027)
    database.close_now()


def says_so(phone: Phone) -> None:
    assert WARNING in phone.reads(), phone.reads()
    assert len(phone.reads().splitlines()) <= 10


async def test_rules_that_nobody_has_checked_say_so_wherever_they_are_used(office: Office) -> None:
    hau, hieu = await office.person("Nguyễn Công Hậu"), await office.person("Phạm Quốc Hiếu")
    await hau.says("/hoidap")
    says_so(hau)
    await hau.taps("Chiến sĩ thi đua cơ sở")
    assert "2. Có sáng kiến được cơ sở công nhận, hoặc đề tài đã được nghiệm thu" in hau.reads()
    says_so(hau)
    await hau.taps("Xem thêm")
    says_so(hau)
    await hau.says("/dangky")
    says_so(hau)
    await hau.taps("Chiến sĩ thi đua cơ sở")
    says_so(hau)
    await hau.taps("Chiến sĩ thi đua cấp tỉnh")
    await hau.taps("Tiếp tục")
    says_so(hau)
    await hau.taps("Vẫn đăng ký")
    for label in ("Bổ sung sau", "Bỏ qua"):
        await hau.taps(label)
    says_so(hau)
    await hau.taps("Gửi đăng ký")
    says_so(hau)
    await hau.says("/cuatoi")
    says_so(hau)

    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Công Hậu: chờ xác nhận")
    says_so(hieu)
    await hieu.says("/donvi")
    await hieu.taps("Đăng ký tập thể")
    says_so(hieu)
    await hieu.taps("Tập thể lao động tiên tiến")
    await hieu.taps("Tiếp tục")
    says_so(hieu)

    duy = await office.person("Nguyễn Đức Duy")
    await asks_for_a_file(duy)
    await sends(duy, D.text.replace("to_check = true\n", "").encode())
    assert "Phần chung: đổi lưu ý chung." in duy.reads()
    await duy.taps("Áp dụng bản này")
    await hau.says("/cuatoi")
    assert WARNING not in hau.reads(), "the Office has checked them"
    versions = await office.rows(sa.select(columns(RegistrationVersion).c.regime).distinct())
    assert [row.regime for row in versions] == [D.key]
