"""Each door that rings says what became of a ring in the shared words: from what server it was, and when it broke."""

from email import message_from_bytes, policy

import pytest

from bot.clock import Clock
from bot.doors.bell import Words
from bot.doors.email.smtp import Mail
from bot.doors.http import MAX_ANSWER
from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.sms.gateway import Sms
from bot.doors.zalo import records
from bot.doors.zalo.template import Zalo
from bot.settings import OFFICE_ZONE
from bot.store.database import Database
from tests.bells.servers import ENDLESS, Gateway, MailServer, ZaloServer, mail_server, served
from tests.engines import both_engines

NAME, LINK = "Nguyễn Công Hậu", "https://td.example.vn/thidua/in/Zm9vYmFyZm9v"
SENDER = "Văn phòng Sở <vanphong@so.example.vn>"


def words(address: str, key: str = "bell-1-1") -> Words:
    text = f"Kính gửi {NAME},\n\nCó thông tin mới:\n\n{LINK}"
    return Words(key, address, NAME, LINK, "Có thông tin mới chờ anh/chị xem", text, f"co tin moi {LINK}")


def mail_to(server: MailServer) -> Mail:
    return Mail(f"smtp://127.0.0.1:{server.port}", SENDER, Clock(OFFICE_ZONE))


async def outcome(bell: Mail | Sms | Zalo, address: str) -> Outcome:
    with pytest.raises(NotDelivered) as refused:
        await bell.ring(words(address))
    assert address not in str(refused.value) + refused.value.words
    return refused.value.outcome


async def test_mail_says_the_name_that_something_waits_and_the_link_and_nothing_else() -> None:
    async with mail_server() as server:
        name = await mail_to(server).ring(words("hau@so.example.vn"))
        (taken,) = server.taken
    assert isinstance(taken.content, bytes)
    message = message_from_bytes(taken.content, policy=policy.default)
    assert taken.rcpt_tos == ["hau@so.example.vn"] and taken.mail_from == "vanphong@so.example.vn"
    assert message["Message-ID"] == name == "<bell-1-1@so.example.vn>"
    assert message["From"] == SENDER and message["Subject"] == "Có thông tin mới chờ anh/chị xem"
    assert message["Auto-Submitted"] == "auto-generated" and message["Date"]
    assert message.get_content().replace("\r\n", "\n").strip() == words("").text


MAIL = {
    "no such mailbox": ("rcpt", "550 5.1.1 No such user", Outcome.UNREACHABLE),
    "mailbox is full": ("rcpt", "552 5.2.2 Mailbox full", Outcome.BLOCKED),
    "later, by greylisting": ("rcpt", "450 4.7.1 Greylisted", Outcome.WAIT),
    "not without a password": ("rcpt", "530 5.7.0 Authentication required", Outcome.TOKEN),
    "cut before the words": ("rcpt", None, Outcome.NOT_SENT),
    "words refused": ("data", "554 5.7.1 Looks like spam", Outcome.CONTENT),
    "words refused for now": ("data", "451 4.3.0 Try again", Outcome.WAIT),
    "cut after the words": ("data", None, Outcome.UNKNOWN),
}


@pytest.mark.parametrize("name", MAIL)
async def test_mail_knows_at_which_step_it_ended(name: str) -> None:
    step, said, wanted = MAIL[name]
    async with mail_server() as server:
        server.answers[step] = [said]
        assert await outcome(mail_to(server), "hau@so.example.vn") is wanted
        assert server.taken == []


async def test_mail_that_was_taken_without_a_word_is_unknown() -> None:
    async with mail_server() as server:
        server.cuts_after = True
        assert await outcome(mail_to(server), "hau@so.example.vn") is Outcome.UNKNOWN
        assert len(server.taken) == 1


async def test_a_mail_server_that_is_not_there_has_taken_nothing() -> None:
    async with mail_server() as server:
        gone = mail_to(server)
    assert await outcome(gone, "hau@so.example.vn") is Outcome.NOT_SENT


async def test_mail_never_speaks_in_clear_to_another_machine() -> None:
    client = Mail("smtp://vp:mat-khau@mail.example.vn", SENDER, Clock(OFFICE_ZONE))._client()
    assert client._start_tls_on_connect is True and client.port == 587
    client = Mail("smtps://vp:mat-khau@mail.example.vn", SENDER, Clock(OFFICE_ZONE))._client()
    assert client.use_tls is True and client.port == 465


SMS = {
    "no such number": ((422, "number"), Outcome.UNREACHABLE),
    "takes none": ((422, "blocked"), Outcome.BLOCKED),
    "words refused": ((422, "content"), Outcome.CONTENT),
    "no money": ((402, "balance"), Outcome.TOKEN),
    "later": ((429, ""), Outcome.WAIT),
    "their fault": ((502, ""), Outcome.UNKNOWN),
    "cut": (None, Outcome.UNKNOWN),
}


