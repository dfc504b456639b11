"""A person's words that are erased go from the web door too, and from its files."""

import sqlalchemy as sa

from bot.dialogue.screens import Album, Attachment
from bot.doors.rendering import Rendered
from bot.doors.web.messages import WebMessage
from bot.enquiries.targets import ShowOfficeQuestions
from bot.ledger import forgetting
from bot.ledger.letter import Letter
from bot.people.records import Account
from bot.store.files import StoredFile, store_file
from bot.store.schema import columns
from bot.store.scrub import TABLES
from tests.doors.web.stage import Browser, WebOffice
from tests.engines import both_engines_always
from tests.office import Office

SAID = "Chuyện riêng của tôi về con nhỏ"


async def without_telegram(office: Office) -> None:
    """Everybody has stopped the bot there: letters come by the web."""
    await office.database.run(lambda tx: tx.execute(sa.update(columns(Account)).values(blocked_at=tx.now)))


async def asked_and_answered(web: WebOffice) -> tuple[Browser, Browser]:
    """A question that stands with the Office, its answer with whoever asked, and the list of questions once more."""
    hau, duy = await web.browser("Nguyễn Công Hậu"), await web.browser("Nguyễn Đức Duy")
    await without_telegram(web.office)
    for browser in (hau, duy):
        await browser.opens()
        await browser.chooses("Trang chính")
    for words in (SAID, f"{SAID}, lần nữa"):
        await hau.taps("Hỏi đáp")
        await hau.taps("Hỏi Văn phòng")
        await hau.says(words)
        await hau.chooses("Trang chính")
    await duy.forges(ShowOfficeQuestions())
    await duy.taps(SAID)
    await duy.taps("Trả lời")
    await duy.says("Văn phòng đã rõ.")
    await web.office.letters()
    await duy.forges(ShowOfficeQuestions())
    await hau.opens()
    await duy.opens()
    return hau, duy


@both_engines_always
async def test_an_erasure_reaches_every_conversation(office: Office) -> None:
    async with WebOffice(office) as web:
        hau, duy = await asked_and_answered(web)
        assert "letter" in hau.page.kinds
        assert SAID in hau.page.html
        assert any(SAID in label for label in duy.labels()), "only a button says it"
        person = hau.caller.address.value
        await office.database.run(lambda tx: forgetting.forget(tx, person, [SAID, f"{SAID}, lần nữa"]))
        for browser in (hau, duy):
            await browser.opens()
            assert SAID not in browser.page.html
            assert "Nội dung này đã được xóa theo đề nghị." in browser.page.html
    assert "web_message" in TABLES


@both_engines_always
async def test_letters_of_a_source_are_blanked_wherever_they_stand(office: Office) -> None:
    async with WebOffice(office) as web:
        await asked_and_answered(web)
        letters, shown = columns(Letter), columns(WebMessage)
        sources = {row.source for row in await office.rows(sa.select(letters.c.source))}
        await office.database.run(lambda tx: forgetting.forget_sources(tx, sources))
        texts = [row.content["text"] for row in await office.rows(sa.select(shown.c.content, shown.c.key)) if row.key]
        assert texts
        assert set(texts) == {""}


@both_engines_always
async def test_a_file_whose_time_is_over_goes_from_the_conversation_and_what_was_said_with_it_stays(
    office: Office,
) -> None:
    async with WebOffice(office) as web:
        duy = await web.browser("Nguyễn Đức Duy")
        old = await office.database.run(lambda tx: store_file(tx, b"old", "application/pdf"))
        new = await office.database.run(lambda tx: store_file(tx, b"new", "application/pdf"))
        album = Album((Attachment(old, "cu.pdf", "application/pdf"), Attachment(new, "moi.pdf", "application/pdf")))
        await web.post.send(duy.caller.address, Rendered("Kèm hai tệp", None, None, album, True))
        await office.database.run(lambda tx: forgetting.forget_files(tx, {old}))
        await duy.opens()
        assert "cu.pdf" not in duy.page.html
        assert "moi.pdf" in duy.page.html and "Kèm hai tệp" in duy.page.html
        kept = {row.sha256 for row in await office.rows(sa.select(columns(StoredFile).c.sha256))}
        assert (old in kept, new in kept) == (False, True)
