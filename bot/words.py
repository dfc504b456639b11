"""What people type, made safe to keep: NFC, one line breaks kept, control and invisible characters gone."""

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
