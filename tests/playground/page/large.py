"""Pictures of the Office's screens on a phone, with a large department and with nothing at all: `python -m
tests.playground.page.large FOLDER [large] [empty] [alone] [quiet]`. No test: somebody looks at them.

`empty`: one member of the Office, and nothing else. `alone`: a campaign besides. `quiet`: people, units and a campaign,
but nobody has answered and nobody uses the app.
"""

import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from playwright.async_api import Error as PlaywrightError

from bot.campaigns.records import CampaignTitle
from bot.clock import Clock
from bot.commands import demo
from bot.commands.playing.cast import cast
from bot.enquiries import actions as enquiries
from bot.enquiries.records import Topic
from bot.folding import fold
from bot.organisation import records as organisation
from bot.organisation.records import Word
from bot.people.identity import load_linked
from bot.people.linking.invites import begin
from bot.people.records import Account, Grant, LinkRequest, Person, Role, UnionMembership, UnionOffice, Unit
from bot.registration.records import (
    Declination,
    Receipt,
    Registration,
    RegistrationState,
    RegistrationTitle,
    RegistrationVersion,
)
from bot.store import upkeep as store
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.titles.catalogue import Family
from tests.bench.department import hire, register_all
from tests.playground.page.browser import PHONE, Desk, browsing

PEOPLE, UNITS = 3_000, 40
OFFICE, DIRECTOR, HEAD = "Nguyễn Đức Duy", "Ngô Thị Mỹ Mai", "Công Tằng Tôn Nữ Thị Hoàng Phương Uyên 1"
CAST = (OFFICE, DIRECTOR, HEAD)
_OFFICE, _DIRECTOR = PEOPLE, PEOPLE - 1
LONG = (
    "Chi cục Tiêu chuẩn - Đo lường - Chất lượng và Quản lý khoa học, công nghệ khu vực biên giới",
    "Trung tâm Kiểm định, Kiểm nghiệm, Chứng nhận hợp quy và Chuyển giao công nghệ",
    "Phòng Kế hoạch - Tài chính, Tổ chức cán bộ và Thi đua khen thưởng",
    "Phòng Quản lý Khoa học",
)
GIVEN = ("Công Tằng Tôn Nữ Thị Hoàng Phương Uyên", "Nguyễn Văn An", "Trần Lê Thị Ngọc Bích Trâm", "Lý Hải")
_P, _U, _V, _R, _M = (columns(one) for one in (Person, Unit, RegistrationVersion, Registration, UnionMembership))


def _named(tx: Tx) -> None:
    """The large department before anybody does anything."""
    hire(tx, PEOPLE, UNITS)
    organisation.begin(tx, {Word.FULL_NAME: "Sở Khoa học và Công nghệ tỉnh Tây Ninh", Word.NAME: "Sở Khoa học"})
    for key in range(1, UNITS + 1):
        name = f"{LONG[key % len(LONG)]} số {key}"
        tx.execute(sa.update(_U).where(_U.c.id == key).values(name=name, folded=fold(name), is_collective=key > 2))
    names = {_OFFICE: OFFICE, _DIRECTOR: DIRECTOR}
    for key in range(1, PEOPLE + 1):
        name = names.get(key, f"{GIVEN[(key - 1) % len(GIVEN)]} {key}")
        tx.execute(sa.update(_P).where(_P.c.id == key).values(full_name=name, folded=fold(name)))
    roles = {_OFFICE: Role.OFFICE, _DIRECTOR: Role.DIRECTOR}
    for key, role in roles.items():
        since = tx.clock.today().replace(year=2020)
        tx.execute(sa.insert(columns(Grant)), {"person_id": key, "role": role, "since": since, "from_roster": True})
    chair = sa.update(_M).where(_M.c.person_id == PEOPLE - 2).values(office=UnionOffice.CHAIR)
    tx.execute(chair)
    tx.insert_new(CampaignTitle, [{"campaign_id": 1, "title": title} for title in ("CSTDCS", "TTLDTT", "TTLDXS")])


