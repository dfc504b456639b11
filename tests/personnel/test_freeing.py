"""The Office frees accounts, and moves them to whom they belong; the chat hears of it, registrations stay."""

import sqlalchemy as sa

from bot.people.records import Account, Grant, Role
from bot.personnel.targets import FreeAccount, MoveAccount
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.personnel.steps import finds, opens, registers

DUY, THU, HAU, AN = "Nguyễn Đức Duy", "Lâm Hồng Thu", "Nguyễn Công Hậu", "Hồ Quốc An"


async def owner(office: Office, phone: Phone) -> int | None:
    table = columns(Account)
    (row,) = await office.rows(sa.select(table.c.person_id).where(table.c.user_id == phone.user_id))
    found: int | None = row.person_id
    return found


@both_engines
async def test_an_account_is_freed_once_and_its_chat_is_told(office: Office) -> None:
    duy, thu, hau = await office.person(DUY), await office.person(THU), await registers(office, HAU)
    for phone in (duy, thu):
        await finds(phone, HAU)
        await phone.taps("Tài khoản")
    assert "Liên kết từ" in duy.reads()
    for phone in (duy, thu):
        await phone.taps("Ngắt liên kết")
    assert "NGẮT LIÊN KẾT TÀI KHOẢN của Anh Nguyễn Công Hậu" in duy.reads()
    await duy.taps("Ngắt liên kết")
    assert "Anh Nguyễn Đức Duy đã ngắt liên kết lúc" in duy.reads()
    await thu.taps("Ngắt liên kết")
    assert "Anh Nguyễn Đức Duy đã ngắt liên kết tài khoản của Nguyễn Công Hậu lúc" in thu.reads()
    assert await owner(office, hau) is None
    assert "Văn phòng đã ngắt liên kết tài khoản này." in hau.reads()
    await hau.says("/cuatoi")
    assert "TD23-0001" not in hau.reads()
    await hau.says("/start")
    await hau.shares_own_contact()
    assert await owner(office, hau) == hau.person_id, "by the own number, as before"
    await opens(duy, FreeAccount(duy.person_id))
    assert "Tài khoản của chính mình" in duy.reads()


@both_engines
async def test_an_account_that_was_linked_to_the_wrong_person_is_moved(office: Office) -> None:
    duy, hau, an = await office.person(DUY), await registers(office, HAU), await office.person(AN, linked=False)
    await finds(duy, HAU)
    await duy.taps("Tài khoản")
    await duy.taps("Chuyển cho đúng người")
    await duy.says("nguyen duc duy")
    assert "Chưa tìm thấy tên này" in duy.reads(), "who has an account is not offered"
    await duy.says("ho quoc an")
    await duy.taps("Chuyển cho đúng người")
    assert "TÀI KHOẢN: Anh Hồ Quốc An" in duy.reads()
    assert await owner(office, hau) == an.person_id
    await office.letters()
    assert "Hồ Quốc An" in hau.reads()
    await hau.says("/cuatoi")
    assert "TD23-0001" not in hau.reads(), "which is Hậu's"


async def test_the_account_of_the_head_of_the_office_is_touched_by_nobody_below(office: Office) -> None:
    duy, thu = await office.person(DUY), await office.person(THU)
    since = office.clock.today()
    row = {"person_id": thu.person_id, "role": Role.OFFICE_HEAD, "since": since, "from_roster": False}
    await office.database.run(lambda tx: tx.execute(sa.insert(columns(Grant)), row) and None)
    for to in (FreeAccount(thu.person_id), MoveAccount(thu.person_id)):
        await opens(duy, to)
        assert "quyết định: Chị Lâm Hồng Thu" in duy.reads()
    await opens(thu, FreeAccount(duy.person_id))
    await thu.taps("Ngắt liên kết")
    assert "Chị Lâm Hồng Thu đã ngắt liên kết" in thu.reads()
