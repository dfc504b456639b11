"""A Screen becomes what the Bot API takes: text in Telegram HTML, a keyboard inline or below the writing field."""

import html
import re
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.screens import Album, Attachment, Button, Formatted, Mark, Paper, Phrase, Screen, to_reader
from bot.dialogue.targets import ToPage
from bot.doors.buttons import pack
from bot.phrases.catalogue import COMRADES, Pen, Phrases, Show

JSON = dict[str, Any]
PAPERS_LANGUAGE = "vi"
"""Official papers have one language, whatever the chat's."""
CAPTION = 1024
"""A file with longer words is two messages. Telegram counts without the markup, so this is on the safe side."""

_MARK = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Rendered:
    text: str
    inline: JSON | None
    keyboard: JSON | None
    file: Attachment | Album | Paper | None
    keep: bool
    papers: str = PAPERS_LANGUAGE
    """The language of a paper to be made, with the department's form of address."""


_OPENING = {
    Mark.BOLD: "b",
    Mark.ITALIC: "i",
    Mark.UNDERLINE: "u",
    Mark.STRIKETHROUGH: "s",
    Mark.SPOILER: 'span class="tg-spoiler"',
    Mark.CODE: "code",
    Mark.PRE: "pre",
    Mark.QUOTE: "blockquote",
    Mark.FOLDED_QUOTE: "blockquote expandable",
    Mark.LINK: "a",
}


def _formatted(words: Formatted, show: Show) -> str:
    inner = "".join(html.escape(part, quote=False) if isinstance(part, str) else show(part) for part in words.parts)
    if words.mark is None:
        return inner
    opening = _OPENING[words.mark]
    if words.mark is Mark.LINK:
        opening = f'{opening} href="{html.escape(words.of)}"'
    elif words.mark is Mark.PRE and words.of:
        inner = _tagged(f'code class="language-{html.escape(words.of)}"', inner)
    return _tagged(opening, inner)


def _tagged(opening: str, inner: str) -> str:
    return f"<{opening}>{inner}</{opening.split()[0]}>"


HTML = Pen(html.escape, _formatted)
"""Telegram's HTML. It has the tags that messages of the catalogue hold."""


def render(phrases: Phrases, language: str, screen: Screen, preface: Phrase | None = None) -> Rendered:
    lines = [phrases.say(language, phrase, HTML) for phrase in screen.body]
    if preface is not None:
        if any(phrases.says_either(language, line) for line in lines):
            preface = to_reader(preface, None)  # as the rest of the screen has it
        lines.insert(0, phrases.say(language, preface, HTML) + "\n")
    inline = None
    shown = [[button for button in row if _opens(button)] for row in screen.rows]
    if any(shown):
        inline = {"inline_keyboard": [[_button(phrases, language, b) for b in row] for row in shown if row]}
    keyboard = None
    if screen.keyboard is not None:
        share = {"text": phrases.plain(language, screen.keyboard.share), "request_contact": True}
        others = [[{"text": phrases.plain(language, label)}] for label in screen.keyboard.others]
        keyboard = {"keyboard": [[share], *others], "resize_keyboard": True, "one_time_keyboard": True}
        if screen.keyboard.placeholder is not None:
            keyboard["input_field_placeholder"] = phrases.plain(language, screen.keyboard.placeholder)
    papers = PAPERS_LANGUAGE + COMRADES if language.endswith(COMRADES) else PAPERS_LANGUAGE
    if isinstance(screen.file, Paper) and screen.file.own_language:
        papers = language
    return Rendered("\n".join(lines), inline, keyboard, screen.file, screen.keep, papers)


def parted(rendered: Rendered) -> list[Rendered]:
    """The messages that one screen is for Telegram, in their order. Buttons are on the last."""
    together = len(rendered.text) <= CAPTION and not (isinstance(rendered.file, Album) and rendered.inline)
    return [rendered] if rendered.file is None or together else apart(rendered)


def apart(rendered: Rendered) -> list[Rendered]:
    """The files, and the words in a message of their own below."""
    return [replace(rendered, text="", inline=None, keyboard=None), replace(rendered, file=None)]


def unmarked(rendered: Rendered) -> Rendered:
    """The same words without formatting: better than none where Telegram does not take the marks."""
    return replace(rendered, text=html.escape(html.unescape(_MARK.sub("", rendered.text)), quote=False))


def _opens(button: Button) -> bool:
    """Telegram takes no page but one by https."""
    return not isinstance(button.to, ToPage) or button.to.address.startswith("https://")


def _button(phrases: Phrases, language: str, button: Button) -> JSON:
    made: JSON = {"text": phrases.plain(language, button.label)}
    if isinstance(button.to, ToPage):
        made["web_app"] = {"url": button.to.address}
    else:
        made["callback_data"] = pack(button.to)
    if button.style is not None:
        made["style"] = button.style.value
    return made
