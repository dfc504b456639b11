"""Decisions of the Office in the chat are done once though the process dies at any commit: a role, a word of the
department, a form on paper."""

import sqlalchemy as sa

from bot.enquiries.targets import ShowStaff
from bot.organisation.targets import ShowOrganisation
from bot.people.records import Grant, Role
from bot.personnel.roles.duties import Duty
from bot.personnel.roles.targets import ShowDuty
from bot.registration.records import RegistrationVersion
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines_always
from tests.launching.test_launching import goes
from tests.launching.test_once import dies_at_every_commit, mortal
from tests.notices.mortal import MortalOffice, apart

__all__ = ["mortal"]
DUY, THU = "Nguyễn Đức Duy", "Lâm Hồng Thu"
_G, _V, _A = columns(Grant), columns(RegistrationVersion), columns(Audit)


def _without_head(tx: Tx) -> None:
    tx.execute(sa.delete(_G).where(_G.c.role == Role.OFFICE_HEAD))


@both_engines_always
async def test_a_role_a_word_and_a_form_are_given_once(mortal: MortalOffice) -> None:
    office, duy = mortal, await mortal.person(DUY)

    async def to_give() -> None:
        await office.database.run(_without_head)
        await duy.says("/menu")
        await duy.forges(ShowDuty(Duty.OFFICE_HEAD))
        await goes(duy, "«Giao vai trò»", "lam hong thu")
        await duy.taps(next(label for label in duy.buttons() if label.startswith("Hôm nay")))
        await duy.taps("Không thời hạn")

    async def given() -> None:
        assert len(await office.rows(sa.select(_G.c.id).where(_G.c.role == Role.OFFICE_HEAD))) == 1
        assert THU in duy.reads()

    assert await dies_at_every_commit(office, duy, "Giao vai trò", to_give, given) > 3 // apart(office.url)
    await office.database.run(_without_head)
    said = 0

    async def to_say() -> None:
        await duy.says("/menu")
        await duy.forges(ShowOrganisation())
        await goes(duy, "«Sửa thông tin»", "«Địa danh»", f"Phường {said}")

    async def is_said() -> None:
        nonlocal said
        said += 1
        assert len(await office.rows(sa.select(_A.c.id).where(_A.c.deed == "organisation.changed"))) == said
        assert f"Địa danh: Phường {said - 1}" in duy.reads()

    assert await dies_at_every_commit(office, duy, "Lưu", to_say, is_said) > 3 // apart(office.url)
    people = iter(range(20, 60))
    entered = 0

    async def to_enter() -> None:
        await duy.says("/menu")
        await duy.forges(ShowStaff(next(people)))
        await goes(duy, "«Nhập đăng ký giấy»", "«Lao động tiên tiến»", "«Tiếp tục»")
        await duy.taps(next(label for label in duy.buttons() if label.startswith("Hôm nay")))

    async def is_entered() -> None:
        nonlocal entered
        entered += 1
        assert len(await office.rows(sa.select(_V.c.id).where(_V.c.on_paper))) == entered

    assert await dies_at_every_commit(office, duy, "Nhập đăng ký", to_enter, is_entered) > 3 // apart(office.url)
