"""Rules as the Office replaces them: by a file, with what changes for whom before it is done, and with the place of
what is wrong in it. What was registered keeps the rules it was made under."""

from collections.abc import AsyncIterator
from unicodedata import normalize

import pytest
import sqlalchemy as sa

from bot.campaigns.records import Campaign, CampaignTitle
from bot.people.records import Grant, Role
from bot.registration.records import RegistrationVersion
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles import loading
from bot.titles import records as versions
from bot.titles.catalogue import received_in
from bot.titles.records import RegimeVersion
from tests.engines import both_engines, both_engines_at_length
from tests.notices.mortal import MortalOffice, apart
from tests.office import Office, Phone

DUY, HAU, DUNG = "Nguyễn Đức Duy", "Nguyễn Công Hậu", "Mai Thị Thanh Dung"
LAW_2003 = "Luật Thi đua, khen thưởng 2003"
A = loading.house()["A_2003"]


def changed(*pairs: tuple[str, str], text: str = A.text) -> bytes:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


async def sends(phone: Phone, content: bytes, name: str = "quy-dinh.toml", mime: str = "text/plain") -> None:
    phone.office.world.sends_file(phone.user_id, name, content, mime=mime)
    await phone.office.settle()


async def asks_for_a_file(phone: Phone) -> None:
    await phone.says("/quanly")
    await phone.taps("Thiết lập")
    await phone.taps("Quy định áp dụng")
    await phone.taps("Gửi bản mới")


async def registers(phone: Phone) -> None:
    await phone.says("/dangky")
    await phone.taps("Đăng ký như năm trước")
    await phone.taps("Gửi đăng ký")


async def regime_of(office: Office) -> str:
    return str((await office.rows(sa.select(columns(Campaign).c.regime)))[0][0])


FIFTH = ("percent = 15", "percent = 20")
WORDS = ("Có sáng kiến được cơ sở công nhận, hoặc đề tài nghiên cứu khoa học", "Có sáng kiến, hoặc đề tài")


@both_engines
async def test_the_office_replaces_rules_by_a_file_and_what_was_registered_keeps_its_own(office: Office) -> None:
    hau, duy = await office.person(HAU), await office.person(DUY)
    await registers(hau)
    assert await regime_of(office) == A.key

    await duy.says("/quanly")
    await duy.taps("Thiết lập")
    await duy.taps("Quy định áp dụng")
    assert f"Hồ sơ nhận hôm nay, 03/01/2023: {LAW_2003}." in duy.reads()
    assert "hồ sơ nhận từ 01/01/2024 đến 30/6/2025" in duy.reads()
    await duy.taps("Luật 2003")
    assert "Bản số 1, đi kèm chương trình." in duy.reads()
    assert "Đang dùng cho: Phong trào thi đua năm 2023." in duy.reads()
    assert "Đăng ký lập theo bản này: 1." in duy.reads()
    assert "Chiến sĩ thi đua cơ sở: không quá 15% số Lao động tiên tiến." in duy.reads()
    await duy.taps("Tải tệp")
    file = duy.screen.attachment
    assert file is not None and file.name == "A_2003-1.toml"
    assert file.data.decode() == A.text, "what is sent back begins as what is in use"

    await duy.taps("Gửi bản mới")
    await sends(duy, changed(FIFTH, WORDS))
    assert "Phong trào thi đua năm 2023: đang có 1 đăng ký của 1 người." in duy.reads()
    assert "Chiến sĩ thi đua cơ sở: đổi tiêu chuẩn; giới hạn số lượng (chưa có đăng ký)." in duy.reads()
    assert "Lao động tiên tiến" not in duy.reads(), "what stays is not listed"
    assert "Vẫn theo bản cũ: Luật 2022, Nghị định 98/2023; " in duy.reads()
    assert await regime_of(office) == A.key, "nothing is done before it is confirmed"
    await duy.taps("Áp dụng bản này")
    assert "Bản số 2, Anh Nguyễn Đức Duy gửi lúc" in duy.reads()
    assert "không quá 20% số Lao động tiên tiến" in duy.reads()
    assert "Đăng ký lập theo bản này: 0." in duy.reads()

    key = await regime_of(office)
    assert key != A.key and key.startswith("A_2003@")
    versions = await office.rows(sa.select(columns(RegistrationVersion).c.regime))
    assert [row.regime for row in versions] == [A.key]
    # Another process, which has not read the new version, finds it where a campaign names it.
    loading._read().pop(key)
    await hau.says("/hoidap")
    await hau.taps("Chiến sĩ thi đua cơ sở")
    assert "2. Có sáng kiến, hoặc đề tài" in hau.reads()
    assert "không quá 20% số" in hau.reads()
    # The former one again: it is in use anew, with the text that it always had.
    await asks_for_a_file(duy)
    await sends(duy, A.text.encode())
    await duy.taps("Áp dụng bản này")
    assert "Bản số 3, Anh Nguyễn Đức Duy gửi lúc" in duy.reads()
    assert await regime_of(office) == A.key
    # A campaign that is over keeps the rules that it had.
    office.moves_clock_to(2023, 6, 1)
    await asks_for_a_file(duy)
    await sends(duy, changed(FIFTH))
    assert "Chưa có phong trào đang mở nào theo quy định này." in duy.reads()
    await duy.taps("Áp dụng bản này")
    assert await regime_of(office) == A.key
    given = await office.rows(sa.select(columns(Audit).c.subject).where(columns(Audit).c.deed == "regime.given"))
    assert [row.subject for row in given] == ["regime:A_2003"] * 3


