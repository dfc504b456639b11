"""A docx that somebody has sent as a template: whether it may be one, and what is wrong with it. It reads what anybody
may have made, so it runs in a process of its own (child.py)."""

import difflib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.papers.official.fields import Line, fields
from bot.papers.official.official import OfficialKind
from bot.refusal import Refusal

MOST_PARTS, LARGEST_UNPACKED = 300, 16_000_000
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = re.compile(rb"macroEnabled|vbaProject|application/vnd\.ms-office\.activeX|ms-word\.attachedToolbars", re.I)
_MACRO_PART = re.compile(r"vba(Project|Data)\.\w+$", re.I)
_EMBEDDED = re.compile(rb"/(oleObject|package|control|aFChunk|attachedTemplate|subDocument|frame)\"", re.I)
_RELATION = re.compile(rb"<Relationship\b[^>]*>", re.I)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.I)
_LINK = re.compile(rb"/hyperlink[\"']")
_FETCHES = re.compile(r"\b(INCLUDEPICTURE|INCLUDETEXT|DDE|DDEAUTO|LINK|IMPORT|EMBED|DATABASE|RD)\b", re.I)
_INSTRUCTION = re.compile(r"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr=\"([^\"]*)\"", re.S)
_TAG = re.compile(r"<[^>]+>")
_LOOP = frozenset({"index", "first", "last"})
_SHOWN = 40


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of the file. Raises Refusal for what is no docx, carries macros, embeds or fetches something, or is too
    large when it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            listed = file.infolist()
            if len(listed) > MOST_PARTS or sum(one.file_size for one in listed) > LARGEST_UNPACKED:
                raise Refusal("template.file.large")
            parts = {one.filename: _read(file, one) for one in listed}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Refusal("template.file.not_docx") from error
    types = parts.get("[Content_Types].xml", b"")
    if _MACROS.search(types) or any(map(_MACRO_PART.search, parts)):
        raise Refusal("template.file.macros")
    if _MAIN not in types or "word/document.xml" not in parts:
        raise Refusal("template.file.not_docx")
    for name, part in parts.items():
        _harmless(name, part)
    return parts


