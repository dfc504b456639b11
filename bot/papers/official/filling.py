"""A document filled into a docx template. The same document and template give the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from bot.papers.official import parts
from bot.papers.official.apart import filled_apart, moment
from bot.papers.official.building import built_in, packed
from bot.papers.official.official import Official


def fill(document: Official, template: bytes | None = None) -> bytes:
    """The document as docx. `template`: the Office's own, filled in a process of its own; None: the built-in one."""
    if template is None:
        return filled_in(built_in(document.kind), document.names, moment(document.at))
    return filled_apart(document.kind, template, document.names, document.at)


def filled_in(template: bytes, names: Mapping[str, Any], at: str) -> bytes:
    """The template with the values in their places. `at`: the moment that is written into the file."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    document = DocxTemplate(io.BytesIO(_without_properties(template)))
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    document.render(dict(names), environment)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as file:
        made: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    return packed(made | {parts.CORE_PART: parts.CORE.format(at=at)})


def _without_properties(template: bytes) -> bytes:
    """The template with properties of ours: those of its author are none of the document, and are filled in too."""
    with zipfile.ZipFile(io.BytesIO(template)) as file:
        kept: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    if parts.CORE_PART in kept:
        kept[parts.CORE_PART] = parts.CORE.format(at="2020-01-01T00:00:00Z")
    return packed(kept)
