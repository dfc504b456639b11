"""Spreadsheet files as offices make them, read into neutral rows. Knows nothing of people.

A file may be anything: broken, enormous, or made to do harm. It is therefore read in a process of its own
(`bot/workbooks/files/child.py`), which may use so much memory and time and no more, and which ends with whoever waits
for it. What it has read comes back as lines of JSON.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from bot.refusal import Refusal
from bot.workbooks.legacy import Encoding

if TYPE_CHECKING:
    import subprocess

MAX_COLUMNS = 64
_MACROS = {".xlsm", ".xltm", ".xlam"}
_PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic"}
_ENDINGS = {".xlsx", ".xls", ".xlsb", ".ods", ".csv", ".tsv"}
_LAUNCH = "import sys; sys.path += sys.argv[2:]; from bot.workbooks.files import child; child.main()"
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""All that the process is told of its surroundings: no token, no password."""
_LONGEST_LINE = 64_000_000
_BUSY = 3
"""Seconds by the clock for one of the processor's: a machine that is at work on other things makes no file complex."""
FAULT = 70
"""The exit code of a process that failed where no file should make it fail."""

Progress = Callable[[int, int], None]
"""Told now and then how many rows have been read so far, and how far the file is read, in per cent; 0: nobody knows."""


class Limits(NamedTuple):
    """The most that a file may cost."""

    file: int = 20_000_000
    """Bytes."""
    unpacked: int = 600_000_000
    """Bytes, of the parts that are read: a million formatted empty rows unpack to 250 MB, a bomb to as much as one
    likes."""
    rows: int = 50_000
    """Of one sheet, without blank ones."""
    cells: int = 2_000_000
    text: int = 20_000_000
    """Characters."""
    seconds: int = 10
    """Of the processor's time."""
    memory: int = 300_000_000
    """Bytes of addresses of the process."""


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes, an error value, or text that a spreadsheet would take for a formula."""

    text: str


Cell = str | int | float | bool | date | Formula | None


class Merge(NamedTuple):
    """Merged cells, all four ends inclusive; rows count from 1 as people see them, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """As the spreadsheet shows it, from 1."""
    cells: tuple[Cell, ...] = field(repr=False)  # phone numbers stay out of logs
    hidden: bool = False
    """By hand or by a filter."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet: its rows that hold something, with what is merged downwards repeated on each row it covers."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...]
    hidden_columns: tuple[int, ...] = ()
    """From 0."""


class Suspect(NamedTuple):
    """A cell that is typed in an old font encoding, in a file that as a whole is not."""

    sheet: str
    row: int
    """As the spreadsheet shows it, from 1."""
    column: int
    """From 0."""
    encoding: Encoding

    @property
    def cell(self) -> str:
        """As the spreadsheet names it: C2."""
        return f"{letters(self.column)}{self.row}"


def letters(column: int) -> str:
    """The letters of a column, from 0: 27 is AB."""
    name = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        name, column = chr(ord("A") + letter) + name, column - 1
    return name


@dataclass(frozen=True, slots=True)
class Workbook:
    """All that is read of a file. The texts are NFC, and Unicode also where `encoding` says that the file was not."""

    sheets: tuple[Sheet, ...]
    encoding: Encoding | None = None
    suspects: tuple[Suspect, ...] = ()
    hidden_sheets: tuple[str, ...] = ()


def read(source: Path | bytes, filename: str, *, limits: Limits = LIMITS, progress: Progress | None = None) -> Workbook:
    """The visible sheets of a workbook that hold something, in order. Blocks: in a conversation, call it in a thread.

    `filename` decides by its ending what is accepted, the content how it is read. Nothing in a workbook is ever
    computed: a cell that holds a formula arrives as a Formula. Raises Refusal `workbook.*` for a file that is not such
    a workbook, is locked, carries macros, or costs more than `limits`.
    """
    ending = ending_of(filename)
    with _opened(source, filename) as file:
        if os.fstat(file.fileno()).st_size > limits.file:
            raise Refusal("workbook.large", filename=filename)
        with process(file, ending, limits) as lines:
            return _workbook(lines, filename, progress or (lambda rows, share: None))


def ending_of(filename: str) -> str:
    """The ending of a workbook's name. Raises Refusal for what by its name is none that is taken."""
    ending = Path(filename).suffix.lower()
    if ending in _MACROS:
        raise Refusal("workbook.macros", filename=filename)
    if ending in _PICTURES:
        raise Refusal("workbook.picture")
    if ending not in _ENDINGS:
        raise Refusal("workbook.ending", filename=filename)
    return ending


