"""The code as data: every module of ours, parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "handlers", "scheduler")


@dataclass(frozen=True)
class Module:
    name: str
    path: str
    """From the root of the project."""
    text: str = field(repr=False)
    tree: ast.Module = field(repr=False)

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def imports(self) -> Iterator[tuple[str, int]]:
        """What it imports anywhere, for annotations and inside functions too, with the line: bot.people.records, or
        sqlalchemy.exc."""
        for node in self.nodes():
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.path}:{node.lineno} imports relatively"
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    yield (inner if inner in names() else str(node.module)), node.lineno

    def literals(self) -> Iterator[ast.Constant]:
        """Text in code: no docstring, no comment."""
        told = {
            id(statement.value)
            for node in self.nodes()
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            for statement in node.body
            if isinstance(statement, ast.Expr)
        }
        for node in self.nodes():
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield node


@cache
def names() -> frozenset[str]:
    """Every module and package of ours, with its dots."""
    files = [file.relative_to(ROOT) for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    return frozenset(_dotted(file) for file in files if file.parent.name != "versions")


def _dotted(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> tuple[Module, ...]:
    found = []
    for name in sorted(names()):
        file = ROOT.joinpath(*name.split("."))
        file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
        text = file.read_text("utf-8")
        found.append(Module(name, str(file.relative_to(ROOT)), text, ast.parse(text)))
    return tuple(found)
