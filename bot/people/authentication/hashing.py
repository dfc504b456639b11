"""Hashes of what opens a door: secrets of links and browsers by SHA-256, because they are long; PINs by scrypt, because
they are short.

A PIN has twenty bits. Whoever has stolen the store tries all of them in a day or two of one core, whatever the cost of
one is; what keeps a PIN is that nobody gets to guess at the door (rules.py), and that it opens nothing without a link
or a browser.
"""

import hashlib
import hmac
import secrets

_N, _R, _P, _MEMORY = 1 << 15, 8, 1, 64 << 20
"""scrypt: 32 MB and about a tenth of a second."""


def new_secret() -> str:
    """256 random bits, as text of 43 characters for addresses and cookies."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Four digits to compare by voice."""
    return f"{secrets.randbelow(10_000):04d}"


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()


def claim_secret(secret: str, token: str) -> str:
    """The secret with which a browser has a link from the consent on: another one than before, in case somebody planted
    that one, and the same again for whoever taps twice."""
    made = hmac.new(
        secret.encode(errors="surrogateescape"), f"claim:{token}".encode(errors="surrogateescape"), "sha256"
    )
    return made.hexdigest()


def form_key(secret: str) -> str:
    """The word that every form shown to a browser with this secret has to bring back."""
    return hmac.new(secret.encode(errors="surrogateescape"), b"form", hashlib.sha256).hexdigest()


def same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="surrogateescape"), expected.encode())


def salted(pin: str) -> str:
    """Salt and scrypt of a PIN, for the store. Slow on purpose: beside the loop."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_scrypt(pin, salt).hex()}"


NOBODYS = f"{'00' * 16}${'00' * 32}"
"""Compared with where there is no PIN, so that it takes as long."""


def is_pin(typed: str, kept: str | None) -> bool:
    """True if `typed` is the PIN that was kept so; takes the same time where there is none."""
    salt, _, digest = (kept or NOBODYS).partition("$")
    right = hmac.compare_digest(_scrypt(typed, bytes.fromhex(salt)), bytes.fromhex(digest))
    return right and kept is not None


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(errors="surrogateescape"), salt=salt, n=_N, r=_R, p=_P, maxmem=_MEMORY, dklen=32)
