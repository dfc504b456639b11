"""A device with passkeys, in software: real keys and real signatures, and every way of being wrong."""

import hashlib
import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.entrance.browser import Browser, HtmlForm

PRESENT, VERIFIED, BACKED_UP, ATTESTED = 0x01, 0x04, 0x18, 0x40


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def data(said: str) -> bytes:
    return urlsafe_b64decode(said + "=" * (-len(said) % 4))


@dataclass
class Key:
    """One passkey with its private half."""

    private: ec.EllipticCurvePrivateKey
    handle: str
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0


@dataclass
class Device:
    """A phone, say. `origin`: of the page that it believes to be on; `counts`: its keys count their uses."""

    origin: str
    counts: bool = True
    flags: int = PRESENT | VERIFIED
    keys: list[Key] = field(default_factory=list)

    def _client(self, kind: str, challenge: str, **more: Any) -> bytes:
        said = {"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said | more).encode()

    def _about(self, site: str, key: Key, more: bytes = b"", flags: int = 0) -> bytes:
        if self.counts:
            key.count += 1
        return hashlib.sha256(site.encode()).digest() + bytes([self.flags | flags]) + key.count.to_bytes(4) + more

    def makes(self, options: dict[str, Any], *, attested: tuple[str, Any] = ("none", {}), **client: Any) -> str:
        """The answer of `navigator.credentials.create` to these options."""
        key = Key(ec.generate_private_key(ec.SECP256R1()), options["user"]["id"])
        self.keys.append(key)
        return self.makes_as(options, key, attested=attested, **client)

    def makes_as(
        self, options: dict[str, Any], key: Key, *, attested: tuple[str, Any] = ("none", {}), **client: Any
    ) -> str:
        numbers = key.private.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        named = bytes(16) + len(key.id).to_bytes(2) + key.id + cbor2.dumps(cose)
        about = self._about(options["rp"]["id"], key, named, ATTESTED)
        made = cbor2.dumps({"fmt": attested[0], "attStmt": attested[1], "authData": about})
        said = self._client("create", options["challenge"], **client)
        return self._answer(key, {"clientDataJSON": text(said), "attestationObject": text(made)})

    def uses(self, options: dict[str, Any], key: Key | None = None, *, kind: str = "get", **client: Any) -> str:
        """The answer of `navigator.credentials.get` to these options."""
        key = key or self.keys[-1]
        said, about = self._client(kind, options["challenge"], **client), self._about(options["rpId"], key)
        signature = key.private.sign(about + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": said, "authenticatorData": about, "signature": signature}
        return self._answer(key, {name: text(part) for name, part in parts.items()} | {"userHandle": key.handle})

    def _answer(self, key: Key, response: dict[str, str]) -> str:
        return json.dumps({"id": text(key.id), "rawId": text(key.id), "type": "public-key", "response": response})


def origin_of(browser: Browser) -> str:
    parts = urlsplit(browser.root)
    return f"{parts.scheme}://{parts.netloc}"


async def asks(browser: Browser, what: str, csrf: str) -> tuple[dict[str, Any], str]:
    """The options that the page's script is given to have signed; and the word that its form is to bring."""
    headers = {"Origin": origin_of(browser), "Accept": "application/json", "User-Agent": "Test"}
    async with browser.session.post(
        urljoin(browser.root, "passkey/ask"), data={"what": what, "csrf": csrf}, headers=headers
    ) as answer:
        told = await answer.json()
        assert answer.status == 200, told
        return json.loads(told["options"]), told["csrf"]


def purpose(browser: Browser, form: HtmlForm) -> str:
    found = re.search(rf'action="{re.escape(form.action)}"[^>]*data-passkey="(\w+)"', browser.html)
    assert found is not None, browser.html
    return found[1]


def key_form(browser: Browser, label: str) -> HtmlForm:
    (form,) = [form for form in browser.forms() if label in form.buttons and "said" in form.fields]
    return form


async def sends(browser: Browser, form: HtmlForm, said: str, **typed: str) -> str:
    fields = {**form.fields, **typed, "said": said}
    url = urljoin(browser.root, form.action)
    await browser.asks("POST", url, data=fields, headers={"Origin": origin_of(browser)})
    return browser.reads()


async def signs(browser: Browser, label: str, device: Device, key: Key | None = None, **typed: str) -> str:
    """Presses the button of a form for passkeys, and uses one of the device's; what the page reads then."""
    form = key_form(browser, label)
    options, form.fields["csrf"] = await asks(browser, purpose(browser, form), form.fields["csrf"])
    return await sends(browser, form, device.uses(options, key), **typed)


def offered(browser: Browser) -> dict[str, Any]:
    """The options by which the page asks a device for a passkey."""
    found = re.search(r'data-options="([^"]+)"', browser.html)
    assert found is not None, browser.reads()
    options: dict[str, Any] = json.loads(unescape(found[1]))
    return options


async def adds(browser: Browser, device: Device, label: str = "Điện thoại của tôi") -> str:
    """On the page with the offer: makes a passkey in this device."""
    made = device.makes(offered(browser))
    return await sends(browser, key_form(browser, "Thêm khóa truy cập"), made, label=label)


async def gets_key(browser: Browser, device: Device, pin: str, label: str = "Điện thoại của tôi") -> Key:
    """Adds a passkey, in a browser that is in, after the PIN."""
    await browser.opens("passkey")
    await browser.presses("Tiếp tục", pin=pin)
    assert label in await adds(browser, device, label), browser.reads()
    return device.keys[-1]
