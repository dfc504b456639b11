"""The words of the notice that names those who are recognised. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.phrases.catalogue import written
from bot.recognition.holders import Holder
from bot.recognition.naming import HolderName
from bot.recognition.records import DecisionNow, LineNow
from bot.titles.catalogue import Regime

MOST_NAMES = 60
"""Names in the words of one notice: a longer list stands in the decision that goes with it."""


@cache
def _templates() -> Mapping[str, str]:
    with Path(__file__).with_name("published.toml").open("rb") as file:
        return tomllib.load(file)


def published(one: DecisionNow, lines: Sequence[LineNow], names: Mapping[Holder, HolderName], regime: Regime) -> str:
    """The words, with a paragraph a title."""
    short = len(lines) <= MOST_NAMES
    titles = []
    for title in regime.in_order({line.title for line in lines}):
        those = {line.holder for line in lines if line.title == title.id}
        said = {"title": title.name.vi, "count": len(those)}
        said["names"] = ", ".join(name.name for holder, name in names.items() if holder in those)
        titles.append(_templates()["named" if short else "counted"] % said)
    about = {"number": one.number, "day": written(one.signed_on), "issuer": one.issuer, "year": one.year}
    return _templates()["whole"].strip() % {**about, "titles": "\n".join(titles)}