def _read(file: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """A part, as long as it says it is and no longer."""
    with file.open(one) as part:
        content = part.read(one.file_size + 1)
    if len(content) > one.file_size:
        raise Refusal("template.file.large")
    return content


def _harmless(name: str, part: bytes) -> None:
    if "/embeddings/" in name.lower() or "/activex/" in name.lower() or ".." in name.split("/"):
        raise Refusal("template.file.embedded")
    if name.lower().endswith(".rels"):
        for relation in _RELATION.findall(part):
            if _EMBEDDED.search(relation):
                raise Refusal("template.file.embedded")
            if _EXTERNAL.search(relation) and not _LINK.search(relation):
                raise Refusal("template.file.external")
    if not name.lower().endswith((".xml", ".rels")):
        return
    try:
        text = part.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("template.file.not_docx") from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refusal("template.file.not_docx")
    said = " ".join(found[0] or found[1] for found in _INSTRUCTION.findall(text))
    if "<w:altChunk" in text or "<w:object" in text:
        raise Refusal("template.file.embedded")
    if _FETCHES.search(said):
        raise Refusal("template.file.external")


def check(kind: OfficialKind, content: bytes) -> None:
    """Raises Refusal for a file that may not be a template of this kind, and for what it says in {{ }} and {% %} that
    there is not."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    parts_of(content)
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
        sources = [*_sources(template)]
    except Refusal:
        raise
    except Exception as error:
        raise Refusal("template.file.not_docx") from error
    for source in sources:
        _check_source(kind, source)
    if not any("{{" in source for source in sources):
        raise Refusal("template.file.no_places")


def _sources(template: Any) -> Iterator[str]:
    """The body, headers, footers and footnotes, as docxtpl reads them to fill them in."""
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.parts:
        if part.content_type.endswith(".footnotes+xml"):
            yield template.patch_xml(part.blob.decode("utf-8"))


def _check_source(kind: OfficialKind, source: str) -> None:
    from jinja2 import TemplateSyntaxError, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)
    try:
        parsed = ImmutableSandboxedEnvironment().parse(lines)
    except TemplateSyntaxError as error:
        near = lines.splitlines()[max(error.lineno - 1, 0)] if lines else ""
        raise Refusal("template.file.syntax", near=_shown(near)) from error
    except RecursionError as error:
        raise Refusal("template.file.costly") from error
    _Checker(nodes).body(parsed.body, _Scope(fields(kind), {}))


def _shown(source: str) -> str:
    """The words near a fault, without the tags of the file."""
    words = " ".join(_TAG.sub(" ", source).split())
    place = max(words.find("{"), 0)
    return words[place : place + _SHOWN]


@dataclass(frozen=True, slots=True)
class _Scope:
    """The names that hold somewhere: those of the document, and of the lines that are gone over."""

    document: Line
    rows: Mapping[str, Line]


class _Checker:
    """Walks what was parsed. Whatever is not named here is not allowed."""

    def __init__(self, nodes: Any) -> None:
        self._nodes = nodes

    def body(self, said: list[Any], scope: _Scope) -> None:
        nodes = self._nodes
        for node in said:
            match node:
                case nodes.Output():
                    for one in node.nodes:
                        if not isinstance(one, nodes.TemplateData):
                            self._value(one, scope)
                case nodes.If():
                    self._condition(node.test, scope)
                    for inner in (node.body, node.elif_, node.else_):
                        self.body(inner, scope)
                case nodes.For():
                    self._loop(node, scope)
                case _:
                    raise Refusal("template.file.statement", what=_named(node))

    def _loop(self, node: Any, scope: _Scope) -> None:
        if node.recursive or node.test is not None or not isinstance(node.target, self._nodes.Name):
            raise Refusal("template.file.statement", what="for")
        row = self._list(node.iter, scope)
        self.body(node.else_, scope)
        self.body(node.body, _Scope(scope.document, {**scope.rows, node.target.name: row}))

    def _list(self, node: Any, scope: _Scope) -> Line:
        match node:
            case self._nodes.Name(name=name) if not scope.rows:
                of, called = scope.document.lists, name
            case self._nodes.Getattr(node=self._nodes.Name(name=row), attr=name) if row in scope.rows:
                of, called = scope.rows[row].lists, name
            case self._nodes.Name(name=name) if name in scope.document.lists:
                # Lists within each other's lines would grow as their product does.
                raise Refusal("template.file.nested", name=name)
            case _:
                raise Refusal("template.file.statement", what="for")
        if called not in of:
            raise _unknown(called, of)
        return of[called]

    def _condition(self, node: Any, scope: _Scope) -> None:
        nodes = self._nodes
        match node:
            case nodes.Not():
                self._condition(node.node, scope)
            case nodes.And() | nodes.Or():
                self._condition(node.left, scope)
                self._condition(node.right, scope)
            case nodes.Name(name=name) if name in scope.document.lists:
                pass
            case nodes.Getattr(node=nodes.Name(name=row), attr=name) if name in self._lists(row, scope):
                pass
            case _:
                self._value(node, scope)

    def _lists(self, row: str, scope: _Scope) -> Mapping[str, Line]:
        return scope.rows[row].lists if row in scope.rows else {}

    def _value(self, node: Any, scope: _Scope) -> None:
        nodes = self._nodes
        match node:
            case nodes.Name(name=name):
                if name in scope.rows or name in scope.document.lists:
                    raise Refusal("template.file.whole_line", name=name)
                if name not in scope.document.values:
                    raise _unknown(name, scope.document.values)
            case nodes.Getattr(node=nodes.Name(name="loop"), attr=attr) if scope.rows and attr in _LOOP:
                pass
            case nodes.Getattr(node=nodes.Name(name=row), attr=attr) if row in scope.rows:
                if attr not in scope.rows[row].values:
                    raise _unknown(attr, scope.rows[row].values, f"{row}.")
            case nodes.Getattr(node=nodes.Name(name=row), attr=attr):
                raise Refusal("template.file.no_line", name=f"{row}.{attr}")
            case _:
                raise Refusal("template.file.statement", what=_named(node))


def _unknown(name: str, known: Mapping[str, Any], before: str = "") -> Refusal:
    near = difflib.get_close_matches(name, known, 1, 0.5)
    said = f"{before}{name}"[:_SHOWN]
    if near:
        return Refusal("template.file.unknown_near", name=said, near=f"{before}{near[0]}")
    return Refusal("template.file.unknown", name=said)


def _named(node: Any) -> str:
    """A statement by the name that its author knows it by."""
    return str(getattr(node, "name", None) or type(node).__name__).lower()[:_SHOWN]
