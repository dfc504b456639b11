"""Variables of settings: how the value of each is read, and what is said of one that is wrong. Pure."""

import re
from collections.abc import Iterable, Mapping
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.refusal import Refusal

PREFIX = "THIDUA_"
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{10,100}")
_BOT = re.compile(r"/bot[^/]*$")
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_ZALOBOT = re.compile(r"\d{3,24}:[A-Za-z0-9_.-]{3,200}")
"""A token of a bot at Zalo, which Zalo shows as 12345689:abc-xyz."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{8,256}")


class SettingsError(Refusal):
    """A variable with a wrong value, as a phrase that says what it should be. Never quotes a secret."""


def token(said: str) -> str:
    if said and not _TOKEN.fullmatch(said):
        raise SettingsError("settings.token")
    return said


def api_url(value: str) -> str:
    root = url("API_URL", value, {"http", "https"}).rstrip("/")
    if _BOT.search(root):
        raise SettingsError("settings.api_url")
    return root


def webhook_secret(webhook: str | None, said: str | None) -> str | None:
    if webhook and not said:
        raise SettingsError("settings.secret_missing")
    return secret("settings.secret", said)


def zalobot_token(said: str) -> str:
    if said and not _ZALOBOT.fullmatch(said):
        raise SettingsError("settings.zalobot_token")
    return said


def secret(key: str, value: str | None) -> str | None:
    if value and not _SECRET.fullmatch(value):
        raise SettingsError(key)
    return value


def url(name: str, value: str, schemes: set[str]) -> str:
    if value and not is_whole(value, schemes):
        raise SettingsError(
            "settings.url", name=PREFIX + name, schemes=tuple(f"{scheme}://" for scheme in sorted(schemes))
        )
    return value


def is_whole(value: str, schemes: set[str]) -> bool:
    """True if the address has one of these schemes and says where to go."""
    try:
        parts = urlsplit(value)
        port_is_a_number = parts.port is None or parts.port >= 0
    except ValueError:
        return False
    if parts.scheme == "sqlite":
        return parts.scheme in schemes and value.startswith("sqlite:///") and len(value) > len("sqlite:///")
    # PostgreSQL's server may be named by its socket instead: ?host=/run/postgresql
    return parts.scheme in schemes and port_is_a_number and bool(parts.hostname or parts.scheme.startswith("postgres"))


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError("settings.zone") from None


def number(name: str, value: str, least: float, most: float) -> float:
    try:
        found = float(value)
    except ValueError:
        found = float("nan")
    if not least <= found <= most:
        raise SettingsError("settings.number", name=PREFIX + name, least=f"{least:g}", most=f"{most:g}")
    return found


def whole(name: str, value: str, least: int, most: int) -> int:
    return int(number(name, value if value.isdecimal() else "", least, most))


def one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise SettingsError("settings.one_of", name=PREFIX + name, known=known)
    return value


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def together(said: Mapping[str, str]) -> None:
    """Raises SettingsError where some of these are given and others are not."""
    missing = [name for name, value in said.items() if not value]
    if missing and len(missing) < len(said):
        raise SettingsError("settings.together", given=_names(set(said) - set(missing)), missing=_names(missing))


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(PREFIX + name for name in sorted(names))


def mail_from(said: str) -> str:
    """An address for mail, which may have a name before it."""
    address = parseaddr(said)[1]
    if said and not (_MAIL.fullmatch(address) and "\n" not in said):
        raise SettingsError("settings.mail_from")
    return said
