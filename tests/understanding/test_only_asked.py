"""A question about what may be done never begins it, whoever asks."""

import tomllib
from pathlib import Path

import pytest

from bot.address import chat
from bot.dialogue.targets import ToAct
from bot.people.identity import load_actor
from bot.store.database import Tx
from bot.understanding.intents import INTENTS
from bot.understanding.views import understand
from tests.office import Office

ASKED = tomllib.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))["asked"]
DEEDS = {way.to.name for intent in INTENTS.values() if intent.deed for group in intent.ways for way in group}


def test_there_are_forty_of_them_at_least() -> None:
    assert len(set(ASKED)) >= 40


@pytest.mark.parametrize("name", ["Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Lê Công Khôi", "Nguyễn Đức Duy"])
async def test_a_question_begins_nothing(office: Office, name: str) -> None:
    person = await office.person(name)

    def begun(tx: Tx) -> list[tuple[str, str]]:
        actor = load_actor(tx, person.user_id, chat(person.user_id))
        opened = ((text, understand(tx, actor, text)) for text in ASKED)
        return [(text, to.name) for text, to in opened if to and (isinstance(to, ToAct) or to.name in DEEDS)]

    assert await office.database.run(begun) == []
