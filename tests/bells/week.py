"""The department of a week without Telegram: who has which door, and how each of them talks to the bot."""

import io
import re
from collections.abc import Iterable, Sequence
from email import message_from_bytes
from email import policy as mails
from urllib.parse import urljoin

import sqlalchemy as sa
from openpyxl import load_workbook  # type: ignore[import-untyped]

from bot.dialogue.targets import ToAct, ToView
from bot.doors.buttons import pack
from bot.ledger.letter import Letter
from bot.office.invites import pending
from bot.people.authentication import links
from bot.people.authentication.records import LinkKind
from bot.people.identity import Scope, roster
from bot.people.records import Person
from bot.people.targets import PrintInvites
from bot.personnel.targets import ShowUnitForms
from bot.registration.records import Receipt, Registration, RegistrationVersion
from bot.slices import ticks
from bot.store.database import Tx
from bot.store.schema import columns
from tests.bells.house import House
from tests.bells.outages import carries_elsewhere
from tests.entrance.browser import Browser
from tests.entrance.conftest import WebDoor
from tests.notices.desk import DUY
from tests.office import FIRST_USER, Office, Phone, link
from tests.office_room.test_paper_of_unit import sends

THU = "Lâm Hồng Thu"
PIN = "482915"
_P, _L = columns(Person), columns(Letter)
_RC, _R, _V = columns(Receipt), columns(Registration), columns(RegistrationVersion)


class Seat:
    """A person at a browser."""

    def __init__(self, office: Office, browser: Browser) -> None:
        self.office, self.browser = office, browser

    def labels(self) -> list[str]:
        return self.browser.labels()

    def reads(self) -> str:
        return self.browser.reads()

    async def says(self, text: str) -> None:
        await self.browser.says(text)
        await self.office.settle()
        await self.browser.opens("")

    async def taps(self, label: str) -> None:
        await self.browser.presses(label)
        await self.office.settle()
        await self.browser.opens("")

    async def forges(self, to: ToView | ToAct) -> None:
        """Press a button that stands on another screen."""
        await self.browser.opens("")
        form = next(form for form in self.browser.forms() if form.action.endswith("/tap"))
        origin = self.browser._same_origin()
        url = urljoin(self.browser.root, form.action)
        await self.browser.asks("POST", url, data={**form.fields, "data": pack(to)}, headers=origin)
        await self.office.settle()
        await self.browser.opens("")


