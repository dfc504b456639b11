"""What a person has written is erased as asked: from the rows, from what others were told, and from the files."""

import html
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

import bot.tables  # noqa: F401 - every table is known
from bot.address import chat
from bot.dialogue import drafts
from bot.enquiries.targets import ShowErasure, ShowOfficeQuestions
from bot.leading.records import Channel, Nudge
from bot.ledger.letter import LetterPart
from bot.notices.records import NoticeRow, NoticeState
from bot.people.records import Account, LinkRequest, LinkRequestState
from bot.personnel.targets import EraseData
from bot.registration.records import Receipt
from bot.settings import OFFICE_ZONE
from bot.store import scrub as scrubbing
from bot.store.audit import Audit, head
from bot.store.chain.sealing import Sealer
from bot.store.chain.verifying import Against, against, verify
from bot.store.engines.opening import is_sqlite, sync_engine
from bot.store.engines.sqlite import sqlite_path
from bot.store.files import store_file
from bot.store.schema import columns
from bot.store.scrub import TABLES, Scrub
from tests.engines import both_engines_always, on_postgresql
from tests.notices.desk import composes, for_names, meets, ready, tries_out
from tests.office import Office, Phone

HAU, DUY, THU, HIEU = "Nguyễn Công Hậu", "Nguyễn Đức Duy", "Lâm Hồng Thu", "Phạm Quốc Hiếu"
SECRETS = {
    "question": "Chuyện riêng thứ nhất về con nhỏ",
    "draft": "Chuyện riêng thứ hai còn soạn dở",
    "link": "Chuyện riêng thứ ba lúc xin liên kết",
    "declined": "Chuyện riêng thứ tư nên không đăng ký",
    "asked": "Chuyện riêng thứ năm\nxin xóa giúp tôi",
    "file": "Chuyện riêng thứ chín trong tệp gửi dở",
    "nudge": "Chuyện riêng thứ bảy lãnh đạo nhắc riêng",
}
ANSWER = "Văn phòng đã rõ chuyện thứ sáu của Anh"
KEPT = "Sáng kiến đã gửi thì được giữ lại"


def traces(words: str) -> list[bytes]:
    """How `words` may stand in a store: as they are, as JSON has them, as a screen shows their beginning."""
    return [one[:20].encode() for one in (words, html.escape(words))] + [json.dumps(words)[1:40].encode()]


def in_rows(url: str, *own: str) -> list[str]:
    """Where some of it still stands, by table and column. `own`: other words than the above."""
    engine, found = sync_engine(url), list[str]()
    wanted = [trace.decode() for words in own or (*SECRETS.values(), ANSWER) for trace in traces(words)]
    with engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
                    found += [f"{table.name}.{name}" for trace in wanted if trace in text]
    engine.dispose()
    return found


def files_of(url: str) -> list[Path]:
    """The files that the store lies in: SQLite's with what is beside it, those of the tables of PostgreSQL."""
    if is_sqlite(url):
        return [one for one in sqlite_path(url).parent.glob(f"{sqlite_path(url).name}*") if one.is_file()]
    engine = sync_engine(url)
    relations = "SELECT pg_relation_filepath(c.oid) FROM pg_class c WHERE c.relname = ANY(:names)"
    toast = f"{relations} UNION SELECT pg_relation_filepath(c.reltoastrelid) FROM pg_class c"
    toast += " WHERE c.relname = ANY(:names) AND c.reltoastrelid <> 0"
    with engine.connect() as connection:
        folder = Path(connection.execute(sa.text("SHOW data_directory")).scalar_one())
        paths = connection.execute(sa.text(toast), {"names": list(TABLES)}).scalars().all()
        connection.rollback()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
    engine.dispose()
    return [folder / path for path in paths if (folder / path).exists()]


def in_files(url: str) -> list[str]:
    wanted = [trace for words in (*SECRETS.values(), ANSWER) for trace in traces(words)]
    return [file.name for file in files_of(url) if any(trace in file.read_bytes() for trace in wanted)]


async def asks(person: Phone, words: str) -> None:
    await person.says("/hoidap")
    await person.taps("Hỏi Văn phòng")
    await person.says(words)


async def asks_to_erase(person: Phone) -> None:
    await person.says("/caidat")
    await person.taps("Dữ liệu của tôi")
    await person.taps("Đề nghị xóa")
    await person.says(SECRETS["asked"])


async def opens(duy: Phone) -> None:
    await duy.says("/menu")
    await duy.forges(ShowOfficeQuestions())
    await duy.taps(next(label for label in duy.buttons() if label.startswith("Chuyện riêng thứ năm")))