def _large(tx: Tx) -> None:
    _named(tx)
    register_all(tx, range(1, PEOPLE, 2))
    registered = tx.execute(sa.select(_R.c.id, _R.c.family)).all()
    versions = [{"id": one.id, "registration_id": one.id, "version": 1, "at": tx.now, "by": 1} for one in registered]
    tx.insert_new(RegistrationVersion, versions)
    lines = []
    for one in registered:
        lines.append({"version_id": one.id, "title": "LDTT" if one.family is Family.STATE else "DVCDXS"})
        if one.family is Family.STATE and one.id % 5 == 0:
            lines.append({"version_id": one.id, "title": "CSTDCS"})
    for line in lines:
        line.setdefault("initiative_later", False)
    tx.insert_new(RegistrationTitle, lines)
    confirmed = {
        "state": RegistrationState.CONFIRMED,
        "confirmed_at": tx.now,
        "confirmed_by": 1,
        "confirmed_version": 1,
    }
    tx.execute(sa.update(_R).where(_R.c.id % 3 == 0).values(**confirmed))
    declined = range(2, PEOPLE, 20)
    receipts = [
        {"id": PEOPLE + key, "campaign_id": 1, "number": PEOPLE + key, "code": f"D{key}", "person_id": key}
        for key in declined
    ]
    tx.insert_new(Receipt, receipts)
    common = {"family": Family.STATE, "reason": "personal", "at": tx.now}
    tx.insert_new(Declination, [{"receipt_id": PEOPLE + key, "by": key, **common} for key in declined])
    for key in range(1, 40, 3):
        found = load_linked(tx, {key}).get(key)
        if found is not None:
            enquiries.ask(
                tx, found[0], next(iter(Topic)), f"Câu hỏi dài số {key}: em muốn biết khi nào thì nộp bản giấy ạ?"
            )
    # The demo links the phones of those who are looked at; some others have none.
    nobody = [_P.c.id % 5 == 4, _P.c.full_name.in_(CAST)]
    unlinked = sa.select(_P.c.id).where(sa.or_(*nobody))
    tx.execute(sa.delete(columns(Account)).where(columns(Account).c.person_id.in_(unlinked)))
    for key in range(12):
        waits = {"user_id": 900_000 + key, "chat_id": 900_000 + key, "created_at": tx.now, "state": "open"}
        statement = f"Em là Trần Lê Thị Ngọc Bích Trâm {key}, {LONG[0]}, mới chuyển về"
        tx.execute(sa.insert(columns(LinkRequest)), waits | {"statement": statement})


def _empty(tx: Tx) -> None:
    person = begin(tx, "TN001", OFFICE)
    since = tx.clock.today()
    grant = {"person_id": person, "role": Role.OFFICE, "since": since, "from_roster": False}
    tx.execute(sa.insert(columns(Grant)), grant)


def _alone(tx: Tx) -> None:
    hire(tx, 1, 1)
    tx.execute(sa.update(_P).values(full_name=OFFICE, folded=fold(OFFICE)))
    tx.execute(sa.delete(columns(Grant)))
    grant = {"person_id": 1, "role": Role.OFFICE, "since": tx.clock.today(), "from_roster": True}
    tx.execute(sa.insert(columns(Grant)), grant)
    tx.execute(sa.delete(columns(Account)))


def _quiet(tx: Tx) -> None:
    _named(tx)
    tx.execute(sa.delete(columns(Account)))


def _prepared(build: Callable[[Tx], None]) -> Callable[[str, Clock, int], None]:
    def prepare(url: str, clock: Clock, _year: int) -> None:
        store.migrate(url)
        database = open_database(url, clock)
        database.run_now(build)
        database.close_now()

    return prepare


_everybody = cast


def _only_cast(tx: Tx) -> Any:
    """A page with three thousand names in its list takes a minute to be there."""
    return [one for one in _everybody(tx) if one.staff.full_name in CAST]