class Hand:
    """A person at a phone with Telegram."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    def labels(self) -> list[str]:
        return self.phone.buttons()

    def reads(self) -> str:
        return self.phone.reads()

    async def says(self, text: str) -> None:
        await self.phone.says(text)

    async def taps(self, label: str) -> None:
        await self.phone.taps(label)


async def answers(who: Seat | Hand) -> None:
    """Registers, the simplest way."""
    await who.says("/dangky")
    if "Đăng ký như năm trước" in who.labels():
        await who.taps("Đăng ký như năm trước")
    else:
        await who.taps("Lao động tiên tiến")
        await who.taps("Tiếp tục")
        await who.taps("Bỏ qua")
    await who.taps("Gửi đăng ký")
    assert "Mã số" in who.reads(), who.reads()


class Week:
    """93 people by the door that each has; nobody else's number or address is known."""

    def __init__(self, house: House, door: WebDoor) -> None:
        self.house, self.door, self.office = house, door, house.office
        self.names: dict[int, str] = {}
        self.codes: dict[str, int] = {}
        self.groups: dict[str, list[int]] = {}
        self.how: dict[int, str] = {}
        """Person -> the way on which he or she has answered."""
        self._seats: dict[int, Seat] = {}
        self._phones: dict[int, Phone] = {}

    async def settles_in(self, sizes: dict[str, int], desk: Sequence[str]) -> None:
        """Everybody has what the group has: `desk` and the first groups are linked at Telegram."""
        here = await self.office.database.run(lambda tx: roster(tx, Scope(everybody=True), tx.clock.today()))
        self.names = {one.id: one.full_name for one in here}
        self.codes = {one.code: one.id for one in here}
        at_desk = [one.id for one in here if one.full_name in desk]
        others = [one.id for one in here if one.full_name not in desk]
        no_chat = others[8::9][:10]  # of many units
        left = iter([*(key for key in others if key not in no_chat), *no_chat])
        self.groups = {"desk": at_desk} | {name: [next(left) for _ in range(size)] for name, size in sizes.items()}
        assert sum(map(len, self.groups.values())) == len(self.names) == 93

        def body(tx: Tx) -> None:
            tx.execute(sa.update(_P).values(phone=None, email=None))
            for name, people in self.groups.items():
                for key in people:
                    if "mail" in name:
                        tx.execute(sa.update(_P).where(_P.c.id == key).values(email=f"p{key}@so.example.vn"))
                    if "sms" in name:
                        tx.execute(sa.update(_P).where(_P.c.id == key).values(phone=f"+8491200{key:04}"))
                    if not name.startswith("no chat"):
                        link(tx, FIRST_USER + key, key)

        await self.office.database.run(body)
        for key in (key for name, people in self.groups.items() if not name.startswith("no chat") for key in people):
            await self.phone(key)

    def of(self, *groups: str) -> list[int]:
        return [key for group in groups for key in self.groups[group]]

    async def phone(self, key: int) -> Phone:
        if key not in self._phones:
            *before, last = self.names[key].split()
            self.office.world.human(FIRST_USER + key, last, " ".join(before))
            self.office.world.came_before(FIRST_USER + key)
            self._phones[key] = Phone(self.office, FIRST_USER + key, self.names[key], key, None)
        return self._phones[key]

    async def seat(self, key: int, path: str = "") -> Seat:
        """The person at the browser; comes in by `path`, or by a link of the Office."""
        if key not in self._seats:
            token = path or "in/" + await self._link(key)
            came = await self.door.browser()
            await came.opens(token)
            page = await came.presses("Tôi đồng ý, vào trang")
            await came.presses("Vào trang", **({"pin": PIN, "again": PIN} if "Nhập lại" in page else {"pin": PIN}))
            assert came.status == 200 and self.names[key] in came.reads(), came.reads()
            await self.office.settle()
            self._seats[key] = Seat(self.office, came)
        await self._seats[key].browser.opens("")
        return self._seats[key]

    async def _link(self, key: int) -> str:
        return await self.office.database.run(lambda tx: links.create(tx, key, LinkKind.OFFICE, by=None))

    # --- how people answer --------------------------------------------------------------------------------------------

    async def answer_at_telegram(self, people: Iterable[int]) -> None:
        for key in people:
            await answers(Hand(await self.phone(key)))
            self.how[key] = "Telegram"

    async def answer_at_the_web(self, people: Iterable[int], how: str, paths: dict[int, str] | None = None) -> None:
        for key in people:
            await answers(await self.seat(key, (paths or {}).get(key, "")))
            self.how[key] = how

    async def answer_on_paper(self, people: Sequence[int], duy: Phone, day: str) -> None:
        """Signed forms of each unit come back as one workbook, which the Office enters."""
        here = await self.office.database.run(lambda tx: roster(tx, Scope(everybody=True), tx.clock.today()))
        units: dict[int, list[str]] = {}
        for one in here:
            if one.id in people:
                assert one.unit_id is not None
                units.setdefault(one.unit_id, []).append(one.code)
        for unit, codes in units.items():
            await duy.says("/menu")
            await duy.forges(ShowUnitForms(unit))
            await duy.taps("Tải biểu mẫu (Excel)")
            assert duy.screen.attachment is not None
            template = duy.screen.attachment.data
            await duy.taps("Gửi tệp đã điền")
            await sends(duy, f"don-vi-{unit}.xlsx", marked(template, codes, day))
            await self.office.reads_workbooks()
            assert f"Sẽ nhập: {len(codes)} người." in duy.reads(), duy.reads()
            await duy.taps("Ghi vào dữ liệu")
            await self.office.reads_workbooks()
        self.how |= dict.fromkeys(people, "phiếu giấy")

    # --- what has come to people --------------------------------------------------------------------------------------

    def rung(self) -> dict[int, str]:
        """The way in that mail or SMS has brought, by person."""
        ways: dict[int, str] = {}
        for taken in self.house.mail.taken:
            assert isinstance(taken.content, bytes)
            words = message_from_bytes(taken.content, policy=mails.default).get_content()
            ways[int(re.sub(r"\D", "", taken.rcpt_tos[0].partition("@")[0]))] = path_in(words)
        for sms in self.house.gateway.taken.values():
            ways[int(sms["to"][-4:])] = path_in(sms["text"])
        return ways

    async def prints_invites(self, duy: Seat) -> dict[int, str]:
        """The codes on paper, by person, as a phone reads them."""
        await duy.forges(PrintInvites())
        cards = pending._pending[(await self.keys(DUY))[0]].cards
        return {self.codes[card.code]: f"in/{card.token}" for card in cards}

    async def keys(self, *names: str) -> list[int]:
        return [key for name in names for key, known in self.names.items() if known == name]

    # --- time ---------------------------------------------------------------------------------------------------------

    async def goes_by(self, *, elsewhere: bool) -> None:
        """Plan what is due now, look after it and carry it: past Telegram, while it is out."""
        await ticks(self.office.database).run_due()
        await self.office.service.courier.take_over()
        await self.office.service.doors.look()
        if elsewhere:
            await carries_elsewhere(self.office)
        else:
            await self.office.letters()
        await self.house.rings()

    # --- the figures --------------------------------------------------------------------------------------------------

    async def answered(self) -> dict[int, bool]:
        """Person -> true where the answer was entered from paper, as the store has it."""
        query = (
            sa.select(_RC.c.person_id, sa.func.max(sa.cast(_V.c.on_paper, sa.Integer)).label("paper"))
            .join_from(_RC, _R, _R.c.receipt_id == _RC.c.id)
            .join(_V, _V.c.registration_id == _R.c.id)
            .where(_RC.c.person_id.is_not(None))
            .group_by(_RC.c.person_id)
        )
        return {row.person_id: bool(row.paper) for row in await self.office.rows(query)}


def marked(template: bytes, codes: Sequence[str], day: str) -> bytes:
    """The workbook with «Lao động tiên tiến» marked for the people of these codes."""
    book = load_workbook(io.BytesIO(template))
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value in codes:
            sheet.cell(row, heads["Lao động tiên tiến"]).value = "x"
            sheet.cell(row, heads["Ngày ký"]).value = day
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def path_in(words: str) -> str:
    found = re.search(r"/(in/[\w-]+)", words)
    assert found is not None, words
    return found[1]