async def writes_everything(office: Office) -> tuple[Phone, Phone]:
    """Words of one person wherever there is a place for them, and letters that quote them."""
    hau, duy = await office.person(HAU), await office.person(DUY)

    def asked_once(tx: Any) -> None:
        row = {"user_id": hau.user_id, "statement": SECRETS["link"], "created_at": tx.now}
        tx.execute(sa.insert(columns(LinkRequest)), row | {"state": LinkRequestState.APPROVED})
        file = store_file(tx, SECRETS["file"].encode(), "text/plain")
        drafts.begin(
            tx, hau.user_id, "sheet_signed", {"files": [[file, "a.txt", "text/plain"]]}, "files", editing=False
        )
        nudge = {"campaign_id": 1, "person_id": hau.person_id, "channel": Channel.LETTER, "day": tx.clock.today()}
        tx.execute(sa.insert(columns(Nudge)), nudge | {"words": SECRETS["nudge"], "by": duy.person_id, "at": tx.now})

    await office.database.run(asked_once)
    await asks(hau, SECRETS["question"])
    await duy.says("/menu")
    await duy.forges(ShowOfficeQuestions())
    await duy.taps(SECRETS["question"])
    await duy.taps("Trả lời")
    await duy.says(ANSWER)
    await office.letters()
    assert ANSWER in hau.reads()
    await hau.says("/dangky")
    await hau.taps("Không đăng ký năm nay")
    await hau.taps("Cả hai")
    await hau.taps("Lý do khác (gõ)")
    await hau.says(SECRETS["declined"])
    await asks_to_erase(hau)
    await hau.says("/menu")
    await hau.says(SECRETS["draft"])  # what nobody understands is kept for the Office
    return hau, duy


@both_engines_always
async def test_no_byte_of_what_was_erased_is_left_and_the_person_hears_what_is_kept(
    office: Office, sample_url: str
) -> None:
    hau, duy = await writes_everything(office)
    before = set(in_rows(sample_url))
    assert any(SECRETS["file"].encode() in file.read_bytes() for file in files_of(sample_url))
    assert {"question.words", "question.answer", "draft.data", "letter_part.text", "link_request.statement"} <= before
    assert {"declination.words", "nudge.words"} <= before
    await opens(duy)
    await duy.taps("Xem phần sẽ xóa")
    assert "Sau khi xóa không khôi phục được." in duy.reads() and "Giữ theo quy định" in duy.reads()
    await Sealer(office.database).look()
    sealed = await office.database.read(head)
    await duy.taps("Xóa dữ liệu")
    assert "Đã xóa theo đề nghị" in duy.reads()
    assert in_rows(sample_url) == []
    assert await Scrub(office.database).look()
    assert in_files(sample_url) == []
    await office.letters()
    assert (
        "Đã xóa dữ liệu theo đề nghị" in hau.reads() and "Giữ theo quy định về lưu trữ: đăng ký đã gửi" in hau.reads()
    )
    await hau.says("/cuatoi")
    assert "không đăng ký" in hau.reads().lower(), "that it was declined stays, and when"
    for label in ("/hoidap", "/menu", "/caidat"):
        await hau.says(label)
    assert await office.undone() == []
    table = columns(Audit)
    rows = await office.rows(sa.select(table.c.subject).where(table.c.deed == "personal_data.erased"))
    assert [row.subject for row in rows] == [f"person:{hau.person_id}"]
    kept = await office.database.read(lambda tx: against(tx, sealed.place, sealed.code))
    assert (kept, (await verify(office.database)).broken) == (Against.HOLDS, 0), "the trail held none of it"


