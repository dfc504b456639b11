"""Lists cut into pages: every item stands on one page, and a page that is gone leads to the last one."""

import pytest

from bot.dialogue.screens import say
from bot.dialogue.ways import page_of


@pytest.mark.parametrize(
    ("count", "wanted", "items", "number", "of"),
    [
        (0, 0, [], 0, 1),
        (0, 3, [], 0, 1),
        (8, 0, list(range(8)), 0, 1),
        (9, 0, list(range(8)), 0, 2),
        (9, 1, [8], 1, 2),
        (9, 7, [8], 1, 2),
        (9, -1, list(range(8)), 0, 2),
    ],
)
def test_the_page_that_is_wanted_or_the_last_one(
    count: int, wanted: int, items: list[int], number: int, of: int
) -> None:
    page = page_of(range(count), wanted, 8)
    assert (list(page.items), page.number, page.of) == (items, number, of)
    assert page.line == (say("list.page", page=number + 1, pages=of) if of > 1 else None)
