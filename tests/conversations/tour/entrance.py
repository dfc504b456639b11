"""The screens of the web door's entrance, at Telegram: one's browsers, a colleague's way in, and the Office's word."""

import sqlalchemy as sa

from bot.address import Door, zalo_chat
from bot.office.entrance.targets import ShowEntries, ShowEntry, ShowRevoke
from bot.people.authentication import access, links, place, sessions
from bot.people.authentication.records import LinkKind, LinkState, WebLink
from bot.people.authentication.targets import (
    InviteByWeb,
    MakeOwnLink,
    ShowBrowser,
    ShowBrowsers,
    ShowForgetPin,
    ShowReportLost,
    ShowWebAccess,
)
from bot.people.linking import accounts, second
from bot.people.passkeys import keeping
from bot.people.passkeys.proving import Made
from bot.people.passkeys.targets import ShowPasskey, ShowPasskeys
from bot.people.records import Account, ZaloChat
from bot.people.targets import EndOtherChat, MakeZaloCode, ShowOtherChat
from bot.store.database import Tx
from bot.store.schema import columns
from tests.conversations.tour.guide import Guide


async def entrance(guide: Guide) -> None:
    """All that is made is ended again, so that all that follows is as it was."""
    duy, khoi = [await guide.office.person(name) for name in ("Nguyễn Đức Duy", "Lê Công Khôi")]
    place.open_at("https://thi-dua.example.vn")
    second.open_here(True)
    try:
        await _browsers(guide)
        await khoi.says("/menu")
        waiting = await guide.office.database.run(lambda tx: _waits(tx, khoi.person_id))
        for to, caption in (
            (ShowWebAccess(khoi.person_id), "Trang web của một người"),
            (InviteByWeb(khoi.person_id), "Liên kết mời qua web"),
            (ShowReportLost(khoi.person_id), "Báo mất điện thoại"),
            (ShowRevoke(khoi.person_id), "Thu hồi quyền vào trang web"),
            (ShowEntries(0), "Trình duyệt chờ vào trang web"),
            (ShowEntry(waiting), "Một trình duyệt chờ vào trang web"),
        ):
            await duy.forges(to)
            await guide.sees(duy, caption)
    finally:
        for person in (duy, khoi):
            await guide.office.database.run(lambda tx, key=person.person_id: access.close(tx, key, by=None))  # type: ignore[misc]
        place.open_at("")
        second.open_here(False)
    await duy.says("/menu")


async def _browsers(guide: Guide) -> None:
    duy = await guide.office.person("Nguyễn Đức Duy")
    await duy.says("/menu")

    def enters(tx: Tx) -> int:
        access.open_for(tx, duy.person_id)
        access.set_pin(tx, duy.person_id, "")
        keeping.add(tx, duy.person_id, "handle", Made("credential", "key", 0), "Điện thoại của tôi")
        return sessions.begin(tx, duy.person_id, "Chrome Android", shared=False)[0]

    browser = await guide.office.database.run(enters)
    (key,) = await guide.office.database.read(lambda tx: keeping.passkeys(tx, duy.person_id))
    for to, caption in (
        (ShowBrowsers(), "Trình duyệt đã đăng nhập"),
        (ShowBrowser(browser), "Một trình duyệt"),
        (ShowPasskeys(), "Khóa truy cập của mình"),
        (ShowPasskey(key.id), "Một khóa truy cập"),
        (ShowForgetPin(), "Quên mã PIN"),
        (MakeOwnLink(), "Liên kết của mình vào trang web"),
        (MakeZaloCode(), "Mã để thêm bot Zalo"),
    ):
        await duy.forges(to)
        await guide.sees(duy, caption)
    await guide.office.database.run(lambda tx: _joins_at_zalo(tx, duy.person_id))
    await guide.office.letters()
    await guide.sees(duy, "Tin báo có kênh mới")
    await duy.forges(ShowOtherChat(Door.ZALOBOT))
    await guide.sees(duy, "Gỡ bot Zalo")
    await duy.forges(EndOtherChat(Door.ZALOBOT))
    await guide.sees(duy, "Đã gỡ bot Zalo")


def _joins_at_zalo(tx: Tx, person_id: int) -> None:
    """The person has a chat at Zalo from now on."""
    chats = columns(ZaloChat)
    key = tx.execute(sa.insert(chats).values(zalo_id="tour", seen_at=tx.now).returning(chats.c.id)).scalar_one()
    number = zalo_chat(key).number
    tx.insert_new(Account, [{"user_id": number, "language": "vi", "consented_at": tx.now, "created_at": tx.now}])
    accounts.attach(tx, number, person_id)


def _waits(tx: Tx, person_id: int) -> int:
    """A browser of this person waits for the Office's word."""
    table = columns(WebLink)
    links.create(tx, person_id, LinkKind.LEAD, by=None)
    mine = sa.and_(table.c.person_id == person_id, table.c.kind == LinkKind.LEAD)
    values = {"state": LinkState.WAITING, "asked_at": tx.now, "code": "0912", "browser": "Chrome Android"}
    return int(tx.execute(sa.update(table).where(mine).values(**values).returning(table.c.id)).scalar_one())
