"""What comes twice is done once: updates delivered again, buttons pressed again, old buttons pressed at last."""

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot.dialogue.screens import Phrase
from bot.dialogue.surface import SurfaceRow
from bot.phrases.catalogue import LANGUAGES, Phrases
from bot.registration.records import Declination, Receipt, Registration, RegistrationTitle, RegistrationVersion
from bot.registration.rules import REASON_PHRASES
from bot.settings import OFFICE_ZONE
from bot.store.schema import columns
from handlers.health import Front
from handlers.intake import WEBHOOK_PATH
from handlers.web import web_app
from tests.engines import Stores
from tests.kill.dialogues import LONGEST, SHORT, Dialogue, does
from tests.office import Office, Phone

NEWCOMER: Dialogue = (
    ("= /start", "Sở Khoa học và Công nghệ tỉnh Tây Ninh"),
    ("Xem và cho ý kiến", "91/2025/QH15"),
    ("Tôi đồng ý", "BƯỚC CUỐI"),
    ("Chia sẻ số điện thoại", "Đã liên kết"),
)
WHOLE = NEWCOMER + LONGEST
SEED = 2023


async def goes_through(person: Phone, dialogue: Dialogue) -> None:
    for step, reads in dialogue:
        await does(person, step)
        assert reads in person.reads()


async def registered(office: Office) -> list[tuple[Any, ...]]:
    """All that is registered or declined, by anybody, with every version."""
    receipt, registration, version = columns(Receipt), columns(Registration), columns(RegistrationVersion)
    title, declination = columns(RegistrationTitle), columns(Declination)
    versions = (
        sa.select(receipt.c.person_id, receipt.c.code, registration.c.family, registration.c.state)
        .add_columns(version.c.version, version.c.pledge, version.c.withdrawn, version.c.by, title.c.title)
        .join(registration, registration.c.receipt_id == receipt.c.id)
        .join(version, version.c.registration_id == registration.c.id)
        .outerjoin(title, title.c.version_id == version.c.id)
        .order_by(receipt.c.id, registration.c.id, version.c.id, title.c.title)
    )
    said = sa.select(declination.c.receipt_id, declination.c.reason, declination.c.ended_at).order_by(declination.c.id)
    return [tuple(row) for row in (*await office.rows(versions), *await office.rows(said))]


async def everything(office: Office) -> list[tuple[Any, ...]]:
    """How many rows each table has, apart from what was received."""
    counts = []
    for name in ("account", "audit", "draft", "initiative", "question", "surface"):
        counts.append((name, (await office.rows(sa.select(sa.func.count()).select_from(sa.table(name))))[0][0]))
    return counts


def shows(person: Phone) -> list[tuple[str, tuple[str, ...]]]:
    return [(message.text, tuple(message.labels())) for message in person.chat]


class WebhookOffice(Office):
    """Updates come to the webhook, each of them twice at once, and once more later."""

    async def open(self) -> None:
        await super().open()
        intake = self.service.intake
        secret = "a-secret-of-the-webhook"
        app = web_app(Front(intake, self.database, self.service.gate), polling=False, secret=secret)
        self.door = TestClient(TestServer(app), headers={"X-Telegram-Bot-Api-Secret-Token": secret})
        await self.door.start_server()
        self.delivered: list[Any] = []

    async def close(self) -> None:
        await self.door.close()
        await super().close()

    async def settle(self) -> None:
        while updates := self.world.call("getUpdates", {"offset": self._offset})[1]["result"]:
            for update in updates:
                again = [update, update, *self.delivered[-3:]]
                answers = await asyncio.gather(*(self.door.post(WEBHOOK_PATH, json=each) for each in again))
                assert {answer.status for answer in answers} == {200}
                self.delivered.append(update)
            self._offset = updates[-1]["update_id"] + 1
            await self.service.intake.idle()


@pytest.fixture
async def other_office(stores: Stores, tmp_path: Path) -> AsyncIterator[Office]:
    """The same department once more, where nothing comes twice."""
    folder = tmp_path / "other"
    folder.mkdir()
    office = Office(stores.sample("sqlite", folder))
    await office.open()
    yield office
    await office.close()


@pytest.fixture
async def webhook_office(stores: Stores, tmp_path: Path) -> AsyncIterator[Office]:
    folder = tmp_path / "webhook"
    folder.mkdir()
    office = WebhookOffice(stores.sample("sqlite", folder))
    await office.open()
    yield office
    await office.close()


# --- updates twice ----------------------------------------------------------------------------------------------------


