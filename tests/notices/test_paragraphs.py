"""Words are cut into paragraphs and put together again, and those that nobody touched stay as they were."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import notation
from bot.dialogue.screens import Formatted, Mark
from bot.notices.paragraphs import lines, opening, paragraphs, with_paragraph

TEXT = st.text(alphabet="ab \n<&", min_size=1, max_size=6)
WORDS = st.recursive(
    TEXT,
    lambda inner: st.builds(
        Formatted,
        st.lists(inner, min_size=1, max_size=4).map(tuple),
        st.sampled_from([Mark.BOLD, Mark.ITALIC, Mark.QUOTE, Mark.CODE]),
    ),
    max_leaves=12,
)


@st.composite
def letters(draw: st.DrawFn) -> str:
    parts: tuple[Any, ...] = tuple(draw(st.lists(WORDS, min_size=1, max_size=4)))
    return notation.write(Formatted(parts))


@given(letters())
def test_the_lines_of_words_read_as_the_words(words: str) -> None:
    read = notation.read(words)
    assert "\n".join(notation.plain(notation.write(line)) for line in lines(read)) == notation.plain(words)


@given(letters(), st.data())
def test_the_other_paragraphs_stay_as_they_were(words: str, data: st.DataObject) -> None:
    before = paragraphs(words)
    if not before:
        return
    at = data.draw(st.integers(0, len(before) - 1))
    changed = paragraphs(with_paragraph(words, at, "một\nhai"))
    assert changed == [*before[:at], "một", "hai", *before[at + 1 :]]
    assert paragraphs(with_paragraph(words, at, None)) == [*before[:at], *before[at + 1 :]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("a\n\n b", ["a", " b"]),
        ("x <b>một\nhai</b> y", ["x <b>một</b>", "<b>hai</b> y"]),
        ("<blockquote>một\nhai</blockquote>\nba", ["<blockquote>một\nhai</blockquote>", "ba"]),
        ('<a href="https://a.vn">một\nhai</a>', ['<a href="https://a.vn">một\nhai</a>']),
    ],
)
def test_what_belongs_together_is_one_paragraph(words: str, found: list[str]) -> None:
    assert paragraphs(words) == found


@pytest.mark.parametrize(
    ("words", "number", "left"),
    [("A\n\nB\n\nC", 1, "A\n\nC"), ("A\nB\n\nC", 1, "A\n\nC"), ("A\n\nB", 1, "A"), ("A\n\nB", 0, "B")],
)
def test_no_gap_is_left_where_a_paragraph_was(words: str, number: int, left: str) -> None:
    assert with_paragraph(words, number, None) == left


@pytest.mark.parametrize(
    ("to", "shown"),
    [(5, "ab\ncd"), (4, "ab\n…"), (2, "ab\n…"), (1, "…")],
)
def test_an_opening_is_of_whole_lines(to: int, shown: str) -> None:
    assert notation.plain(notation.write(opening("<b>ab</b>\ncd", to))) == shown
