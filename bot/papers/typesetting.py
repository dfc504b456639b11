"""Templates into PDF, and into pictures. The typesetter is imported for the first paper: a start needs none."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typst import Fonts

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
WIDTH = 360
"""Points of a picture's page: about what a phone shows, so that type is as large as it says."""
STANDARDS = ["a-2a", "ua-1"]
"""To be kept in archives, and to be read aloud: the export fails rather than fall short of either."""

# What our fonts can draw, as far as Vietnamese and figures need it. Both standards forbid a letter that is not drawn,
# and people do write emoji: the paper shows where one was instead of not being made.
_NOT_DRAWN = re.compile(
    r"[^\n -~\u00a0-\u036f\u0391-\u03a1\u03a3-\u03c9\u1ea0-\u1ef9\u2000-\u2010\u2012-\u2022\u2026\u2030\u20ab"
    r"\u2190-\u2195\u2248\u2260\u2264\u2265]+"
)
_IN_ITS_PLACE = "\u25a1"


def compile(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of `template`, a .typ file of TEMPLATES. The same data gives the same bytes.

    `data` (what JSON can hold) reaches the template as values, never as markup: a name with `#` or `*` in it is that
    name. Only the fonts beside this file are used, so that a paper is the same on every machine.
    """
    import typst

    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_drawable(data), ensure_ascii=False)},
        pdf_standards=STANDARDS,  # type: ignore[arg-type]  # a list of its literals
    )


def compile_part(template: str, data: Mapping[str, Any]) -> tuple[bytes, Any]:
    """The same as `compile`, and what the template says under <reached>; None: nothing."""
    import typst

    compiler = typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_drawable(data), ensure_ascii=False)},
    )
    pdf = compiler.compile(pdf_standards=STANDARDS)  # type: ignore[arg-type]  # a list of its literals
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one file")
    reached = json.loads(compiler.query("<reached>", field="value"))
    return pdf, reached[0] if reached else None


def picture(template: str, data: Mapping[str, Any], width: int) -> bytes:
    """The one page of `template` as a PNG of `width` pixels; its page must be as wide as WIDTH. `data`: as above."""
    import typst

    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_drawable(data), ensure_ascii=False)},
        format="png",
        ppi=72 * width / WIDTH,
    )


def _drawable(value: Any) -> Any:
    match value:
        case str():
            return _NOT_DRAWN.sub(_IN_ITS_PLACE, value)
        case Mapping():
            return {name: _drawable(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_drawable(inner) for inner in value]
        case _:
            return value


@lru_cache(maxsize=1)
def _fonts() -> "Fonts":
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])
