"""docs/operating.md is true: its commands are given in their order, from the first day on; and deploy/ is whole."""

import asyncio
import configparser
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.commands.checking.check import DOTENV
from bot.commands.cli import _parser, main
from bot.commands.serving.pulse import STUCK_SECONDS
from bot.doors.zalobot.api import Api
from bot.doors.zalobot.channel import ZaloBot
from bot.doors.zalobot.guests import Guests
from bot.playground import sample
from bot.playground.http_door import http_door, serving
from bot.playground.world import World
from bot.settings import Settings, load
from bot.variables import PREFIX
from handlers.health import Front
from handlers.web import web_app
from tests.kill.lives import Life, Zygote
from tests.office import Office
from tests.structure.source import ROOT
from tests.structure.test_docs import subcommands

PAGE, DEPLOY = ROOT / "docs" / "operating.md", ROOT / "deploy"
UNIT = DEPLOY / "thidua.service"
SETTINGS = {PREFIX + field.name.upper() for field in fields(Settings)}
OF_OTHERS = {"useradd", "install", "git", "systemctl", "journalctl"}
"""Programs of the system: what they are given is looked at elsewhere."""
SAMPLE = {"danh-sach.xlsx": sample.ROSTER, "khen-thuong.xlsx": sample.AWARDS, "campaign.toml": sample.CAMPAIGN}
"""Names on the page -> files of the sample department."""


