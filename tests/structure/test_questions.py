"""A question of a registration has few places of its own: the rest goes through the list of questions."""

import re

import pytest

from bot.registration.questions import OF_VERSIONS
from tests.structure.source import modules

OWN = {
    "bot/registration/questions.py": "its entry: what is said of it, and where it applies",
    "bot/registration/flow.py": "its step: how an answer is understood",
    "bot/registration/screens.py": "its screen",
    "bot/registration/records.py": "its column; and a reason to ask for a change, which a question may have",
    "bot/registration/rules.py": "the phrase of that reason",
}
"""Modules that may name one, beside migrations."""


@pytest.mark.parametrize("name", [question.name for question in OF_VERSIONS])
def test_a_question_is_named_where_it_is_asked_and_kept_and_nowhere_else(name: str) -> None:
    named = {
        module.path
        for module in modules()
        if re.search(name, module.text, re.IGNORECASE) and not module.name.startswith("bot.migrations")
    }
    assert named - OWN.keys() == set()


def test_every_place_is_used() -> None:
    texts = {module.path: module.text for module in modules()}
    assert [path for path in OWN if not any(re.search(one.name, texts[path], re.I) for one in OF_VERSIONS)] == []
