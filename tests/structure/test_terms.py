"""Words of the catalogue: one for one thing, in the register of an office."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.phrases.catalogue import LANGUAGES, ROOT, read_messages
from tests.structure.source import ROOT as PROJECT

TERMS = tomllib.loads(Path(__file__).with_name("terms.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_word_for_which_there_is_a_better_one(language: str) -> None:
    wrong = [
        f"{key}: {text!r} has {pattern!r}; write: {better}"
        for key, text in read_messages(ROOT / language / "LC_MESSAGES" / "bot.po").items()
        for pattern, better in TERMS[language].items()
        if re.search(pattern, text)
    ]
    assert wrong == []


def test_what_the_office_edits_as_data_keeps_to_the_same_words() -> None:
    files = [file for file in (PROJECT / "bot").rglob("*.toml") if file.name not in ("phrasings.toml", "synonyms.toml")]
    spoken = {pattern: better for pattern, better in TERMS["vi"].items() if "%" in pattern or "lệ" in pattern}
    wrong = [
        f"{file.name}:{number} has {pattern!r}; write: {better}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        for pattern, better in spoken.items()
        if not line.lstrip().startswith("#") and re.search(pattern, line)
    ]
    assert wrong == []
