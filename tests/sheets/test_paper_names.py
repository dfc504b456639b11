"""Whom the list to sign names: those who register. The rest is for who leads and for the Office, on their screens."""

import io

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from bot.leading.targets import ShowSheet
from bot.registration.records import Exemption, ExemptReason, FamilyChoice
from bot.registration.targets import ShowDecline
from bot.sheets.records import SheetVersion
from bot.sheets.targets import ShowReceivedSheet, ShowSheetPdf, ShowSheetPeople
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.sheets.desks import (
    CHAIR,
    GROUP_LEAD,
    HEAD,
    OFFICER,
    STAFF,
    opens,
    registers,
    sender,
)

PROXIED, DECLINED, EXEMPT = "Hồ Quốc An", "Nguyễn Thị Hồng", "Nguyễn Hồng Hà"
SILENT = ("Lê Công Khôi", "Mai Thị Thanh Dung")
WORDS = (
    "không đăng ký",
    "không thuộc diện",
    "chưa có ý kiến",
    "chưa đăng ký",
    "chưa phản hồi",
    "nghỉ hưu",
    "từ chối",
    "miễn",
)


async def a_unit_in_which_not_everybody_registers(office: Office) -> None:
    await registers(office, STAFF, "LDTT", "CSTDCS")
    await registers(office, PROXIED, "LDTT", by=HEAD)
    await declines(office, DECLINED)
    person, today = await office.person(EXEMPT), office.clock.today()
    row = {"campaign_id": 1, "person_id": person.person_id, "reason": ExemptReason.STUDY, "since": today}
    statement = sa.insert(columns(Exemption)).values(**row, by=person.person_id, at=office.clock.now())
    await office.database.run(lambda tx: tx.execute(statement))


async def declines(office: Office, name: str) -> None:
    person = await office.person(name)
    await person.says("/dangky")
    await opens(person, ShowDecline(FamilyChoice.STATE))
    await person.taps("Nghỉ hưu, chuyển công tác trong năm")


async def paper(person: Phone, subject: Subject, key: int) -> str:
    """The text of the list that the person has printed, spaces made plain."""
    await opens(person, ShowSheetPdf(subject, key))
    assert person.screen.attachment is not None and person.screen.attachment.data is not None
    pages = PdfReader(io.BytesIO(person.screen.attachment.data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def assert_names_only_who_registers(text: str) -> None:
    assert STAFF in text and PROXIED in text
    for name in (DECLINED, EXEMPT, *SILENT):
        assert name not in text, name
    for word in WORDS:
        assert word not in text.lower(), word


@both_engines
async def test_the_paper_names_only_who_registers_before_and_after_it_is_sent(office: Office) -> None:
    await a_unit_in_which_not_everybody_registers(office)
    hieu, duy, who = await office.person(HEAD), await office.person(OFFICER), await sender(office)
    assert_names_only_who_registers(await paper(hieu, *who))
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    for person in (hieu, duy):
        text = await paper(person, *who)
        assert_names_only_who_registers(text)
        assert "DS23-01, bản 1" in text
        assert "Tổng số người: 7; số người đăng ký: 2." in text
        assert "Bản in chỉ ghi người đăng ký" in person.reads()


async def test_a_version_of_yesterday_drawn_anew_keeps_its_people_to_itself(office: Office) -> None:
    """The version has them all frozen in it, and the Office still reads them there."""
    await a_unit_in_which_not_everybody_registers(office)
    hieu, duy, who = await office.person(HEAD), await office.person(OFFICER), await sender(office)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Gửi danh sách")
    office.waits(days=1)
    await registers(office, DECLINED, "LDTT")
    assert_names_only_who_registers(await paper(duy, *who))
    (version,) = await office.rows(sa.select(columns(SheetVersion)))
    assert {DECLINED, EXEMPT, *SILENT} <= {row["name"] for row in version.content["rows"]}
    await opens(duy, ShowReceivedSheet(1))
    assert f"Không đăng ký: {DECLINED} (nghỉ hưu, chuyển công tác)." in duy.reads()


async def test_who_leads_and_the_office_still_see_who_is_not_on_the_paper(office: Office) -> None:
    await a_unit_in_which_not_everybody_registers(office)
    hieu, duy = await office.person(HEAD), await office.person(OFFICER)
    await opens(hieu, ShowSheet(Subject.UNIT))
    seen = hieu.reads()
    await hieu.taps("Gửi danh sách")
    await opens(duy, ShowReceivedSheet(1))
    for screen in (seen, duy.reads()):
        assert "7 người: đăng ký 2, không đăng ký 1, chưa phản hồi 3, không thuộc diện đăng ký 1." in screen
        assert f"Không đăng ký: {DECLINED} (nghỉ hưu, chuyển công tác)." in screen
        assert all(name in screen for name in SILENT)
    for person in (hieu, duy):
        await opens(person, ShowSheetPeople(*await sender(office)))
        assert f"{DECLINED}: không đăng ký năm nay" in person.reads()
        assert f"{EXEMPT}: không thuộc diện" in person.reads()
        assert f"{SILENT[0]}: chưa phản hồi" in person.reads()


async def test_a_union_groups_paper_names_only_who_registers(office: Office) -> None:
    await registers(office, STAFF, "DVCDXS")
    khoi, chair = await office.person(GROUP_LEAD), await office.person(CHAIR)
    who = await sender(office, Subject.UNION_GROUP)
    await opens(khoi, ShowSheet(*who))
    await khoi.taps("Gửi danh sách")
    for person in (khoi, chair):
        text = await paper(person, *who)
        assert STAFF in text
        for name in (PROXIED, DECLINED, EXEMPT, SILENT[1]):
            assert name not in text
        assert not any(word in text.lower() for word in WORDS)


@pytest.mark.parametrize("sent", [False, True])
async def test_a_list_on_which_nobody_registers_names_nobody(office: Office, sent: bool) -> None:
    await declines(office, DECLINED)
    hieu = await office.person(HEAD)
    if sent:
        await opens(hieu, ShowSheet(Subject.UNIT))
        await hieu.taps("Gửi danh sách")
    text = await paper(hieu, *await sender(office))
    assert "Hiện chưa có người đăng ký." in text
    assert all(name not in text for name in (STAFF, PROXIED, DECLINED, EXEMPT, *SILENT))
    assert not any(word in text.lower() for word in WORDS)
