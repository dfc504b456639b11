"""Whoever wants in with a passkey and is not meant: real requests with real signatures, each wrong in one way.

All of them get the same sentence, none gets in, and all are slowed as guessed PINs are.
"""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.people.authentication import access, reports
from bot.people.authentication.records import WebSession, WebTry
from bot.people.passkeys import keeping
from bot.people.passkeys.records import Passkey
from bot.people.records import Person
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.entrance.authenticator import (
    BACKED_UP,
    PRESENT,
    VERIFIED,
    Device,
    Key,
    asks,
    data,
    gets_key,
    key_form,
    offered,
    origin_of,
    purpose,
    sends,
    signs,
    text,
)
from tests.entrance.browser import Browser
from tests.entrance.conftest import WebDoor
from tests.office import Office

DUY, HIEU, HAU = "Nguyễn Đức Duy", "Phạm Quốc Hiếu", "Nguyễn Công Hậu"
LOCK, UNLOCK, UNLOCK_KEY, ENTER_KEY = "Khóa màn hình", "Mở khóa", "Mở bằng khóa truy cập", "Vào bằng khóa truy cập"
PIN, WRONG = "482915", "Khóa truy cập này không dùng được ở đây."
_K, _S, _P, _T, _A = columns(Passkey), columns(WebSession), columns(Person), columns(WebTry), columns(Audit)


@dataclass
class Scene:
    """A person with a passkey, the device that has it, and a browser in which it is to be used."""

    office: Office
    door: WebDoor
    device: Device
    key: Key
    browser: Browser
    label: str

    async def asked(self) -> tuple[Any, dict[str, Any]]:
        """The form, ready to be sent, and what is to be signed."""
        form = key_form(self.browser, self.label)
        options, form.fields["csrf"] = await asks(self.browser, purpose(self.browser, form), form.fields["csrf"])
        return form, options


async def locked(office: Office, door: WebDoor, *, counts: bool = True) -> Scene:
    browser = await door.comes_in(HAU)
    device = Device(origin_of(browser), counts=counts)
    key = await gets_key(browser, device, PIN)
    await browser.opens("")
    await browser.presses(LOCK)
    return Scene(office, door, device, key, browser, UNLOCK_KEY)


async def outside(office: Office, door: WebDoor, *, counts: bool = True) -> Scene:
    browser = await door.comes_in(HAU)
    device = Device(origin_of(browser), counts=counts)
    key = await gets_key(browser, device, PIN)
    other = await door.browser()
    await other.opens("")
    return Scene(office, door, device, key, other, ENTER_KEY)


SCENES: dict[str, Callable[..., Awaitable[Scene]]] = {"unlocking": locked, "coming in": outside}
Wrong = Callable[[Scene, dict[str, Any]], str]
"""The answer that a browser sends to these options."""


def _changed(said: str, name: str, change: Callable[[bytes], bytes]) -> str:
    fields = json.loads(said)
    fields["response"][name] = text(change(data(fields["response"][name])))
    return json.dumps(fields)


def _as(scene: Scene, **other: Any) -> Device:
    return Device(**{"origin": scene.device.origin, "keys": scene.device.keys, **other})


def _renamed(said: str, name: bytes) -> str:
    return json.dumps(json.loads(said) | {"id": text(name), "rawId": text(name)})


def _of_another(scene: Scene, options: dict[str, Any]) -> str:
    """A key that nobody has registered, under the name of one that somebody has."""
    stranger = Device(scene.device.origin)
    stranger.makes({"user": {"id": scene.key.handle}, "rp": {"id": options["rpId"]}, "challenge": "AAAA"})
    return _renamed(stranger.uses(options), scene.key.id)


def _other_handle(said: str) -> str:
    fields = json.loads(said)
    fields["response"]["userHandle"] = text(b"somebody else")
    return json.dumps(fields)


