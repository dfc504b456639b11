"""Files of a plan, of the documents that it refers to and of descriptions that are impossible or meant to do harm: each
is refused in one sentence, nothing is lost, and the question still stands."""

import io
import random
import struct
import zipfile
from collections.abc import Mapping

import pytest

from bot.notices.writing.rules import file_type
from bot.store.files import LARGEST
from tests.launching.test_beginnings import DESCRIPTION, PDF, docx
from tests.launching.test_launching import DUY, TO_CAMPAIGNS, goes
from tests.reminders.conftest import TimedOffice
from tests.sheets.desks import sends_page

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
"""The beginning of what Word writes with a password, and of a .doc of 1997."""


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "<w:document/>")
    return made.getvalue()


def of_the_future() -> bytes:
    """A document that says it needs a program of version 9.9 to be unpacked."""
    content = bytearray(docx())
    at = content.index(b"PK\x01\x02")
    content[at + 6 : at + 8] = struct.pack("<H", 99)
    return bytes(content)


FILES: Mapping[str, tuple[str, bytes]] = {
    "empty": ("ke-hoach.pdf", b""),
    "a program": ("ke-hoach.pdf.exe", b"MZ" + bytes(200)),
    "another type under the name of a PDF": ("ke-hoach.pdf", b"<html><script>alert(1)</script></html>"),
    "with a password": ("ke-hoach.docx", OLE),
    "with macros": ("ke-hoach.docm", archive("word/document.xml", "word/vbaProject.bin")),
    "with macros in another place": ("ke-hoach.docx", archive("word/document.xml", "word/a/VBAPROJECT.BIN")),
    "a workbook": ("ke-hoach.xlsx", archive("xl/workbook.xml")),
    "an archive": ("ke-hoach.zip", archive("ke-hoach.pdf")),
    "cut off": ("ke-hoach.docx", docx()[:-30]),
    "of the future": ("ke-hoach.docx", of_the_future()),
    "no text": ("ke-hoach.txt", b"\xff\xfe\x00K\x00e"),
    "blanks": ("ke-hoach.txt", b" \n \n"),
}
DESCRIPTIONS: Mapping[str, tuple[bytes, str]] = {
    "no text": (b"\xff\xfe\x00", "không phải là bản mô tả phong trào"),
    "a mistake": (b"year = x", "có chỗ chưa đúng ở dòng 1, cột 8"),
    "cut off": (b"year = ", "chưa đủ ở cuối tệp"),
    "brackets without end": (b"year = " + b"[" * 100_000, "bản mô tả"),
    "a number of ten thousand digits": (b"year = " + b"9" * 10_000, "không phải là bản mô tả phong trào"),
    "too big": (b"# " + b"a" * 300_000, "lớn hơn 256 KB"),
    "a key without end": (b'"' + b"k" * 9_000 + b'" = 1', "không có trong bản mô tả"),
    "the year 0001": (DESCRIPTION.replace("opens = 2023-01-03", "opens = 0001-01-01").encode(), "“opens”"),
    "the year 9999": (DESCRIPTION.replace("deadline = 2023-02-28", "deadline = 9999-12-31").encode(), "“deadline”"),
    "end before start": (DESCRIPTION.replace("deadline = 2023-02-28", "deadline = 2023-01-01").encode(), "phải trước"),
    "a time for a day": (DESCRIPTION.replace("2022-12-30", "2022-12-30T10:00:00").encode(), "“plan_date”"),
    "a day that there is not": (DESCRIPTION.replace("2022-12-30", "2022-02-30").encode(), "có chỗ chưa đúng"),
    "titles in titles": (DESCRIPTION.replace('["LDTT", "CSTDCS", "TTLDTT"]', '[["LDTT"]]').encode(), "“titles”"),
    "a share of nothing": (DESCRIPTION.replace("percent = 10", "percent = 0").encode(), "“quota”"),
    "a share of more than all": (DESCRIPTION.replace("percent = 10", "percent = 101").encode(), "“quota”"),
    "a reminder in a million days": (
        DESCRIPTION.replace("days_before = 5", "days_before = 1000000").encode(),
        "“reminder.days_before”",
    ),
    "reminders to a list": (DESCRIPTION.replace('["staff", "lead"]', '[["staff"]]').encode(), "“reminder.to”"),
    "a name of a page": (DESCRIPTION.replace("thi đua năm 2023", "thi đua " * 100).encode(), "120"),
    "a number of a page": (DESCRIPTION.replace("15/KH-KHCN", "15/KH-" * 50).encode(), "60"),
    "a thousand documents": (
        DESCRIPTION.replace('["Luật Thi đua', "[" + '"Luật Thi đua",' * 1000 + '"Luật Thi đua').encode(),
        "nhiều nhất 20 văn bản",
    ),
    "a year of another age": (DESCRIPTION.replace("year = 2023", "year = 99999999").encode(), "năm 99999999"),
}
"""Each description that is sent, and the words of its refusal."""


async def test_no_such_file_is_kept_for_a_plan_or_a_document(timed: TimedOffice) -> None:
    duy = await timed.person(DUY)
    await goes(duy, *TO_CAMPAIGNS, "«Thiết lập năm 2023»", "«Tệp kế hoạch»")
    for what, (name, content) in FILES.items():
        await sends_page(duy, name, content)
        assert f"Tệp {name} chưa nhận" in duy.reads(), what
        assert "TỆP KẾ HOẠCH" in duy.reads().upper(), "the question still stands"
    timed.world.sends_file(duy.user_id, "to.pdf", PDF + bytes(LARGEST))
    await timed.settle()
    assert "lớn hơn 20 MB" in duy.reads()
    await sends_page(duy, "ke-hoach.pdf", PDF)
    assert "ke-hoach.pdf" in duy.reads() and "Lưu thay đổi" in duy.buttons()
    await goes(duy, "«Để sau»", "«Căn cứ»")
    if "Xóa hết" in duy.buttons():
        await duy.taps("Xóa hết")
        await duy.taps(duy.buttons()[0])
    await duy.says("Luật Thi đua, khen thưởng năm 2003")
    for what, (name, content) in FILES.items():
        await sends_page(duy, name, content)
        assert f"Tệp {name} chưa nhận" in duy.reads() and "(có tệp)" not in duy.reads(), what
        assert len([line for line in duy.reads().splitlines() if line.strip()]) <= 10
    await timed.restart()
    await sends_page(duy, "luat.pdf", PDF)
    assert "1. Luật Thi đua, khen thưởng năm 2003 (có tệp)" in duy.reads(), "nothing is lost by what was refused"


@pytest.mark.parametrize("what", DESCRIPTIONS)
async def test_no_such_description_opens_a_campaign(before: TimedOffice, what: str) -> None:
    content, sentence = DESCRIPTIONS[what]
    duy = await before.person(DUY)
    await goes(duy, *TO_CAMPAIGNS, "«Mở phong trào»")
    await sends_page(duy, "mo-ta.toml", content)
    assert sentence in duy.reads(), duy.reads()
    assert "Từ danh mục danh hiệu" in duy.buttons(), "the question still stands"
    assert await before.undone() == []
    await sends_page(duy, "mo-ta.toml", DESCRIPTION.encode())
    assert "Tệp kế hoạch" in duy.reads()


def test_whatever_the_bytes_a_document_is_one_or_none() -> None:
    chance, whole = random.Random(13), archive("[Content_Types].xml", "word/document.xml", "word/styles.xml")
    for _ in range(3000):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        file_type(bytes(content[: chance.randint(4, len(content))]) if chance.random() < 0.2 else bytes(content))
