"""Words that people type, made safe to keep (NFC, single line breaks, no control or invisible characters), and
shortened for a screen."""

import re
import unicodedata

from bot.refusal import Refusal

_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{2,}")


def own_words(text: str, *, shortest: int, longest: int) -> str:
    """`text` as it may be stored. Raises Refusal when fewer than `shortest` or more than `longest` characters remain;
    nothing is cut silently."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if c == "\n" or unicodedata.category(c)[0] != "C")
    tidy = _LINES.sub("\n", _SPACES.sub(" ", kept)).strip()
    if len(tidy) < shortest:
        raise Refusal("words.too_short", least=shortest)
    if len(tidy) > longest:
        raise Refusal("words.too_long", most=longest, length=len(tidy))
    return tidy


def shortened(words: str, to: int = 80) -> str:
    """One line of `words`, at most `to` characters, cut at a word with an ellipsis: for screens; the whole is kept."""
    line = " ".join(words.split())
    if len(line) <= to:
        return line
    return line[: to - 1].rsplit(" ", 1)[0].rstrip() + "…"
