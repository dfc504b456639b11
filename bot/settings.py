"""Settings: environment variables with the prefix THIDUA_ (or a .env file), read once; bad values are refused."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.refusal import Refusal

PREFIX = "THIDUA_"
OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{10,100}")
_BOT = re.compile(r"/bot[^/]*$")
_SECRET = re.compile(r"[A-Za-z0-9_-]{8,256}")


class SettingsError(Refusal):
    """A variable with a wrong value, as a phrase that says what it should be. Never quotes a secret."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Values that differ between installations, with their defaults."""

    bot_token: str = field(repr=False, default="")
    api_url: str = "https://api.telegram.org"
    """Root of the Bot API server or relay, without /bot."""
    proxy_url: str | None = field(repr=False, default=None)
    database_url: str = field(repr=False, default="sqlite:///data/thidua.db")
    timezone: ZoneInfo = OFFICE_ZONE
    send_rate: float = 25.0
    """Bulk letters a second."""
    webhook_url: str | None = None
    webhook_secret: str | None = field(repr=False, default=None)
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    """0: any free one."""
    log_format: str = "text"
    data_place: str = ""
    """The place where the data is kept, as people are told in the privacy notice; empty: they are not told."""
    office_phone: str = ""
    """The number that people call when it is urgent; empty: that of the Office's contact person in the roster."""
    address: str = "anh_chi"
    """The word of address: anh_chi, by what the roster says, or dong_chi."""


def load(environment: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")) -> Settings:
    """Settings from the environment, then the .env file, then the defaults. Raises SettingsError."""
    values = {**(_read(dotenv) if dotenv else {}), **(os.environ if environment is None else environment)}

    def text(name: str, default: str = "") -> str:
        return values.get(PREFIX + name, "").strip() or default

    token = text("BOT_TOKEN")
    if token and not _TOKEN.fullmatch(token):
        raise SettingsError("settings.token")
    webhook, secret = text("WEBHOOK_URL") or None, text("WEBHOOK_SECRET") or None
    if webhook and not secret:
        raise SettingsError("settings.secret_missing")
    if secret and not _SECRET.fullmatch(secret):
        raise SettingsError("settings.secret")
    form = text("LOG_FORMAT", "text")
    if form not in {"text", "json"}:
        raise SettingsError("settings.log_format")
    address = text("ADDRESS", "anh_chi")
    if address not in {"anh_chi", "dong_chi"}:
        raise SettingsError("settings.address")
    api_url = _url("API_URL", text("API_URL", "https://api.telegram.org"), {"http", "https"}).rstrip("/")
    if _BOT.search(api_url):
        raise SettingsError("settings.api_url")
    return Settings(
        bot_token=token,
        api_url=api_url,
        proxy_url=_url("PROXY_URL", text("PROXY_URL"), {"http"}) or None,
        database_url=_url(
            "DATABASE_URL", text("DATABASE_URL", "sqlite:///data/thidua.db"), {"sqlite", "postgres", "postgresql"}
        ),
        timezone=_zone(text("TIMEZONE", "Asia/Ho_Chi_Minh")),
        send_rate=_number("SEND_RATE", text("SEND_RATE", "25"), 0.1, 1000.0),
        webhook_url=_url("WEBHOOK_URL", webhook, {"https", "http"}) if webhook else None,
        webhook_secret=secret,
        http_host=text("HTTP_HOST", "127.0.0.1"),
        http_port=int(_number("HTTP_PORT", text("HTTP_PORT", "8080"), 0, 65535)),
        log_format=form,
        data_place=text("DATA_PLACE"),
        office_phone=text("OFFICE_PHONE"),
        address=address,
    )


def _read(path: Path) -> dict[str, str]:
    """KEY=value lines of a .env file; quotes around a value fall away."""
    if not path.is_file():
        return {}
    values = {}
    for line in path.read_text("utf-8-sig").splitlines():
        key, mark, value = line.strip().removeprefix("export ").partition("=")
        if mark and not key.startswith("#"):
            values[key.strip()] = value.strip().strip("\"'")
    return values


def _url(name: str, value: str, schemes: set[str]) -> str:
    if value and urlsplit(value).scheme not in schemes:
        raise SettingsError(
            "settings.url", name=PREFIX + name, schemes=tuple(f"{scheme}://" for scheme in sorted(schemes))
        )
    return value


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingsError("settings.zone") from None


def _number(name: str, value: str, least: float, most: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise SettingsError("settings.number", name=PREFIX + name, least=f"{least:g}", most=f"{most:g}")
    return number