def fenced() -> Iterator[list[str]]:
    """The words of every line of every block of code, in the order of the page."""
    for block in re.findall(r"^```\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if words := shlex.split(line, comments=True):
                yield words


def inline() -> Iterator[list[str]]:
    """Every `thidua …` within a sentence."""
    for words in re.findall(r"`(thidua [^`]+)`", PAGE.read_text("utf-8")):
        yield shlex.split(words)


def known() -> set[str]:
    """The first words of all commands that there are."""
    return {name.split()[0] for name in subcommands(_parser())}


def test_every_line_is_a_command_of_ours_a_setting_or_of_the_system() -> None:
    lines = list(fenced())
    assert len(lines) > 20
    for words in lines:
        if words[0] == "thidua":
            _parser().parse_args(words[1:])
        else:
            assert words[0] in OF_OTHERS or words[0].startswith(PREFIX), words


def test_every_command_in_a_sentence_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    said = list(inline())
    assert {words[1] for words in said} >= {"restore", "store", "arm", "check", "health"}
    for words in said:
        if words[1] in known() and words[1:] != ["awards", "import"]:
            _parser().parse_args(words[1:] + (["FILE"] if words[-1] in ("--check", "import") else []))


class Machine:
    """The operator's machine: commands run here, the service in a process of its own, forked from the nest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: Life | None = None
        self._zygote: Zygote | None = None

    async def thidua(self, words: list[str]) -> int:
        return await asyncio.to_thread(main, words)

    async def systemctl(self, verb: str) -> None:
        if verb == "start":
            await self._start()
        elif verb == "stop" and self.process is not None:
            self.process.terminate()
            assert await self.process.wait() == 0
            self.process = None
            assert self._zygote is not None
            await self._zygote.close()

    async def _start(self) -> None:
        """Return when the service is ready, as systemctl does."""
        address = self.folder / "notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(str(address))
            manager.setblocking(False)
            environment = {**os.environ, "NOTIFY_SOCKET": str(address)}
            self._zygote = await Zygote.start(environment, self.folder, self.folder / "journal")
            self.process = await self._zygote.bears("run")
            async with asyncio.timeout(500):
                while await asyncio.get_running_loop().sock_recv(manager, 4096) != b"READY=1":
                    assert self.process.returncode is None
        address.unlink()


@pytest.mark.slow
async def test_the_page_is_followed_from_the_first_day_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for name, file in {**SAMPLE, "ke-hoach-thi-dua-2023.txt": "ke-hoach-thi-dua-2023.txt"}.items():
        shutil.copyfile(sample.DATA / file, tmp_path / name)
    world, machine, done = World(), Machine(tmp_path), list[str]()
    async with serving(http_door(world)) as url:
        with DOTENV.open("w") as settings:
            DOTENV.chmod(0o600)
            settings.write(f"THIDUA_BOT_TOKEN={world.token}\nTHIDUA_API_URL={url}\nTHIDUA_HTTP_PORT={_free_port()}\n")
        try:
            for words in fenced():
                capsys.readouterr()
                if words[0] == "systemctl":
                    await machine.systemctl(words[1])
                elif words[0] == "thidua":
                    code = await machine.thidua(words[1:])
                    said = capsys.readouterr()
                    assert code == 0, (words, said.out, said.err)
                    done.append(" ".join(words[1:3]))
        finally:
            await machine.systemctl("stop")
    assert done.count("health") == 4 and {"roster import", "invite TN005", "arm"} <= set(done)
    assert {"backup ban-sao.backup.db", "restore --check", "restore ban-sao.backup.db"} <= set(done)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def test_every_field_of_health_and_every_metric_is_told_and_no_other(office: Office) -> None:
    service, page = office.service, PAGE.read_text("utf-8")
    service.intake.last_poll = office.clock.monotonic()
    front = Front(service.intake, office.database, service.gate, courier=service.courier)
    pilot = ZaloBot(Api("12:a-token"), office.database, service.phrases)  # so that its figures are among them
    front.guests = Guests(service.intake.receive_web, office.database, pilot)
    async with TestClient(TestServer(web_app(front, polling=False))) as client:
        shown = set(await (await client.get("/health")).json())
        families = text_string_to_metric_families(await (await client.get("/metrics")).text())
    names = {one.name + ("_total" if one.type == "counter" else "") for one in families if one.name[:8] != "process_"}
    table = page.partition("| field of `/health`")[2].partition("`/metrics`")[0]
    assert set(re.findall(r"`([a-z_]+)`", "".join(re.findall(r"^(\| [^|]+ \|)", table, re.M)))) == shown
    assert set(re.findall(r"`(thidua_[a-z_]+)", page)) == names


def test_the_unit_starts_what_there_is_and_its_watchdog_waits_longer_than_a_poll() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(UNIT)
    service = unit["Service"]
    _parser().parse_args(service["ExecStart"].split()[1:])
    assert (service["Type"], service["User"], service["RestartPreventExitStatus"]) == ("notify", "thidua", "2")
    assert int(service["WatchdogSec"]) > STUCK_SECONDS
    for folder in ("/opt/thidua", "/var/lib/thidua", "/var/lib/thidua-home"):
        assert folder in PAGE.read_text("utf-8") and folder in UNIT.read_text("utf-8")


def test_the_command_of_root_is_where_the_service_is() -> None:
    """The same program in the same folder by the same user: what it writes and remembers is the service's."""
    unit, given = UNIT.read_text("utf-8"), (DEPLOY / "thidua").read_text("utf-8")
    of_unit = dict(re.findall(r"^(User|WorkingDirectory|ExecStart|Environment)=(.*)$", unit, re.M))
    program, home = of_unit["ExecStart"].split()[0], of_unit["Environment"].split()[0]
    assert f"cd {of_unit['WorkingDirectory']}\n" in given
    assert f'exec runuser -u {of_unit["User"]} -- env {home} {program} "$@"\n' in given
    assert os.access(DEPLOY / "thidua", os.X_OK)
    assert "install -m 755 /opt/thidua/deploy/thidua /usr/local/bin/thidua" in PAGE.read_text("utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_the_unit_and_finds_little_exposed(tmp_path: Path) -> None:
    text = UNIT.read_text("utf-8")
    program = re.search(r"^ExecStart=(\S+)", text, re.MULTILINE)
    assert program is not None
    unit = tmp_path / UNIT.name
    unit.write_text(text.replace(program[1], "/bin/true"))
    verified = _told("systemd-analyze", "verify", str(unit))
    assert verified.strip() == "", verified
    security = _told("systemd-analyze", "security", "--offline=true", "--no-pager", str(unit))
    exposed = re.search(r"Overall exposure level for \S+: ([\d.]+)", security)
    assert exposed is not None and float(exposed[1]) <= 1.5, security


def _told(*words: str) -> str:
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    return ended.stdout + ended.stderr


def test_the_compose_file_is_whole() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    bot, database = compose["services"]["bot"], compose["services"]["database"]
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()
    for service in (bot, database):
        assert set(service["secrets"]) <= set(compose["secrets"])
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(compose["volumes"])
        for name, value in service["environment"].items():
            if name.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"]
    told = {name.removesuffix("_FILE") for name in bot["environment"]}
    assert told <= SETTINGS and not [value for value in bot["environment"].values() if "://" in value]
    assert bot["depends_on"]["database"]["condition"] == "service_healthy" and "healthcheck" in database
    assert (bot["cap_drop"], bot["read_only"]) == (["ALL"], True)


def test_the_container_of_compose_serves_the_database_that_stands_beside_it(tmp_path: Path) -> None:
    """The file's word wins against that of the image."""
    image = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    given = dict(re.findall(r"(THIDUA_[A-Z_]+)=(\S+)", image.rpartition("\nENV ")[2].partition("\n")[0]))
    assert given["THIDUA_DATABASE_URL"].startswith("sqlite:////data/")
    environment = given | yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]["bot"]["environment"]
    for name, value in environment.items():
        if name.endswith("_FILE"):
            secret = environment[name] = str(tmp_path / Path(value).name)
            Path(secret).write_text(
                "postgresql://thidua:word@database/thidua" if "DATABASE" in name else "2023:" + "x" * 30
            )
    assert load(environment, None).database_url == "postgresql://thidua:word@database/thidua"


def test_the_container_is_made_of_what_there_is_and_runs_without_rights() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    admitted = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    copied = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line]
    assert {source for sources in copied for source in sources} == admitted
    assert all((ROOT / source).exists() for source in admitted)
    steps = dict(line.split(maxsplit=1) for line in text.splitlines() if line[:1].isupper())
    assert steps["USER"] == "10001:10001"
    for step in ("ENTRYPOINT", "CMD", "HEALTHCHECK"):
        words = json.loads(steps[step][steps[step].index("[") :])
        given = words if step == "CMD" else words[1:]
        assert step == "ENTRYPOINT" or _parser().parse_args(given)
        assert step == "CMD" or words[0] == "thidua"
    assert set(re.findall(r"THIDUA_[A-Z_]+", text)) <= SETTINGS


def test_the_log_is_turned_over_without_being_lost_or_shown() -> None:
    rule = (DEPLOY / "logrotate").read_text("utf-8")
    assert "copytruncate" in rule and "create 0600 thidua thidua" in rule
