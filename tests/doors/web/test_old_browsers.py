"""The page's own files are of 2019: a phone of that year, which gets no newer browser, reads them all.

What such a phone has stands in `year_2019.toml`; whatever else a script or a style uses is found here.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import esprima
import pytest
import tinycss2

import bot.doors.web

STATIC = Path(bot.doors.web.__file__).parent / "static"
SCRIPTS, STYLES = sorted(STATIC.glob("*.js")), sorted(STATIC.glob("*.css"))

_YEAR = tomllib.loads(Path(__file__).with_name("year_2019.toml").read_text("utf-8"))
SYNTAX, OPERATORS, NAMES, CALLED, PROPERTIES, PASSED_OVER, FUNCTIONS, PSEUDO, UNITS = (
    set(_YEAR[name].split())
    for name in ("syntax", "operators", "names", "called", "properties", "passed_over", "functions", "pseudo", "units")
)
CONDITIONS, PASSED_OVER_SELECTOR = re.compile(_YEAR["conditions"]), _YEAR["passed_over_selector"]


def nodes(node: Any) -> Iterator[Any]:
    """A syntax tree, node by node."""
    if isinstance(node, list):
        for one in node:
            yield from nodes(one)
    elif hasattr(node, "type"):
        yield node
        for name, value in vars(node).items():
            if name not in ("type", "loc", "range"):
                yield from nodes(value)


def faults_of_script(text: str) -> list[str]:
    found = list(nodes(esprima.parseScript(text)))
    declared = {one.name for node in found for one in _declared(node)}
    faults = [node.type for node in found if node.type not in SYNTAX]
    faults += [node.operator for node in found if getattr(node, "operator", None) not in {None, *OPERATORS}]
    faults += ["catch without a name" for node in found if node.type == "CatchClause" and node.param is None]
    faults += [node.raw for node in found if node.type == "Literal" and re.fullmatch(r"\d.*n", node.raw)]
    faults += ["?." for node in found if getattr(node, "optional", False)]
    faults += [
        node.callee.property.name
        for node in found
        if node.type == "CallExpression"
        and getattr(node.callee, "property", None) is not None
        and not node.callee.computed
        and node.callee.property.name not in CALLED
    ]
    members = {id(node.property) for node in found if "MemberExpression" in node.type and not node.computed}
    members |= {id(node.key) for node in found if node.type == "Property" and not node.computed}
    faults += [
        node.name
        for node in found
        if node.type == "Identifier" and id(node) not in members and node.name not in declared | NAMES
    ]
    return faults


def _declared(node: Any) -> list[Any]:
    match node.type:
        case "VariableDeclarator":
            names = [node.id]
        case "FunctionDeclaration" | "AsyncFunctionDeclaration" | "FunctionExpression" | "ArrowFunctionExpression":
            names = [*([node.id] if node.id else []), *node.params]
        case "CatchClause":
            names = [node.param]
        case _:
            names = []
    return [one for one in names if getattr(one, "type", "") == "Identifier"]


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_a_script_is_of_2018_and_calls_what_browsers_of_2019_have(file: Path) -> None:
    assert faults_of_script(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "newer",
    [
        "const a = b => b?.c;",
        "const a = 1; const b = a ?? 2;",
        "try { window.print(); } catch { }",
        "const a = 10n;",
        "const a = Object.fromEntries([]);",
        "document.body.replaceChildren();",
        "[].at(-1);",
        "const a = structuredClone({});",
        "let a = 1; a ||= 2;",
        "class A { b = 1; }",
        "import('x');",
    ],
)
def test_what_came_later_is_found(newer: str) -> None:
    with suppress(esprima.Error):  # some is not even read
        assert faults_of_script(newer) != []


def faults_of_style(text: str) -> list[str]:
    faults = list[str]()
    _rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), faults)
    return faults


def _rules(rules: list[Any], faults: list[str]) -> None:
    for rule in rules:
        if rule.type == "error":
            faults.append(rule.message)
        elif rule.type == "at-rule":
            condition = tinycss2.serialize(rule.prelude).strip()
            if rule.lower_at_keyword != "media" or not CONDITIONS.fullmatch(condition):
                faults.append(f"@{rule.at_keyword} {condition}")
            _rules(tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True), faults)
        elif rule.type == "qualified-rule":
            _selector(rule.prelude, faults)
            _declarations(rule.content, faults)


def _selector(tokens: list[Any], faults: list[str]) -> None:
    for before, token in pairwise(tokens):
        if before == ":" and token.type == "ident" and token.value not in PSEUDO:
            faults.append(f":{token.value}")
        if before == ":" and token.type == "function" and tinycss2.serialize([token]) != PASSED_OVER_SELECTOR:
            faults.append(f":{token.name}()")
    if any(token == "&" for token in tokens):
        faults.append("nesting")


def _declarations(content: list[Any], faults: list[str]) -> None:
    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if one.type != "declaration":
            faults.append(f"{one.type} within a rule")
            continue
        if not one.name.startswith("--") and one.name not in PROPERTIES | PASSED_OVER:
            faults.append(one.name)
        _values(one.value, faults)


def _values(tokens: list[Any], faults: list[str]) -> None:
    for token in tokens:
        if token.type == "function":
            if token.name not in FUNCTIONS:
                faults.append(f"{token.name}()")
            _values(token.arguments, faults)
        elif token.type == "dimension" and token.unit not in UNITS:
            faults.append(token.unit)


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.name)
def test_a_style_is_of_2019(file: Path) -> None:
    assert faults_of_style(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "newer",
    [
        "a { gap: 1rem; }",
        "a { inset: 0; }",
        "a { width: min(1rem, 2rem); }",
        "a { height: 100dvh; }",
        "a:focus-visible { color: red; }",
        "a:is(b, c) { color: red; }",
        "a { & b { color: red; } }",
        "@layer x { a { color: red; } }",
        "@media (width > 10px) { a { color: red; } }",
        "a { accent-color: red; }",
        "a { color: color-mix(in srgb, red, blue); }",
    ],
)
def test_what_styles_learned_later_is_found(newer: str) -> None:
    assert faults_of_style(newer) != []


def test_there_is_something_to_be_read() -> None:
    names = [file.name for file in (*SCRIPTS, *STYLES)]
    assert names == ["entry.js", "page.js", "passkey.js", "entry.css", "page.css", "print.css"]
