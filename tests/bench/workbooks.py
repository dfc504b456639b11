"""The time and memory of an import of ten thousand people, against openpyxl that only reads the same file.

`python -m tests.bench.workbooks FILE STORE` imports FILE into the empty store as the chat does, in a process of its own
whose memory nothing else has filled, and prints what it took as JSON.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.clock import Clock
from bot.office.imports.kinds import IMPORTERS
from bot.people.roster import importing as roster
from bot.people.roster import snapshot
from bot.people.roster.records import ImportKind
from bot.settings import OFFICE_ZONE
from bot.store.engines.opening import open_database
from bot.store.upkeep import migrate
from bot.titles.loading import shared as catalogue

PEOPLE, UNITS = 10_000, 300
HEADER = ("STT", "Mã CCVC", "Họ và tên", "Giới tính", "Chức vụ", "Đơn vị", "Loại", "Điện thoại", "Ngày vào cơ quan")
FAMILIES, GIVEN = ("Nguyễn Thị", "Trần Văn", "Lê Hoàng", "Phạm Quốc"), ("An", "Bình", "Châu", "Dũng", "Hạnh", "Khoa")


def importing() -> tuple[float, float, float]:
    """Seconds of the import and of the bare reading, and megabytes of both processes of the import together."""
    with tempfile.TemporaryDirectory(prefix="thidua-import-") as folder:
        file, store = Path(folder) / "people.xlsx", Path(folder) / "store.db"
        _write(file)
        migrate(f"sqlite:///{store}")
        bare = min(_bare(file) for _ in range(2))
        run = subprocess.run(
            [sys.executable, "-m", "tests.bench.workbooks", str(file), str(store)], check=True, capture_output=True
        )
        found = json.loads(run.stdout)
        return found["seconds"], bare, found["megabytes"]


def _write(file: Path) -> None:
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(HEADER)
    for key in range(1, PEOPLE + 1):
        name = f"{FAMILIES[key % len(FAMILIES)]} {GIVEN[key % len(GIVEN)]}"
        place, phone = f"Phòng Số {(key - 1) % UNITS + 1}", f"09{key + 10_000_000:08}"
        sheet.append(
            (key, f"X{key:05}", name, "Nữ" if key % 2 else "Nam", "Chuyên viên", place, "Công chức", phone, "01/3/2015")
        )
    book.save(file)


def _bare(file: Path) -> float:
    import openpyxl

    began = time.perf_counter()
    book = openpyxl.load_workbook(file, read_only=True)
    rows = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    assert rows == PEOPLE + 1, rows
    return time.perf_counter() - began


def _import(file: Path, store: str) -> dict[str, float]:
    importer, clock = IMPORTERS[ImportKind.ROSTER], Clock(OFFICE_ZONE)
    database = open_database(f"sqlite:///{store}", clock)
    content, today = file.read_bytes(), clock.today()
    began = time.perf_counter()
    reading = importer.parse(content, file.name, today, 0, catalogue(), lambda rows, share: None)
    stored = database.run_now(snapshot.load)
    comparison = importer.compare(reading, stored, today)
    database.run_now(lambda tx: roster.write(tx, comparison.plan))
    seconds = time.perf_counter() - began
    database.close_now()
    assert comparison.report.rows.added == PEOPLE, comparison.report.rows
    kilobytes = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"seconds": seconds, "megabytes": kilobytes / 1024}


if __name__ == "__main__":
    print(json.dumps(_import(Path(sys.argv[1]), sys.argv[2])))
