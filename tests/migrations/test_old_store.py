"""A store written by commit 6288df3 goes on as if nothing had happened, whatever things are called by now.

What it holds, what was expected of it, and the scripts that made both are of that commit: see the history of this
folder at 73eccee.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.upkeep import migrate, revision, revisions
from tests.engines import Stores, both_engines, on_sqlite
from tests.migrations import load_store, old_office
from tests.migrations.since import as_said_now, decided, since_then
from tests.office import Office

pytestmark = both_engines
NEW = 6_000_000_000
"""Somebody whom the old store does not know."""


@pytest.fixture(scope="module")
def was() -> Any:
    return load_store.expected()


@pytest.fixture
def old_url(stores: Stores, engine: str, tmp_path: Path) -> str:
    """The old store, brought to the newest revision."""
    return stores.made(engine, tmp_path, "old", _brought_to_the_newest)


def _brought_to_the_newest(url: str) -> None:
    assert load_store.load(url) == "0009"
    migrate(url)
    assert revision(url) == revisions()[-1]


@pytest.fixture
async def office(old_url: str, was: Any) -> AsyncIterator[Office]:
    async with old_office.opened(old_url, was) as office:
        yield office


async def test_every_chat_dialogue_outcome_and_board_is_as_it_was(office: Office, was: Any) -> None:
    _compare(old_office.shown_at_the_start(office, was), was["shown at the start"], "owed by the old process")
    for name, look in (
        ("surfaces", old_office.surfaces),
        ("dialogues", old_office.dialogues),
        ("outcomes", old_office.outcomes),
    ):
        _compare(await look(office), was[name], name)
    # Once more by the ways by which living screens are found: in their place, with nothing new below.
    await old_office.outdate_boards(office)
    since = old_office.next_messages(office)
    assert await office.service.display.refresh() == was["boards"]
    assert old_office.arrived(office, since) == {}
    _compare(await old_office.boards(office), was["boards read"], "boards")


async def test_what_waited_is_sent_as_it_would_have_been_once_and_somebody_new_is_received(
    office: Office, was: Any
) -> None:
    for at, expected in was["letters"].items():
        _compare(await old_office.what_arrives(office, at), expected, at)
        assert await old_office.what_arrives(office, at) == {}, "nothing twice"
    assert await old_office.letter_states(office) == was["letter states"]
    # Keys of new rows follow those that were given.
    office.world.human(NEW, "Mới", "Người")
    office.world.says(NEW, "/start")
    await office.settle()
    assert await office.undone() == []
    assert [one.labels() for one in office.world.chat(NEW).messages if one.from_bot] != []


@on_sqlite
async def test_every_button_of_then_is_answered(office: Office, was: Any) -> None:
    """One of each kind, in a chat where it was shown: what means nothing any more is called out of date, and does
    nothing; nobody is left without an answer."""
    one_of_each = dict[str, tuple[int, str]]()
    for chat, payloads in was["payloads"].items():
        for payload in payloads:
            one_of_each.setdefault(_kind(payload), (int(chat), payload))
    assert len(one_of_each) > 200
    known = [tap for tap in one_of_each.values() if old_office.understood(tap[1])]
    unknown = [tap for tap in one_of_each.values() if not old_office.understood(tap[1])]
    unknown.append(((known or unknown)[0][0], "v1.nobody-knows-this"))
    before = await _counted(office)
    await _taps(office, unknown)
    assert {user_id for user_id, _ in unknown} <= old_office.told_that_stale(office)
    assert await _counted(office) == before
    await _taps(office, known)


async def _taps(office: Office, taps: list[tuple[int, str]]) -> None:
    for user_id, payload in taps:
        office.world.taps(user_id, old_office.place_of(office, user_id), payload, forge=True)
    await office.settle()
    assert [payload for user_id, payload in taps if office.world.spinning(user_id)] == []
    assert await office.undone() == []


def _kind(payload: str) -> str:
    """Views and acts by name, answers by question."""
    kind, *rest = payload.split(":")
    return f"{kind} {rest[0] if kind in 'vx' else rest[2]}"


async def _counted(office: Office) -> dict[str, int]:
    """Rows of what a tap could do; what a chat shows is no deed."""
    tables = ("audit", "draft", "letter", "registration_version", "notice", "question")
    return {name: (await office.rows(sa.text(f"SELECT count(*) FROM {name}")))[0][0] for name in tables}


SAID_BESIDE = re.compile(
    r"\n(?:(?:Việc (?:khác )?(?:đang )?chờ|Waiting for you|Other work that waits|Đề nghị bổ sung: (?:chờ|đơn vị))\b"
    r"|Người xử lý: |Decided by "
    r"|Danh sách(?: \d+ đơn vị)?: |Tập thể đã đăng ký: \d+/\d+ đơn vị[,;] |Chưa phản hồi: "
    r"|Đã gửi lời nhắc tới \d+ người lúc |Đã lưu cho bản này: |\d+ people who acknowledged only )[^\n]*"
    r"|, (?:điện thoại|phone) 0322 053 587(?=[.])"
)
ADDRESSED = re.compile(
    "(?<=Năm nay, )(?:Anh|Chị)(?= muốn)|(?<=được chép sang; )(?:Anh|Chị)(?= có thể)"
    "|(?<= để )(?:Anh|Chị)(?= tiện theo dõi)|(?<=^Đọc xong, xin )(?:Anh|Chị)(?= bấm)",
    re.MULTILINE,
)
"""The readers' form of address where each is addressed by his or her own since."""
LEADS_THERE = re.compile(
    r"Việc đang chờ \(\d+\)|Xem việc đang chờ|Waiting for you \(\d+\)|See what waits|Việc tiếp theo \(còn \d+\)"
    # The Office's board leads to its desk, where the kinds of work are.
    # And whoever has approved a draft goes on to the next work there, instead of to a preview.
    r"|Xem như một người|(?:Việc chờ xử lý|Đề nghị liên kết|Đề nghị bổ sung|Câu hỏi|Ghi nhận) \(\d+\)"
)
"""Lines and buttons that first screens and digests have besides since: what waits for whoever reads them, and
where his or her own request waits; where a list stands, who has not answered, what was sent already."""


def _compare(now: dict[str, Any], was: dict[str, Any], what: str) -> None:
    """One at a time: of thousands of lines nobody reads the difference."""
    assert sorted(now) == sorted(was), what
    for key, expected in was.items():
        as_now = (as_said_now(expected), since_then(expected), *decided(expected))
        assert _without_what_waits(now[key]) in map(_without_what_waits, as_now), f"{what}: {key}"


def _without_what_waits(told: Any) -> Any:
    if isinstance(told, list):  # letters that are due at one moment leave side by side, and arrive in either order
        return sorted(
            map(_without_what_waits, told), key=lambda one: str(one["text"] if isinstance(one, dict) else one)
        )
    if isinstance(told, str):
        return ADDRESSED.sub("Anh/Chị", SAID_BESIDE.sub("", told))
    if not isinstance(told, dict) or not isinstance(told.get("text"), str):
        return told
    rows = [[label for label in row if not LEADS_THERE.fullmatch(label)] for row in told["labels"]]
    return told | {"text": _without_what_waits(told["text"]), "labels": [row for row in rows if row]}