WRONGS: dict[str, Wrong] = {
    "another origin": lambda s, o: _as(s, origin="https://thidua.example.com").uses(o),
    "another port": lambda s, o: _as(s, origin=s.device.origin + "1").uses(o),
    "another site": lambda s, o: s.device.uses({**o, "rpId": "example.com"}),
    "a site above": lambda s, o: s.device.uses({**o, "rpId": "host"}),
    "another challenge": lambda s, o: s.device.uses({**o, "challenge": text(b"\0" * 32)}),
    "no challenge": lambda s, o: s.device.uses({**o, "challenge": ""}),
    "made, not used": lambda s, o: s.device.uses(o, kind="create"),
    "in a frame of another site": lambda s, o: s.device.uses(o, crossOrigin=True),
    "nobody was there": lambda s, o: _as(s, flags=VERIFIED).uses(o),
    "nobody was recognised": lambda s, o: _as(s, flags=PRESENT).uses(o),
    "another key": _of_another,
    "a name that nobody has": lambda s, o: _renamed(s.device.uses(o), b"nobody's" * 4),
    "somebody else's handle": lambda s, o: _other_handle(s.device.uses(o)),
    "a signature with one bit changed": lambda s, o: _changed(
        s.device.uses(o), "signature", lambda had: had[:-1] + bytes([had[-1] ^ 1])
    ),
    "a counter that was raised": lambda s, o: _changed(
        s.device.uses(o), "authenticatorData", lambda had: had[:33] + b"\xff\xff\xff\xff"
    ),
    "no signature": lambda s, o: _changed(s.device.uses(o), "signature", lambda _had: b""),
    "nothing": lambda _s, _o: "{}",
    "no JSON": lambda _s, _o: "<script>alert(1)</script>",
    "a list": lambda _s, _o: "[[[]]]",
    "deep": lambda _s, _o: "[" * 8000 + "]" * 8000,
    "long": lambda s, o: s.device.uses(o) + " " * 20000,
}


async def is_in(browser: Browser) -> bool:
    await browser.opens("")
    return browser.status == 200 and "data-session" in browser.html


@pytest.mark.parametrize("where", SCENES)
async def test_whatever_is_wrong_gets_one_sentence_and_nobody_in(office: Office, named: WebDoor, where: str) -> None:
    scene, told = await SCENES[where](office, named), set[tuple[int, str]]()
    for name, wrong in WRONGS.items():
        await office.database.run(lambda tx: tx.execute(sa.delete(_T)) and None)
        form, options = await scene.asked()
        page = await sends(scene.browser, form, wrong(scene, options))
        assert WRONG in page, (name, page)
        told.add((scene.browser.status, re.sub(r'value="[0-9a-f]{64}"', "", scene.browser.html)))
        assert not await is_in(scene.browser), name
    assert {status for status, _ in told} == {422} and len(told) == 1, "no page says more than another"
    (kept,) = await named.rows(_K)
    assert kept.used_at is None
    assert HAU in await signs(scene.browser, scene.label, scene.device), "and what is right still opens"


@pytest.mark.parametrize("where", SCENES)
async def test_what_was_sent_once_opens_nothing_again(office: Office, named: WebDoor, where: str) -> None:
    scene = await SCENES[where](office, named, counts=False)  # no counter tells the one from the other
    form, options = await scene.asked()
    said = scene.device.uses(options)
    cookies = scene.browser.cookies()
    assert HAU in await sends(scene.browser, form, said)
    thief = await named.browser()
    thief.plant(**cookies)
    await thief.opens("")
    page = await sends(thief, form, said)
    assert HAU not in page and not await is_in(thief)


async def test_what_one_browser_was_asked_opens_no_other(office: Office, named: WebDoor) -> None:
    scene = await outside(office, named)
    _form, options = await scene.asked()
    other = await named.browser()
    await other.opens("")
    mine = Scene(office, named, scene.device, scene.key, other, ENTER_KEY)
    form, _mine = await mine.asked()
    assert WRONG in await sends(other, form, scene.device.uses(options))
    assert not await is_in(other)


async def test_what_was_asked_for_one_purpose_serves_no_other(office: Office, named: WebDoor) -> None:
    browser = await named.comes_in(HAU)
    device = Device(origin_of(browser))
    await gets_key(browser, device, PIN)
    await browser.opens("new-pin")
    form = key_form(browser, "Lưu mã PIN mới bằng khóa truy cập")
    options, form.fields["csrf"] = await asks(browser, "unlock", form.fields["csrf"])
    assert WRONG in await sends(browser, form, device.uses(options), pin="730864", again="730864")
    await browser.opens("")
    await browser.presses(LOCK)
    assert HAU in await browser.presses(UNLOCK, pin=PIN)


