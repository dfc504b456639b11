"""LibreOffice, where it is installed, with the fonts of this program and no others: whatever the machine has, the same
pages come of it, and every Vietnamese letter is drawn by one font and can be read back in its place."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.structure.source import ROOT

SUITE = shutil.which("soffice")
FONTS = ROOT / "bot" / "papers" / "fonts"


def prints(files: Iterable[Path], folder: Path) -> str:
    """Make a PDF of each file in `folder`; what it said meanwhile."""
    fonts = folder / "fonts.conf"
    fonts.write_text(
        f"""<?xml version="1.0"?>
<fontconfig>
  <dir>{FONTS}</dir>
  <cachedir>{folder / "fonts"}</cachedir>
  <alias binding="same"><family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer></alias>
</fontconfig>
"""
    )
    command = [str(SUITE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    done = subprocess.run(
        [*command, "--outdir", str(folder), *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        timeout=1800,
    )
    return done.stderr + done.stdout
