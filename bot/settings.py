"""Settings: environment variables with the prefix THIDUA_ (or a .env file), read once; bad values are refused."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot import variables
from bot.variables import PREFIX, SettingsError, is_loopback

T = TypeVar("T")

IN_FILE = "_FILE"
"""A name with IN_FILE at its end gives the file that holds the value: where secrets are mounted, not told."""
OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ZALOBOT_API = "https://bot-api.zaloplatforms.com"
STORES = {"sqlite", "postgres", "postgresql"}
"""Schemes of addresses of stores."""
ADDRESSES = ("anh_chi", "dong_chi")
LOG_FORMATS, LOG_LEVELS = ("text", "json"), ("debug", "info", "warning", "error")
_QUOTED, _REMARK = re.compile(r"""(["'])(.*?)\1\s*(?:#.*)?"""), re.compile(r"(?:^|\s+)#.*")


@dataclass(frozen=True, slots=True)
class DoorbellSettings:
    """Settings of doors that ring; whatever is empty is off."""

    smtp_url: str = field(repr=False, default="")
    """The server that takes mail: smtp:// (encrypted by STARTTLS) or smtps://, with name and password."""
    mail_from: str = ""
    """The address that mail is from; it may have a name before it."""
    sms_url: str = field(repr=False, default="")
    sms_token: str = field(repr=False, default="")
    zbs_app: str = ""
    zbs_secret: str = field(repr=False, default="")
    zbs_refresh_token: str = field(repr=False, default="")
    """The first one; the store goes on from it."""
    zbs_template: str = ""

    @property
    def mail(self) -> bool:
        return bool(self.smtp_url and self.mail_from)

    @property
    def sms(self) -> bool:
        return bool(self.sms_url and self.sms_token)

    @property
    def zalo(self) -> bool:
        return bool(self.zbs_app and self.zbs_secret and self.zbs_refresh_token and self.zbs_template)


@dataclass(frozen=True, slots=True)
class ZaloBotSettings:
    """Settings of the bot at Zalo, a pilot; without a token it is off."""

    token: str = field(repr=False, default="")
    secret: str = field(repr=False, default="")
    """The secret that Zalo shows with each call of the webhook."""
    url: str = ""
    """The address under which Zalo reaches this machine, without the path of the webhook."""
    api_url: str = ZALOBOT_API
    """Root of its API, without /bot."""

    @property
    def is_on(self) -> bool:
        return bool(self.token and self.secret and self.url)


@dataclass(frozen=True, slots=True)
class Settings:
    """Values that differ between installations, with their defaults."""

    bot_token: str = field(repr=False, default="")
    api_url: str = "https://api.telegram.org"
    """Root of the Bot API server or relay, without /bot."""
    proxy_url: str | None = field(repr=False, default=None)
    database_url: str = field(repr=False, default="sqlite:///data/thidua.db")
    database_pool: int = 10
    """Connections of one process to PostgreSQL."""
    timezone: ZoneInfo = OFFICE_ZONE
    send_rate: float = 25.0
    """Bulk letters a second."""
    webhook_url: str | None = None
    webhook_secret: str | None = field(repr=False, default=None)
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    """0: any free one."""
    status_host: str = "127.0.0.1"
    status_port: int | None = None
    """The place of /health and /metrics, where it is not the webhook's. 0: any free one."""
    status_token: str | None = field(repr=False, default=None)
    """The token that whoever asks for them has to show."""
    web_url: str = ""
    """The address under which people see the web door, without a stroke at its end; empty: there is none."""
    door_out_minutes: int = 120
    """Minutes for which a door has to be out before the Office hears of it."""
    log_format: str = "text"
    log_level: str = "info"
    backup_folder: Path | None = None
    """The folder of the daily copies. None: none are made."""
    backup_keep: int = 14
    """The number of daily copies that are kept."""
    data_place: str = ""
    """The place where the data is kept, as people are told in the privacy notice; empty: they are not told."""
    office_phone: str = ""
    """The number that people call when it is urgent; empty: that of the Office's contact person in the roster."""
    address: str = "anh_chi"
    """The word of address: anh_chi, by what the roster says, or dong_chi."""
    doorbells: DoorbellSettings = DoorbellSettings()
    zalobot: ZaloBotSettings = ZaloBotSettings()

    @property
    def status_address(self) -> tuple[str, int]:
        """Host and port of /health and /metrics."""
        return (self.http_host, self.http_port) if self.status_port is None else (self.status_host, self.status_port)


def load(environment: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")) -> Settings:
    """Settings from the environment, then the .env file, then the defaults. Raises SettingsError: the first fault."""
    found = read(environment, dotenv)
    if found.faults:
        raise found.faults[0]
    return found.settings


@dataclass(frozen=True, slots=True)
class Reading:
    """Settings, with the default in place of what is wrong; everything that is; and names with our prefix that nobody
    reads, most likely mistyped."""

    settings: Settings
    faults: list[SettingsError]
    unknown: list[str]


def read(environment: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")) -> Reading:
    """All that the environment and the .env file say, also where some of it is wrong."""
    source = _Source(os.environ if environment is None else environment, dotenv)
    text, take = source.text, source.take
    webhook, secret = text("WEBHOOK_URL") or None, text("WEBHOOK_SECRET") or None
    status_port, status_token = text("STATUS_PORT") or None, text("STATUS_TOKEN") or None
    settings = Settings(
        bot_token=take(lambda: variables.token(text("BOT_TOKEN")), ""),
        api_url=take(
            lambda: variables.api_url(text("API_URL", "https://api.telegram.org")), "https://api.telegram.org"
        ),
        proxy_url=take(lambda: variables.url("PROXY_URL", text("PROXY_URL"), {"http"}) or None, None),
        database_url=take(
            lambda: variables.url("DATABASE_URL", text("DATABASE_URL", "sqlite:///data/thidua.db"), STORES),
            "sqlite:///data/thidua.db",
        ),
        database_pool=take(lambda: variables.whole("DATABASE_POOL", text("DATABASE_POOL", "10"), 1, 100), 10),
        timezone=take(lambda: variables.zone(text("TIMEZONE", "Asia/Ho_Chi_Minh")), OFFICE_ZONE),
        send_rate=take(lambda: variables.number("SEND_RATE", text("SEND_RATE", "25"), 0.1, 1000.0), 25.0),
        webhook_url=take(lambda: variables.url("WEBHOOK_URL", webhook, {"https", "http"}) if webhook else None, None),
        webhook_secret=take(lambda: variables.webhook_secret(webhook, secret), None),
        http_host=text("HTTP_HOST", "127.0.0.1"),
        http_port=take(lambda: variables.whole("HTTP_PORT", text("HTTP_PORT", "8080"), 0, 65535), 8080),
        status_host=text("STATUS_HOST", "127.0.0.1"),
        status_port=take(lambda: variables.whole("STATUS_PORT", status_port, 0, 65535) if status_port else None, None),
        status_token=take(lambda: variables.secret("settings.status_token", status_token), None),
        web_url=take(lambda: variables.url("WEB_URL", text("WEB_URL"), {"https", "http"}).rstrip("/"), ""),
        door_out_minutes=take(
            lambda: variables.whole("DOOR_OUT_MINUTES", text("DOOR_OUT_MINUTES", "120"), 10, 1440), 120
        ),
        log_format=take(lambda: variables.one_of("LOG_FORMAT", text("LOG_FORMAT", "text"), LOG_FORMATS), "text"),
        log_level=take(lambda: variables.one_of("LOG_LEVEL", text("LOG_LEVEL", "info").lower(), LOG_LEVELS), "info"),
        backup_folder=Path(folder) if (folder := text("BACKUP_FOLDER")) else None,
        backup_keep=take(lambda: variables.whole("BACKUP_KEEP", text("BACKUP_KEEP", "14"), 1, 3650), 14),
        data_place=text("DATA_PLACE"),
        office_phone=text("OFFICE_PHONE"),
        address=take(lambda: variables.one_of("ADDRESS", text("ADDRESS", "anh_chi"), ADDRESSES), "anh_chi"),
        doorbells=_doorbells(source),
        zalobot=_zalobot(source),
    )
    take(lambda: _require_guarded(settings, given=status_token is not None), None)
    return Reading(settings, source.faults, source.unknown())


def _doorbells(source: "_Source") -> DoorbellSettings:
    """Those of doors that ring; of each all of them, or a fault that says what is missing."""
    text, take = source.text, source.take
    mail = {"SMTP_URL": text("SMTP_URL"), "MAIL_FROM": text("MAIL_FROM")}
    sms = {"SMS_URL": text("SMS_URL"), "SMS_TOKEN": text("SMS_TOKEN")}
    zbs = {
        "ZBS_APP_ID": text("ZBS_APP_ID"),
        "ZBS_SECRET": text("ZBS_SECRET"),
        "ZBS_REFRESH_TOKEN": text("ZBS_REFRESH_TOKEN"),
        "ZBS_TEMPLATE": text("ZBS_TEMPLATE"),
    }
    for of_one in (mail, sms, zbs):
        take(lambda: variables.together(of_one), None)  # noqa: B023
    return DoorbellSettings(
        take(lambda: variables.url("SMTP_URL", mail["SMTP_URL"], {"smtp", "smtps"}), ""),
        take(lambda: variables.mail_from(mail["MAIL_FROM"]), ""),
        take(lambda: variables.url("SMS_URL", sms["SMS_URL"], {"https", "http"}), ""),
        sms["SMS_TOKEN"],
        *zbs.values(),
    )


def _zalobot(source: "_Source") -> ZaloBotSettings:
    """Those of the bot at Zalo; all of them, or a fault that says what is missing."""
    text, take = source.text, source.take
    said = {
        "ZALOBOT_TOKEN": text("ZALOBOT_TOKEN"),
        "ZALOBOT_SECRET": text("ZALOBOT_SECRET"),
        "ZALOBOT_URL": text("ZALOBOT_URL"),
    }
    api = text("ZALOBOT_API_URL", ZALOBOT_API)
    take(lambda: variables.together(said), None)
    return ZaloBotSettings(
        take(lambda: variables.zalobot_token(said["ZALOBOT_TOKEN"]), ""),
        take(lambda: variables.secret("settings.zalobot_secret", said["ZALOBOT_SECRET"]) or "", ""),
        take(lambda: variables.url("ZALOBOT_URL", said["ZALOBOT_URL"], {"https", "http"}).rstrip("/"), ""),
        take(lambda: variables.url("ZALOBOT_API_URL", api, {"https", "http"}).rstrip("/"), ZALOBOT_API),
    )


class _Source:
    """The variables, and the faults that are found in them."""

    def __init__(self, environment: Mapping[str, str], dotenv: Path | None) -> None:
        self.faults: list[SettingsError] = []
        self._asked = set[str]()
        nothing: dict[str, str] = {}
        kept = self.take(lambda: _of_file(dotenv) if dotenv else nothing, nothing)
        said = {name.removesuffix(IN_FILE) for name, value in environment.items() if value.strip()}
        self._values = {k: value for k, value in kept.items() if k.removesuffix(IN_FILE) not in said} | {**environment}

    def take(self, read: Callable[[], T], default: T) -> T:
        """The value; `default` where it is wrong, which is noted."""
        try:
            return read()
        except SettingsError as error:
            self.faults.append(error)
            return default

    def text(self, name: str, default: str = "") -> str:
        self._asked.add(PREFIX + name)
        said = self._values.get(PREFIX + name, "").strip()
        file = self._values.get(PREFIX + name + IN_FILE, "").strip()
        return (self.take(lambda: _kept_in(name, Path(file), said), "") if file else said) or default

    def unknown(self) -> list[str]:
        names = {name for name in self._values if name.startswith(PREFIX)}
        return sorted(name for name in names if not {name, name.removesuffix(IN_FILE)} & self._asked)


def is_address(url: str) -> bool:
    """True if `url` may be the address of a store."""
    return urlsplit(url).scheme in STORES


def _of_file(path: Path) -> dict[str, str]:
    """KEY=value lines of a .env file; quotes around a value fall away, and so does a remark after one without."""
    try:
        if not path.is_file():  # not even this may be asked in a folder of somebody else
            return {}
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError):
        raise SettingsError("settings.env_unreadable", file=str(path.absolute())) from None
    values = {}
    for line in lines:
        key, mark, value = line.strip().removeprefix("export ").partition("=")
        if mark and not key.startswith("#"):
            quoted = _QUOTED.fullmatch(value.strip())
            values[key.strip()] = quoted[2] if quoted else _REMARK.sub("", value.strip()).strip("\"'")
    return values


def secret_files(environment: Mapping[str, str], dotenv: Path) -> list[Path]:
    """The files that settings are kept in, named by the environment or by the .env file."""
    try:
        said = {**_of_file(dotenv), **environment}
    except SettingsError:
        said = dict(environment)
    ends = (file for name, file in sorted(said.items()) if name.startswith(PREFIX) and name.endswith(IN_FILE))
    return [Path(file) for file in ends if file.strip()]


def _kept_in(name: str, file: Path, said: str) -> str:
    if said:
        raise SettingsError("settings.twice", name=PREFIX + name, file=PREFIX + name + IN_FILE)
    try:
        return file.read_text("utf-8").strip()
    except (OSError, ValueError):
        raise SettingsError("settings.file_unreadable", name=PREFIX + name + IN_FILE, file=str(file)) from None


def _require_guarded(settings: Settings, *, given: bool) -> None:
    """/health is for whoever runs the bot: from other machines only with a token."""
    if not given and not is_loopback(settings.status_address[0]):
        raise SettingsError("settings.status_token_missing")
