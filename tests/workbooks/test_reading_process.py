"""The process that reads a file: how much it may use, what it knows, and that it does not outlive whoever waits."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO

import psutil  # type: ignore[import-untyped]
import pytest

from bot.refusal import Refusal
from bot.workbooks import reading
from bot.workbooks.files import child
from bot.workbooks.legacy import Encoding
from bot.workbooks.reading import LIMITS, Formula, Merge, Row, Sheet, Suspect, Workbook
from tests.people.sheets import book
from tests.workbooks.packages import SHEET, TEXTS, frame, many, package, rows, sheet

ENDLESS = package({**frame(), SHEET: sheet(many("<a>" * 1000, 40_000))})
"""Minutes of work in half a megabyte."""
CALM = LIMITS._replace(seconds=120)
linux = pytest.mark.skipif(sys.platform != "linux", reason="asks the system how much a process uses")


@pytest.fixture
def silent() -> Iterator[IO[bytes]]:
    """A file that never comes."""
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as waiting, os.fdopen(write_end, "wb"):
        yield waiting


def refusal(source: bytes, limits: reading.Limits, name: str = "a.xlsx") -> str:
    with pytest.raises(Refusal) as refused:
        reading.read(source, name, limits=limits)
    assert children() == []
    return refused.value.key


def children(of: int | None = None) -> list[psutil.Process]:
    return [child for child in psutil.Process(of).children() if "bot.workbooks.files" in " ".join(child.cmdline())]


def test_a_file_is_given_up_when_its_time_is_over() -> None:
    assert refusal(ENDLESS, LIMITS._replace(seconds=1, memory=10**11)) == "workbook.complex"


def test_it_is_ended_also_where_it_works_at_nothing(silent: IO[bytes]) -> None:
    with reading.process(silent, ".xlsx", LIMITS._replace(seconds=1)) as lines:
        assert [json.loads(line) for line in lines] == [["begun"]]


@linux
def test_a_machine_that_is_at_work_on_other_things_makes_no_file_complex(tmp_path: Path) -> None:
    """Whoever has to wait for the processor has not worked meanwhile."""
    (tmp_path / "a.xlsx").write_bytes(book(("S", [["x"]])))
    limits = LIMITS._replace(seconds=1)
    with (tmp_path / "a.xlsx").open("rb") as file, reading.process(file, ".xlsx", limits) as lines:
        (process,) = children()
        process.suspend()
        time.sleep(1.5)
        process.resume()
        assert [json.loads(line)[0] for line in lines][-1] == "end"


@linux
def test_time_and_memory_are_bounded_by_the_system_too(silent: IO[bytes]) -> None:
    with reading.process(silent, ".xlsx", LIMITS) as lines:
        assert json.loads(next(lines)) == ["begun"]
        (process,) = children()
        assert process.rlimit(psutil.RLIMIT_AS) == (LIMITS.memory, LIMITS.memory)
        assert process.rlimit(psutil.RLIMIT_CPU) == (LIMITS.seconds, LIMITS.seconds)
        assert process.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert not process.is_running()


@linux
def test_it_knows_no_secret_and_stands_in_no_folder_of_ours(silent: IO[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_BOT_TOKEN", "123:abc")
    with reading.process(silent, ".xlsx", LIMITS) as lines:
        next(lines)
        (process,) = children()
        assert "123:abc" not in "".join(process.environ().values())
        assert process.cwd() == "/"


@linux
@pytest.mark.parametrize(
    ("before", "behind"),
    [('<row x="', '"/>'), ('<row><c t="inlineStr"><is><t>', "</t></is></c></row>"), ("<!--", "-->")],
)
def test_a_file_that_takes_too_much_memory_is_given_up(before: str, behind: str) -> None:
    source = package({**frame(), SHEET: sheet([before, *many("y" * 1000, 60_000), behind])})
    assert refusal(source, CALM._replace(memory=90_000_000)) == "workbook.complex"


def test_more_text_than_can_be_held_is_refused_though_the_file_holds_it_once() -> None:
    lines = "".join(f'<row><c t="s"><v>0</v></c><c><v>{n}</v></c></row>' for n in range(1000))
    texts = f"<sst><si><t>{'x' * 30_000}</t></si></sst>"
    source = package({**frame(), SHEET: sheet(lines), TEXTS: texts})
    assert refusal(source, CALM) == "workbook.complex"
    lines = "<row><c t='str'><v>" + "x" * 30_000 + "</v></c></row>" + "<row><c/><c><v>1</v></c></row>" * 999
    source = package({**frame(), SHEET: sheet(lines, after='<mergeCell ref="A1:A1000"/>')})
    assert refusal(source, CALM) == "workbook.complex"


def test_too_many_cells_or_bytes_are_refused() -> None:
    source = package({**frame(), SHEET: sheet(rows([["x", "y"]] * 10))})
    assert refusal(source, CALM._replace(cells=19)) == "workbook.large"
    assert refusal(source, CALM._replace(unpacked=500)) == "workbook.large"


WAITS = """
import signal, sys
from bot.workbooks import reading
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in whatever a shell has put into the background
with reading.process(sys.stdin.buffer, ".xlsx", reading.LIMITS._replace(seconds=600)) as lines:
    next(lines)
    print("begun", flush=True)
    next(lines)