async def test_what_was_asked_is_over_after_five_minutes(office: Office, named: WebDoor) -> None:
    scene = await locked(office, named)
    form, options = await scene.asked()
    office.waits(minutes=5, seconds=1)
    assert WRONG in await sends(scene.browser, form, scene.device.uses(options))
    assert not await is_in(scene.browser)


async def test_a_colleagues_passkey_opens_neither_ones_lock_nor_ones_link(office: Office, named: WebDoor) -> None:
    scene = await locked(office, named)
    hieu = await named.comes_in(HIEU)
    theirs = Device(origin_of(hieu))
    await gets_key(hieu, theirs, PIN)
    assert WRONG in await signs(scene.browser, UNLOCK_KEY, theirs)
    other = await named.browser()
    await other.opens(await named.link(HAU))
    await other.presses("Tôi đồng ý, vào trang")
    assert WRONG in await signs(other, ENTER_KEY, theirs)
    assert not await is_in(other) and not await is_in(scene.browser)


def _leaves(tx: Tx, person: int) -> None:
    tx.execute(sa.update(_P).where(_P.c.id == person).values(left_on=tx.clock.today()))


def _is_closed_but_keeps_the_key(tx: Tx, person: int) -> None:
    """As where somebody was unlinked by a hand that does not know of passkeys."""
    rows = [dict(row._mapping) for row in tx.execute(sa.select(_K)).all()]
    access.close(tx, person, by=None)
    tx.execute(sa.insert(_K), rows)


ENDS: dict[str, Callable[[Tx, int], object]] = {
    "left": _leaves,
    "unlinked": lambda tx, person: access.close(tx, person, by=None),
    "unlinked, with the key": _is_closed_but_keeps_the_key,
    "revoked": lambda tx, person: access.revoke(tx, person, by=None),
    "erased": lambda tx, person: access.erase(tx, person, by=None),
    "reported lost": lambda tx, person: reports.report(tx, person, 1),
    "removed": lambda tx, person: keeping.remove_all(tx, person, by=person),
}


@pytest.mark.parametrize("end", ENDS)
async def test_the_passkey_of_somebody_who_has_no_way_in_opens_nothing(
    office: Office, named: WebDoor, end: str
) -> None:
    scene = await outside(office, named)
    person = await office.person(HAU)
    form, options = await scene.asked()  # asked before, signed after
    await office.database.run(lambda tx: ENDS[end](tx, person.person_id) and None)
    assert WRONG in await sends(scene.browser, form, scene.device.uses(options))
    assert not await is_in(scene.browser)
    assert WRONG in await signs(scene.browser, ENTER_KEY, scene.device)
    assert not await is_in(scene.browser)


async def test_a_lost_phone_that_was_found_again_opens_with_its_passkey(office: Office, named: WebDoor) -> None:
    scene, person = await locked(office, named), await office.person(HAU)
    await office.database.run(lambda tx: reports.report(tx, person.person_id, 1) and None)
    assert WRONG in await signs(scene.browser, UNLOCK_KEY, scene.device)
    await scene.browser.opens("")
    assert UNLOCK_KEY not in scene.browser.labels()
    await office.database.run(lambda tx: reports.decide(tx, person.person_id, 1, revoked=False) and None)
    await scene.browser.opens("")
    assert HAU in await signs(scene.browser, UNLOCK_KEY, scene.device)


@both_engines_always
async def test_a_passkey_in_two_devices_opens_nothing_any_more_and_its_person_is_told(
    office: Office, named: WebDoor
) -> None:
    hau = await office.person(HAU)
    await hau.says("/menu")
    scene = await locked(office, named)
    thief = Device(scene.device.origin, keys=[Key(scene.key.private, scene.key.handle, scene.key.id, scene.key.count)])
    stolen = await named.browser()
    await stolen.opens("")
    assert HAU in await signs(stolen, ENTER_KEY, thief), "the copy was faster"
    assert WRONG in await signs(scene.browser, UNLOCK_KEY, scene.device)
    assert await named.rows(_K) == []
    assert not await is_in(stolen), "it is locked"
    await stolen.opens("")
    assert UNLOCK_KEY not in stolen.labels()
    await office.letters()
    assert "có dấu hiệu bị sao chép" in hau.reads()
    assert "web.passkey_copied" in {row.deed for row in await named.rows(_A)}
    await scene.browser.opens("")
    assert HAU in await scene.browser.presses(UNLOCK, pin=PIN)


