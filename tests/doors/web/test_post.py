"""The post of the web door, on both engines: what is sent stands once, edits are in place, and what is gone is gone."""

import asyncio
from contextlib import ExitStack
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import Address, room
from bot.dialogue.screens import Album, Attachment, Paper
from bot.dialogue.surface import Surface
from bot.doors.channel import Record
from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.rendering import Rendered
from bot.doors.web import forgetting, messages
from bot.doors.web.hub import Hub
from bot.doors.web.messages import Message, WebMessage
from bot.doors.web.post import Post
from bot.settings import OFFICE_ZONE
from bot.store.database import Database, Tx
from bot.store.files import StoredFile, file_content, store_file
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.office import phrases_read_once

pytestmark = both_engines

HERE, THERE = room(7), room(8)
BUTTONS = {"inline_keyboard": [[{"text": "Đồng ý", "callback_data": "d:yes", "style": "success"}]]}


def said(text: str, file: Any = None, *, keep: bool = False, buttons: bool = False) -> Rendered:
    return Rendered(text, BUTTONS if buttons else None, None, file, keep)


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database, phrases_read_once(OFFICE_ZONE), Hub(database))


async def stands(database: Database, address: Address = HERE) -> list[Message]:
    shown, _ = await database.read(lambda tx: messages.page(tx, address, 100))
    return shown


async def texts(database: Database, address: Address = HERE) -> list[str]:
    return [one.content["text"] for one in await stands(database, address)]


def surface(message_id: int | None = None, *, fresh: bool = False, at: Address = HERE) -> Surface:
    return Surface(at.value, at, "main", 0, 70, {"view": ["home"]}, None, message_id, 1, 0, fresh, False, False)


async def shows(post: Post, where: Surface, rendered: Rendered) -> int:
    """Show it on the surface; the number under which that is recorded."""
    numbers = list[int]()

    def record(_tx: Tx, number: int) -> None:
        numbers.append(number)

    async def nothing_is_left(_number: int) -> None:
        raise AssertionError("it was recorded within")

    await post.put(where, rendered, "vi", Record(record, nothing_is_left))
    (number,) = numbers
    return number


# --- letters ----------------------------------------------------------------------------------------------------------


async def test_a_message_is_there_with_its_words_and_buttons(post: Post, database: Database) -> None:
    (number,) = await post.send(HERE, said("Kính gửi <b>Anh</b>", buttons=True))
    (one,) = await stands(database)
    assert (one.id, one.content["text"], one.content["letter"]) == (number, "Kính gửi <b>Anh</b>", True)
    assert one.content["rows"] == [[{"text": "Đồng ý", "data": "d:yes", "style": "success"}]]
    assert await stands(database, THERE) == []


async def test_a_letter_sent_again_under_its_key_stands_once(post: Post, database: Database) -> None:
    first = await post.send(HERE, said("Nhắc hạn"), key="12:0")
    assert await post.send(HERE, said("Nhắc hạn"), key="12:0") == first
    assert await post.send(HERE, said("Nhắc hạn"), key="12:1") != first
    assert await texts(database) == ["Nhắc hạn", "Nhắc hạn"]


@both_engines_always
async def test_two_who_send_the_same_letter_at_once_send_it_once(post: Post, database: Database) -> None:
    sent = await asyncio.gather(*(post.send(HERE, said("Nhắc hạn"), key="12:0") for _ in range(8)))
    assert len(set(sent)) == 1
    assert await texts(database) == ["Nhắc hạn"]


async def test_a_letter_that_was_recalled_does_not_come_back(post: Post, database: Database) -> None:
    (number,) = await post.send(HERE, said("Nhầm"), key="12:0")
    await post.delete(HERE, [number])
    assert await post.send(HERE, said("Nhầm"), key="12:0") == (number,)
    assert await texts(database) == []