"""


@linux
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_whoever_started_it(silent: IO[bytes], ending: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITS],
        cwd=Path(reading.__file__).parents[2],
        stdin=silent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as parent:
        try:
            assert parent.stdout is not None and parent.stdout.readline() == b"begun\n"
            (process,) = children(parent.pid)
            parent.send_signal(ending)
            parent.wait(timeout=60)
            process.wait(timeout=60)
        finally:
            parent.kill()


def test_several_are_read_at_once_from_threads() -> None:
    read: list[str] = []

    def one(word: str) -> None:
        (sheet,) = reading.read(book(("S", [[word]])), "a.xlsx", limits=CALM).sheets
        read.append(str(sheet.rows[0].cells[0]))

    threads = [threading.Thread(target=one, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(read) == ["w0", "w1", "w2", "w3"]


def test_a_file_is_read_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(book(("S", [["x"]])))
    assert reading.read(tmp_path / "a.xlsx", "b.xlsx", limits=CALM).sheets[0].rows[0].cells == ("x",)


def test_rows_are_counted_while_they_are_read() -> None:
    told: list[tuple[int, int]] = []
    source = package({**frame(), SHEET: sheet(rows([["x"]] * 3_500))})
    reading.read(source, "a.xlsx", limits=CALM, progress=lambda count, share: told.append((count, share)))
    assert told == sorted(told) and {1000, 2000, 3000} <= {count for count, _share in told}


@pytest.mark.parametrize(
    ("name", "source"),
    {
        "a.csv": "\n".join(f"{place};x" for place in range(4_000)).encode(),
        "a.xlsx": package({**frame(), SHEET: sheet(rows([["x" * 900]] * 4_000))}),
    }.items(),
)
def test_how_far_a_file_is_read_is_told_in_per_cent(name: str, source: bytes) -> None:
    told: list[int] = []
    reading.read(source, name, limits=CALM, progress=lambda _count, share: told.append(share))
    shares = {share for share in told if share}
    assert told == sorted(told) and min(shares) < 40 and 70 < max(shares) < 100, told


def test_a_process_that_does_not_start_is_a_fault_and_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_LAUNCH", "raise SystemExit(1)")
    with pytest.raises(RuntimeError):
        reading.read(book(("S", [["x"]])), "a.xlsx")


def test_a_fault_of_ours_is_not_laid_on_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "from bot.workbooks.files import contents; contents.read = None; child.main()"
    monkeypatch.setattr(reading, "_LAUNCH", reading._LAUNCH.replace("child.main()", broken))
    with pytest.raises(RuntimeError):
        reading.read(book(("S", [["x"]])), "a.xlsx")


def test_the_process_imports_little() -> None:
    """It starts for every file, so what it does not need costs every file."""
    code = (
        "import sys; from bot.workbooks.files import child; print(*sorted(name for name in sys.modules"
        " if name.split('.')[0] in {'bot', 'openpyxl', 'xlrd', 'sqlalchemy', 'asyncio', 'subprocess'}))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(told) <= {
        *("bot", "bot.confinement", "bot.refusal", "bot.workbooks", "bot.workbooks.legacy", "bot.workbooks.reading"),
        *(f"bot.workbooks.files{name}" for name in ("", ".child", ".contents", ".gathering", ".whole")),
    }


def test_what_two_processes_say_to_each_other_keeps_every_kind_of_value() -> None:
    values = ("x", "\ud800 \x00 «Đ»", 1, -(10**17), 2.5, True, None, date(2015, 3, 5), Formula("=1+1"))
    whole = Workbook(
        (Sheet("S", (Row(1, values), Row(7, ("y",), True)), (Merge(1, 0, 2, 3),), (4,)),),
        Encoding.VNI,
        (Suspect("S", 2, 2, Encoding.TCVN3),),
        ("Cũ",),
    )
    out = io.BytesIO()
    for line in [["begun"], *child.lines(whole)]:
        child.say(line, out)
    lines = iter(out.getvalue().splitlines(keepends=True))
    assert reading._workbook(lines, "a.xlsx", lambda rows, share: None) == whole