async def test_a_passkey_that_its_person_has_on_several_devices_is_refused_with_an_old_counter_and_stays(
    office: Office, named: WebDoor
) -> None:
    scene = await locked(office, named)
    scene.device.flags |= BACKED_UP
    scene.key.count -= 1
    assert WRONG in await signs(scene.browser, UNLOCK_KEY, scene.device)
    assert len(await named.rows(_K)) == 1
    assert HAU in await signs(scene.browser, UNLOCK_KEY, scene.device)


@both_engines
async def test_wrong_ones_are_slowed_as_pins_are_and_end_the_browser(office: Office, named: WebDoor) -> None:
    scene = await locked(office, named)
    stranger = Device("https://example.com", keys=scene.device.keys, counts=False)
    for _ in range(3):
        assert WRONG in await signs(scene.browser, UNLOCK_KEY, stranger)
    assert "Đã thử nhiều lần. Xin thử lại sau" in await signs(scene.browser, UNLOCK_KEY, scene.device)
    assert scene.browser.status == 429
    await scene.browser.opens("")
    assert "Mã PIN nhập sai nhiều lần" in await scene.browser.presses(UNLOCK, pin=PIN), "they are counted together"
    for _ in range(7):
        office.waits(hours=1)
        await scene.browser.opens("")
        await signs(scene.browser, UNLOCK_KEY, stranger)
    assert scene.browser.status == 404
    await scene.browser.opens("")
    assert UNLOCK_KEY not in scene.browser.labels() and "liên kết riêng" in scene.browser.reads()


async def test_a_network_that_tries_much_waits(office: Office, named: WebDoor) -> None:
    scene = await outside(office, named)
    stranger = Device("https://example.com", keys=scene.device.keys, counts=False)
    for _ in range(40):
        assert WRONG in await signs(scene.browser, ENTER_KEY, stranger)
    assert "Đã thử nhiều lần" in await signs(scene.browser, ENTER_KEY, scene.device)
    office.waits(minutes=6)
    assert HAU in await signs(scene.browser, ENTER_KEY, scene.device)


async def test_whoever_asks_learns_of_nobody_and_not_without_end(office: Office, named: WebDoor) -> None:
    scene = await outside(office, named)
    _form, options = await scene.asked()
    assert set(options) == {"challenge", "timeout", "rpId", "userVerification", "allowCredentials"}
    assert options["allowCredentials"] == [] and options["userVerification"] == "required"
    url = f"{named.url}/passkey/ask"
    for number in range(keeping.MOST_ASKED):  # one is asked already
        browser = await named.browser()
        await browser.asks("POST", url, data={"what": "enter"}, headers={"Origin": origin_of(browser)})
        assert browser.status == (200 if number < keeping.MOST_ASKED - 1 else 429)
    assert "Đã thử nhiều lần" in json.loads(browser.html)["error"]
    office.clock.move_to(office.clock.now() + timedelta(minutes=5, seconds=1))
    await browser.asks("POST", url, data={"what": "enter"}, headers={"Origin": origin_of(browser)})
    assert browser.status == 200


async def test_forms_of_other_sites_and_of_nobody_are_not_taken(office: Office, named: WebDoor) -> None:
    scene = await outside(office, named)
    owner = await named.comes_in(HAU)
    form, options = await scene.asked()
    for path in ("passkey", "passkey/ask", "passkey/in", "passkey/proof"):
        fields = {**form.fields, "what": "unlock", "said": scene.device.uses(options), "pin": PIN}
        await owner.asks("POST", f"{named.url}/{path}", data=fields, headers={"Origin": "https://example.com"})
        assert owner.status == 403, path
        await owner.asks("POST", f"{named.url}/{path}", data=fields | {"csrf": ""}, headers={})
        assert owner.status == 403, path
    assert len(await named.rows(_K)) == 1


# --- a new one --------------------------------------------------------------------------------------------------------


async def _add_form(browser: Browser) -> tuple[Any, dict[str, Any]]:
    await browser.opens("passkey")
    if "Tiếp tục" in browser.labels():
        await browser.presses("Tiếp tục", pin=PIN)
    return key_form(browser, "Thêm khóa truy cập"), offered(browser)