async def assert_same_end(office: Office, other: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    twin = await other.person("Nguyễn Công Hậu", linked=False)
    await goes_through(hau, WHOLE)
    await goes_through(twin, WHOLE)
    assert shows(hau) == shows(twin)
    assert await registered(office) == await registered(other)
    assert await everything(office) == await everything(other)
    assert len([text for text, _labels in shows(hau) if "Mã số" in text]) == 1
    assert not office.world.spinning(hau.user_id)
    assert await office.undone() == []


async def test_polled_twice_every_update_is_done_once(office: Office, other_office: Office) -> None:
    office.world.redeliver()
    await assert_same_end(office, other_office)


async def test_brought_to_the_webhook_twice_at_once_and_again_later_every_update_is_done_once(
    webhook_office: Office, other_office: Office
) -> None:
    await assert_same_end(webhook_office, other_office)


# --- buttons twice ----------------------------------------------------------------------------------------------------


async def test_a_double_tap_on_each_button_does_what_one_tap_does(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    for step, reads in LONGEST:
        if not step.startswith("= "):
            hau.hits(step)
        await does(hau, step)
        assert reads in hau.reads()
    assert len(hau.from_bot()) == sum(step.startswith("= ") for step, _reads in LONGEST), "no screen came twice"
    assert not office.world.spinning(hau.user_id)
    assert {row[4] for row in await registered(office)} == {1}


async def test_ten_parallel_sends_make_one_registration_and_one_receipt(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await goes_through(hau, SHORT[:-1])
    for _finger in range(10):
        hau.hits("Gửi đăng ký")
    await office.settle()
    assert len([message for message in hau.chat if "Mã số: TD23-0001" in message.text]) == 1
    assert len(await registered(office)) == 1
    assert not office.world.spinning(hau.user_id)
    assert "Mã số: TD23-0001" in hau.reads()


async def test_a_slow_sign_on_the_button_brings_no_screen_twice(office: Office) -> None:
    """Two quick taps: before the second one is acknowledged, whoever shows the first screen shows the second."""
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/menu")
    old, answer, acknowledging = hau.screen, office.world.answer, [asyncio.Event(), asyncio.Event()]
    await hau.says("/menu")

    surface = columns(SurfaceRow)
    behind = sa.select(surface.c.id).where(surface.c.shown < surface.c.wanted)

    async def slowly(method: str, *rest: Any) -> Any:
        if method == "sendMessage" and not acknowledging[1].is_set():
            await office.service.intake.receive([])  # the second tap is taken up meanwhile
            await acknowledging[1].wait()
        if method == "answerCallbackQuery":
            next(tap for tap in acknowledging if not tap.is_set()).set()
            while acknowledging[1].is_set() and await office.rows(behind):
                pass
        return await answer(method, *rest)

    office.world.answer = slowly  # type: ignore[assignment, method-assign]
    for label in ("Cài đặt", "Thông báo"):
        office.world.taps(hau.user_id, old.message_id, old.button(label).data or "", forge=True)
    async with asyncio.timeout(120):
        await office.settle()
    assert [message.text.split("\n")[0] for message in hau.from_bot()[2:]] == ["CÀI ĐẶT", "THÔNG BÁO"]


class Album:
    """Every button that a chat has ever shown, where it was: old phones show old buttons."""

    def __init__(self, person: Phone) -> None:
        self.person = person
        self.seen: dict[tuple[int, str], str] = {}
        person.office.world.watch(lambda _chat_id: self._look())

    def _look(self) -> None:
        for message in self.person.from_bot():
            for row in message.rows:
                for button in row:
                    assert button.data is not None
                    self.seen[message.message_id, button.data] = button.text


async def test_every_button_a_finished_dialogue_ever_showed_can_be_pressed_and_changes_nothing(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    album = Album(hau)
    await goes_through(hau, WHOLE)
    before, chance = await registered(office), random.Random(SEED)
    buttons = list(album.seen.items())
    assert len(buttons) > 50
    for _round in range(2):
        chance.shuffle(buttons)
        for (message_id, data), label in buttons:
            office.world.taps(hau.user_id, message_id, data, forge=True)
            await office.settle()
            assert not office.world.spinning(hau.user_id), label
            assert hau.chat[-1].from_bot and (hau.buttons() or office.world.chat(hau.user_id).keyboard), label
            assert await registered(office) == before, f"«{label}» has changed a registration"
    assert await office.undone() == []
    print(
        f"\n{len(buttons)} buttons of a finished dialogue, pressed twice in any order: nothing registered, all answered"
    )


_PHRASES = Phrases(OFFICE_ZONE)
CHANGES = frozenset(
    _PHRASES.plain(language, Phrase(key))
    for language in LANGUAGES
    for key in ("button.send_registration", "button.withdraw", *REASON_PHRASES.values())
)
"""What buttons say that may change what is registered."""


async def test_only_buttons_that_say_so_change_a_registration(office: Office) -> None:
    """Somebody presses whatever there is, in any message, for a long time."""
    hau = await office.person("Nguyễn Công Hậu")
    chance, changes, presses = random.Random(SEED), 0, 0
    await goes_through(hau, SHORT)
    before = await registered(office)
    while presses < 500:
        recent = hau.from_bot()[-4:]
        buttons = [(message.message_id, button) for message in recent for row in message.rows for button in row]
        keyboard = office.world.chat(hau.user_id).keyboard
        presses += 1
        if keyboard is not None and chance.random() < 0.5:
            office.world.presses(hau.user_id, chance.choice(keyboard.labels()))
            label = ""
        elif chance.random() < 0.03 or not buttons:
            office.world.says(hau.user_id, chance.choice(("/menu", "/start", "/dangky")))
            label = ""
        else:
            message_id, button = chance.choice(buttons)
            office.world.taps(hau.user_id, message_id, button.data or "")
            label = button.text
        await office.settle()
        assert not office.world.spinning(hau.user_id), label
        assert hau.chat[-1].from_bot, label
        after = await registered(office)
        assert after == before or label in CHANGES, f"«{label}» has changed a registration"
        changes += after != before
        before = after
    assert changes > 3, "the test has gone round what it looks at"
    assert await office.undone() == []
    print(f"\nseed {SEED}: {presses} presses, {changes} changes, each by a button that says so")
