"""From an empty store to an open campaign with everybody invited: one invite from the machine, and the chat alone."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import sqlalchemy as sa

from bot.commands.invite import invite
from bot.people.records import Person
from bot.people.targets import ShowInvites
from bot.playground.sample import DATA, ROSTER
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE, Settings
from bot.store.schema import columns
from tests.engines import both_engines
from tests.launching.test_launching import TO_CAMPAIGNS, goes
from tests.office import Office, Phone
from tests.office_room.test_invites import printed

DUY, HAU = "Nguyễn Đức Duy", "Nguyễn Công Hậu"
_P = columns(Person)


@pytest.fixture
async def empty(store_url: str) -> AsyncIterator[Office]:
    office = Office(store_url)
    await office.open()
    office.clock.move_to(datetime(2023, 1, 3, 8, 10, tzinfo=OFFICE_ZONE))
    yield office
    await office.close()


async def invited(office: Office, **asked: str) -> str:
    """The token of an invite to the Office that the machine has made."""
    (said,) = await invite(Settings(), office.database, "TN005", office=True, qr=None, **asked)
    return str(said.values["token"])


async def comes(phone: Phone, token: str) -> None:
    await phone.says(f"/start {token}")
    await phone.taps("Tôi đồng ý")
    await phone.taps("Đúng, liên kết")


@both_engines
async def test_the_first_invite_and_the_chat_are_enough(empty: Office) -> None:
    office = empty
    with pytest.raises(Refusal, match="no_such_code"):
        await invited(office)
    token = await invited(office, name="Nguyễn  Đức Duy")
    with pytest.raises(Refusal, match="not_the_first"):
        await invited(office, name="Người Khác")

    duy = await office.person(DUY, linked=False)
    await comes(duy, token)
    await goes(duy, "«Khai thông tin cơ quan»", "Sở Khoa học và Công nghệ tỉnh Tây Ninh")
    for _ in range(4):
        await duy.taps("Dùng gợi ý")
    await goes(duy, "«Bỏ qua»", "«Bỏ qua»", "«Bỏ qua»", "«Anh, Chị theo danh sách»", "«Lưu»")
    assert "Tên trên văn bản: Sở Khoa học và Công nghệ" in duy.reads()

    await goes(duy, "/quanly", "«Nhân sự»", "«Danh sách nhân sự»", "«Gửi tệp danh sách»")
    office.world.sends_file(duy.user_id, "ds.xlsx", (DATA / ROSTER).read_bytes())
    await office.settle()
    await office.reads_workbooks()
    await duy.taps("Xem kết quả đối chiếu")
    assert "Thêm mới: 92" in duy.reads(), "the first person is known by the code"
    await duy.taps("Ghi vào dữ liệu")
    await office.reads_workbooks()
    assert len(await office.rows(sa.select(_P.c.id))) == 93

    await goes(duy, *TO_CAMPAIGNS, "«Mở phong trào»", "«Từ danh mục danh hiệu»", "«Năm 2023»")
    await goes(duy, "«Phong trào thi đua năm 2023»", "«Bổ sung sau»", "«Bổ sung sau»", "«Bổ sung sau»")
    await goes(duy, "«Hôm nay, Thứ Ba, 03/01/2023»", "28/2", "10/3", "«Luật 2003»", "«Tiếp tục»", "«Tiếp tục»")
    await goes(duy, "«Tiếp tục»", "«Không đặt hạn»", "«Phát động»")
    assert "Anh Nguyễn Đức Duy đã phát động phong trào" in duy.reads()

    await duy.forges(ShowInvites())
    await duy.taps("In phiếu mời QR (92)")
    await office.prints_invites()
    cards = printed(duy)
    assert "92 phiếu mời, dùng được đến" in duy.reads() and DUY not in cards
    hau = await office.person(HAU, linked=False)
    await comes(hau, cards[HAU])
    await goes(hau, "/dangky", "«Lao động tiên tiến»", "«Tiếp tục»", "«Bỏ qua»", "«Gửi đăng ký»")
    assert "Mã số: TD23-0001" in hau.reads()