@on_postgresql
async def test_files_are_not_taken_for_clean_while_somebody_may_still_see_what_was_erased(
    office: Office, sample_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that an older transaction sees is written anew by VACUUM FULL, erased or not."""
    monkeypatch.setattr(scrubbing, "LOOKS", 1)
    _hau, duy = await writes_everything(office)
    await opens(duy)
    await duy.taps("Xem phần sẽ xóa")
    reader, scrub = sync_engine(sample_url), Scrub(office.database)
    with reader.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(sa.select(columns(Account).c.user_id)).all()
        await duy.taps("Xóa dữ liệu")
        assert not await scrub.look()
        connection.rollback()
    reader.dispose()
    assert await scrub.look()
    assert in_files(sample_url) == []


async def test_what_was_sent_and_what_others_wrote_stays(office: Office) -> None:
    hau, duy, hieu = await office.person(HAU), await office.person(DUY), await office.person(HIEU)
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await asks(hieu, "Câu hỏi của người khác vẫn còn")
    await asks_to_erase(hau)
    await opens(duy)
    await duy.taps("Xem phần sẽ xóa")
    await duy.taps("Xóa dữ liệu")
    receipt, account = columns(Receipt), columns(Account)
    rows = await office.rows(sa.select(receipt.c.code).where(receipt.c.person_id == hau.person_id))
    assert len(rows) == 1
    assert len(await office.rows(sa.select(account.c.user_id).where(account.c.person_id == hau.person_id))) == 1
    await hau.says("/cuatoi")
    assert rows[0].code in hau.reads()
    await duy.taps("Các câu hỏi")
    assert "Câu hỏi của người khác vẫn còn" in duy.buttons()


@both_engines_always
async def test_of_a_member_of_the_office_drafts_go_and_what_went_out_or_was_only_looked_for_stays(
    office: Office, sample_url: str
) -> None:
    (hau,), drafted = await meets(office, HAU), "Dự thảo riêng thứ tám chưa gửi cho ai"
    duy = await ready(office, HAU)  # who has typed the name of Hậu to find him
    await duy.taps("Gửi ngay")
    await office.letters()
    await composes(duy, drafted)
    await for_names(duy, HAU)
    await tries_out(office, duy)
    assert {"notice.words", "draft.data", "letter_part.text"} <= set(in_rows(sample_url, drafted))
    await asks_to_erase(duy)
    thu = await office.person(THU)
    await opens(thu)
    await thu.taps("Xem phần sẽ xóa")
    assert "cả thông báo chưa gửi" in thu.reads()
    await thu.taps("Xóa dữ liệu")
    assert in_rows(sample_url, drafted) == []
    notice, part = columns(NoticeRow), columns(LetterPart)
    notices = await office.rows(sa.select(notice.c.state, notice.c.words).order_by(notice.c.id))
    assert [row.state for row in notices] == [NoticeState.STARTED, NoticeState.DISCARDED] and notices[0].words
    kept = await office.rows(sa.select(part.c.text).where(part.c.address == chat(hau.user_id)))
    assert [HAU in row.text for row in kept] == [True], "a name that somebody has looked for is nobody's words"
    await thu.says("/quanly")
    await duy.says("/menu")
    assert await office.undone() == []


async def test_words_too_short_to_be_known_again_go_with_the_letters_of_their_request(office: Office) -> None:
    hau, hieu = await meets(office, HAU, HIEU)
    office.clock.move_to(datetime(2023, 3, 2, 9, 0, tzinfo=OFFICE_ZONE))
    await hau.says("/dangky")
    await hau.taps("Đề nghị bổ sung")
    await hau.says("Con ốm")
    await office.letters()
    assert "Con ốm" in hieu.reads()
    await asks_to_erase(hau)
    duy, part = await office.person(DUY), columns(LetterPart)
    said = sa.select(part.c.letter_id).where(part.c.text.contains("Con ốm"))
    assert await office.rows(said)
    await opens(duy)
    await duy.taps("Xem phần sẽ xóa")
    await duy.taps("Xóa dữ liệu")
    assert await office.rows(said) == []


async def test_it_is_done_once_by_a_colleague_and_of_a_request_to_erase_only(office: Office) -> None:
    hau, duy, thu = await office.person(HAU), await office.person(DUY), await office.person(THU)
    await asks(hau, SECRETS["question"])
    await duy.says("/menu")
    await duy.forges(EraseData(1))
    assert "Đã xóa" not in duy.reads()
    await asks_to_erase(duy)
    await duy.says("/menu")
    await duy.forges(EraseData(2))
    assert "do thành viên khác của Văn phòng thực hiện" in duy.reads()
    await thu.says("/menu")
    await thu.forges(ShowErasure(2))
    await thu.taps("Xóa dữ liệu")
    assert "Đã xóa theo đề nghị" in thu.reads()
    await thu.forges(EraseData(2))
    assert thu.reads().startswith("Nút này thuộc tin cũ"), "a second tap erases nothing"
    assert await office.undone() == []


async def test_files_are_cleaned_after_an_erasure_and_not_again_without_one(office: Office) -> None:
    scrub = Scrub(office.database)
    assert not await scrub.look()
    await writes_everything(office)
    thu = await office.person(THU)
    await opens(thu)
    await thu.taps("Xem phần sẽ xóa")
    await thu.taps("Xóa dữ liệu")
    assert await scrub.look()
    assert not await scrub.look()
