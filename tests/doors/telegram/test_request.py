"""The transport's words about a call that failed, which never hold the token."""

import asyncio
import gzip
import io
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram import Bot, InputFile
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.doors.telegram.request import MAX_ANSWER, AiohttpRequest, NoAnswer, NotSent

SECRET = "AAH-this-must-stay-between-us"
TOKEN = f"2023:{SECRET}"
OK = b'HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n{"ok": true,"result":true}'
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server(serve: Serve) -> AsyncIterator[str]:
    """A server that behaves as badly as `serve` does; gives its base_url."""

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(connection, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/bot"
    finally:
        listening.close()


@asynccontextmanager
async def calling(base_url: str, request: AiohttpRequest | None = None) -> AsyncIterator[Bot]:
    request = request or AiohttpRequest(read_timeout=5.0)
    async with request:
        yield Bot(TOKEN, base_url=base_url, request=request)


async def head_and_body(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-le")), 0
    )
    return head, await reader.readexactly(length)


async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        await head_and_body(reader)
        writer.write(OK)


async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await head_and_body(reader)


async def stays_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def reads_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


def everything_said(error: BaseException) -> str:
    """Messages, reprs and causes, as a log would show them."""
    said = []
    link: BaseException | None = error
    while link is not None:
        said += [str(link), repr(link), repr(link.args)]
        link = link.__cause__ or link.__context__
    return "\n".join([*said, *traceback.format_exception(error)])


def nobody_listens() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/bot"


async def test_without_a_connection_nothing_was_sent() -> None:
    async with calling(nobody_listens()) as bot:
        with pytest.raises(NotSent) as failed:
            await bot.log_out()
    assert SECRET not in everything_said(failed.value)


async def test_an_address_that_is_none_was_never_called() -> None:
    async with calling("gopher://example.vn/bot") as bot:
        with pytest.raises(NotSent) as failed:
            await bot.log_out()
    assert SECRET not in everything_said(failed.value)


@pytest.mark.parametrize("serve", [hangs_up, stays_silent])
async def test_a_call_that_left_and_got_no_answer_may_have_been_carried_out(serve: Serve) -> None:
    async with server(serve) as url, calling(url) as bot:
        with pytest.raises(NoAnswer) as failed:
            await bot.send_message(7, "Chào anh", read_timeout=0.05)
    assert SECRET not in everything_said(failed.value)
    assert not isinstance(failed.value, NotSent)


async def test_an_upload_that_stalls_half_way_was_not_sent() -> None:
    async with server(reads_nothing) as url, calling(url) as bot:
        with pytest.raises(NotSent) as failed:
            await bot.send_document(7, bytes(32 << 20), write_timeout=0.1)
    assert SECRET not in everything_said(failed.value)


async def test_no_free_connection_in_time_means_not_sent() -> None:
    narrow, taken = AiohttpRequest(connections=1, connect_timeout=0.5, pool_timeout=0.1), asyncio.Event()

    async def takes_it_and_stays_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.set()
        await stays_silent(reader, writer)

    async with server(takes_it_and_stays_silent) as url, calling(url, narrow) as bot, asyncio.TaskGroup() as tasks:
        first = tasks.create_task(outcome(bot.send_message(7, "một", read_timeout=2.0)))
        await taken.wait()
        second = tasks.create_task(outcome(bot.send_message(7, "hai", read_timeout=2.0)))
    assert (first.result(), second.result()) == (NoAnswer, NotSent)


async def outcome(call: Awaitable[object]) -> type[BaseException] | None:
    try:
        await call
    except TelegramError as error:
        return type(error)
    return None


@pytest.mark.parametrize("status", [b"200 OK", b"404 Not Found", b"502 Bad Gateway"])
async def test_a_page_that_echoes_the_address_does_not_carry_the_token_into_an_error(
    status: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async def echoes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head, _ = await head_and_body(reader)
        page = b"<html>The requested URL " + head.split(b" ")[1] + b" was not found here.</html>"
        writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(page), page))

    async with server(echoes) as url, calling(url) as bot:
        with pytest.raises((InvalidToken, NetworkError, TelegramError)) as failed:
            await bot.log_out()
    assert SECRET not in everything_said(failed.value)
    assert SECRET not in caplog.text


