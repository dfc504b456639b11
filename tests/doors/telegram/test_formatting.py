"""Formatting is its author's, from Telegram's entities over the store to Telegram's HTML, and nothing breaks out."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from telegram import Message, MessageEntity, Update, User
from telegram.constants import MessageEntityType as Type

from bot.dialogue import notation
from bot.dialogue.engine.events import SentFile
from bot.dialogue.flows import Typed
from bot.dialogue.screens import Formatted, Mark, say
from bot.doors.rendering import HTML
from bot.doors.telegram.formatting import formatted
from bot.phrases.catalogue import Phrases
from bot.playground.messages.entities import parse_html, units
from bot.settings import OFFICE_ZONE
from handlers.routing import sent_file, typed

PHRASES = Phrases(OFFICE_ZONE)


def drawn(words: Formatted) -> str:
    """As Telegram is sent it."""
    return PHRASES.say("vi", say("notice.words", parts=words), HTML)


def read(text: str, *entities: MessageEntity) -> Formatted:
    return formatted(text, entities) or Formatted((text,))


# --- from entities ----------------------------------------------------------------------------------------------------


def test_offsets_count_utf_16_units() -> None:
    words = read("🎖🎖 Hậu đạt", MessageEntity(Type.BOLD, 5, 3))
    assert words == Formatted(("🎖🎖 ", Formatted(("Hậu",), Mark.BOLD), " đạt"))


def test_formatting_stands_in_formatting() -> None:
    words = read("ngoài trong", MessageEntity(Type.ITALIC, 6, 5), MessageEntity(Type.BOLD, 0, 11))
    assert drawn(words) == "<b>ngoài <i>trong</i></b>"


def test_what_overlaps_is_divided() -> None:
    words = read("abcdef", MessageEntity(Type.BOLD, 0, 4), MessageEntity(Type.ITALIC, 2, 4))
    assert drawn(words) == "<b>ab<i>cd</i></b><i>ef</i>"


@pytest.mark.parametrize(("offset", "length"), [(-1, 2), (2, 0), (3, 9), (9, 1), (0, 99)])
def test_an_entity_that_does_not_fit_loses_no_word(offset: int, length: int) -> None:
    assert notation.plain(notation.write(read("abc", MessageEntity(Type.BOLD, offset, length)))) == "abc"


def test_an_entity_that_cuts_a_character_leaves_it_whole() -> None:
    assert drawn(read("a🎖b", MessageEntity(Type.BOLD, 0, 2))) == "<b>a</b>🎖b"
    assert drawn(read("a🎖b", MessageEntity(Type.BOLD, 2, 2))) == "a<b>🎖b</b>"


def test_what_only_telegram_knows_is_its_text() -> None:
    entities = [MessageEntity(Type.CUSTOM_EMOJI, 0, 2, custom_emoji_id="7"), MessageEntity(Type.HASHTAG, 3, 3)]
    assert formatted("🎉 #ab", entities) is None


def test_many_entities_that_cross_one_another_are_read() -> None:
    entities = [MessageEntity(Type.BOLD, place, 500) for place in range(500)]
    assert notation.plain(notation.write(read("x" * 2000, *entities))) == "x" * 2000


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        'https://a.vn/"><b>đậm</b>',
        'https://a.vn/" onclick="x',
        "https://a.vn/<script>",
        "https://a.vn/ x",
        "https://a.vn/\n",
        "javascript:alert(1)",
        "data:text/html,x",
        "",
        None,
    ],
)
def test_what_is_no_address_is_no_link_and_its_words_stay(url: str | None) -> None:
    assert formatted("xem đây", [MessageEntity(Type.TEXT_LINK, 4, 3, url=url)]) is None


@pytest.mark.parametrize("of", ['https://a.vn/"><b>đậm</b>', "https://a.vn/?x=1&lt;=2&y='", '"', "<b>"])
def test_whatever_the_address_of_a_link_it_does_not_break_out(of: str) -> None:
    words = Formatted((Formatted(("đây",), Mark.LINK, of),))
    assert notation.read(notation.write(words)) == words
    text, entities = parse_html(drawn(words))
    assert text == "đây"
    assert all(one["type"] == "text_link" and one["url"] == of for one in entities)


def test_links_to_addresses_and_people_are_kept() -> None:
    link = MessageEntity(Type.TEXT_LINK, 0, 3, url="https://a.vn/?x=1&y={2}")
    assert parse_html(drawn(read("đây", link)))[1][0]["url"] == "https://a.vn/?x=1&y={2}"
    person = MessageEntity(Type.TEXT_MENTION, 0, 3, user=User(5, "Hậu", is_bot=False))
    assert drawn(read("Hậu", person)) == '<a href="tg://user?id=5">Hậu</a>'


def test_a_message_and_a_caption_are_read_with_their_formatting() -> None:
    marks = [
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "text_link", "offset": 4, "length": 3, "url": 'https://a.vn/"><b>'},
    ]
    head = {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}
    said = {**head, "text": "xem đây", "entities": marks}
    file = {"file_id": "f", "file_unique_id": "u", "file_name": "a.pdf"}
    sent = {**head, "document": file, "caption": "xem đây", "caption_entities": marks}
    bold = Formatted((Formatted(("xem",), Mark.BOLD), " đây"))
    assert typed(Update.de_json({"update_id": 1, "message": said}, None)) == Typed("xem đây", bold)
    kept = sent_file(Update.de_json({"update_id": 2, "message": sent}, None))
    assert isinstance(kept, SentFile)
    assert (kept.caption, kept.formatted_caption) == ("xem đây", bold)


# --- stores -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kept",
    [
        "Kính gửi: a &lt; b &amp; c",
        "<b>a</b>, <i>b</i> <u>c</u> <s>d</s>",
        '<span class="tg-spoiler">a</span><code>b</code>',
        '<pre>a</pre><pre><code class="python">b</code></pre>',
        "<blockquote>a <b>b</b></blockquote><blockquote expandable>c</blockquote>",
        '<a href="https://a.vn/?x=1&amp;y=2">đây</a>',
    ],
)
def test_what_was_kept_before_is_read_and_drawn_as_it_was(kept: str) -> None:
    words = notation.read(kept)
    assert notation.write(words) == kept
    assert drawn(words) == kept.replace('class="python"', 'class="language-python"')


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ("a &quot;b&quot; &#x27;c&#x27;", "a \"b\" 'c'"),
        ('<a href="https://a.vn/?x=1&copy=2">đây</a>', "đây"),
        ('<a href="https://a.vn/x>y">đây</a>', "đây"),
        ('<tg-emoji emoji-id="7">🎉</tg-emoji>', "🎉"),
        ('<tg-time unix="7" format="wDT">mai</tg-time>', "mai"),
        ('<a href="https://a.vn/"><b>x">đây</a></b>', 'x">đây'),
        ("</b>a</i><b>b", "ab"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_what_an_older_version_may_have_kept_loses_no_word(kept: str, text: str) -> None:
    assert parse_html(drawn(notation.read(kept)))[0] == text
    assert notation.plain(kept) == text


def test_an_address_that_was_kept_as_it_is_is_read_as_it_is() -> None:
    (link,) = notation.read('<a href="https://a.vn/?x=1&copy=2">đây</a>').parts
    assert link == Formatted(("đây",), Mark.LINK, "https://a.vn/?x=1&copy=2")


leaves = st.text(st.sampled_from("ab <>&\"'{}=/;#\nđ🎖"), min_size=1, max_size=12)
marked = st.recursive(
    st.builds(lambda text, mark: Formatted((text,), mark), leaves, st.sampled_from(sorted(set(Mark) - {Mark.LINK}))),
    lambda inner: st.builds(
        lambda parts, of: Formatted(tuple(parts), Mark.LINK, of), st.lists(inner, min_size=1, max_size=3), leaves
    ),
    max_leaves=6,
)


@given(st.lists(leaves | marked, max_size=4))
def test_what_is_written_is_read(parts: list[Any]) -> None:
    assume(
        not any(isinstance(one, str) and isinstance(other, str) for one, other in pairwise(parts))
    )  # they become one
    words = Formatted(tuple(parts))
    assert notation.read(notation.write(words)) == words


# --- as before --------------------------------------------------------------------------------------------------------

SIMPLE = (Type.BOLD, Type.ITALIC, Type.UNDERLINE, Type.STRIKETHROUGH, Type.SPOILER)


@st.composite
def messages(draw: st.DrawFn) -> tuple[str, list[MessageEntity]]:
    """A text and entities in one another, as Telegram sends them: in order, those around before those inside."""
    text = draw(st.text(st.sampled_from("ab &<>\"'đ🎖"), min_size=1, max_size=24))
    cuts = [units(text[:place]) for place in range(len(text) + 1)]
    found: list[MessageEntity] = []
    begin, end = 0, len(text)
    for kind in draw(st.lists(st.sampled_from(SIMPLE), max_size=4, unique=True)):
        begin = draw(st.integers(begin, end - 1)) if begin < end else begin
        end = draw(st.integers(begin + 1, end)) if begin < end else end
        if begin < end:
            found.append(MessageEntity(kind, cuts[begin], cuts[end] - cuts[begin]))
    return text, found


@given(messages())
def test_what_people_see_is_what_the_library_made_of_it(message: tuple[str, list[MessageEntity]]) -> None:
    text, entities = message
    library = Message._parse_html(text, {entity: _cut(text, entity) for entity in entities})
    assert library is not None
    assert parse_html(drawn(read(text, *entities))) == parse_html(library)


def _cut(text: str, entity: MessageEntity) -> str:
    whole = text.encode("utf-16-le")
    return whole[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


# --- every kind of entity ---------------------------------------------------------------------------------------------

LINKS = ("https://a.vn/?x=1&y={2}", "tg://resolve?domain=a", "http://b.vn/%22%3E")
ALONE = frozenset({Type.CODE, Type.PRE})
"""Nothing stands in them, nor they in anything."""
QUOTES = frozenset({Type.BLOCKQUOTE, Type.EXPANDABLE_BLOCKQUOTE})
LEADING = frozenset({Type.TEXT_LINK, Type.TEXT_MENTION})
SHOWN = {*SIMPLE, *ALONE, *QUOTES, *LEADING}
"""The kinds that are formatting. Any other is what its text says."""


@st.composite
def entities_of_every_kind(draw: st.DrawFn) -> tuple[str, list[MessageEntity]]:
    """A text, and entities of every kind that Telegram knows, as it nests them."""
    inner = draw(st.text(st.sampled_from("ab &<>\"'{}=/;#\nđ🎖👩"), min_size=2, max_size=30))
    text = f"x{inner}x"  # blanks at both ends go
    cuts = [units(text[:place]) for place in range(len(text) + 1)]
    found: list[MessageEntity] = []

    def fill(begin: int, end: int, around: frozenset[Type]) -> None:
        at = begin
        for _ in range(draw(st.integers(0, 3))):
            if at >= end:
                return
            start = draw(st.integers(at, end - 1))
            stop = at = draw(st.integers(start + 1, end))
            kind = draw(st.sampled_from(sorted(Type)))
            if kind in around or (kind in ALONE and around) or around & ALONE:
                continue
            if (kind in QUOTES and around) or (kind in LEADING and around & LEADING):
                continue
            more: dict[str, Any] = {}
            if kind is Type.TEXT_LINK:
                more["url"] = draw(st.sampled_from(LINKS))
            elif kind is Type.TEXT_MENTION:
                more["user"] = User(draw(st.integers(1, 1 << 40)), "Hậu", is_bot=False)
            elif kind is Type.PRE:
                more["language"] = draw(st.sampled_from([None, "", "python", "c++", 'x"><b>', "a b"]))
            elif kind is Type.CUSTOM_EMOJI:
                more["custom_emoji_id"] = "7"
            found.append(MessageEntity(kind, cuts[start], cuts[stop] - cuts[start], **more))
            fill(start, stop, around | {kind})

    fill(0, len(text), frozenset())
    return text, found


def spans(text: str, entities: Iterable[Mapping[str, Any]]) -> list[frozenset[tuple[str, str]]]:
    """For each UTF-16 unit of the text the formatting that it is in: kind, and where it leads or which language."""
    covered: list[set[tuple[str, str]]] = [set() for _ in range(units(text))]
    for one in entities:
        kind, of = one["type"], ""
        if kind in LEADING:
            kind, of = "link", one.get("url") or f"tg://user?id={one['user']['id']}"
        elif kind == Type.PRE:
            of = re.sub(r"[^\w+#.-]", "", one.get("language") or "")
        for place in range(one["offset"], one["offset"] + one["length"]) if kind in (*SHOWN, "link") else ():
            covered[place].add((kind, of))
    return [frozenset(one) for one in covered]


@given(entities_of_every_kind())
def test_what_is_drawn_has_exactly_the_spans_that_were_sent(message: tuple[str, list[MessageEntity]]) -> None:
    text, entities = message
    shown, found = parse_html(drawn(read(text, *entities)))
    assert shown == text
    assert spans(shown, found) == spans(text, [entity.to_dict() for entity in entities])


@given(st.text(st.sampled_from('ab<>&"đ🎖 '), min_size=1, max_size=20), st.data())
def test_whatever_entities_come_no_word_is_lost_and_nothing_breaks_out(text: str, data: st.DataObject) -> None:
    """Crossing one another, too long, of nothing, with anything for an address: not Telegram's, and all the same."""
    place, anything = st.integers(-3, 30), st.text(st.sampled_from("ht:/\"'<>b& ="), max_size=12)
    entities = [
        MessageEntity(kind, data.draw(place), data.draw(place), url=data.draw(anything), language=data.draw(anything))
        for kind in data.draw(st.lists(st.sampled_from(sorted(Type)), max_size=6))
    ]
    text = f"x{text}x"
    assert parse_html(drawn(read(text, *entities)))[0] == text
