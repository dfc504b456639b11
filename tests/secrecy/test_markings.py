"""What is taken for a State secret, and what only looks like one."""

import tomllib
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from bot.secrecy.markings import is_marked, is_marked_file

Form = Literal["NFC", "NFD"]
CORPUS = tomllib.loads(Path(__file__).with_name("corpus.toml").read_text("utf-8"))


def test_there_are_enough_of_both_kinds() -> None:
    assert min(len(CORPUS["marked"]), len(CORPUS["ordinary"])) >= 60


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_carries_the_marking_of_a_state_secret_is_found(form: Form) -> None:
    assert [text for text in CORPUS["marked"] if not is_marked(unicodedata.normalize(form, text))] == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_ordinary_words_pass(form: Form) -> None:
    assert [text for text in CORPUS["ordinary"] if is_marked(unicodedata.normalize(form, text))] == []


def test_names_of_files_are_read_without_their_ending() -> None:
    assert [name for name in CORPUS["marked_files"] if not is_marked_file(name)] == []
    assert [name for name in CORPUS["ordinary_files"] if is_marked_file(name)] == []