STORES = {"empty": _empty, "alone": _alone, "quiet": _quiet}
Steps = Sequence[str]
"""Words that are typed begin with «>»; others are buttons."""
MANAGE = ">/quanly"
BY_OFFICE: dict[str, Steps] = {
    "home": (">/menu",),
    "board": (MANAGE,),
    "consolidation": (">tổng hợp",),
    "department": (MANAGE, "Toàn Sở"),
    "department-2": ("Trang sau",),
    "names": (MANAGE, "Chưa phản hồi"),
    "names-2": ("Trang sau",),
    "found": ("Tìm tên", ">hoàng phương uyên"),
    "outlook": (">số liệu, dự báo",),
    "lists": (">số liệu, dự báo", "Chưa gửi"),
    "lists-2": ("Trang sau",),
    "lists-groups": ("Tổ công đoàn",),
    "shares": (">tỷ lệ danh hiệu",),
    "forecast": (">dự báo",),
    "chart": (">biểu đồ",),
    "desk": (">việc chờ duyệt",),
    "desk-next": ("Xử lý việc lâu nhất",),
    "questions": (">câu hỏi chờ trả lời",),
    "links": (">đề nghị liên kết",),
    "personnel": (">nhân sự",),
    "staff": ("Tìm người", ">phương uyên 1"),
    "units": (">danh mục đơn vị",),
    "setup": (MANAGE, "Thiết lập"),
    "organisation": (">thông tin cơ quan",),
    "campaigns": (">thiết lập phong trào",),
    "wizard": (MANAGE, "Thiết lập", "Thiết lập phong trào", "Mở phong trào"),
    "days": (MANAGE, ">ngày nghỉ"),
    "roles": (">vai trò",),
    "role": ("Lãnh đạo đơn vị",),
    "regimes": (">quy định áp dụng",),
    "invites": (">phiếu mời",),
    "invites-units": ("Chọn nhiều đơn vị",),
    "imports": (MANAGE, ">tệp danh sách"),
    "notices": (">thông báo đã gửi",),
    "sheets": (">danh sách các đơn vị",),
    "late": (">đề nghị bổ sung nào",),
}
WITHOUT = ("department-2", "names-2", "lists", "lists-2", "lists-groups", "desk-next", "invites-units")
"""Shots for which there must be something."""
NOTHING: dict[str, Steps] = {
    **{shot: steps for shot, steps in BY_OFFICE.items() if shot not in WITHOUT},
    "imports": (MANAGE, "Nhân sự", "Danh sách nhân sự"),
    "awards": (MANAGE, "Nhân sự", "Khen thưởng các năm"),
    "forms": (">tập thể",),
    "snapshots": (">tổng hợp",),
    "results": (MANAGE, "Quyết định, kết quả"),
    "templates": (MANAGE, "Thiết lập", "Mẫu văn bản"),
    "journal": (MANAGE, "Thiết lập", "Nhật ký"),
    "periodic": (MANAGE, ">thông báo đã gửi", "Lịch gửi định kỳ"),
    "approval": (">thông báo đã gửi", "Duyệt trước khi gửi"),
    "waiting": (">việc đang chờ",),
    "notifications": (">/menu", "Thông báo"),
}
BY_DIRECTOR: dict[str, Steps] = {"director-home": (">/menu",), "director-department": (MANAGE,)}
BY_HEAD: dict[str, Steps] = {"head-home": (">/menu",), "head-unit": (">/donvi",), "head-people": ("Xem từng người",)}


async def _looks(desk: Desk, name: str, shots: dict[str, Steps], folder: Path) -> None:
    await desk.chooses(name)
    if await desk.part("start").is_visible():  # not where the bot has written first
        await desk.starts()
    for shot, steps in shots.items():
        try:
            for step in steps:
                async with asyncio.timeout(12):
                    await (desk.says(step[1:]) if step.startswith(">") else desk.taps(step))
                await asyncio.sleep(1.2)
        except (TimeoutError, AssertionError, PlaywrightError) as error:
            print(f"{shot}: {type(error).__name__}", await desk.buttons())
        await asyncio.sleep(1)
        await desk.picture(folder / f"{shot}.png")
        text = await desk.last_message_text()
        print(f"--- {shot}\n{text}\n    {await desk.buttons()}", flush=True)


async def _shown(build: Callable[[Tx], None], cast: Sequence[tuple[str, dict[str, Steps]]], folder: Path) -> None:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    vars(demo).update(_prepare=_prepared(build), cast=_only_cast)

    def ready(line: str) -> None:
        address.set_result(line[line.index("http") :].split()[0])

    serving: Any = asyncio.create_task(demo.demo(0, ready))
    await asyncio.wait({serving, address}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()
    print(await address, flush=True)
    async with browsing(await address, PHONE) as desk:
        for name, shots in cast:
            await _looks(desk, name, shots, folder)
    serving.cancel()


if __name__ == "__main__":
    out = Path(sys.argv[1])
    for one in ("large", *STORES):
        (out / one).mkdir(parents=True, exist_ok=True)
    which = sys.argv[2:] or ["large", *STORES]
    if "large" in which:
        asyncio.run(_shown(_large, ((OFFICE, BY_OFFICE), (DIRECTOR, BY_DIRECTOR), (HEAD, BY_HEAD)), out / "large"))
    for one, build in STORES.items():
        if one in which:
            asyncio.run(_shown(build, ((OFFICE, NOTHING),), out / one))