@pytest.mark.parametrize("name", SMS)
async def test_sms_says_what_the_gateway_meant(name: str) -> None:
    mood, wanted = SMS[name]
    gateway = Gateway(moods=[mood])
    async with served(gateway):
        sms = Sms(gateway.url, gateway.token)
        assert await outcome(sms, "+84819400960") is wanted
        assert len(gateway.taken) == (1 if mood is None else 0)
        assert await sms.ring(words("+84819400961", "bell-2-1")) == f"sms-{len(gateway.taken)}"
        stranger = Sms(gateway.url, "wrong")
        assert await outcome(stranger, "+84819400960") is Outcome.TOKEN
        await sms.close()
        await stranger.close()


async def test_an_answer_in_pieces_is_read_whole() -> None:
    gateway = Gateway(in_pieces=True)
    async with served(gateway):
        sms = Sms(gateway.url, gateway.token)
        assert await sms.ring(words("+84819400960")) == "sms-1"
        await sms.close()


async def test_an_answer_without_an_end_is_cut_off_and_says_nothing() -> None:
    gateway = Gateway(endless=True)
    async with served(gateway):
        sms = Sms(gateway.url, gateway.token)
        assert await outcome(sms, "+84819400960") is Outcome.UNKNOWN
        await sms.close()
    assert MAX_ANSWER <= gateway.written < ENDLESS / 4


async def test_a_gateway_that_is_not_there_has_taken_nothing() -> None:
    sms = Sms("http://127.0.0.1:9/send", "token")
    assert await outcome(sms, "+84819400960") is Outcome.NOT_SENT
    await sms.close()


def zalo_of(database: Database, server: ZaloServer, refresh: str = "first") -> Zalo:
    return Zalo(database, "app", server.secret, refresh, "321", api=server.url, oauth=server.url)


ZALO = {
    -108: Outcome.UNREACHABLE,
    -118: Outcome.UNREACHABLE,
    -114: Outcome.BLOCKED,
    -139: Outcome.BLOCKED,
    -131: Outcome.CONTENT,
    -133: Outcome.WAIT,
    -144: Outcome.WAIT,
    -115: Outcome.TOKEN,
    -125: Outcome.TOKEN,
    -100: Outcome.UNKNOWN,
    429: Outcome.WAIT,
    500: Outcome.UNKNOWN,
    None: Outcome.UNKNOWN,
}


@both_engines
async def test_zalo_says_what_its_codes_mean(database: Database) -> None:
    server = ZaloServer(now=database.clock.local)
    async with served(server):
        zalo = zalo_of(database, server)
        for code, wanted in ZALO.items():
            server.moods = [code]
            assert await outcome(zalo, "+84819400960") is wanted, code
        assert len(server.taken) == 1 and server.renewals == 1  # the one that was done without an answer
        await zalo.close()


@both_engines
async def test_the_key_of_zalo_is_renewed_once_and_kept_in_one_commit(database: Database) -> None:
    server = ZaloServer(now=database.clock.local)
    async with served(server):
        zalo = zalo_of(database, server)
        assert await zalo.ring(words("+84819400960")) == "zbs-1"
        said = server.taken[0]
        assert said["phone"] == "84819400960" and said["template_data"] == {"name": NAME, "token": "Zm9vYmFyZm9v"}
        server.ends = 0.0  # Zalo has ended it before its time: refused, renewed, sent
        assert await zalo.ring(words("+84819400960", "bell-2-1")) == "zbs-2"
        assert server.renewals == 2
        await zalo.close()
        again = zalo_of(database, server)  # another process: from the store, for the first token is spent
        assert await again.ring(words("+84819400960", "bell-3-1")) == "zbs-3"
        assert server.renewals == 2
        await again.close()


@both_engines
async def test_a_renewal_without_an_answer_rings_nobody_and_a_new_first_token_puts_it_right(database: Database) -> None:
    server = ZaloServer(now=database.clock.local, renewal_moods=[None])
    async with served(server):
        zalo = zalo_of(database, server)
        assert await outcome(zalo, "+84819400960") is Outcome.NOT_SENT
        kept = await database.run(lambda tx: records.key(tx, zalo._seed, "first"))
        assert kept.asked_at is not None and kept.refresh_token == "first"
        assert await outcome(zalo, "+84819400960") is Outcome.TOKEN  # it is spent
        await zalo.close()
        assert server.taken == []
        renewed = zalo_of(database, server, refresh=server.refresh)  # as the administrator has got it anew
        assert await renewed.ring(words("+84819400960")) == "zbs-1"
        await renewed.close()
