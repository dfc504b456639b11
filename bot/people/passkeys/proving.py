"""Passkeys as browsers make and use them (WebAuthn, https://www.w3.org/TR/webauthn-3/): what a browser is asked for,
and whether what it answers is right. Pure.

The library raises whatever it stumbles over in bytes of strangers, not only its own errors: here all of that is one
Refusal, the same for every reason. It is imported by whoever needs it, because it takes long.
"""

import json
import logging
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from bot.logs import where
from bot.refusal import Refusal

SECONDS = 300
"""Seconds within which a browser answers."""
LONGEST_SAID, LONGEST_KEY = 16_384, 1_024
"""Characters of an answer, and of a public key: the largest of those that are asked for has half of it."""
_FORMATS = ("none", "packed")
"""Of whoever vouches for a device nothing is asked; some sign by the key itself all the same."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Site:
    """The site that passkeys are bound to. `name`: the host; `origin`: as browsers say it."""

    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class Said:
    """A browser's answer before it is believed: the passkey that it names, and what it was asked to sign."""

    credential: str
    challenge: str
    handle: str
    raw: str


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey, as it is kept."""

    credential: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Used:
    """A passkey that has signed. `copied`: the person's own devices have it in common."""

    sign_count: int
    copied: bool


def wrong() -> Refusal:
    """The one answer to a passkey that cannot be used."""
    return Refusal("passkey.wrong")


def site_at(url: str) -> Site | None:
    """The site under this address. None where browsers have no passkeys: at an address in numbers, and at a plain one
    that is not this machine."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    own = host == "localhost" or host.endswith(".localhost")
    if not host or _is_number(host) or not (parts.scheme == "https" or (parts.scheme == "http" and own)):
        return None
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        return None
    usual = {"https": 443, "http": 80}[parts.scheme]
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return Site(host, f"{parts.scheme}://{host}{port}")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def to_make(site: Site, brand: str, name: str, handle: str, challenge: str, had: list[str]) -> str:
    """The options of `navigator.credentials.create`, as JSON: a passkey for the person called `name`, in a device that
    has none of those that he or she `had`, and which asks who it is."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name=brand,
        user_name=name,
        user_display_name=name,
        user_id=webauthn.base64url_to_bytes(handle),
        challenge=webauthn.base64url_to_bytes(challenge),
        timeout=SECONDS * 1000,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(credential)) for credential in had
        ],
    )
    return webauthn.options_to_json(options)


def to_use(site: Site, challenge: str) -> str:
    """The options of `navigator.credentials.get`, as JSON. No passkey is named in them: whoever asks learns of none."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=site.name,
        challenge=webauthn.base64url_to_bytes(challenge),
        timeout=SECONDS * 1000,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def read(said: str) -> Said:
    """The answer in parts. Raises Refusal for what is none."""
    from webauthn import base64url_to_bytes
    from webauthn.helpers import bytes_to_base64url, parse_client_data_json

    if not said or len(said) > LONGEST_SAID:
        raise wrong()
    try:
        fields: Any = json.loads(said)
        response = fields["response"]
        client = parse_client_data_json(base64url_to_bytes(response["clientDataJSON"]))
        handle = response.get("userHandle") or ""
        if client.cross_origin or not isinstance(fields["rawId"], str) or not isinstance(handle, str):
            raise wrong()
        credential = bytes_to_base64url(base64url_to_bytes(fields["rawId"]))
        return Said(credential, bytes_to_base64url(client.challenge), handle.rstrip("="), said)
    except Refusal:
        raise
    except Exception as error:  # noqa: BLE001 - bytes of a stranger: whatever it was, they are none
        raise _unreadable(error) from None


def made(site: Site, said: Said, challenge: str) -> Made:
    """The passkey that a browser has made for this challenge. Raises Refusal."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url

    try:
        _require_plain(said)
        found = webauthn.verify_registration_response(
            credential=said.raw,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception as error:  # noqa: BLE001 - as above
        raise _unreadable(error) from None
    key = bytes_to_base64url(found.credential_public_key)
    if len(key) > LONGEST_KEY or bytes_to_base64url(found.credential_id) != said.credential:
        raise wrong()
    return Made(said.credential, key, found.sign_count)


def _require_plain(said: Said) -> None:
    """Raises where somebody vouches for the device: nobody is asked to, and reading it takes the most code."""
    import webauthn
    from webauthn.helpers import parse_attestation_object

    packed = json.loads(said.raw)["response"]["attestationObject"]
    attested = parse_attestation_object(webauthn.base64url_to_bytes(packed))
    if attested.fmt not in _FORMATS or attested.att_stmt.x5c:
        raise wrong()


def used(site: Site, said: Said, challenge: str, public_key: str) -> Used:
    """The signature of a passkey over this challenge. Raises Refusal. The counter is the caller's to compare: it says
    something only of what is signed."""
    import webauthn
    from webauthn.helpers.structs import CredentialDeviceType

    try:
        found = webauthn.verify_authentication_response(
            credential=said.raw,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=webauthn.base64url_to_bytes(public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception as error:  # noqa: BLE001 - as above
        raise _unreadable(error) from None
    return Used(found.new_sign_count, found.credential_device_type is CredentialDeviceType.MULTI_DEVICE)


def _unreadable(error: Exception) -> Refusal:
    log.info("a passkey was not right: %s", where(error))
    return wrong()
