"""docs/house.md says which rooms there are, and which words the code has for what people say."""

import ast
import re

from tests.structure import house
from tests.structure.source import modules

WORDS = re.compile(r"^\| [^|]+ \| ([^|]*) \| [^|]* \|$", re.MULTILINE)
"""The second of three columns."""


def told() -> list[str]:
    """The names in the glossary."""
    return [name for column in WORDS.findall(house.PAGE.read_text("utf-8")) for name in re.findall("`(.+?)`", column)]


def test_the_table_of_rooms_is_the_list_of_rooms() -> None:
    assert house.page() == house.PAGE.read_text("utf-8"), "run `python -m tests.structure.house`"


def test_every_word_of_the_glossary_is_a_name_in_the_code() -> None:
    names = set[str]()
    for module in modules():
        for node in module.nodes():
            if isinstance(node, ast.ClassDef):
                values = [one for one in node.body if isinstance(one, ast.Assign)]
                names |= {node.name, *(f"{node.name}.{ast.unparse(one.targets[0])}" for one in values)}
    assert told()
    assert [word for word in told() if word not in names] == []


def test_no_word_of_the_glossary_stands_twice() -> None:
    assert sorted(told()) == sorted(set(told()))
