"""What the pages say is so: their commands run, their settings exist, their files are there."""

import argparse
import re
import shlex
from functools import cache

import pytest

from bot.commands.cli import _parser
from bot.settings import IN_FILE
from bot.variables import PREFIX
from tests.drill.__main__ import PARTS
from tests.engines import (
    AT_LENGTH,
    LONG_TOO,
    ONLY_LEFT,
    both_engines,
    both_engines_always,
    both_engines_at_length,
    is_left,
    on_postgresql,
    room,
)
from tests.structure.source import ROOT, modules

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OF_TESTS = {"THIDUA_REQUIRE_BROWSER", AT_LENGTH, LONG_TOO}


@cache
def pages() -> str:
    return "\n".join(page.read_text("utf-8") for page in PAGES)


@cache
def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def commands() -> list[str]:
    """Every `thidua …` and `python -m bot …` in a block of code."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", pages(), re.MULTILINE | re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line for line in lines if re.match(r"(\S*/)?(thidua|python -m bot)( |$)", line)]


def subcommands(parser: argparse.ArgumentParser, path: str = "") -> list[str]:
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        return [path.strip()]
    return [found for name, child in inner[0].choices.items() for found in subcommands(child, f"{path} {name}")]


def settings() -> set[str]:
    """Every variable that is read, in its place or elsewhere."""
    text = next(module.text for module in modules() if module.name == "bot.settings")
    elsewhere = (re.findall(rf'environ[^"\n]*"({PREFIX}[A-Z_]+)"', module.text) for module in modules())
    return {PREFIX + name for name in re.findall(r'text\("([A-Z_]+)"', text)}.union(*elsewhere)


def test_every_make_target_that_is_told_exists_and_the_workflow_is_told() -> None:
    told = set(
        re.findall(r"\bmake ([a-z]+)\b", "\n".join(re.findall(r"`[^`]*`|^make .*|^```.*?^```", pages(), re.M | re.S)))
    )
    assert told - targets() == set()
    assert {"install", "demo", "test", "check", "bench"} <= told


def test_what_make_test_leaves_on_one_engine_make_drill_runs_on_both() -> None:
    transcript, store = room(ROOT / "tests/leading/test_nudging.py"), room(ROOT / "tests/store/test_inbox.py")
    assert is_left(both_engines.mark, transcript, first=False)
    assert not is_left(both_engines.mark, transcript, first=True)
    assert not is_left(both_engines.mark, store, first=False)
    assert not is_left(both_engines_always.mark, transcript, first=False)
    assert not is_left(on_postgresql.mark, transcript, first=False)
    assert is_left(both_engines_at_length.mark, store, first=True)
    assert PARTS["postgresql"].on_both == ONLY_LEFT
    assert {part.on_both for part in PARTS.values()} <= {"", "1", ONLY_LEFT}


def test_what_is_at_length_is_in_the_drill_wherever_it_stands() -> None:
    walks = PARTS["walks"]
    assert walks.tests == ("tests",) and walks.words[:2] == ("-m", "at_length")


def test_whatever_chance_decides_is_tried_more_often_in_a_part_of_the_drill() -> None:
    often = re.compile(r"int\(os\.environ\.get\(\"THIDUA_([A-Z_]+)\"")
    own = {"tests/notices/mortal.py": "deaths"}
    """Modules that several tests of a part share, with that part."""
    for file in (ROOT / "tests").rglob("*.py"):
        path = str(file.relative_to(ROOT))
        if path.startswith("tests/bench/"):
            continue
        for name in set(often.findall(file.read_text("utf-8"))) - {"SEED"}:
            parts = [part for part in PARTS.values() if path in part.tests] or [PARTS[own[path]]]
            assert any(f"THIDUA_{name}" in part.numbers for part in parts), f"{path}: {name} is in no part of the drill"
    assert all((ROOT / path).exists() for part in PARTS.values() for path in part.tests)


def test_every_command_that_is_told_is_understood() -> None:
    assert commands()
    for line in commands():
        words = shlex.split(line, comments=True)
        arguments = words[words.index("bot") + 1 :] if "bot" in words[:3] else words[1:]
        try:
            _parser().parse_args(arguments)
        except SystemExit:
            pytest.fail(f"not understood: {line}")


def test_every_command_that_exists_is_told() -> None:
    told = [shlex.split(line, comments=True) for line in commands()]
    for name in subcommands(_parser()):
        words = name.split()
        shown = any(words == line[place : place + len(words)] for line in told for place in range(len(line)))
        assert shown or f"make {name}" in pages(), f"{name} stands on no page"


def test_settings_on_the_pages_are_those_that_are_read() -> None:
    found = re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", pages())
    told = {name.removesuffix(IN_FILE) for name in found} - OF_TESTS
    assert told == settings()


def test_files_that_are_named_are_there() -> None:
    named = re.findall(r"`([\w./-]+/(?:[\w-]+\.\w+)?)`|\]\(([\w./-]+)\)", pages())
    paths = {path for pair in named for path in pair if path and not path.startswith("/")}
    missing = [
        path
        for path in sorted(paths)
        if not any((root / path).exists() for root in (ROOT, ROOT / "bot", ROOT / "docs", ROOT / "docs" / "decisions"))
    ]
    assert missing == []


def test_every_test_that_a_page_names_is_there() -> None:
    named = re.findall(r"(tests/[\w/]+\.py)::(test_\w+)", pages())
    assert named
    assert [name for path, name in named if f"def {name}(" not in (ROOT / path).read_text("utf-8")] == []
