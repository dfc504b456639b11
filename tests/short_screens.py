"""Screens that a test has shown, counted: more than ten lines fail it, whatever its store holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.dialogue.screens import Phrase, Screen
from bot.doors.rendering import Rendered
from bot.doors.rendering import render as shown

MOST = 10
"""Lines of a screen, with what is said before it. A phrase is one: the words of a notice are its author's."""


@contextmanager
def counted(found: list[str]) -> Iterator[None]:
    """Whatever a chat is shown meanwhile; the phrases of what is too long go into `found`."""

    def render(phrases: Any, language: str, screen: Screen, preface: Phrase | None = None) -> Rendered:
        keys = [line.key for line in (preface, *screen.body) if line is not None]
        if len(keys) > MOST:
            found.append(", ".join(keys))
        return shown(phrases, language, screen, preface)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.doors.display.render", render)
        yield
