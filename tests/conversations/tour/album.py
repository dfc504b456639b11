"""The album: all screens of the tour on one page, at phone width, to be looked at. Written to album/index.html."""

import html
from pathlib import Path

from bot.playground.persons.phone import Seen
from tests.conversations.tour.guide import Guide

FOLDER = Path(__file__).resolve().parents[3] / "album"

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; background: #e7eceb; color: #17211f; margin: 24px; }
main { columns: 360px; column-gap: 24px; }
figure { break-inside: avoid; margin: 0 0 24px; width: 360px; }
figcaption { font-weight: 600; color: #0d5560; margin: 0 0 6px; }
figcaption small { font-weight: 400; color: #5b6967; }
.bubble { background: #fff; border-radius: 14px 14px 14px 4px; padding: 10px 12px; white-space: pre-wrap; }
.rows { display: grid; gap: 4px; margin-top: 4px; }
.row { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 4px; }
.row span { background: #d5e3e1; border-radius: 8px; padding: 8px 6px; text-align: center; font-size: 14px; }
.primary { background: #0d6b75 !important; color: #fff; } .success { background: #1f7a3d !important; color: #fff; }
.danger { background: #b3402f !important; color: #fff; } .file { color: #5b6967; font-size: 13px; }
"""


def write_album(guide: Guide) -> Path:
    """The page's path."""
    figures = [_figure(caption, person.name, seen) for caption, person, seen in guide.pages]
    FOLDER.mkdir(exist_ok=True)
    page = FOLDER / "index.html"
    page.write_text(
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>Album</title><style>{_STYLE}</style>'
        f"<main>{''.join(figures)}</main></html>",
        "utf-8",
    )
    return page


def _figure(caption: str, name: str, seen: Seen) -> str:
    rows = "".join(
        '<div class="row">'
        + "".join(f'<span class="{button.style or ""}">{html.escape(button.text)}</span>' for button in row)
        + "</div>"
        for row in seen.rows
    )
    file = f'<div class="file">📎 {html.escape(seen.attachment.name)}</div>' if seen.attachment else ""
    return (
        f"<figure><figcaption>{html.escape(caption)} <small>{html.escape(name)}</small></figcaption>"
        f'<div class="bubble">{html.escape(seen.text)}{file}</div><div class="rows">{rows}</div></figure>'
    )