async def test_an_edit_is_in_place_and_says_when_nothing_changes(post: Post, database: Database) -> None:
    (number,) = await post.send(HERE, said("Trước"))
    await post.edit(HERE, number, said("Sau"), other_file=False)
    (one,) = await stands(database)
    assert (one.id, one.content["text"], one.content["letter"]) == (number, "Sau", True)
    with pytest.raises(NotDelivered) as told:
        await post.edit(HERE, number, said("Sau"), other_file=False)
    assert told.value.outcome is Outcome.UNCHANGED


async def test_what_is_gone_cannot_be_edited_nor_taken_away_again(post: Post, database: Database) -> None:
    (number,) = await post.send(HERE, said("Tin"))
    await post.delete(HERE, [number])
    for again in (post.edit(HERE, number, said("Khác"), other_file=False), post.delete(HERE, [number])):
        with pytest.raises(NotDelivered) as told:
            await again
        assert told.value.outcome is Outcome.GONE
    row = await database.read(lambda tx: tx.execute(sa.select(columns(WebMessage).c.content)).scalar_one())
    assert row == {}, "nothing of what it said is kept"


async def test_nobody_edits_or_takes_away_what_stands_at_another_address(post: Post, database: Database) -> None:
    (number,) = await post.send(HERE, said("Của tôi"))
    with pytest.raises(NotDelivered):
        await post.edit(THERE, number, said("Của người khác"), other_file=False)
    with pytest.raises(NotDelivered):
        await post.delete(THERE, [number])
    assert await texts(database) == ["Của tôi"]


async def test_of_several_those_that_are_gone_already_are_passed_over(post: Post, database: Database) -> None:
    numbers = [(await post.send(HERE, said(str(place))))[0] for place in range(3)]
    await post.delete(HERE, numbers[:1])
    await post.delete(HERE, numbers[:2])
    assert await texts(database) == ["2"]


# --- files ------------------------------------------------------------------------------------------------------------


async def test_a_paper_is_made_once_and_kept(post: Post, database: Database) -> None:
    made = list[int]()

    def make(_say: Any) -> bytes:
        made.append(1)
        return b"%PDF-1.7 giay"

    paper = Paper("Phiếu đăng ký.pdf", "application/pdf", make)
    for _ in range(2):
        await post.send(HERE, said("Phiếu", paper), key="5:0")
    (one,) = await stands(database)
    (file,) = one.content["files"]
    assert (file["name"], file["size"], len(made)) == ("Phiếu đăng ký.pdf", 13, 1)
    assert await database.read(lambda tx: file_content(tx, file["sha256"])) == b"%PDF-1.7 giay"


async def test_an_album_is_one_message_and_an_edit_of_words_keeps_its_files(post: Post, database: Database) -> None:
    hashes = await database.run(lambda tx: [store_file(tx, content, "image/png") for content in (b"mot", b"hai")])
    files = tuple(Attachment(sha256, f"{place}.png", "image/png", True) for place, sha256 in enumerate(hashes))
    (number,) = await post.send(HERE, said("Ảnh", Album(files)))
    await post.edit(HERE, number, said("Ảnh đã sửa", Album(files)), other_file=False)
    (one,) = await stands(database)
    assert [file["sha256"] for file in one.content["files"]] == hashes
    await post.edit(HERE, number, said("Một ảnh", files[1]), other_file=True)
    (one,) = await stands(database)
    assert [file["sha256"] for file in one.content["files"]] == hashes[1:]


# --- screens ----------------------------------------------------------------------------------------------------------


async def test_a_screen_changes_in_place(post: Post, database: Database) -> None:
    number = await shows(post, surface(), said("Trang chính", buttons=True))
    assert await shows(post, surface(number), said("Cài đặt")) == number
    (one,) = await stands(database)
    assert (one.is_screen, one.content["text"]) == (True, "Cài đặt")


