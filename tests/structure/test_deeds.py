"""Every deed that is noted anywhere has its words, in both languages, and can be found by its kind."""

import ast
from collections.abc import Iterable, Iterator

from bot.deeds import DEEDS, Group, of_group
from bot.ledger.change import ChangeKind
from bot.office.journal.details import KNOWN
from bot.people.roster.records import ImportKind
from bot.recognition.year_records import Raw
from tests.structure.source import modules
from tests.structure.test_phrases import texts

NOTES = ("note", "audit.note")
MADE = {
    "letters.{kind.value}": [f"letters.{kind}" for kind in ChangeKind],
    "{kind.value}.taken_back": [f"{kind}.taken_back" for kind in ImportKind],
    "{upload.kind.value}.workbook_confirmed": [f"{kind}.workbook_confirmed" for kind in ImportKind],
    "{upload.kind.value}.workbook_dropped": [f"{kind}.workbook_dropped" for kind in ImportKind],
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


def test_every_detail_that_is_noted_is_said_in_words_or_known_for_a_code() -> None:
    found = {
        (name, f"{module.path}:{node.lineno}")
        for module in modules()
        for node in module.nodes()
        if isinstance(node, ast.Call) and ast.unparse(node.func) in NOTES and len(node.args) >= 3
        for name in details(node, module.nodes())
    }
    assert len({name for name, _place in found}) > 40
    assert sorted(f"{place} {name}" for name, place in found if name not in KNOWN) == []


def details(noted: ast.Call, nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names of what is noted with a deed."""
    for one in noted.keywords:
        if one.arg is not None:
            yield from () if one.arg == "actor_id" else (one.arg,)
            continue
        name = ast.unparse(one.value)
        given = [node for node in nodes if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name]
        for node in given:
            match node.value:
                case ast.Dict(keys=keys):
                    yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))
                case ast.DictComp():
                    yield from (raw.value for raw in Raw)


def test_every_line_has_a_deed_and_words_of_its_own() -> None:
    assert len({one.deed for one in DEEDS}) == len(DEEDS)
    assert all(one.key == f"deed.{one.deed}" for one in DEEDS)
    assert sorted(deed for group in Group for deed in of_group(group)) == sorted(one.deed for one in DEEDS)
    for language in ("vi", "en"):
        assert not [one.key for one in DEEDS if one.key not in texts(language)]
        words = [texts(language)[one.key] for one in DEEDS]
        assert sorted(one for one in set(words) if words.count(one) > 1) == []
