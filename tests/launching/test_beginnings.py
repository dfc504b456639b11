"""A campaign begun from a description that was sent, or as last year's; and what cannot be taken, in one sentence."""

import zipfile
from io import BytesIO

import sqlalchemy as sa

from bot.campaigns.records import Campaign, basis_of, campaign_of_year, quotas_of, titles_of
from bot.reminders.rules import ladder
from bot.store.schema import columns
from tests.engines import both_engines
from tests.launching.test_launching import DUY, HAU, TO_CAMPAIGNS, goes
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import sends_page

PDF = b"%PDF-1.7 ke hoach"


def docx() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return made.getvalue()


DESCRIPTION = """
year = 2023
name = "Phong trào thi đua năm 2023"
plan_number = "15/KH-KHCN"
plan_date = 2022-12-30
plan_file = "ke-hoach.pdf"
regime = "A_2003"
opens = 2023-01-03
deadline = 2023-02-28
supplement_until = 2023-03-10
initiative_until = 2023-06-30
titles = ["LDTT", "CSTDCS", "TTLDTT"]
basis = ["Luật Thi đua, khen thưởng", "Nghị định số 91/2017/NĐ-CP"]

[[quota]]
title = "CSTDCS"
percent = 10
of = "LDTT"
rounding = "nearest"

[[reminder]]
days_before = 5
at = 09:00:00
to = ["staff", "lead"]
"""


@both_engines
async def test_a_description_sent_in_the_chat_leads_to_the_summary(before: TimedOffice) -> None:
    duy = await before.person(DUY)
    await goes(duy, *TO_CAMPAIGNS, "«Mở phong trào»")
    await sends_page(duy, "mo-ta.toml", DESCRIPTION.replace("A_2003", "Z").encode())
    assert duy.reads().startswith("Không có bộ quy định “Z” trong danh mục. Dùng được cho năm 2023: A_2003.")
    await sends_page(duy, "mo-ta.toml", b"year = x")
    assert "có chỗ chưa đúng ở dòng 1, cột 8" in duy.reads()
    await sends_page(duy, "mo-ta.toml", DESCRIPTION.replace("percent = 10", "percent = 101").encode())
    assert "“quota”" in duy.reads()
    await sends_page(duy, "ke-hoach.pdf", PDF)
    assert duy.reads().startswith("Xin chọn một nút dưới đây, hoặc gửi tệp mô tả có đuôi .toml.")
    await sends_page(duy, "mo-ta.toml", DESCRIPTION.encode())
    assert "Tệp kế hoạch" in duy.reads(), "the plan that it names has not been sent"
    await sends_page(duy, "anh.jpg", b"\xff\xd8\xff\xe0" + bytes(100), photo=True)
    assert "nhận tệp PDF, Word" in duy.reads()
    await sends_page(duy, "ke-hoach.pdf", PDF)
    assert "Kế hoạch: số 15/KH-KHCN ngày 30/12/2022; 2 căn cứ; tệp ke-hoach.pdf" in duy.reads()
    await goes(duy, "«Sửa từng mục»", "«Căn cứ»")
    await sends_page(duy, "nghi-dinh.docx", docx())
    assert "2. Nghị định số 91/2017/NĐ-CP (có tệp)" in duy.reads()
    await goes(duy, "«Tiếp tục»", "«Phát động»", "«Thông báo phát động (bản nháp)»")
    assert "Kèm 1 tệp" in duy.reads(), "the plan goes with the announcement"

    made = await before.database.read(lambda tx: campaign_of_year(tx, 2023))
    assert made is not None and made.plan_name == "ke-hoach.pdf"
    assert {(step.name, step.to.value) for step in ladder(made)} == {("T-5", "staff"), ("T-5", "lead")}
    kept = await before.database.read(lambda tx: basis_of(tx, made.id))
    assert [one.file_name for one in kept] == [None, "nghi-dinh.docx"]
    assert await before.database.read(lambda tx: titles_of(tx, made.id)) == {"LDTT", "CSTDCS", "TTLDTT"}
    (share,) = (await before.database.read(lambda tx: quotas_of(tx, made.id))).values()
    assert (share.percent, share.rounding) == (10, "nearest")
    await goes(duy, *TO_CAMPAIGNS, "«Mở phong trào»")
    await sends_page(duy, "mo-ta.toml", DESCRIPTION.encode())
    assert duy.reads().startswith("Năm 2023 đã có Phong trào thi đua năm 2023.")


