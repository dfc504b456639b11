"""Telegram throws taps away after 150 seconds: after such a gap whoever was in a dialogue is shown where it stands."""

from bot.store import leases
from tests.engines import both_engines
from tests.office import Office


@both_engines
async def test_after_a_gap_the_live_dialogue_is_shown_again(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.taps("Chiến sĩ thi đua cơ sở")
    await hau.taps("Tiếp tục")
    office.waits(minutes=30)
    await office.service.driver.resume(1800.0)
    assert "Kênh vừa gián đoạn từ 08:10 đến 08:40" in hau.reads()
    assert "SÁNG KIẾN" in hau.reads()
    await hau.taps("Bổ sung sau")
    assert "NỘI DUNG PHẤN ĐẤU" in hau.reads()


async def test_whoever_was_in_no_dialogue_is_left_in_peace(office: Office) -> None:
    hau, dung = await office.person("Nguyễn Công Hậu"), await office.person("Mai Thị Thanh Dung")
    await hau.says("/menu")
    await dung.says("/dangky")
    office.waits(days=3)  # left for later long before the gap
    seen = (len(hau.from_bot()), len(dung.from_bot()))
    await office.service.driver.resume(1800.0)
    assert (len(hau.from_bot()), len(dung.from_bot())) == seen


@both_engines
async def test_when_people_were_last_served_survives_a_restart(office: Office) -> None:
    assert await office.database.run(lambda tx: leases.mark(tx, leases.SERVED)) == 0
    await office.clock.sleep(1800.0)
    await office.restart()
    assert await office.database.run(lambda tx: leases.mark(tx, leases.SERVED)) >= 1800
