"""What people say to a bot that is being killed, and what they must read then: (what they do, a part of the answer)."""

import sqlalchemy as sa

from bot.registration.records import Receipt, Registration, RegistrationVersion
from bot.store.chain.verifying import verify
from bot.store.schema import columns
from tests.kill.stage import Caller, Stage
from tests.office import Phone

Dialogue = tuple[tuple[str, str], ...]
"""A step that begins with "= " is typed, any other is a button."""

LONGEST: Dialogue = (
    ("= /menu", "Tình trạng: chưa đăng ký"),
    ("Đăng ký danh hiệu", "Năm 2022 Anh đạt:\nLao động tiên tiến"),
    ("Chọn lại", "Đang chọn: chưa có"),
    ("Chiến sĩ thi đua cấp tỉnh", "Đang chọn: Lao động tiên tiến; Chiến sĩ thi đua cơ sở; Chiến sĩ thi đua cấp tỉnh"),
    ("Đoàn viên CĐ xuất sắc", "Chiến sĩ thi đua cấp tỉnh; Đoàn viên công đoàn xuất sắc"),
    ("Tiếp tục", "Hệ thống chưa ghi quyết định năm 2022"),
    ("Vẫn đăng ký", "SÁNG KIẾN HOẶC ĐỀ TÀI DỰ KIẾN"),
    ("= Số hóa hồ sơ sáng kiến cấp cơ sở", "NỘI DUNG PHẤN ĐẤU NĂM 2023"),
    ("Chọn 2", "Số hóa hồ sơ sáng kiến cấp cơ sở"),
    ("Sửa phấn đấu", "NỘI DUNG PHẤN ĐẤU NĂM 2023"),
    ("= Phục vụ người dân đúng hẹn", "Phục vụ người dân đúng hẹn"),
    ("Gửi đăng ký", "Mã số: TD23-"),
)
"""Every question there is, for Nguyễn Công Hậu."""

SHORT: Dialogue = (
    ("= /menu", "Tình trạng: chưa đăng ký"),
    ("Đăng ký danh hiệu", "muốn đăng ký như năm 2022"),
    ("Đăng ký như năm trước", "XEM LẠI ĐĂNG KÝ NĂM 2023"),
    ("Gửi đăng ký", "Mã số: TD23-"),
)


async def does(person: Phone, step: str) -> None:
    if step.startswith("= "):
        await person.says(step.removeprefix("= "))
    else:
        await person.taps(step)


def begins(person: Phone, step: str) -> None:
    """The same without waiting for the answer."""
    if step.startswith("= "):
        person.office.world.says(person.user_id, step.removeprefix("= "))
    else:
        person.hits(step)


async def assert_registered_once(stage: Stage, *people: Caller) -> None:
    """Each has one receipt, one version of each registration, and reads of it in one message."""
    receipt, registration, version = columns(Receipt), columns(Registration), columns(RegistrationVersion)
    query = (
        sa.select(receipt.c.person_id, receipt.c.code, registration.c.family, version.c.version)
        .join(registration, registration.c.receipt_id == receipt.c.id)
        .join(version, version.c.registration_id == registration.c.id)
    )
    rows = await stage.rows(query)
    for person in people:
        own = [row for row in rows if row.person_id == person.person_id]
        assert own, f"{person.name} is not registered"
        assert len({row.code for row in own}) == 1
        assert len({row.family for row in own}) == len(own), f"{person.name} is registered twice: {own}"
        assert {row.version for row in own} == {1}
        assert len(person.kept(f"Mã số: {own[0].code}")) == 1, "one receipt, neither none nor two"
    assert {row.person_id for row in rows} <= {person.person_id for person in people}


async def assert_all_is_told(stage: Stage) -> None:
    """Nothing waits, every chat shows what it should, and the chain over what was done holds."""
    assert await stage.undone() == []
    assert await stage.lagging() == []
    assert (await verify(stage.database)).broken == 0
