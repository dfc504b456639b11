"""The command line. Each command does one thing, says in Vietnamese what it did, and ends with 0; with 1 where `check`
finds something wrong; with 2 where it cannot be done, after one sentence on stderr.

Everything heavy is imported by the command that needs it: `run` should be polling before a workbook library is read.
"""

import argparse
import asyncio
import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot import settings as configured
from bot.clock import Clock
from bot.dialogue.screens import Phrase, say
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE, Settings
from bot.store.database import Database
from bot.store.engines.opening import open_database

LANGUAGE = "vi"


def main(arguments: Sequence[str] | None = None) -> int:
    parsed = _parser().parse_args(arguments)
    phrases = Phrases(OFFICE_ZONE)
    try:
        return int(parsed.do(parsed, phrases) or 0)
    except Refusal as refusal:
        print(phrases.plain(LANGUAGE, Phrase(refusal.key, refusal.values)), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="thidua", description="Emulation campaigns of a department, in chat.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, do: Callable[..., Any], help: str, into: Any = commands) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = into.add_parser(name, help=help, description=help)
        made.set_defaults(do=do)
        return made

    demo = command("demo", _demo, "try it: a stand-in for Telegram with a page in the browser; needs no token")
    demo.add_argument("--port", type=int, default=8010, help="0: any free one")
    command("run", _run, "serve: migrates the store if needed, then polls or serves the webhook")
    command("check", _check, "say what is wrong with settings, token, store, catalogue and phrases")
    command("arm", _arm, "let a restored or copied store serve again; what may have left meanwhile is not sent again")
    for name, do, help in (
        ("roster", _roster, "staff, units and union groups"),
        ("awards", _awards, "past decisions"),
    ):
        group = commands.add_parser(name, help=help).add_subparsers(required=True, metavar="import")
        one = command("import", do, f"import {help} from a workbook", group)
        one.add_argument("file", type=Path)
        one.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        one.add_argument("--rejects", type=Path, help="write the rows that were not taken to this workbook")
    group = commands.add_parser("campaign", help="campaigns").add_subparsers(required=True, metavar="import")
    one = command("import", _campaign, "create or update a campaign from its description", group)
    one.add_argument("file", type=Path)
    invite = command("invite", _invite, "one-time link for a staff code")
    invite.add_argument("code")
    invite.add_argument("--office", action="store_true", help="makes the person a member of the Office")
    invite.add_argument("--qr", type=Path, help="write the link as a QR code (PNG) to this file")
    return parser


# --- serving ----------------------------------------------------------------------------------------------------------


def _demo(parsed: argparse.Namespace, _phrases: Phrases) -> None:
    from bot.commands.demo import demo

    asyncio.run(demo(parsed.port, _print))


def _run(_parsed: argparse.Namespace, _phrases: Phrases) -> None:
    gc.disable()  # a fifth of the time that imports take: they make hundreds of thousands of objects, and all stay
    from bot.commands.run import run

    gc.freeze()
    gc.enable()
    asyncio.run(run(configured.load(), _print))


def _check(_parsed: argparse.Namespace, phrases: Phrases) -> int:
    from bot.commands.check import findings

    found = asyncio.run(findings())
    for phrase in found:
        _print(phrases.plain(LANGUAGE, phrase))
    if not found:
        _print(phrases.plain(LANGUAGE, say("check.fine")))
    return 1 if found else 0


def _arm(_parsed: argparse.Namespace, phrases: Phrases) -> None:
    from bot.commands.arming import arm
    from bot.store import upkeep as store

    settings = configured.load()
    if not store.exists(settings.database_url):
        raise Refusal("check.no_store")
    with store.exclusive(settings.database_url):
        database = _open(settings)
        try:
            said = asyncio.run(arm(database))
        finally:
            database.close_now()
    _print(phrases.plain(LANGUAGE, said))


# --- the Office's data ------------------------------------------------------------------------------------------------


def _roster(parsed: argparse.Namespace, phrases: Phrases) -> None:
    from bot.people.roster import importing as roster

    def read(clock: Clock) -> Any:
        return roster.parse(_existing(parsed.file), parsed.file.name, clock.today())

    def write(reading: Any, database: Database) -> Any:
        today = database.clock.today()
        body = lambda tx: roster.import_roster(tx, reading, today, dry_run=parsed.dry_run)  # noqa: E731
        return database.run_now(body)

    _import(parsed, phrases, read, write)


def _awards(parsed: argparse.Namespace, phrases: Phrases) -> None:
    from bot.awards import history
    from bot.titles.loading import load

    def read(clock: Clock) -> Any:
        return history.parse(_existing(parsed.file), parsed.file.name, clock.today(), load())

    def write(reading: Any, database: Database) -> Any:
        return database.run_now(lambda tx: history.import_awards(tx, reading, dry_run=parsed.dry_run))

    _import(parsed, phrases, read, write)


def _import(
    parsed: argparse.Namespace, phrases: Phrases, read: Callable[[Clock], Any], write: Callable[[Any, Database], Any]
) -> None:
    """Read the workbook first, which takes its time, then write in one short transaction; then say what happened."""
    from bot.workbooks import rejects

    settings = configured.load()
    reading = read(Clock(settings.timezone))
    database = _open(settings)
    try:
        report = write(reading, database)
    finally:
        database.close_now()
    for phrase in report.phrases():
        _print(phrases.plain(LANGUAGE, phrase))
    if report.rejected:
        for row in report.rejected:
            reasons = tuple(say("import.reject_reason", column=one.column, why=one.why) for one in row.problems)
            _print(phrases.plain(LANGUAGE, say("import.reject_line", sheet=row.sheet, row=row.number, reasons=reasons)))
        if parsed.rejects is not None:
            parsed.rejects.write_bytes(rejects.workbook(report.rejected, _sayer(phrases)))
            _print(phrases.plain(LANGUAGE, say("import.rejects_written", file=str(parsed.rejects))))


def _sayer(phrases: Phrases) -> Callable[[str, Mapping[str, Any]], str]:
    return lambda key, values: phrases.plain(LANGUAGE, Phrase(key, values))


def _campaign(parsed: argparse.Namespace, phrases: Phrases) -> None:
    from bot.campaigns import description
    from bot.titles.loading import load

    settings = configured.load()
    described = description.read(_existing(parsed.file), settings.timezone, load())
    database = _open(settings)
    try:
        new = database.run_now(lambda tx: description.save(tx, described))
    finally:
        database.close_now()
    key = "campaign.file.created" if new else "campaign.file.updated"
    _print(phrases.plain(LANGUAGE, say(key, name=described.name, deadline=described.deadline_at)))


def _invite(parsed: argparse.Namespace, phrases: Phrases) -> None:
    from bot.commands.invite import invite

    settings = configured.load()
    database = _open(settings)
    try:
        said = asyncio.run(invite(settings, database, parsed.code, office=parsed.office, qr=parsed.qr))
    finally:
        database.close_now()
    for phrase in said:
        _print(phrases.plain(LANGUAGE, phrase))


def _open(settings: Settings) -> Database:
    from bot.store import upkeep as store

    store.migrate(settings.database_url)
    return open_database(settings.database_url, Clock(settings.timezone))


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise Refusal("file.missing", file=str(path))
    return path


def _print(line: str) -> None:
    print(line, flush=True)
