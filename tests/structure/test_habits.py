"""Habits that a reader relies on: one door for detached work, time injected, Vietnamese in its place, small rooms."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.folding import fold
from tests.structure.source import PACKAGES, ROOT, modules

VIETNAMESE = re.compile(r"[À-ÖØ-öø-ỹ\u0300-\u0323]")
WRITES_VIETNAMESE = {
    "bot/folding.py": "the tables by which Vietnamese is folded and ordered",
    "bot/workbooks/values.py": "how a date is written out in a workbook: ngày 1 tháng 2 năm 2023",
    "bot/phrases/catalogue.py": "date patterns: «ngày» is a word of the Vietnamese one",
    "bot/playground/messages/texts.py": "the stand-in's own table of marks",
}
"""Everything else that people read stands in locales/ and in data files."""

LONG = 300
"""Lines of a file at most: more is two rooms."""
FULL = 12
"""Files in a folder at most, `__init__` apart."""
RIDDLES = re.compile(r"(How|What|Whatever|When|Where|Whether|Which|Who|Whoever|Whom|Whose|Why)\b")


def calls() -> Iterator[tuple[str, str, int]]:
    """Path, what is called as it is written (asyncio.create_task), line."""
    for module in modules():
        for node in module.nodes():
            if isinstance(node, ast.Call):
                yield module.path, ast.unparse(node.func), node.lineno


def test_detached_work_has_one_door() -> None:
    wrong = [
        f"{path}:{line} {called}"
        for path, called, line in calls()
        if called.split(".")[-1] in {"create_task", "ensure_future", "TaskGroup"} and path != "bot/nursery.py"
    ]
    assert wrong == []


def test_time_is_injected() -> None:
    read = re.compile(r"(datetime|date|time)\.(now|utcnow|today|time|monotonic|localtime|sleep)")
    wrong = [
        f"{path}:{line} {called}" for path, called, line in calls() if read.fullmatch(called) and path != "bot/clock.py"
    ]
    assert wrong == []


def test_our_own_code_logs_constant_sentences_and_no_exception() -> None:
    """A message put together, or an exception handed over, may hold what somebody wrote."""
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        for node in module.nodes()
        if isinstance(node, ast.Call)
        and re.fullmatch(r"log\.(debug|info|warning|error|exception|critical)", ast.unparse(node.func))
        and (
            not isinstance(node.args[0], ast.Constant)
            or any(isinstance(one, ast.Name) and one.id in {"error", "exc", "exception", "e"} for one in node.args)
            or any(word.arg in {"exc_info", "stack_info"} for word in node.keywords)
            or node.func.attr == "exception"  # type: ignore[attr-defined]
        )
    ]
    assert wrong == []


def test_vietnamese_for_people_stands_in_the_locales_and_in_data() -> None:
    found: dict[str, list[str]] = {}
    for module in modules():
        for literal in module.literals():
            if VIETNAMESE.search(str(literal.value)):
                found.setdefault(module.path, []).append(f"{literal.lineno}: {literal.value!r}")
    assert {path: lines for path, lines in found.items() if path not in WRITES_VIETNAMESE} == {}
    assert WRITES_VIETNAMESE.keys() - found.keys() == set()


def test_no_file_is_too_long() -> None:
    assert [module.path for module in modules() if module.lines > LONG] == []


def test_no_folder_is_too_full_and_none_lies_deeper_than_a_room() -> None:
    folders = [folder for name in PACKAGES for folder in (ROOT / name).rglob("*") if folder.is_dir()]
    folders += [ROOT / name for name in PACKAGES if name != "bot"]  # that one holds what every room may know
    ours = [folder for folder in folders if "__pycache__" not in folder.parts and folder.name != "versions"]
    files = {
        folder: [file for file in folder.iterdir() if file.is_file() and file.stem != "__init__"] for folder in ours
    }
    assert [str(folder.relative_to(ROOT)) for folder in ours if len(files[folder]) > FULL] == []
    rooms = [folder for folder in ours if any(file.suffix == ".py" for file in files[folder])]
    assert [str(folder.relative_to(ROOT)) for folder in rooms if len(folder.relative_to(ROOT).parts) > 3] == []


def docstrings() -> Iterator[tuple[str, str]]:
    """Place and text of every docstring, those under attributes and constants too."""
    for module in modules():
        for node in module.nodes():
            for statement in getattr(node, "body", []) if not isinstance(node, ast.Lambda | ast.IfExp) else []:
                match statement:
                    case ast.Expr(ast.Constant(str() as text)):
                        yield f"{module.path}:{statement.lineno}", text


def test_a_docstring_begins_with_what_the_thing_is() -> None:
    """Not with a question about it, which a reader would have to answer first."""
    assert len(list(docstrings())) > 2000
    assert [place for place, text in docstrings() if RIDDLES.match(text)] == []


def test_no_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "base", "common", "misc", "core", "tools"}
    assert [module.path for module in modules() if module.name.split(".")[-1] in drawers] == []


def test_a_package_says_what_it_is_and_passes_nothing_on() -> None:
    for module in modules():
        if module.path.endswith("__init__.py"):
            assert ast.get_docstring(module.tree), module.path
            assert len(module.tree.body) == 1, f"{module.path} holds more than its sentence"


def test_every_module_says_what_it_is() -> None:
    assert [module.path for module in modules() if not ast.get_docstring(module.tree)] == []


def test_no_two_files_of_tests_share_a_name() -> None:
    """The folders are no packages: pytest would refuse the second one, and only in a run of them all."""
    names = Counter(path.name for path in ROOT.glob("tests/**/test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_the_department_of_the_demo_is_in_no_code_and_in_no_phrase() -> None:
    """What the Office says of itself is in the store: another province must find nothing of this one."""
    own = {
        "bot/migrations/versions/0018_organisation.py",  # what stores of before held without saying so
        "bot/titles/data/regime_a_2003.toml",  # a source
    }
    files = [one for kind in ("py", "toml", "po", "typ") for room in ("bot", "locales") for one in _files(room, kind)]
    assert len(files) > 500
    named = {str(one.relative_to(ROOT)) for one in files if "tay ninh" in fold(one.read_text(encoding="utf-8"))}
    assert {one for one in named if not one.startswith("bot/playground/")} == own


def _files(room: str, kind: str) -> Iterator[Path]:
    return (ROOT / room).rglob(f"*.{kind}")