async def test_a_fresh_screen_comes_below_and_the_one_before_goes(post: Post, database: Database) -> None:
    number = await shows(post, surface(), said("Câu hỏi 1", buttons=True))
    await post.send(HERE, said("Tin gửi"))
    assert await shows(post, surface(number, fresh=True), said("Câu hỏi 2")) != number
    assert await texts(database) == ["Tin gửi", "Câu hỏi 2"]


async def test_a_record_stays_with_its_buttons_and_a_file_without_them(post: Post, database: Database) -> None:
    receipt = await shows(post, surface(), said("Mã số 001", keep=True, buttons=True))
    paper = Paper("a.pdf", "application/pdf", lambda _: b"%PDF")
    filed = await shows(post, surface(receipt, fresh=True), said("Phiếu", paper, buttons=True))
    await shows(post, surface(filed, fresh=True), said("Trang chính"))
    found = [(one.content["text"], len(one.content["rows"]), one.is_screen) for one in await stands(database)]
    assert found == [("Mã số 001", 1, False), ("Phiếu", 0, False), ("Trang chính", 0, True)]


async def test_a_screen_shown_again_after_a_kill_stands_once(post: Post, database: Database) -> None:
    """The show of a message is not recorded: the surface is put again as it was wanted."""
    before = await shows(post, surface(), said("Câu hỏi 1"))
    for _ in range(2):
        await shows(post, surface(before, fresh=True), said("Câu hỏi 2"))
    assert await texts(database) == ["Câu hỏi 2"]


async def test_the_screen_that_is_up_comes_last_whatever_has_come_since(post: Post, database: Database) -> None:
    await shows(post, surface(), said("Trang chính"))
    await post.send(HERE, said("Tin gửi"))
    assert await texts(database) == ["Tin gửi", "Trang chính"]


@both_engines_always
async def test_screens_of_many_are_put_as_of_one_and_each_is_recorded(post: Post, database: Database) -> None:
    """Side by side, and one after the other, the same stands; and what is said to have changed is what has."""
    steps = [
        (said("Câu hỏi 1", buttons=True), False),
        (said("Câu hỏi 2, tiếng Việt"), False),
        (said("Câu hỏi 2, tiếng Việt"), False),
        (said("Mã số 001", keep=True, buttons=True), False),
        (said("Trang chính"), True),
        (said("Câu hỏi 3"), True),
    ]
    many = [room(one) for one in range(20, 30)]
    numbers, alone = dict[Address, int](), list[int]()
    hub = post._hub
    for made, fresh in steps:
        with ExitStack() as stack:
            answers = {at: stack.enter_context(hub.answering(at, "")) for at in (HERE, *many)}
            seqs = {at: await last(database, at) for at in answers}

            async def show(at: Address, made: Rendered = made, fresh: bool = fresh) -> None:
                numbers[at] = await shows(post, surface(numbers.get(at), fresh=fresh, at=at), made)

            await show(HERE)
            await asyncio.gather(*map(show, many))
            alone.append(await last(database, HERE))
            for at, answer in answers.items():
                told = answer.since(seqs[at])
                assert (told or []) == await since(database, seqs[at], at)
                assert await last(database, at) == alone[-1]
        assert {tuple(await texts(database, at)) for at in many} == {tuple(await texts(database))}
    assert alone == [1, 2, 2, 3, 5, 7]
    assert len(set(numbers.values())) == len(numbers)
    cast = sa.cast(columns(WebMessage).c.content, sa.Text)
    kept = await database.read(lambda tx: tx.execute(sa.select(cast)).scalars().all())
    assert all(one.isascii() for one in kept), "words to be erased are looked for in this form"


# --- what a browser has not seen -------------------------------------------------------------------------------------


async def since(database: Database, seq: int, at: Address = HERE) -> list[Message]:
    return await database.read(lambda tx: messages.since(tx, at, seq))


async def last(database: Database, at: Address) -> int:
    return await database.read(lambda tx: messages.last_seq(tx, at))


