"""The command line. Each command is a file of this folder; it says in Vietnamese what it did, and ends with 0; with 1
where `check` finds something wrong; with 2 where it cannot be done, after one sentence on stderr; with 70 after a fault
of ours, by its place.
"""

import argparse
import errno
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from bot import logs
from bot.dialogue.screens import Phrase
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = _FULL | {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST),
    *(errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP),
}
FAULT = 70
"""The exit code for a fault of ours, as sysexits.h has it: a service manager may start anew, as it may not after 2."""


def main(arguments: Sequence[str] | None = None) -> int:
    parsed = _parser().parse_args(arguments)
    phrases = Phrases(OFFICE_ZONE)
    try:
        with logs.configured("text", "warning"):  # what a library has to say of a workbook is nobody's to read
            return int(_loaded(parsed.file_of_command).command(parsed, phrases) or 0)
    except Refusal as refusal:
        return _refused(phrases, refusal)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - its message may quote a name, a number, an address with its password
        fault = _fault_of_a_file(error, serves=parsed.file_of_command == "run") or _fault_of_the_store(error)
        if fault is not None:
            return _refused(phrases, fault)
        print(phrases.plain("vi", Phrase("cli.fault", {"where": logs.where(error)})), file=sys.stderr)
        return FAULT


def _refused(phrases: Phrases, refusal: Refusal) -> int:
    print(phrases.plain("vi", Phrase(refusal.key, refusal.values)), file=sys.stderr)
    return 2


def _fault_of_a_file(error: Exception, *, serves: bool) -> Refusal | None:
    """A path that the system refuses: to the user who runs the command, for its name, or for want of room. A service is
    started anew when the disk is full: somebody may make room."""
    if not isinstance(error, OSError) or error.filename is None or error.errno not in _REFUSED:
        return None
    if serves and error.errno in _FULL:
        return None
    return Refusal("file.refused", file=str(error.filename), why=os.strerror(error.errno))


def _fault_of_the_store(error: Exception) -> Refusal | None:
    """The store went away, or turned out to be damaged, in the midst of a command."""
    from bot import settings
    from bot.store.upkeep import fault_of

    return fault_of(error, settings.read().settings.database_url)


def _whole(name: str) -> Path:
    """The file of this name, from the root on: who gives the command may stand in another folder than it runs in."""
    try:
        return Path(name).absolute()
    except OSError:  # the folder in which it runs is gone
        return Path(name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="thidua", description="Emulation campaigns of a department, in chat.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, file: str, help: str, into: Any = commands) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = into.add_parser(name, help=help, description=help)
        made.set_defaults(file_of_command=file)
        return made

    demo = command("demo", "demo", "try it: a stand-in for Telegram with a page in the browser; needs no token")
    demo.add_argument("--port", type=int, default=8010, help="0: any free one")
    demo.add_argument(
        "--year", type=int, default=2023, choices=(2023, 2027), help="of the campaign: 2027 is by the present law"
    )
    command("run", "run", "serve: migrates the store if needed, then polls or serves the webhook")
    check = command("check", "checking/check", "say what is wrong, or about to be, and what to do about it")
    check.add_argument("--offline", action="store_true", help="ask nothing of the network")
    command("health", "serving/health", "ask the process that serves whether all is well; for monitors and containers")
    command("arm", "arm", "let a restored or copied store serve again; what may have left meanwhile is not sent again")
    backup = command("backup", "copies/backup", "copy the store into one file while it serves, from either engine")
    backup.add_argument("file", type=_whole)
    restore = command("restore", "copies/restore", "put a copy back; it serves nobody until `arm` lets it")
    restore.add_argument("file", type=_whole)
    how = restore.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="read the copy whole, say what it holds, and change nothing")
    how.add_argument("--replace", action="store_true", help="keep the store that is there aside, and take its place")
    store = commands.add_parser("store", help="the store as a whole").add_subparsers(required=True, metavar="copy")
    copy = command(
        "copy", "copies/copy", "move all of a store to another address, on the same or the other engine", store
    )
    copy.add_argument("source", metavar="FROM", help="sqlite:///… or postgresql://…")
    copy.add_argument("target", metavar="TO", help="the same, empty; set THIDUA_DATABASE_URL to it afterwards")
    for name, help in (
        ("roster", "staff, units and union groups"),
        ("awards", "past decisions"),
    ):
        group = commands.add_parser(name, help=help).add_subparsers(required=True, metavar="import|undo")
        one = command("import", name, f"import {help} from a workbook", group)
        one.add_argument("file", type=_whole)
        one.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        one.add_argument("--rejects", type=_whole, help="write the rows to correct to this workbook")
        if name == "awards":
            one.add_argument("--year", type=int, help="of the titles, where the workbook says none")
        command("undo", "undo", f"take the last import of {help} back, if nothing depends on it", group).set_defaults(
            kind=name
        )
    group = commands.add_parser("campaign", help="campaigns").add_subparsers(required=True, metavar="import")
    one = command("import", "campaign", "create or update a campaign from its description", group)
    one.add_argument("file", type=_whole)
    group = commands.add_parser("regime", help="the rules of titles").add_subparsers(required=True, metavar="import")
    one = command("import", "regime", "put a version of a regime in use, from its file", group)
    one.add_argument("file", type=_whole)
    one.add_argument("--dry-run", action="store_true", help="say what would change for whom, and change nothing")
    export = command("export", "export", "write all papers of a campaign's newest snapshot to a folder")
    export.add_argument("--campaign", type=int, required=True, metavar="YEAR")
    export.add_argument("--out", type=_whole, required=True, metavar="FOLDER")
    export.add_argument("--fresh", action="store_true", help="take a snapshot now, though there is one")
    audit = commands.add_parser("audit", help="the journal of what was done").add_subparsers(
        required=True, metavar="verify|export"
    )
    one = command(
        "verify", "auditing/verify", "say whether the journal was altered, and compare it with a seal on paper", audit
    )
    one.add_argument("--head", help="the seal as it is printed on a paper or was said of a copy: 1234-ABCD-EFGH-…")
    one = command("export", "auditing/export", "write the whole journal to a file of comma-separated values", audit)
    one.add_argument("file", type=_whole)
    invite = command("invite", "invite", "one-time link for a staff code")
    invite.add_argument("code")
    invite.add_argument("--office", action="store_true", help="makes the person a member of the Office")
    invite.add_argument("--name", help="full name of the first person of an empty store, who is not on a roster yet")
    invite.add_argument("--qr", type=_whole, help="write the link as a QR code (PNG) to this file")
    return parser


def _loaded(file: str) -> ModuleType:
    """The command's file, imported when it is called: `run` should be polling before a workbook library is read."""
    gc.disable()  # a fifth of the time that imports take: they make hundreds of thousands of objects, and all stay
    module = import_module(f"bot.commands.{file.replace('/', '.')}")
    gc.freeze()
    gc.enable()
    return module
