"""Invites on paper: for a unit, for all, for one; a card links its person once; no store and no log holds its
secret."""

import asyncio
import io
import re
import threading
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from sqlmodel import SQLModel

from bot.commands.invite import invite
from bot.nursery import Nursery
from bot.office.invites import pending, printing
from bot.office.invites.targets import ChooseInvitedUnits, ShowInviteCards
from bot.papers.invites import cards, qr
from bot.papers.invites.cards import InviteCard, invite_cards
from bot.people.records import Invite
from bot.people.targets import PrintInvites, ShowInvites
from bot.phrases.catalogue import OwnWords, Phrases
from bot.settings import OFFICE_ZONE, Settings
from bot.store.audit import Audit
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.personnel.steps import finds

DUY, HIEU, HAU, KHOI = "Nguyễn Đức Duy", "Phạm Quốc Hiếu", "Nguyễn Công Hậu", "Lê Công Khôi"
_I = columns(Invite)


def printed(phone: Phone) -> dict[str, str]:
    """Name on each card that was printed last -> its token, which a phone would read from the code."""
    assert phone.screen.attachment is not None
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(phone.screen.attachment.data)).pages]
    text = " ".join(" ".join(pages).split())  # a long name goes over two lines
    made = pending._pending[phone.person_id].cards
    assert all(card.name in text for card in made) and text.count("Dùng một lần") == len(made)
    return {card.name: card.token for card in made}


async def everything(office: Office) -> str:
    """All that the store holds, as text."""
    tables = SQLModel.metadata.sorted_tables
    rows = [await office.rows(sa.select(table)) for table in tables]
    return str([tuple(row) for found in rows for row in found])


async def opens(phone: Phone, to: Any) -> None:
    await phone.says("/menu")
    await phone.forges(to)