async def test_every_change_has_the_next_number_of_its_address(post: Post, database: Database) -> None:
    (first,) = await post.send(HERE, said("Một"))
    (second,) = await post.send(HERE, said("Hai"))
    await post.send(THERE, said("Của người khác"))
    assert [one.seq for one in await since(database, 0)] == [1, 2]
    await post.edit(HERE, first, said("Một, sửa"), other_file=False)
    await post.delete(HERE, [second])
    changed = await since(database, 2)
    assert [(one.id, one.seq, one.is_gone) for one in changed] == [(first, 3, False), (second, 4, True)]


@both_engines_always
async def test_numbers_do_not_collide_where_many_write_to_one_address(post: Post, database: Database) -> None:
    await asyncio.gather(*(post.send(HERE, said(str(place))) for place in range(20)))
    assert [one.seq for one in await since(database, 0)] == list(range(1, 21))


async def test_older_messages_come_page_by_page(post: Post, database: Database) -> None:
    for place in range(5):
        await post.send(HERE, said(str(place)))
    shown, more = await database.read(lambda tx: messages.page(tx, HERE, 2))
    assert ([one.content["text"] for one in shown], more) == (["3", "4"], True)
    before, last = shown[0].id, True
    shown, last = await database.read(lambda tx: messages.page(tx, HERE, 3, before))
    assert ([one.content["text"] for one in shown], last) == (["0", "1", "2"], False)


@both_engines_always
async def test_a_look_finds_what_another_process_has_written(post: Post, database: Database) -> None:
    await post.send(HERE, said("Một"))
    await post.send(HERE, said("Hai"))
    await post.send(THERE, said("Ba"))
    assert await database.read(lambda tx: messages.last_seqs(tx, [HERE, THERE, room(9)])) == {HERE: 2, THERE: 1}


# --- forgetting -------------------------------------------------------------------------------------------------------


async def test_what_is_old_goes_with_its_files_and_numbers_go_on(post: Post, database: Database) -> None:
    paper = Paper("a.pdf", "application/pdf", lambda _: b"%PDF cu")
    await post.send(HERE, said("Cũ", paper))
    (gone,) = await post.send(HERE, said("Thu hồi"))
    await shows(post, surface(), said("Trang chính"))
    await post.delete(HERE, [gone])
    assert await database.run(messages.prune) == 0
    database.clock.move_to(database.clock.now() + messages.GONE_KEPT * 2)
    assert await database.run(messages.prune) == 0, "the last change of an address stays"
    await post.send(HERE, said("Mới"))
    assert await database.run(messages.prune) == 1
    database.clock.move_to(database.clock.now() + messages.KEPT)
    await post.send(HERE, said("Mới hơn"))
    assert await database.run(messages.prune) == 2
    assert await texts(database) == ["Mới hơn", "Trang chính"]
    files = await database.read(lambda tx: tx.execute(sa.select(sa.func.count()).select_from(StoredFile)).scalar_one())
    assert files == 0
    (await_next,) = await post.send(HERE, said("Sau cùng"))
    assert [one.seq for one in await since(database, 0)] == [3, 6, 7]
    assert await_next


@both_engines_always
async def test_words_are_erased_wherever_they_are_quoted(post: Post, database: Database) -> None:
    words = 'Chuyện riêng của tôi về con nhỏ & "nhà"'
    await post.send(HERE, said("Tin của chính người đó"))
    await shows(post, surface(), said("Trang chính"))
    await post.send(THERE, said("Có người viết: Chuyện riêng của tôi về con nhỏ &amp; &quot;nhà&quot;", buttons=True))
    await post.send(THERE, said("Tin không liên quan"))
    await database.run(lambda tx: forgetting.forget(tx, HERE.value, [words]))
    assert await texts(database) == ["", "Trang chính"]
    assert await texts(database, THERE) == ["", "Tin không liên quan"]
    assert [one.content["rows"] for one in await stands(database, THERE)] == [[], []]
