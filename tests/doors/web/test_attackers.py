"""Attacks at the door: scripts in every field, forms from elsewhere, frames, files of anybody and of any
kind, bodies without an end. Of each, what came of it."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio
import sqlalchemy as sa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.dialogue.screens import Attachment, Formatted, Mark, Screen, say
from bot.doors.rendering import HTML, Rendered, render
from bot.doors.web import guard, markup
from bot.doors.web.markup import cleaned, safe
from bot.people.records import Person
from bot.store.files import LARGEST, store_file
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from tests.doors.web.stage import PATH, Browser, WebOffice
from tests.office import Office

HAU, DUY = "Nguyễn Công Hậu", "Nguyễn Đức Duy"
EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "'-alert(1)-'",
    "</textarea><script>alert(1)</script>",
    '<a href="javascript:alert(1)">x</a>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "{{ 7*7 }}{% raw %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<b onmouseover=alert(1)>x</b>",
    "<!--><script>alert(1)</script>-->",
    "<style>*{display:none}</style>",
    "<form action=https://example.org><button>x</button></form>",
)
LIVE = re.compile(
    r"<script(?! src=\"/thidua/static/page\.js)|<img(?! src=\"/thidua/file/)|<svg|<iframe|<style|\son\w+=|javascript:",
    re.I,
)
"""Signs that no page of ours holds, but for its own one script and pictures of its own messages."""


@pytest_asyncio.fixture
async def web(office: Office) -> AsyncIterator[WebOffice]:
    async with WebOffice(office) as web:
        yield web


async def at_home(web: WebOffice, name: str = HAU) -> Browser:
    browser = await web.browser(name)
    await browser.opens()
    await browser.chooses("Trang chính")
    return browser


async def arrived(web: WebOffice) -> int:
    table = columns(InboxRow)
    return int((await web.office.rows(sa.select(sa.func.count()).select_from(table)))[0][0])


def tags(html: str) -> str:
    """The page without what stands between its tags, and without what attributes hold: there, words are only words."""
    return re.sub(
        r"=\"[^\"]*\"",
        lambda found: found[0] if "/thidua/" in found[0] else '=""',
        "".join(re.findall(r"<[^>]+>", html)),
    )


# --- scripts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("evil", EVIL)
async def test_what_is_typed_runs_nowhere(web: WebOffice, evil: str) -> None:
    hau = await at_home(web)
    await hau.taps("Hỏi đáp")
    await hau.taps("Hỏi Văn phòng")
    await hau.says(f"Xin hỏi {evil} ở đâu")
    assert not LIVE.search(tags(hau.page.html)), hau.page.html
    await hau.posts("say", {**hau.page.form("say"), "csrf": "x", "text": evil})
    assert hau.status == 403
    assert not LIVE.search(tags(hau.page.html)), "and not where it is given back"


@pytest.mark.parametrize("evil", EVIL)
async def test_names_of_people_and_files_and_words_of_notices_run_nowhere(web: WebOffice, evil: str) -> None:
    table = columns(Person)
    await web.office.database.run(
        lambda tx: tx.execute(sa.update(table).where(table.c.full_name == DUY).values(full_name=f"Duy {evil}"))
    )
    phrases = web.office.service.phrases
    sha256 = await web.office.database.run(lambda tx: store_file(tx, b"x", "text/html"))
    words = Formatted((evil, Formatted((evil,), Mark.BOLD), Formatted(("x",), Mark.LINK, "javascript:alert(1)")))
    screen = Screen((say("web.chosen"),), file=Attachment(sha256, f"{evil}.html", "text/html"))
    rendered = render(phrases, "vi", screen)
    hau = await at_home(web)
    await web.post.send(hau.caller.address, Rendered(rendered.text + _written(words), None, None, rendered.file, True))
    await hau.opens()
    assert not LIVE.search(tags(hau.page.html)), hau.page.html
    await hau.opens("news?after=0")
    assert hau.headers["Content-Type"].startswith("application/json")


def _written(words: Formatted) -> str:
    return HTML.formatted(words, lambda value: HTML.formatted(value, str))


def test_the_second_wall_holds_by_itself() -> None:
    """Were the pen to write what people wrote as it is, the page would still hold only a few harmless tags."""
    for evil in EVIL:
        written = safe(evil)
        assert not LIVE.search(written), written
        assert set(re.findall(r"</?([a-z]+)", written)) <= {
            "b",
            "i",
            "u",
            "s",
            "code",
            "pre",
            "blockquote",
            "a",
            "span",
        }
    assert safe("<b>a<i>b</b>c") == "<b>a<i>b</i></b>c", "closed"
    assert safe('<a href="https://example.org/?a=1&b=2">x</a>') == (
        '<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>'
    )
    assert safe('<a href=" javascript:alert(1)">x</a>') == "x"
    assert safe('<a href="data:text/html,x">x</a>') == "x"


_PIECES = (
    *("<b>", "</b>", "<i>", "</i>", "<pre>", "</pre>", "<blockquote>", "</blockquote>", "<code>", "</code>"),
    *("<ins>", "</ins>", "<B>", "</B>", "<b >", "<b class=x>", "</b x>", "<br>", "<br/>", "<p>", "<!--", "-->"),
    *("<script>", "</script>", "<b", "</", "<", ">", "<!x>", "<?x>", "<![CDATA[", "]]>", '<a href="https://a.vn/">'),
    *("</a>", '<span class="tg-spoiler">', "</span>", "<blockquote expandable>", "&amp;", "&lt;b&gt;", "&#x27;"),
    *("&quot;", "&", "&am", "&#", "&#0;", "&notit;", "&copy", '"', "'", "\n", "\n\n", " ", "Đăng ký", "x"),
)


_FEW = ("<b>", "</b>", "<i>", "</i>", "&amp;", "x")


@given(
    st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)
    | st.lists(st.sampled_from(_FEW), max_size=8).map("".join)
    | st.text("<>/&;#b pre\n\"'", max_size=30)
)
@example("<b>Đang chọn:</b>\n<pre>1 &amp; 2</pre>\n")
@settings(max_examples=600, deadline=None)
def test_text_that_is_cleaned_in_short_is_cleaned_as_with_care(text: str) -> None:
    written, said = markup._with_care(text)
    assert cleaned(text) == (markup._LINES.sub(r"\1", written), said)


# --- headers ----------------------------------------------------------------------------------------------------------


async def test_every_answer_forbids_frames_foreign_scripts_and_guessing(web: WebOffice) -> None:
    hau = await at_home(web)
    for path in ("", "print/99999", "static/page.js", "nowhere", "news?after=0"):
        await hau.opens(path)
        policy = hau.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert hau.headers["X-Frame-Options"] == "DENY"
        assert hau.headers["X-Content-Type-Options"] == "nosniff"
        assert hau.headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in hau.headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in hau.headers, "not on a plain address of this machine"
    await hau.opens()
    assert hau.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<script>|<script (?!src)|style=", hau.page.html), "no script and no style in the page itself"
    assert "Strict-Transport-Security" in guard.Guard("https://td.example.vn/thidua", web.office.clock).headers


# --- forms from elsewhere ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "", "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_form_of_another_site_is_refused_even_with_the_token(web: WebOffice, headers: dict[str, str]) -> None:
    hau = await at_home(web)
    before, form = await arrived(web), hau.page.form("say")
    said = {name: value for name, value in headers.items() if value}
    async with hau.client.post(web.url + "say", data={**form, "text": "/caidat"}, headers=said) as answer:
        assert answer.status == 403
    assert await arrived(web) == before


async def test_a_form_without_the_token_or_with_anothers_does_nothing_and_loses_no_words(web: WebOffice) -> None:
    hau, duy = await at_home(web), await at_home(web, DUY)
    before = await arrived(web)
    for token in ("", "x", duy.caller.csrf, "ü" * 20):
        await hau.posts("say", {**hau.page.form("say"), "csrf": token, "text": "Nội dung đã gõ rất lâu"})
        assert hau.status == 403
        assert ">Nội dung đã gõ rất lâu</textarea>" in hau.page.html
        assert "gửi lại" in hau.alert()
    assert await arrived(web) == before
    await hau.posts("say", {**hau.page.form("say"), "text": "/caidat"})
    assert hau.reads().startswith("CÀI ĐẶT")


async def test_an_old_browser_that_says_nothing_of_where_a_form_is_from_is_served(web: WebOffice) -> None:
    hau = await at_home(web)
    async with hau.client.post(web.url + "say", data={**hau.page.form("say"), "text": "/caidat"}) as answer:
        assert answer.status == 200
        assert "CÀI ĐẶT" in await answer.text()


async def test_no_get_does_anything(web: WebOffice) -> None:
    hau = await at_home(web)
    before = await arrived(web)
    for path in ("tap", "say", "command", "file"):
        await hau.opens(f"{path}?csrf={hau.caller.csrf}&key={'k' * 20}&text=x&name=menu&data=s:home&message=1")
        assert hau.status in (404, 405)
    assert await arrived(web) == before


async def test_no_answer_leads_anywhere_else(web: WebOffice) -> None:
    hau = await at_home(web)
    for path in ("?next=https://example.org", "?before=//example.org", "print/1?to=//example.org", "//example.org/"):
        async with hau.client.get(web.url + path, allow_redirects=False) as answer:
            assert "example.org" not in answer.headers.get("Location", "")
    form = {**hau.page.form("say"), "text": "/menu", "next": "https://example.org"}
    said = {"Origin": web.origin, "Host": "example.org", "X-Forwarded-Host": "example.org"}
    async with hau.client.post(web.url + "say", data=form, headers=said, allow_redirects=False) as answer:
        assert answer.headers["Location"] == f"{PATH}/#screen"


# --- what is posted ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("tap", {"data": "s:" + "x" * 100}),
        ("tap", {"data": "s:home", "message": "1 OR 1=1"}),
        ("tap", {"data": "s:home", "message": "9" * 40}),
        ("command", {"name": "../../etc"}),
        ("command", {"name": ""}),
        ("say", {"key": "short"}),
        ("say", {"key": "x" * 500}),
        ("say", {"text": "   "}),
    ],
)
async def test_forms_that_no_page_of_ours_has_sent_do_nothing(web: WebOffice, path: str, wrong: dict[str, str]) -> None:
    hau = await at_home(web)
    before = await arrived(web)
    form = {
        **hau.page.form("tap"),
        **hau.page.form("say"),
        "text": "x",
        "name": "menu",
        "data": "s:home",
        "message": "1",
    }
    await hau.posts(path, {**form, **wrong})
    assert hau.status in (400, 413)
    assert hau.alert()
    assert await arrived(web) == before


async def test_forged_buttons_meet_the_engine_which_knows_rights(web: WebOffice) -> None:
    hau = await at_home(web)
    for data in ("s:office", "d:close_year:1", "a:1:1:x:y", "\x00", "s:" + "Z" * 60):
        await hau.forges(data)
        assert hau.status in (200, 400)
    await hau.opens()
    assert "Quản lý phong trào" not in hau.labels()


async def test_bodies_that_are_too_large_or_of_another_kind_are_refused(web: WebOffice) -> None:
    hau = await at_home(web)
    before = await arrived(web)
    form = hau.page.form("say")
    await hau.posts("say", {**form, "text": "x" * 5000})
    assert (hau.status, "x" * 5000 in hau.page.html) == (413, True)
    await hau.posts("say", {**form, "text": "x" * (guard.FORM_BYTES + 1)})
    assert hau.status == 413
    await hau.posts("say", b"{}", **{"Content-Type": "application/json"})
    assert hau.status == 415
    await hau.posts("say", {f"f{place}": "x" for place in range(100)})
    assert hau.status == 400
    await hau.posts("file", b"--x\r\nbroken", **{"Content-Type": "multipart/form-data; boundary=x"})
    assert hau.status == 400
    await hau.sends("large.pdf", b"x" * (LARGEST + 1))
    assert hau.status == 413
    assert "20 MB" in hau.alert()
    assert await arrived(web) == before


async def test_a_body_that_says_no_length_is_cut_where_it_is_too_long(web: WebOffice) -> None:
    hau = await at_home(web)
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b"text="
        while sent < 300 * guard.FORM_BYTES:
            sent += 4096
            yield b"x" * 4096
            await asyncio.sleep(0)

    said = {"Origin": web.origin, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        async with hau.client.post(web.url + "say", data=endless(), headers=said) as answer:
            assert answer.status == 413
    except aiohttp.ClientError:
        pass  # cut off: as good an answer
    assert sent < 300 * guard.FORM_BYTES


async def test_a_body_that_does_not_come_is_not_waited_for(web: WebOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "FORM_SECONDS", 0.2)
    hau = await at_home(web)
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(web.origin).port)
    cookie = next(iter(hau.client.cookie_jar))
    writer.write(
        f"POST {PATH}/say HTTP/1.1\r\nHost: x\r\nCookie: {cookie.key}={cookie.value}\r\nContent-Length: 100\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\ntext=".encode()
    )
    assert b" 408 " in await reader.readline()
    writer.close()


async def test_who_is_not_in_cannot_have_us_read_a_file(web: WebOffice) -> None:
    stranger = await web.stranger()
    form = aiohttp.FormData({"csrf": "x", "key": "k" * 20})
    form.add_field("file", b"x" * 1000, filename="a.pdf")
    await stranger.posts("file", form)
    assert stranger.status == 401
    assert await arrived(web) == 0


async def test_one_session_that_floods_waits_and_the_others_do_not(web: WebOffice) -> None:
    hau, duy = await at_home(web), await at_home(web, DUY)
    statuses = []
    for _ in range(int(guard.BURST) + 5):
        await hau.posts("say", {**hau.page.form("say"), "text": "/menu"})
        statuses.append(hau.status)
    assert set(statuses) == {200, 429}
    assert hau.alert()
    await duy.says("/menu")
    assert duy.status == 200
    web.office.clock.skipped += 60  # type: ignore[attr-defined]
    await hau.says("/menu")
    assert hau.status == 200


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("x.html", "text/html"),
        ("x.svg", "image/svg+xml"),
        ("x.xhtml", "application/xhtml+xml"),
        ("x.js", "text/javascript"),
        ("x.pdf", "text/html"),
    ],
)
async def test_no_file_becomes_a_page_of_ours(web: WebOffice, name: str, mime: str) -> None:
    hau = await at_home(web)
    content = b"<script>alert(1)</script>"
    sha256 = await web.office.database.run(lambda tx: store_file(tx, content, mime))
    file = Attachment(sha256, name, mime, photo=True)
    (number,) = await web.post.send(hau.caller.address, Rendered("Tệp", None, None, file, True))
    for query in ("", "?view"):
        await hau.opens(f"file/{number}/0{query}")
        assert hau.headers["Content-Type"] == "application/octet-stream"
        assert hau.headers["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in hau.headers["Content-Security-Policy"]
    await hau.opens()
    assert "<img" not in hau.page.html, "nor a picture"


async def test_names_of_files_break_no_header_and_no_path(web: WebOffice) -> None:
    hau = await at_home(web)
    sha256 = await web.office.database.run(lambda tx: store_file(tx, b"x", "application/pdf"))
    for name in ('a"b.pdf', "a\r\nSet-Cookie: x=1.pdf", "../../etc/passwd", "đơn vị «1».pdf", "\u202efdp.exe"):
        file = Attachment(sha256, name, "application/pdf")
        (number,) = await web.post.send(hau.caller.address, Rendered("Tệp", None, None, file, True))
        await hau.opens(f"file/{number}/0")
        assert hau.status == 200
        assert "Set-Cookie" not in hau.headers
        assert re.fullmatch(r"attachment; filename\*=UTF-8''[A-Za-z0-9%._~-]+", hau.headers["Content-Disposition"])


async def test_a_file_that_no_dialogue_waits_for_is_answered(web: WebOffice) -> None:
    hau = await at_home(web)
    for name in ("../../a.pdf", "C:\\temp\\a.exe", "", "x" * 400):
        await hau.sends(name or "tep", b"MZ", "application/x-msdownload")
        assert hau.status == 200
        assert hau.reads()


async def test_what_is_marked_as_a_secret_is_not_kept_for_a_moment(web: WebOffice) -> None:
    hau = await at_home(web)
    seen = list[Any]()
    take = web.office.service.intake.receive_web

    async def watched(*what: Any) -> int:
        seen.append(what[-1])
        return await take(*what)

    web.office.service.intake.receive_web = watched  # type: ignore[method-assign,assignment]
    await hau.sends("Công văn TỐI MẬT số 12.pdf", b"%PDF bi mat")
    assert seen == [None]
    assert hau.status == 200
