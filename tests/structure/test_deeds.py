"""Every deed that is noted anywhere has its words, in both languages, and can be found by its kind."""

import ast
from collections.abc import Iterable, Iterator

from bot.deeds import DEEDS, Group, of_group
from bot.ledger.change import ChangeKind
from bot.people.roster.records import ImportKind
from tests.structure.source import modules
from tests.structure.test_phrases import texts

NOTES = ("note", "audit.note")
MADE = {
    "letters.{kind.value}": [f"letters.{kind}" for kind in ChangeKind],
    "{kind.value}.taken_back": [f"{kind}.taken_back" for kind in ImportKind],
    "{kind.value}.workbook_sent": [f"{kind}.workbook_sent" for kind in ImportKind],
    "{kind}.import_undone": [f"{kind}.import_undone" for kind in ImportKind],
}
"""Deeds whose names are put together -> all that they may be."""


def noted() -> Iterator[tuple[str, str]]:
    """Every deed that code notes, with the place."""
    for module in modules():
        if not any("bot.store" in (name := ast.unparse(node)) and "audit" in name for node in imports(module.nodes())):
            continue
        for node in module.nodes():
            if isinstance(node, ast.Call) and ast.unparse(node.func) in NOTES and len(node.args) >= 3:
                for deed in deeds(node.args[1], module.nodes()):
                    yield deed, f"{module.path}:{node.lineno}"


def imports(nodes: Iterable[ast.AST]) -> list[ast.AST]:
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def deeds(said: ast.expr, nodes: Iterable[ast.AST]) -> list[str]:
    match said:
        case ast.Constant(str(deed)):
            return [deed]
        case ast.IfExp(body=one, orelse=other):
            return [*deeds(one, nodes), *deeds(other, nodes)]
        case ast.JoinedStr():
            return MADE[ast.unparse(said)[2:-1]]
        case ast.Name(name):
            given = [node for node in nodes if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name]
            return [deed for node in given for deed in deeds(node.value, nodes)]
    raise AssertionError(ast.unparse(said))


def test_every_deed_that_is_noted_has_its_words() -> None:
    known, found = {one.deed for one in DEEDS}, list(noted())
    assert len(found) > 100
    assert sorted(f"{place} {deed}" for deed, place in found if deed not in known) == []


def test_every_line_has_a_deed_and_words_of_its_own() -> None:
    assert len({one.deed for one in DEEDS}) == len(DEEDS)
    assert all(one.key == f"deed.{one.deed}" for one in DEEDS)
    assert sorted(deed for group in Group for deed in of_group(group)) == sorted(one.deed for one in DEEDS)
    for language in ("vi", "en"):
        assert not [one.key for one in DEEDS if one.key not in texts(language)]
        words = [texts(language)[one.key] for one in DEEDS]
        assert sorted(one for one in set(words) if words.count(one) > 1) == []
