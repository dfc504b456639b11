"""The text of what an office program has printed, page by page.

By poppler where it is installed: of Liberation Serif, which has the metrics of Times New Roman and is what papers are
looked at in, pypdf reads the marks of Vietnamese apart from their letters.
"""

import shutil
import subprocess
from pathlib import Path

from tests.tables.reading import pages

POPPLER = shutil.which("pdftotext")


def printed_lines(file: Path) -> list[list[str]]:
    """The lines of each page."""
    if POPPLER is None:
        return pages(file.read_bytes())
    text = subprocess.run([POPPLER, str(file), "-"], capture_output=True, check=True).stdout.decode()
    return [[" ".join(line.split()) for line in page.split("\n") if line.strip()] for page in text.split("\f")[:-1]]