async def test_nobody_adds_one_at_a_page_that_was_left_open(office: Office, named: WebDoor) -> None:
    owner = await named.comes_in(HAU)
    device = Device(origin_of(owner))
    await owner.opens("passkey")
    assert "Mã PIN chưa đúng" in await owner.presses("Tiếp tục", pin="000000")
    assert "Thêm khóa truy cập" not in owner.labels()
    csrf = next(form for form in owner.forms() if "csrf" in form.fields).fields["csrf"]
    made = device.makes({"user": {"id": "AAAA"}, "rp": {"id": "localhost"}, "challenge": text(b"\1" * 32)})
    fields = {"csrf": csrf, "said": made, "label": "Máy"}
    await owner.asks("POST", f"{named.url}/passkey", data=fields, headers={"Origin": origin_of(owner)})
    assert WRONG in owner.reads() and await named.rows(_K) == []


async def test_a_new_one_that_is_wrong_is_not_kept(office: Office, named: WebDoor) -> None:
    owner, hieu = await named.comes_in(HAU), await named.comes_in(HIEU)
    theirs = Device(origin_of(hieu))
    await gets_key(hieu, theirs, PIN)
    here = origin_of(owner)
    wrongs: dict[str, Callable[[dict[str, Any]], str]] = {
        "another origin": lambda o: Device("https://example.com").makes(o),
        "another site": lambda o: Device(here).makes({**o, "rp": {"id": "example.com"}}),
        "another challenge": lambda o: Device(here).makes({**o, "challenge": text(b"\2" * 32)}),
        "used, not made": lambda o: Device(here).makes(o, type="webauthn.get"),
        "nobody was recognised": lambda o: Device(here, flags=PRESENT).makes(o),
        "vouched for": lambda o: Device(here).makes(o, attested=("android-safetynet", {"ver": "1", "response": b"x"})),
        "vouched for by paper": lambda o: Device(here).makes(
            o, attested=("packed", {"alg": -7, "sig": b"x", "x5c": [b"x"]})
        ),
        "a colleague's": lambda o: _renamed_made(Device(here), o, theirs.keys[0].id),
        "nothing": lambda _o: "",
    }
    for name, wrong in wrongs.items():
        form, options = await _add_form(owner)
        page = await sends(owner, form, wrong(options), label="Máy lạ")
        assert WRONG in page, (name, page)
    assert [row.label for row in await named.rows(_K)] == ["Điện thoại của tôi"]


def _renamed_made(device: Device, options: dict[str, Any], name: bytes) -> str:
    """A new passkey under a name that is somebody else's already."""
    device.makes(options)
    own = device.keys[-1]
    return device.makes_as(options, Key(own.private, own.handle, name))


async def test_what_was_offered_once_takes_one_passkey(office: Office, named: WebDoor) -> None:
    owner = await named.comes_in(HAU)
    device = Device(origin_of(owner))
    form, options = await _add_form(owner)
    await sends(owner, form, device.makes(options), label="Máy một")
    assert WRONG in await sends(owner, form, device.makes(options), label="Máy hai")
    assert [row.label for row in await named.rows(_K)] == ["Máy một"]


@pytest.mark.parametrize(
    "label", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{label}", "a\u202eb"]
)
async def test_a_name_that_would_run_is_only_a_name(office: Office, named: WebDoor, label: str) -> None:
    hau = await office.person(HAU)
    await hau.says("/menu")
    owner = await named.comes_in(HAU)
    form, options = await _add_form(owner)
    page = await sends(owner, form, Device(origin_of(owner)).makes(options), label=label)
    assert (
        "Máy này đã có khóa truy cập" in page and "<script>alert" not in owner.html and "<img src=x" not in owner.html
    )
    await office.letters()
    assert "Có khóa truy cập mới" in hau.reads()
    await hau.taps("Khóa truy cập")
    assert any("·" in one for one in hau.buttons())


async def test_a_name_that_is_none_is_refused(office: Office, named: WebDoor) -> None:
    owner = await named.comes_in(HAU)
    for label in ("", " ", "a" * 41):
        form, options = await _add_form(owner)
        await sends(owner, form, Device(origin_of(owner)).makes(options), label=label)
        assert owner.status == 422
    assert await named.rows(_K) == []