@both_engines
async def test_a_printed_card_links_its_person_once(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    duy, hau = await office.person(DUY), await office.person(HAU, linked=False)
    await duy.says("/quanly")
    await duy.taps("Nhân sự")
    await duy.taps("Phiếu mời QR")
    assert "Chưa liên kết: 92/93 người." in duy.reads()
    await duy.taps("Phòng Quản lý Khoa học (7)")
    await duy.taps("In phiếu mời QR (7)")
    assert "7 phiếu mời, dùng được đến 08:10 ngày 17/01/2023." in duy.reads()
    tokens = printed(duy)
    assert len(tokens) == 7

    await duy.taps("Phiếu mời QR")
    assert "7 người đang có phiếu còn hiệu lực; in thêm không làm hết hiệu lực phiếu cũ" in duy.reads()
    await duy.taps("In phiếu mời QR (7)")
    again = printed(duy)
    await hau.says(f"/start {tokens[HAU]}")
    await hau.taps("Tôi đồng ý")
    await hau.taps("Đúng, liên kết")
    assert "Nguyễn Công Hậu" in hau.reads()
    other = await office.stranger()
    await other.says(f"/start {tokens[HAU]}")
    assert "Phiếu mời này đã hết hiệu lực" in other.reads()

    await opens(duy, ShowInvites())
    await duy.taps("Phòng Quản lý Khoa học (6)")
    await duy.taps("Hủy phiếu cũ, in lại (6)")
    anew = printed(duy)
    assert set(anew) == set(tokens) - {HAU}
    live = sa.select(_I.c.person_id).where(_I.c.used_at.is_(None), _I.c.revoked_at.is_(None))
    assert len(await office.rows(live)) == 6, "those of before have ended, and all of who is linked"
    kept = await everything(office)
    assert not any(token in kept or token in caplog.text for found in (tokens, again, anew) for token in found.values())
    noted = await office.rows(sa.select(columns(Audit)).where(columns(Audit).c.deed == "invites.printed"))
    assert [(row.actor_id, row.details["people"]) for row in noted] == [(duy.person_id, n) for n in (7, 7, 6)]


async def test_several_units_are_printed_together_and_a_card_ends_with_what_it_may_not_outlive(office: Office) -> None:
    duy, hau, khoi = await office.person(DUY), await office.person(HAU, linked=False), await office.person(KHOI)
    await opens(duy, ShowInvites())
    await duy.taps("Chọn nhiều đơn vị")
    await duy.says("in")
    assert "Chưa chọn đơn vị nào." in duy.reads()
    for unit in ("Văn phòng Sở", "Thanh tra Sở", "Thanh tra Sở", "Phòng Quản lý Khoa học"):
        await duy.taps(next(button for button in duy.buttons() if f" {unit} (" in button))
    assert "Đã chọn 2 đơn vị, 15 người." in duy.reads()
    await duy.taps("In phiếu mời QR (15)")
    tokens = printed(duy)
    assert len(tokens) == 15 and HAU in tokens
    await opens(khoi, ChooseInvitedUnits())
    assert "Phiếu mời do Văn phòng in" in khoi.reads()

    office.clock.move_to(office.clock.now() + timedelta(days=13))
    await hau.says(f"/start {tokens[HAU]}")
    await hau.taps("Tôi đồng ý")
    assert "Đúng, liên kết" in hau.buttons(), "it is valid for fourteen days"
    await finds(duy, HAU)
    await duy.taps("Thôi công tác (nghỉ hưu, chuyển đi)")
    await duy.says("hôm nay")
    await duy.taps("Ghi ngày nghỉ")
    await hau.taps("Đúng, liên kết")
    assert "Phiếu mời này đã hết hiệu lực" in hau.reads(), "whoever has left does not come in by a card of before"
    await opens(duy, ShowInvites())
    office.clock.move_to(office.clock.now() + timedelta(days=2))
    other = await office.stranger()
    await other.says(f"/start {next(token for name, token in tokens.items() if name != HAU)}")
    assert "Phiếu mời này đã hết hiệu lực" in other.reads()


@both_engines
async def test_many_cards_are_drawn_while_their_number_is_told_in_place(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    duy = await office.person(DUY)
    await opens(duy, ShowInvites())
    goes_on, drawn, code = threading.Event(), 0, qr.invite_qr_svg("https://example.org")
    half = 46 * (1 if office.web_door is None else 2)  # with a web door a card has a code for each

    def draws(_link: str) -> str:
        nonlocal drawn
        assert drawn < half or goes_on.wait(120)
        drawn += 1
        return code

    monkeypatch.setattr(cards, "invite_qr_svg", draws)
    monkeypatch.setattr(printing, "STEP", 0.01)
    await duy.taps("In phiếu mời QR (92)")
    assert "Đã làm 0/92 phiếu (0%)." in duy.reads() and duy.screen.attachment is None
    beside, messages = Nursery(), [one.message_id for one in duy.chat]
    beside.start(office.service.printer.look(), "invites")
    async with asyncio.timeout(120):
        while "Đã làm 46/92 phiếu (50%)." not in duy.reads():  # noqa: ASYNC110 - a thread makes it so
            await asyncio.sleep(0.01)
    assert [one.message_id for one in duy.chat] == messages, "edited, not sent anew"
    goes_on.set()
    await beside.join()
    assert HAU in printed(duy)


async def test_whoever_does_something_else_meanwhile_finds_the_cards_at_the_invites(office: Office) -> None:
    duy, hau = await office.person(DUY), await office.person(HAU)
    await opens(duy, ShowInvites())
    await duy.taps("In phiếu mời QR (91)")
    await duy.says("/menu")
    await office.prints_invites()
    assert "Trang chính" not in duy.reads() and duy.screen.attachment is None, "a screen is not put over another one"
    await opens(duy, ShowInvites())
    await duy.taps("Mở tệp phiếu mời (91)")
    assert KHOI in printed(duy)
    await opens(hau, ShowInviteCards(pending._pending[duy.person_id].made))
    assert "Tệp phiếu mời này không còn" in hau.reads(), "nobody else opens them"
    await opens(duy, ShowInvites())
    office.clock.move_to(office.clock.now() + timedelta(minutes=11))
    await duy.taps("Mở tệp phiếu mời (91)")
    assert "Tệp phiếu mời này không còn" in duy.reads()


async def test_cards_that_cannot_be_drawn_are_said_to_be_gone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(link: str) -> str:
        raise MemoryError(link)

    monkeypatch.setattr(cards, "invite_qr_svg", fails)
    duy = await office.person(DUY)
    await opens(duy, ShowInvites())
    await duy.taps("In phiếu mời QR (92)")
    await office.prints_invites()
    assert "Tệp phiếu mời này không còn" in duy.reads() and "Phiếu mời QR" in duy.buttons()


async def test_a_head_invites_the_own_people_and_nobody_else(office: Office) -> None:
    hieu, hau, khoi = await office.person(HIEU), await office.person(HAU), await office.person(KHOI)
    await hieu.says("/donvi")
    await hieu.taps("Báo qua Zalo (4)")
    await hieu.taps("Phiếu mời QR")
    assert "Chưa liên kết: 4/7 người." in hieu.reads()
    await hieu.taps("In phiếu mời QR (4)")
    assert len(printed(hieu)) == 4
    await opens(hieu, PrintInvites(person=hau.person_id))
    assert "đã liên kết, không có phiếu nào để in" in hieu.reads()
    elsewhere = await office.rows(sa.text("SELECT id FROM unit WHERE name = 'Thanh tra Sở'"))
    await opens(hieu, PrintInvites(unit=elsewhere[0].id))
    assert "trưởng đơn vị in cho người của đơn vị mình" in hieu.reads()
    for phone in (hau, khoi):
        await opens(phone, ShowInvites())
        assert "Phiếu mời do Văn phòng in" in phone.reads(), "whoever stands in for a head does not either"
    assert len(await office.rows(sa.select(_I.c.id))) == 4


async def test_cards_that_are_lost_with_the_process_are_said_to_be(office: Office) -> None:
    duy = await office.person(DUY)
    await opens(duy, PrintInvites(person=(await office.person(HAU, linked=False)).person_id))
    pending._pending.clear()
    to = re.search(r"phieu-moi-\d+", duy.screen.attachment.name if duy.screen.attachment else "")
    assert to is not None and duy.screen.attachment is not None
    assert duy.screen.attachment.name.startswith(f"phieu-moi-{office.clock.local():%Y%m%d-%H%M}")
    spec = await office.rows(sa.text("SELECT spec FROM surface"))
    assert "invite_cards" in str(spec)
    await office.database.run(lambda tx: tx.execute(sa.text("UPDATE surface SET wanted = wanted + 1")))
    await office.restart()
    assert "Tệp phiếu mời này không còn" in duy.reads() and "Phiếu mời QR" in duy.buttons()


def test_a_card_has_the_codes_of_the_doors_that_can_be_used(office: Office) -> None:
    """While Telegram has never answered, the bot's name there is unknown, and a code would lead nowhere."""

    def reads(web: str, bot: str) -> str:
        phrases = Phrases(OFFICE_ZONE, OwnWords(bot=bot))
        card = InviteCard(HAU, "TN013", "Chuyên viên, Phòng Quản lý Khoa học", "token")
        now = office.clock.now()
        paper = invite_cards(partial(phrases.plain, "vi"), [card], now, now + timedelta(days=7), web)
        return " ".join(PdfReader(io.BytesIO(paper)).pages[0].extract_text().split())

    both = reads("https://td.example", "thidua_bot")
    assert "TRANG WEB" in both and "TELEGRAM" in both
    web = reads("https://td.example", "")
    assert "quét mã bên cạnh. 2. Bấm «Tôi đồng ý, vào trang»" in web and "elegram" not in web.casefold()
    assert "Trong Telegram, bấm «Bắt đầu»" in reads("", "thidua_bot")


async def test_the_first_invite_leads_to_the_web_door_where_telegram_is_away(office: Office) -> None:
    settings = Settings(web_url="https://td.example")
    (said,) = await invite(settings, office.database, "TN005", office=True, qr=None)
    assert str(said.values["link"]).startswith("https://td.example/in/")