async def test_the_next_year_begins_as_the_last_and_asks_only_what_is_new(timed: TimedOffice) -> None:
    duy = await timed.person(DUY)
    timed.clock.move_to(at(2023, 12, 20, 9))
    await goes(duy, *TO_CAMPAIGNS, "«Mở phong trào»", "«Như năm 2023»", "«Bổ sung sau»")
    await goes(duy, "«Bổ sung sau»", "«Bổ sung sau»", "03/01/2024")
    assert "17:00 Thứ Tư, 28/02/2024" in duy.buttons(), "a year after the last"
    await goes(duy, "«17:00 Thứ Tư, 28/02/2024»", "«Không có thời gian bổ sung»")
    assert "QUY ĐỊNH ÁP DỤNG cho phong trào năm 2024" in duy.reads(), "other rules than last year's"
    await goes(duy, "«Luật 2022, Nghị định 98/2023»")
    assert "☐ Tổ CĐ xuất sắc" in duy.buttons()
    await goes(duy, "«Tiếp tục»", "«Tiếp tục»", "«Không đặt hạn»")
    assert "TRƯỚC KHI PHÁT ĐỘNG: Phong trào thi đua năm 2024" in duy.reads()
    await duy.taps("Phát động")
    await duy.taps("Các phong trào")
    assert "• Phong trào thi đua năm 2024: mở từ Thứ Tư, 03/01/2024" in duy.reads()
    assert len(await timed.rows(sa.select(columns(Campaign)))) == 2


async def test_a_title_that_people_have_registered_stays(timed: TimedOffice) -> None:
    duy, hau = await timed.person(DUY), await timed.person(HAU)
    await goes(hau, "/dangky", "«Đăng ký như năm trước»", "«Gửi đăng ký»")
    await goes(duy, "/quanly", "«Soạn thông báo»", "«Dùng mẫu phát động»")
    assert "Danh hiệu Công đoàn: Chính quyền phối hợp Công đoàn cơ sở cùng phát động.\nCần hướng dẫn" in duy.reads()
    await goes(duy, "«Để sau»")
    await goes(duy, *TO_CAMPAIGNS, "«Thiết lập năm 2023»", "«Danh hiệu»", "«LĐTT»")
    assert duy.reads().startswith("Đã có 1 đăng ký Lao động tiên tiến nên chưa bỏ được.")
    await goes(duy, "«Bỏ nhóm Công đoàn»", "«Tiếp tục»")
    assert "Danh hiệu:" in duy.reads() and "→ LĐTT, CSTĐ cơ sở" in duy.reads()
    await goes(duy, "«Lưu thay đổi»", "«Ngày mở»", "10/1")
    assert duy.reads().startswith("Đã có 1 đăng ký nên không lùi ngày mở được.")
    await goes(duy, "«Để sau»", "«Quy định»", "«Luật 2003»", "«Lưu thay đổi»")
    assert duy.reads().startswith("Nội dung này đang như vậy, chưa có gì thay đổi.")
    await duy.taps("Để sau")
    assert "; danh hiệu: 6 của Nhà nước\n" in duy.reads()
    await goes(duy, "/quanly", "«Soạn thông báo»", "«Chọn mẫu khác»", "«Dùng mẫu phát động»")
    assert "cùng phát động" not in duy.reads(), "the union launches nothing here"
    for way in ("Thiết lập phong trào", "Ngày nghỉ, làm bù", "Thông tin cơ quan", "Quy định áp dụng"):
        await goes(duy, "/quanly", "«Thiết lập»", f"«{way}»", "«Thiết lập»")
        assert duy.reads().startswith("THIẾT LẬP"), "back to where one came from"