async def test_what_is_wrong_with_a_file_is_said_in_one_sentence_with_its_place(office: Office) -> None:
    dung, duy = await office.person(DUNG), await office.person(DUY)
    await dung.says("/dangky")
    await dung.taps("Chọn lại")
    for label in ("Đoàn viên CĐ xuất sắc", "Tiếp tục", "Bỏ qua"):
        await dung.taps(label)
    await dung.taps("Gửi đăng ký")
    await asks_for_a_file(duy)
    head, rest = A.text.split('id = "CSTDTQ"', 1)
    order_moved = head + 'id = "CSTDTQ"' + rest.replace("order = 40", "order = 41", 1)
    faults: list[tuple[bytes, str]] = [
        (b"\xff\xfe\x00", "không phải tệp quy định dạng TOML"),
        (b"x = " + b"[" * 100_000, "không phải tệp quy định dạng TOML"),
        (b"x = " + b"9" * 9_000, "không phải tệp quy định dạng TOML"),
        (b"PK\x03\x04", "sai cú pháp tại dòng 1, cột 3"),
        (b'x = """', "sai cú pháp ở cuối tệp"),
        (b"", "lỗi tại «id»: thiếu mục này"),
        (b"#" * 300_000, "quá lớn (trên 256 KB)"),
        (changed(("order = 20", "order = ")), "sai cú pháp tại dòng 106, cột 9"),
        (changed(("order = 20", "ordre = 20")), "«title CSTDCS: order»: thiếu mục này"),
        (changed(("order = 20", 'order = "20"')), "«title CSTDCS: order»: phải là một số nguyên"),
        (changed(("percent = 15", "percent = 101")), "«title CSTDCS: quota: percent»: 101 không phải tỷ lệ"),
        (changed(('implies = ["LDTT"]', 'implies = ["LDT"]')), "implies»: không có danh hiệu «LDT»"),
        (changed(("order = 20", "order = 10")), "«title CSTDCS: order»: «10» đã là của LDTT"),
        (changed(("order = 20", "order = 20\nsince = 2")), "«title CSTDCS: since»: không có mục tên này"),
        (changed(('certainty = "V"', 'certainty = "W"')), "«W» không thuộc các giá trị V, S, M, ?"),
        (changed(('abbr = ["LĐTT"]', 'abbr = ["CSTĐCS"]')), "«CSTĐCS» đã là"),
        (changed(("order = 20", "order = 25")), "CSTDCS phải giữ số thứ tự 20"),
        (order_moved.encode(), "CSTDTQ phải giữ số thứ tự 40"),
        (changed(('id = "A_2003"', 'id = "B_2022"')), "Mã «B_2022» đã là của"),
        (changed(('id = "A_2003"', 'id = "a 2003"')), "Mã quy định «a 2003» không dùng được"),
        (b'id = "E_2030"\nextends = "E_2030"\n', "«extends»: không có quy định «E_2030»"),
        (A.text.encode(), "giống bản đang dùng"),
        (b"\xef\xbb\xbf" + normalize("NFD", A.text).replace("\n", "\r\n").encode(), "giống bản đang dùng"),
        (_without("LDTT"), "không có danh hiệu «LDTT»"),
        (_without("DVCDXS", ', "DVCDXS"', 'exclusive_with = ["DVCDXS"]'), "đang có 1 đăng ký trong Phong trào thi đua"),
    ]
    for content, said in faults:
        await sends(duy, content)
        assert said in duy.reads(), (content[:40], said, duy.reads())
        assert duy.reads().count("Đề nghị gửi tệp quy định (.toml).") >= 1, "the question waits as it did"
    await duy.says("áp dụng luôn")
    assert "Đề nghị gửi tệp quy định (.toml)" in duy.reads()
    # What nobody has registered may go, and is no longer offered.
    await sends(duy, _without("CBCDG", 'exclusive_with = ["CBCDG"]'))
    assert "Bỏ: Cán bộ công đoàn giỏi." in duy.reads()
    assert "đang có 1 đăng ký của 1 người" in duy.reads()
    await duy.taps("Áp dụng bản này")
    offered = await office.rows(sa.select(columns(CampaignTitle).c.title))
    assert len(offered) == 12 and "CBCDG" not in {row.title for row in offered}
    await dung.says("/cuatoi")
    assert "Đoàn viên CĐ xuất sắc" in dung.reads()


