"""Telegram's HTML, read as TDLib reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.api.refused import Refused
from bot.playground.messages.entities import parse_html, units
from bot.playground.messages.texts import clean, commands_in, read_text


def styles(source: str) -> list[tuple[str, str]]:
    """(style, the words it covers), cut out by UTF-16 offsets as a client does."""
    plain, entities = parse_html(source)
    wide = plain.encode("utf-16-le")
    return [
        (each["type"], wide[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le"))
        for each in entities
    ]


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("<b>đậm</b> <strong>đậm</strong>", [("bold", "đậm"), ("bold", "đậm")]),
        ("<i>a</i><em>b</em>", [("italic", "a"), ("italic", "b")]),
        ("<u>a</u><ins>b</ins>", [("underline", "a"), ("underline", "b")]),
        ("<s>a</s><strike>b</strike><del>c</del>", [("strikethrough", each) for each in "abc"]),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', [("spoiler", "a"), ("spoiler", "b")]),
        ("<code>a</code><pre>b</pre>", [("code", "a"), ("pre", "b")]),
        ("<blockquote>a</blockquote>", [("blockquote", "a")]),
        ("<blockquote expandable>a</blockquote>", [("expandable_blockquote", "a")]),
        ("🎖🎖<b>🎖 Hậu</b>", [("bold", "🎖 Hậu")]),
        ("<b>ngoài <i>trong</i></b>", [("bold", "ngoài trong"), ("italic", "trong")]),
        ("<B>hoa</b>", [("bold", "hoa")]),
        ("<b></b>không", []),
        ("<code><b>a</b></code>", [("code", "a")]),
        ("<b>mã <code>TN-1</code> đây</b>", [("bold", "mã "), ("code", "TN-1"), ("bold", " đây")]),
        ("<blockquote>mã <code>TN-1</code></blockquote>", [("blockquote", "mã TN-1"), ("code", "TN-1")]),
    ],
)
def test_tags_become_entities(source: str, read: list[tuple[str, str]]) -> None:
    assert styles(source) == read


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"'),
        ("&#272;&#x110;", "ĐĐ"),
        ("&lt b", "< b"),
        ("&nbsp;&copy; R&D", "&nbsp;&copy; R&D"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_only_the_four_names_and_numbers_are_references(source: str, plain: str) -> None:
    assert parse_html(source)[0] == plain


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("Đ <x>y</x>", 'Unsupported start tag "x" at byte offset 3'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href='x>y</a>", "Unclosed start tag at byte offset 0"),
        ('<span class="x">y</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused_in_tdlibs_words(source: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


def test_links_and_languages_keep_their_argument() -> None:
    _, (link,) = parse_html('<a href="https://a.vn/?x=1&amp;y=2">đây</a>')
    assert (link["type"], link["url"]) == ("text_link", "https://a.vn/?x=1&y=2")
    assert parse_html('<a href="không phải">đây</a>') == ("đây", [])
    _, (code,) = parse_html('<pre><code class="language-python">x</code></pre>')
    assert code == {"type": "pre", "offset": 0, "length": 1, "language": "python"}


def test_blanks_at_both_ends_go_and_the_entities_follow() -> None:
    assert read_text("\n  <b> Hậu </b> \n", "HTML", None) == ("Hậu", [{"type": "bold", "offset": 0, "length": 3}])


def test_at_most_a_hundred_entities_are_kept() -> None:
    assert len(read_text("<b>x</b> " * 101, "HTML", None)[1]) == 100


def test_other_parse_modes_are_refused_and_given_entities_are_taken() -> None:
    with pytest.raises(Refused, match="MarkdownV2 is not played"):
        read_text("*x*", "MarkdownV2", None)
    with pytest.raises(Refused, match="unsupported parse_mode"):
        read_text("x", "BBCode", None)
    given_bold = {"type": "bold", "offset": 0, "length": 1}
    assert read_text("x", None, [given_bold, {"type": "url", "offset": 0, "length": 1}]) == ("x", [given_bold])


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/start abc", ["/start"]),
        ("mời /dangky, /cuatoi@thidua_bot nhé", ["/dangky", "/cuatoi@thidua_bot"]),
        ("3/4 và http://a.vn/x", []),
        ("/đăngký", []),
        ("/dangký", []),
    ],
)
def test_commands_are_found_where_telegram_finds_them(text: str, commands: list[str]) -> None:
    wide = text.encode("utf-16-le")
    found = [
        wide[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le")
        for each in commands_in(text)
    ]
    assert found == commands


def test_characters_that_telegram_never_shows_go() -> None:
    assert clean("a\tb\r\nc\x00d\u202ee") == "a b\nc de"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_out_as_it_went_in(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped) == (text, [])
    plain, entities = parse_html(f"<b>{escaped}</b>")
    assert plain == text
    assert entities == ([{"type": "bold", "offset": 0, "length": units(text)}] if text else [])


@given(st.text(alphabet="<>/ab& \"'=;#x1đ🎖", max_size=40))
def test_any_markup_is_either_read_or_refused(source: str) -> None:
    try:
        plain, entities = parse_html(source)
    except Refused as refused:
        assert refused.description.startswith("Bad Request: can't parse entities: ")
    else:
        assert all(0 <= each["offset"] < each["offset"] + each["length"] <= units(plain) for each in entities)
