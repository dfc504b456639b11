"""Every sentence is there in both languages, is used, is given what it asks for, and is something Telegram takes."""

import ast
import re
import string
import unicodedata
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.folding import fold
from bot.phrases.catalogue import _JOINTS, _PATTERNS, LANGUAGES, ROOT, Phrases
from bot.settings import OFFICE_ZONE
from bot.slices import COMMANDS, LABELS, SLICES
from tests.structure.source import Module, modules

both_languages = pytest.mark.parametrize("language", LANGUAGES)

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
FILE = re.compile(r".*\.(toml|po|db|typ|html|css|js|jpg|bin|xlsx|pdf|ini|env)")
NOT_PHRASES = {
    "aiohttp.access": "a logger",
    "api.telegram.org": "a host",
    "reminder.days_before": "where a campaign's description has a fault",
    "reminder.to": "where a campaign's description has a fault",
}
"""Dotted literals that are neither a phrase, a deed of the audit trail, a foreign key, a file nor a room."""

SPECS = {*_JOINTS, *(spec for patterns in _PATTERNS.values() for spec in patterns)}
TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
ADDRESSED = {"who", "Who"}
"""How a person is addressed: Anh or Chị. English says you."""
LABEL = 40
"""Characters of a button's label: what a phone shows of it in one line, in a row of its own."""
COMMANDS_PRINTED = "menu dangky cuatoi donvi congdoan quanly thongbao hoidap caidat huy trogiup"
"""Besides /start: words that people learn and manuals print."""


@cache
def catalog(language: str) -> Catalog:
    with (ROOT / language / "LC_MESSAGES" / "bot.po").open("rb") as file:
        return read_po(file, charset="utf-8")


@cache
def texts(language: str) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalog(language) if message.id}


OUTSIDE = {"Bắt đầu", "Lưu thành", "/bot", "cấp Bộ", "tiến độ", "x"}
"""Words in «» that stand elsewhere: on Telegram's and a spreadsheet's own buttons, in an address, in a workbook, in a
notice."""
COMMAND_LINE = "thidua "


def places(text: str) -> dict[str, str]:
    """Placeholder -> its format."""
    return {name: spec or "" for _, name, spec, _ in string.Formatter().parse(text) if name is not None}


# --- the catalogue itself ---------------------------------------------------------------------------------------------


def test_both_languages_say_the_same_keys() -> None:
    assert texts("vi").keys() == texts("en").keys()


@both_languages
def test_nothing_is_left_unsaid_or_in_doubt(language: str) -> None:
    assert [message.id for message in catalog(language) if message.id and not message.string] == []
    assert [message.id for message in catalog(language) if message.fuzzy and message.id] == []
    assert list(catalog(language).obsolete) == []


@both_languages
def test_texts_are_composed_and_end_where_they_end(language: str) -> None:
    assert [key for key, text in texts(language).items() if text != unicodedata.normalize("NFC", text)] == []
    # An empty line may follow.
    assert [key for key, text in texts(language).items() if text.removesuffix("\n") != text.strip()] == []


@both_languages
def test_no_key_stands_twice_and_they_stand_in_order(language: str) -> None:
    file = (ROOT / language / "LC_MESSAGES" / "bot.po").read_text("utf-8")
    keys = re.findall(r'^msgid "(.+)"$', file, re.MULTILINE)
    assert keys == sorted(set(keys))


def test_both_languages_leave_the_same_places_for_values() -> None:
    unlike = {
        key: (vi, en)
        for key, text in texts("vi").items()
        if (vi := places(text).keys() - ADDRESSED) != (en := places(texts("en")[key]).keys() - ADDRESSED)
    }
    assert unlike == {}


@both_languages
def test_every_format_is_known_and_every_place_has_a_name(language: str) -> None:
    for key, text in texts(language).items():
        for name, spec in places(text).items():
            assert name.isidentifier(), f"{key}: {{{name}}}"
            assert spec in SPECS or re.fullmatch(r"0\.[0#]+", spec), f"{key}: {{{name}:{spec}}}"


