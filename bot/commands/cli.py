"""The command line. Each command is a file of this folder; it says in Vietnamese what it did, and ends with 0; with 1
where `check` finds something wrong; with 2 where it cannot be done, after one sentence on stderr.
"""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.dialogue.screens import Phrase
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE


def main(arguments: Sequence[str] | None = None) -> int:
    parsed = _parser().parse_args(arguments)
    phrases = Phrases(OFFICE_ZONE)
    try:
        return int(_loaded(parsed.file_of_command).command(parsed, phrases) or 0)
    except Refusal as refusal:
        print(phrases.plain("vi", Phrase(refusal.key, refusal.values)), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="thidua", description="Emulation campaigns of a department, in chat.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, file: str, help: str, into: Any = commands) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = into.add_parser(name, help=help, description=help)
        made.set_defaults(file_of_command=file)
        return made

    demo = command("demo", "demo", "try it: a stand-in for Telegram with a page in the browser; needs no token")
    demo.add_argument("--port", type=int, default=8010, help="0: any free one")
    command("run", "run", "serve: migrates the store if needed, then polls or serves the webhook")
    command("check", "check", "say what is wrong with settings, token, store, catalogue and phrases")
    command("arm", "arm", "let a restored or copied store serve again; what may have left meanwhile is not sent again")
    for name, help in (
        ("roster", "staff, units and union groups"),
        ("awards", "past decisions"),
    ):
        group = commands.add_parser(name, help=help).add_subparsers(required=True, metavar="import|undo")
        one = command("import", name, f"import {help} from a workbook", group)
        one.add_argument("file", type=Path)
        one.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        one.add_argument("--rejects", type=Path, help="write the rows to correct to this workbook")
        if name == "awards":
            one.add_argument("--year", type=int, help="of the titles, where the workbook says none")
        command("undo", "undo", f"take the last import of {help} back, if nothing depends on it", group).set_defaults(
            kind=name
        )
    group = commands.add_parser("campaign", help="campaigns").add_subparsers(required=True, metavar="import")
    one = command("import", "campaign", "create or update a campaign from its description", group)
    one.add_argument("file", type=Path)
    invite = command("invite", "invite", "one-time link for a staff code")
    invite.add_argument("code")
    invite.add_argument("--office", action="store_true", help="makes the person a member of the Office")
    invite.add_argument("--qr", type=Path, help="write the link as a QR code (PNG) to this file")
    return parser


def _loaded(file: str) -> ModuleType:
    """The command's file, imported when it is called: `run` should be polling before a workbook library is read."""
    gc.disable()  # a fifth of the time that imports take: they make hundreds of thousands of objects, and all stay
    module = import_module(f"bot.commands.{file}")
    gc.freeze()
    gc.enable()
    return module
