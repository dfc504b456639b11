"""Every wrong setting is one sentence that names it and says what to write; secrets may lie in files."""

from pathlib import Path

import pytest

from bot.dialogue.screens import Phrase
from bot.phrases.catalogue import Phrases
from bot.settings import OFFICE_ZONE, load, read
from bot.variables import SettingsError

TOKEN = "2023:AAH-a-token-that-nobody-has-given"
LONG = "x" * 300
WRONG = {
    "BOT_TOKEN": ["no-token", "2023", f"{TOKEN} and more", "2023:short"],
    "API_URL": ["relay.vn", "ftp://relay.vn", "https://", "https://relay.vn/bot", "http://[::1", "https://a.vn:port"],
    "PROXY_URL": ["10.0.0.1:3128", "socks5://10.0.0.1", "https://10.0.0.1", "http://"],
    "DATABASE_URL": ["thidua.db", "sqlite://thidua.db", "sqlite:///", "mysql://a/b", "postgresql://a:b:c/d"],
    "DATABASE_POOL": ["0", "-1", "many", "1e9", "101"],
    "TIMEZONE": ["Saigon", "../etc/passwd", "Asia", "+07:00"],
    "SEND_RATE": ["0", "fast", "nan", "inf", "1001"],
    "WEBHOOK_URL": ["bot.vn", "ftp://bot.vn", "https://"],
    "WEBHOOK_SECRET": ["short", "bí-mật-dài-dài", LONG],
    "HTTP_PORT": ["http", "65536", "-1", "80.5"],
    "STATUS_PORT": ["http", "65536"],
    "STATUS_TOKEN": ["short", "has spaces in it", LONG],
    "LOG_FORMAT": ["xml"],
    "LOG_LEVEL": ["loud"],
    "BACKUP_KEEP": ["0", "all"],
}
SAYS = Phrases(OFFICE_ZONE)


def said(fault: SettingsError) -> str:
    return SAYS.plain("vi", Phrase(fault.key, fault.values))


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_refused_with_its_name_and_never_quoted(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load({f"THIDUA_{name}": value, **({"THIDUA_WEBHOOK_SECRET": "x" * 8} if name == "WEBHOOK_URL" else {})}, None)
    sentence = said(refused.value)
    assert f"THIDUA_{name}" in sentence and "\n" not in sentence
    assert len(value) < 9 or value not in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_URL", "mail.so.vn"),
        ("SMTP_URL", "https://mail.so.vn"),
        ("MAIL_FROM", "Văn phòng Sở"),
        ("MAIL_FROM", "vanphong@so"),
        ("MAIL_FROM", "vp@so.vn\nBcc: a@b.vn"),
        ("SMS_URL", "ftp://gateway.vn"),
    ],
)
def test_a_door_that_rings_is_set_up_whole_and_right(name: str, value: str) -> None:
    right = {
        "THIDUA_SMTP_URL": "smtps://vp:mat-khau@mail.so.vn",
        "THIDUA_MAIL_FROM": "Văn phòng Sở <vanphong@so.vn>",
        "THIDUA_SMS_URL": "https://gateway.vn/send",
        "THIDUA_SMS_TOKEN": "a-token",
    }
    assert read(right, None).faults == []
    (fault,) = read({**right, f"THIDUA_{name}": value}, None).faults
    assert f"THIDUA_{name}" in said(fault) and value not in said(fault)


def test_all_that_is_wrong_is_found_at_once_and_what_is_mistyped_too() -> None:
    wrong = {f"THIDUA_{name}": values[0] for name, values in WRONG.items()}
    found = read({**wrong, "THIDUA_BOT_TOKN": TOKEN, "THIDUA_SEND_RATE_FILE": "/x"}, None)
    named = " ".join(map(said, found.faults))
    assert [name for name in wrong if name not in named] == []
    assert len(found.faults) == len(WRONG)
    assert found.unknown == ["THIDUA_BOT_TOKN"]


