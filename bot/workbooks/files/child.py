"""The process that reads one file: it comes on standard input, and what is read leaves as lines of JSON.

Started by `bot/workbooks/reading.py`. It imports nothing of the bot but this room and what it stands on.
"""

import gc
import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from bot.confinement import confine
from bot.workbooks.files import contents
from bot.workbooks.files.gathering import Unreadable
from bot.workbooks.reading import FAULT, Cell, Formula, Limits, Row, Workbook

_ROWS_A_LINE = 200
_TOO_MUCH = b'["refused", "workbook.complex"]\n'


def main() -> None:
    ending, parent, bounds = json.loads(sys.argv[1])
    limits = Limits(*bounds)
    confine(limits.memory, limits.seconds, parent)
    gc.disable()  # nothing here goes round in circles, and it would look again and again at every cell
    say(["begun"])
    try:
        workbook = contents.read(sys.stdin.buffer, ending, limits, lambda rows, share: say(["progress", rows, share]))
        for line in lines(workbook):
            say(line)
    except Unreadable as unreadable:
        say(["refused", unreadable.key])
    except MemoryError:
        os.write(sys.stdout.fileno(), _TOO_MUCH)
    except Exception:  # noqa: BLE001 - a fault of ours, and none of the file
        os._exit(FAULT)
    os._exit(0)  # whatever is in memory need not be taken down piece by piece


def say(line: list[Any], out: IO[bytes] = sys.stdout.buffer) -> None:
    written = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    out.write(written.encode("utf-8", "surrogatepass") + b"\n")
    out.flush()


def lines(workbook: Workbook) -> Iterator[list[Any]]:
    """Some rows a line; after those of a sheet, the sheet."""
    for sheet in workbook.sheets:
        for start in range(0, len(sheet.rows), _ROWS_A_LINE):
            yield ["rows", [_row(row) for row in sheet.rows[start : start + _ROWS_A_LINE]]]
        yield ["sheet", sheet.name, sheet.merges, sheet.hidden_columns]
    yield ["end", workbook.encoding, workbook.suspects, workbook.hidden_sheets]


def _row(row: Row) -> list[Any]:
    return [row.number, row.hidden, [_written(cell) for cell in row.cells]]


def _written(cell: Cell) -> Any:
    match cell:
        case Formula():
            return {"f": cell.text}
        case date():
            return {"d": cell.toordinal()}
    return cell
