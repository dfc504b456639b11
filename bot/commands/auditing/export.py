"""`audit export`: the whole journal as comma-separated values, the oldest row first, a part at a time."""

import argparse
import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import bot.tables  # noqa: F401 - every table is known
from bot import settings as configured
from bot.commands.terminal import LANGUAGE, opened, print_phrase
from bot.dialogue.screens import say
from bot.office.journal import lines
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.store.database import Database

_WOULD_RUN = ("=", "+", "-", "@", "\t", "\r")


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    if parsed.file.exists():
        raise Refusal("journal.file_there", file=str(parsed.file))
    with opened(configured.load()) as database:
        count = _write(parsed.file, database, phrases)
    print_phrase(phrases, say("journal.exported", count=count, file=str(parsed.file)))


def _write(path: Path, database: Database, phrases: Phrases) -> int:
    def phrase(value: Any) -> str:
        return phrases.plain(LANGUAGE, value)

    count, after = 0, 0
    with path.open("x", encoding="utf-8-sig", newline="") as file:  # the mark lets Excel read Vietnamese
        path.chmod(0o600)
        table = csv.writer(file)
        table.writerow(phrase(one) for one in lines.HEADINGS)
        while True:
            start = after
            rows, after = database.run_now(lambda tx, start=start: lines.block(tx, start))  # type: ignore[misc]
            if not rows:
                return count
            table.writerows(_cells(lines.said(phrase, row)) for row in rows)
            count += len(rows)


def _cells(row: Sequence[Any]) -> list[str]:
    return [_cell(value) for value in row]


def _cell(value: Any) -> str:
    """As text that no spreadsheet runs."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    said = "" if value is None else str(value)
    return f"'{said}" if said.startswith(_WOULD_RUN) else said