async def test_of_two_members_of_the_office_one_replaces_the_rules_and_the_other_hears_of_it(office: Office) -> None:
    hieu, duy = await office.person("Phạm Quốc Hiếu"), await office.person(DUY)
    await office.service.database.run(lambda tx: _joins_the_office(tx, hieu.person_id))
    for phone, content in ((hieu, changed(FIFTH)), (duy, changed(WORDS))):
        await asks_for_a_file(phone)
        await sends(phone, content)
    await hieu.taps("Áp dụng bản này")
    assert "Bản số 2, Anh Phạm Quốc Hiếu gửi lúc" in hieu.reads()
    await duy.taps("Áp dụng bản này")
    assert "vừa được Anh Phạm Quốc Hiếu thay bằng bản khác" in duy.reads()
    rows = await office.rows(sa.select(columns(RegimeVersion).c.code).where(columns(RegimeVersion).c.number > 1))
    assert len(rows) == 1, "one decision"


def _joins_the_office(tx: Tx, person_id: int) -> None:
    row = {"person_id": person_id, "role": Role.OFFICE, "since": tx.clock.today(), "from_roster": False}
    tx.execute(sa.insert(columns(Grant)), row)


async def test_rules_of_a_code_of_their_own_are_added_and_proposed_by_the_day_of_receipt(office: Office) -> None:
    duy = await office.person(DUY)
    await asks_for_a_file(duy)
    text = """
id = "E_2028"
extends = "D_2026"
name = { vi = "Luật của năm 2028", en = "Law of 2028" }
active = true
campaigns = { first = 2028 }
valid_from = 2028-01-01
caution = { vi = "Chưa đối chiếu.", en = "Not compared." }
sources = ["Luật năm 2028"]
[[override]]
id = "CSTDCS"
[override.quota]
percent = 10
of = "LDTT"
applies = false
rounding = "up"
source = { text = "Luật năm 2028", certainty = "V" }
"""
    await sends(duy, text.encode())
    assert "Luật của năm 2028: quy định mới." in duy.reads()
    assert "Chưa có phong trào đang mở nào theo quy định này." in duy.reads()
    await duy.taps("Áp dụng bản này")
    assert "10% số Lao động tiên tiến, chỉ khi Văn phòng chọn. Căn cứ: Luật năm 2028." in duy.reads()

    def proposed(tx: Tx) -> list[str]:
        used = versions.in_use(tx)
        return [regime.code for year in (2023, 2026, 2029) if (regime := used.on(received_in(year)))]

    assert await office.service.database.run(proposed) == ["A_2003", "D_2026", "E_2028"]


def _without(id: str, *also: str) -> bytes:
    """The rules without this title."""
    blocks = A.text.split("[[title]]")
    text = "[[title]]".join(block for block in blocks if f'\nid = "{id}"' not in block)
    for words in also:
        text = text.replace(words, "")
    return text.encode()


@pytest.fixture
async def mortal(sample_url: str) -> AsyncIterator[MortalOffice]:
    office = MortalOffice(sample_url)
    await office.open()
    yield office
    await office.close()


@pytest.mark.slow
@both_engines_at_length
async def test_it_dies_at_every_commit_and_the_rules_are_replaced_once(mortal: MortalOffice) -> None:
    duy, deaths = await mortal.person(DUY), 0
    for tried, (number, durable) in enumerate(mortal.deaths(12, all_of_it=False), 1):
        await asks_for_a_file(duy)
        await sends(duy, changed(("percent = 15", f"percent = {15 + tried}")))
        duy.hits("Áp dụng bản này")
        deaths += await mortal.dies_at(number, durable)
        key, versions = await regime_of(mortal), columns(RegimeVersion)
        rows = await mortal.rows(sa.select(versions.c.key, versions.c.number).where(versions.c.code == "A_2003"))
        assert max(rows, key=lambda row: row.number).key == key
        assert len(rows) == 1 + tried, "given once"
        given = await mortal.rows(sa.select(columns(Audit).c.id).where(columns(Audit).c.deed == "regime.given"))
        assert len(given) == tried
    print(f"\nnew rules: {deaths} deaths, each at another commit; given once")
    assert deaths > 4 // apart(mortal.url)
