"""Tests measure no machine: what must come is waited for so long that only a fault keeps it away."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.structure.source import ROOT

LEAST = 60
"""Seconds. Where all goes well nobody waits them; where nothing comes, the test fails after them."""
A_PAUSE = 1
"""Seconds below which a wait is a pause between two looks."""


def _waits(file: Path) -> Iterator[tuple[int, float]]:
    """Line and seconds of every wait after which a test fails; not of one whose end is an answer as well."""
    tree = ast.parse(file.read_text("utf-8"))
    named = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for name in node.targets
        for target in (name.elts if isinstance(name, ast.Tuple) else [name])
        if isinstance(target, ast.Name)
    }
    for node in _not_expected_to_end(tree):
        if isinstance(node, ast.Call) and (given := _patience(node)) is not None:
            seconds = named.get(given.id) if isinstance(given, ast.Name) else getattr(given, "value", None)
            if isinstance(seconds, int | float) and seconds >= A_PAUSE:
                yield node.lineno, seconds


def _patience(call: ast.Call) -> ast.expr | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    words = [word.value for word in call.keywords if word.arg == "timeout"]
    given = {"wait_for": call.args[1:2], "timeout": call.args[:1], "wait": call.args[:1] + words}.get(name)
    return given[0] if given else None


def _not_expected_to_end(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below, but for those within something that takes a TimeoutError for an answer."""
    if isinstance(node, ast.Try) and any("TimeoutError" in ast.dump(one.type or node) for one in node.handlers):
        below: list[ast.AST] = [*node.handlers, *node.orelse, *node.finalbody]
    elif isinstance(node, ast.With) and any("TimeoutError" in ast.dump(one) for one in node.items):
        below = []
    else:
        below = list(ast.iter_child_nodes(node))
    for one in below:
        yield one
        yield from _not_expected_to_end(one)


def test_what_must_come_is_waited_for_at_length() -> None:
    """A machine at work beside the tests is no fault of the bot."""
    files = sorted((ROOT / "tests").rglob("*.py"))
    waits = [(f"{file.relative_to(ROOT)}:{line}", seconds) for file in files for line, seconds in _waits(file)]
    assert len(waits) > 20
    assert [where for where, seconds in waits if seconds < LEAST] == []
