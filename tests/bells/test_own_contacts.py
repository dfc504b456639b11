"""People say where they hear that something waits, and choose who may ring."""

from bot.address import Door
from bot.people.contacts.targets import ShowContacts
from tests.bells.house import House
from tests.engines import both_engines
from tests.notices.desk import HAU, meets

pytestmark = both_engines


async def test_ones_own_address_goes_before_the_rosters_and_a_choice_before_the_offices(house: House) -> None:
    await house.opens(Door.EMAIL)
    (hau,) = await meets(house.office, HAU)
    await house.mailbox(HAU, "hau@so.example.vn")
    await hau.forges(ShowContacts())
    assert "theo danh sách của Văn phòng: h…@so.example.vn" in hau.reads()
    await hau.taps("Ghi thư điện tử")
    await hau.says("hau@")
    assert "Địa chỉ thư điện tử chưa đúng" in hau.reads()
    await hau.says("Cong.Hau@Example.VN")
    assert "của anh/chị: C…@example.vn" in hau.reads() and "Cong.Hau" not in hau.reads()
    house.office.world.blocks(hau.user_id)
    await house.office.settle()
    await house.writes_to(hau.person_id)
    await house.rings()
    assert [taken.rcpt_tos for taken in house.mail.taken] == [["Cong.Hau@example.vn"]]


async def test_whoever_wants_no_ring_hears_none(house: House) -> None:
    await house.opens(Door.EMAIL)
    (hau,) = await meets(house.office, HAU)
    await house.mailbox(HAU, "hau@so.example.vn")
    await hau.forges(ShowContacts())
    await hau.taps("Không báo tin")
    assert "Đang chọn: Không báo tin" in hau.reads()
    house.office.world.blocks(hau.user_id)
    await house.office.settle()
    await house.writes_to(hau.person_id)
    await house.rings()
    assert house.mail.taken == [] and await house.told() == []