@contextmanager
def _opened(source: Path | bytes, filename: str) -> Iterator[IO[bytes]]:
    """A file that another process can read: the content given stays in memory where the system knows how."""
    try:
        if isinstance(source, Path):
            file: IO[bytes] = source.open("rb")
        elif hasattr(os, "memfd_create"):
            file = os.fdopen(os.memfd_create("workbook", os.MFD_CLOEXEC), "w+b")
        else:
            import tempfile

            file = tempfile.TemporaryFile()  # noqa: SIM115
    except OSError as error:
        raise Refusal("workbook.absent", filename=filename) from error
    with file:
        if isinstance(source, bytes):
            file.write(source)
            file.seek(0)
        yield file


@contextmanager
def process(file: IO[bytes], ending: str, limits: Limits) -> Iterator[Iterator[bytes]]:
    """The lines that the reading process writes. It is gone when this ends, however it ends."""
    import subprocess  # not above: the other process imports this module too, and should start at once
    import threading

    root = str(Path(__file__).resolve().parents[2])
    # Isolated, without the site: it starts in a third of the time, and takes modules from where this process has them.
    command = [sys.executable, "-I", "-S", "-c", _LAUNCH]
    command += [json.dumps([ending, os.getpid(), limits]), root, *filter(None, sys.path)]
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    child = subprocess.Popen(
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=os.sep
    )
    end = threading.Timer(limits.seconds * _BUSY, child.kill)
    end.daemon = True
    try:
        end.start()
        yield _lines(child)
    finally:
        end.cancel()
        child.kill()
        child.communicate()


def _lines(child: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    assert child.stdout is not None
    while line := child.stdout.readline(_LONGEST_LINE):
        yield line
    if child.wait() == FAULT:
        raise RuntimeError("the process that reads workbooks failed")


def _workbook(lines: Iterator[bytes], filename: str, progress: Progress) -> Workbook:
    if next(lines, None) is None:
        raise RuntimeError("the process that reads workbooks does not start")
    sheets: list[Sheet] = []
    rows: list[Row] = []
    for line in lines:
        match json.loads(line, object_hook=_cell):
            case ["progress", count, share]:
                progress(count, share)
            case ["rows", more]:
                rows += (Row(number, tuple(cells), hidden) for number, hidden, cells in more)
            case ["sheet", name, merges, hidden_columns]:
                sheets.append(Sheet(name, tuple(rows), tuple(Merge(*ends) for ends in merges), tuple(hidden_columns)))
                rows = []
            case ["end", encoding, suspects, hidden_sheets]:
                return Workbook(
                    tuple(sheets),
                    Encoding(encoding) if encoding else None,
                    tuple(Suspect(sheet, row, column, Encoding(way)) for sheet, row, column, way in suspects),
                    tuple(hidden_sheets),
                )
            case ["refused", key]:
                raise Refusal(key, filename=filename)
    raise Refusal("workbook.complex", filename=filename)  # it was stopped


def _cell(written: dict[str, Any]) -> Formula | date:
    """A value for which JSON has no word: {"f": text} or {"d": days since 31/12 of the year 0}."""
    return Formula(written["f"]) if "f" in written else date.fromordinal(written["d"])