class Markup(HTMLParser):
    """Collects what is not Telegram's, or not closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in TAGS or (attrs and tag != "a"):
            self.wrong.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_entityref(self, name: str) -> None:
        if name not in {"lt", "gt", "amp", "quot"}:
            self.wrong.append(f"&{name};")


@both_languages
def test_markup_is_telegrams_and_closed(language: str) -> None:
    for key, text in texts(language).items():
        markup = Markup()
        markup.feed(text)
        markup.close()
        assert (markup.wrong, markup.open) == ([], []), key
        assert not re.search(r"<(?![a-z/])|&(?![a-z]+;|#)", text), key


@both_languages
def test_labels_are_short_plain_and_in_one_line(language: str) -> None:
    for key, text in texts(language).items():
        if key.startswith(("button.", "command.")):
            assert "<" not in text, key
            assert "\n" not in text, key
            assert len(text) <= LABEL, f"{key}: {len(text)} characters"


@both_languages
def test_texts_beside_the_chat_are_within_telegrams_limits(language: str) -> None:
    assert len(texts(language)["bot.description"]) <= 512
    assert len(texts(language)["bot.short_description"]) <= 120


def test_the_commands_are_those_that_are_printed_and_each_is_described() -> None:
    assert list(COMMANDS) == COMMANDS_PRINTED.split()
    assert {f"command.{name}" for name in COMMANDS} == {key for key in texts("vi") if key.startswith("command.")}


def test_no_typed_label_means_two_things() -> None:
    """Labels are understood in either language, without marks: two that fold alike would hide one another."""
    phrases, seen = Phrases(OFFICE_ZONE), dict[str, Any]()
    for key, target in LABELS.items():
        for language in LANGUAGES:
            assert seen.setdefault(fold(phrases._messages[language][key]), target) == target, key


# --- the catalogue and the code ---------------------------------------------------------------------------------------


@cache
def sources() -> tuple[Module, ...]:
    return tuple(module for module in modules() if not module.name.startswith("bot.migrations"))


def deeds_and_columns(module: Module) -> set[int]:
    """Literals that name a deed of the audit trail, or the column a foreign key refers to."""
    found = set()
    for node in module.nodes():
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            inner = node.args[1:2] if called == "note" else []
            inner += [keyword.value for keyword in node.keywords if keyword.arg in {"foreign_key", "deed"}]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "deed":
            inner = [node.value]
        else:
            continue
        found |= {id(part) for argument in inner for part in ast.walk(argument)}
    return found


def test_every_phrase_that_code_names_is_there() -> None:
    missing = []
    for module in sources():
        other = deeds_and_columns(module)
        for literal in module.literals():
            key = literal.value
            if id(literal) in other or not isinstance(key, str) or key in {*NOT_PHRASES, *SLICES}:
                continue
            if KEY.fullmatch(key) and not FILE.fullmatch(key) and key not in texts("vi"):
                missing.append(f"{module.path}:{literal.lineno} {key}")
    assert missing == []


def test_every_phrase_that_is_there_is_named_by_code() -> None:
    named = {literal.value for module in sources() for literal in module.literals()}
    named |= {f"command.{name}" for name in COMMANDS}
    assert sorted(texts("vi").keys() - named) == []


def test_no_key_is_put_together() -> None:
    """A key that stands whole in the code can be found, and its use counted."""
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in sources()
        for node in module.nodes()
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"say", "Refusal", "Phrase", "refuse"}
        and node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert wrong == []


def test_every_phrase_is_given_the_values_it_asks_for_and_no_others() -> None:
    wrong = []
    for module in sources():
        for node in module.nodes():
            if (
                not isinstance(node, ast.Call)
                or getattr(node.func, "id", "") not in {"say", "Refusal"}
                or not node.args
            ):
                continue
            key = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            given = {keyword.arg for keyword in node.keywords}
            if not isinstance(key, str) or key not in texts("vi") or None in given:
                continue
            if given != places(texts("vi")[key]).keys():
                wrong.append(
                    f"{module.path}:{node.lineno} {key}: given {given or '{}'}, asks {set(places(texts('vi')[key]))}"
                )
    assert wrong == []


def test_what_a_sentence_sends_people_to_is_called_so() -> None:
    """A name in «» is a label, a heading or a command that there is: «Toàn Sở» leads nobody astray."""
    bare = re.compile(r"\s*\(\{[^}]*\}\)|[:,]?\s*\{[^}]*\}")
    named = {bare.sub("", text).strip().casefold() for text in texts("vi").values()}
    lost = {
        key: name
        for key, text in texts("vi").items()
        for name in re.findall("«([^«»{}]+)»", text)
        if name.strip().rstrip(":").casefold() not in named and name.strip().casefold() not in named
        if name not in OUTSIDE and not name.startswith(COMMAND_LINE)
    }
    assert lost == {}