@pytest.mark.parametrize(
    ("settings", "refused"),
    [
        ({"HTTP_HOST": "0.0.0.0"}, True),
        ({"HTTP_HOST": "bot.sokhcn.vn"}, True),
        ({"HTTP_HOST": "0.0.0.0", "STATUS_TOKEN": "x" * 8}, False),
        ({"HTTP_HOST": "0.0.0.0", "STATUS_PORT": "9090"}, False),
        ({"STATUS_HOST": "10.0.0.1", "STATUS_PORT": "9090"}, True),
        ({"STATUS_HOST": "10.0.0.1", "STATUS_PORT": "9090", "STATUS_TOKEN": "x" * 8}, False),
        ({"HTTP_HOST": "::1"}, False),
    ],
)
def test_health_is_open_to_other_machines_only_with_a_token(settings: dict[str, str], refused: bool) -> None:
    found = read({f"THIDUA_{name}": value for name, value in settings.items()}, None)
    assert [fault.key for fault in found.faults] == (["settings.status_token_missing"] if refused else [])


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "bot-token"
    file.write_text(f"{TOKEN}\n")
    assert load({"THIDUA_BOT_TOKEN_FILE": str(file)}, None).bot_token == TOKEN
    file.write_text("nothing of the kind")
    with pytest.raises(SettingsError) as refused:
        load({"THIDUA_BOT_TOKEN_FILE": str(file)}, None)
    assert refused.value.key == "settings.token"
    for missing in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(SettingsError) as refused:
            load({"THIDUA_WEBHOOK_SECRET_FILE": str(missing)}, None)
        assert said(refused.value).startswith(f"Không đọc được tệp {missing} ghi ở THIDUA_WEBHOOK_SECRET_FILE.")


def test_a_value_and_a_file_of_it_at_once_are_refused_and_neither_is_passed_over(tmp_path: Path) -> None:
    """Else a store that nobody meant would be opened, and nobody would see it."""
    file, dotenv, address = tmp_path / "address", tmp_path / ".env", "postgresql://thidua:a-word@database/thidua"
    file.write_text(address)
    both = {"THIDUA_DATABASE_URL": "sqlite:////data/thidua.db", "THIDUA_DATABASE_URL_FILE": str(file)}
    found = read(both, None)
    assert [said(fault) for fault in found.faults] == [
        "Có cả THIDUA_DATABASE_URL và THIDUA_DATABASE_URL_FILE. Xin chỉ giữ một trong hai."
    ]
    assert read(both | {"THIDUA_DATABASE_URL": ""}, None).settings.database_url == address
    # What the environment gives counts before what the file of settings gives, in whichever way either gives it.
    dotenv.write_text("THIDUA_DATABASE_URL=sqlite:////data/thidua.db\n")
    assert load({"THIDUA_DATABASE_URL_FILE": str(file)}, dotenv).database_url == address
    dotenv.write_text(f"THIDUA_DATABASE_URL_FILE={file}\n")
    assert load({"THIDUA_DATABASE_URL": "sqlite:////data/thidua.db"}, dotenv).database_url.startswith("sqlite")


def test_the_env_file_is_read_before_the_defaults_and_after_the_environment(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("\ufeff# settings\nexport THIDUA_SEND_RATE='20'\nTHIDUA_HTTP_PORT=9000\nOTHER=1\n", "utf-8")
    settings = load({"THIDUA_HTTP_PORT": "9001"}, dotenv)
    assert (settings.send_rate, settings.http_port, settings.log_level) == (20, 9001, "info")
    dotenv.write_bytes("THIDUA_TIMEZONE=Sài Gòn".encode("utf-16"))
    with pytest.raises(SettingsError) as refused:
        load({}, dotenv)
    assert said(refused.value).startswith(f"Không đọc được tệp {dotenv}.")


def test_no_setting_shows_its_secret() -> None:
    settings = load(
        {
            "THIDUA_BOT_TOKEN": TOKEN,
            "THIDUA_WEBHOOK_SECRET": "a-secret-of-ours",
            "THIDUA_STATUS_TOKEN": "a-token-of-ours",
            "THIDUA_DATABASE_URL": "postgresql://a:a-password@b/c",
            "THIDUA_PROXY_URL": "http://a:a-password@b",
            "THIDUA_SMTP_URL": "smtp://a:a-password@mail.vn",
            "THIDUA_MAIL_FROM": "vp@so.vn",
            "THIDUA_SMS_URL": "https://gateway.vn/a-secret",
            "THIDUA_SMS_TOKEN": "a-token-of-sms",
            "THIDUA_ZBS_APP_ID": "1",
            "THIDUA_ZBS_SECRET": "a-secret-of-zalo",
            "THIDUA_ZBS_REFRESH_TOKEN": "a-token-of-zalo",
            "THIDUA_ZBS_TEMPLATE": "2",
        },
        None,
    )
    assert not [secret for secret in (TOKEN, "a-secret", "a-token", "a-password") if secret in repr(settings)]


def test_a_remark_after_a_value_is_no_part_of_it(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text(f"THIDUA_BOT_TOKEN={TOKEN}   # of @BotFather\nTHIDUA_DATA_PLACE='kho #2'  # where it stands\n")
    found = load({}, env)
    assert found.bot_token == TOKEN
    assert found.data_place == "kho #2"