async def test_a_redirect_is_not_followed() -> None:
    async def redirects(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_and_body(reader)
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/elsewhere\r\nContent-Length: 0\r\n\r\n")

    async with server(redirects) as url, calling(url) as bot:
        with pytest.raises(NetworkError, match="302"):
            await bot.log_out()


async def test_calls_share_connections() -> None:
    connections = []

    async def counts(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        await answers(reader, writer)

    async with server(counts) as url, calling(url) as bot:
        for _ in range(3):
            await bot.log_out()
    assert len(connections) == 1


async def test_a_cancelled_call_leaves_no_half_read_connection_behind() -> None:
    slow = True

    async def first_slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await head_and_body(reader)
            if slow:
                await reader.read()
            writer.write(OK)

    async with server(first_slow) as url, calling(url, AiohttpRequest(connections=1)) as bot:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await bot.log_out()
        slow = False
        assert await bot.log_out()


async def test_file_names_travel_as_plain_utf_8() -> None:
    bodies = []

    async def keeps(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        bodies.append(await head_and_body(reader))
        writer.write(OK)

    async with server(keeps) as url, calling(url) as bot:
        document = InputFile(io.BytesIO(b"%PDF"), filename='Bảng "2023".pdf')
        await outcome(bot.send_document(7, document, caption="gửi\r\nVăn phòng"))
    ((head, body),) = bodies
    assert b"multipart/form-data; boundary=" in head
    assert 'filename="Bảng %222023%22.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n'.encode() in body
    assert 'name="caption"\r\n\r\ngửi\r\nVăn phòng\r\n'.encode() in body


async def test_a_proxy_gets_the_whole_address() -> None:
    asked = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await head_and_body(reader))[0])
        writer.write(OK)

    async with server(proxy) as url:
        through = AiohttpRequest(proxy=url.removesuffix("/bot"))
        async with calling("http://api.example.vn/bot", through) as bot:
            await bot.log_out()
    assert asked[0].startswith(f"POST http://api.example.vn/bot{TOKEN}/logOut ".encode())


def test_only_http_proxies_are_taken_and_a_password_in_one_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="only http") as refused:
        AiohttpRequest(proxy="socks5://user:hunter2@127.0.0.1:1080")
    assert "hunter2" not in str(refused.value)


async def test_it_can_be_shut_down_twice_and_started_again() -> None:
    request = AiohttpRequest()
    async with server(answers) as url:
        bot = Bot(TOKEN, base_url=url, request=request)
        with pytest.raises(NetworkError, match="not initialized"):
            await bot.log_out()
        for _ in range(2):
            await request.initialize()
            assert await bot.log_out()
            await request.shutdown()
            await request.shutdown()


@pytest.mark.parametrize(
    "status", [b"302 Found", b"403 Forbidden", b"404 Not Found", b"407 Proxy Authentication Required"]
)
async def test_a_page_of_whatever_refused_to_carry_the_call_is_no_word_of_telegrams(status: bytes) -> None:
    """Not a person who has blocked us, nor a token that is not accepted."""

    async def refuses(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_and_body(reader)
        writer.write(b"HTTP/1.1 %s\r\nContent-Length: 13\r\n\r\n<html></html>" % status)

    async with server(refuses) as url, calling(url) as bot:
        assert await outcome(bot.log_out()) is NotSent


async def test_what_telegram_itself_refuses_is_still_its_word() -> None:
    body = b'{"ok":false,"error_code":404,"description":"Not Found"}'

    async def refuses(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_and_body(reader)
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    async with server(refuses) as url, calling(url) as bot:
        assert await outcome(bot.log_out()) is InvalidToken


async def test_a_page_that_says_too_many_requests_is_a_429_and_not_a_call_that_never_left() -> None:
    """A relay's limit is waited for, and costs no letter its tries."""

    async def too_many(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head_and_body(reader)
        page = b"<html>Too Many Requests</html>"
        writer.write(b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page))

    async with server(too_many) as url, calling(url) as bot:
        with pytest.raises(RetryAfter):
            await bot.log_out()


# --- what is too much ---------------------------------------------------------------------------------------------


async def test_an_answer_without_an_end_is_cut_off() -> None:
    sent = 0

    async def never_ends(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await head_and_body(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 400000000\r\n\r\n")
        while sent < 400_000_000:
            writer.write(bytes(1 << 16))
            await writer.drain()
            sent += 1 << 16

    async with server(never_ends) as url, calling(url) as bot:
        with pytest.raises(NoAnswer):
            await bot.send_message(7, "Chào anh")
    assert sent < 3 * MAX_ANSWER


async def test_a_small_answer_does_not_grow_here() -> None:
    asked: list[bytes] = []
    body = gzip.compress(b'{"ok": true, "result": "' + b"a" * (64 << 20) + b'"}')

    async def packs_it(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await head_and_body(reader))[0])
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)

    async with server(packs_it) as url, calling(url) as bot:
        with pytest.raises(TelegramError) as failed:
            await bot.log_out()
    assert b"Accept-Encoding: identity" in asked[0]
    assert len(everything_said(failed.value)) < 1 << 20
