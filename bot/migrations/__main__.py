"""Writes a revision from what the models have more than the revisions: see the package's docstring."""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import Script

from bot.store.upkeep import VERSIONS, migration_config, revisions

USAGE = 'make migration m="what it does", or before the first release: python -m bot.migrations --first'


def write(message: str, *, first: bool = False) -> Path:
    """Write one revision file. `first`: in place of all there are."""
    if first:
        for old in VERSIONS.glob("*.py"):
            old.unlink()
    number = f"{len(revisions()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        config = migration_config(f"sqlite:///{Path(folder) / 'scratch.db'}")
        config.attributes["batch"] = not first
        command.upgrade(config, "head")
        script = command.revision(config, message=message, autogenerate=True, rev_id=number)
    assert isinstance(script, Script)
    file = Path(script.path)
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.lstrip().startswith("# ###")]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", file], check=True)
    return file


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--first"]:
            write("first", first=True)
        case [message] if message and not message.startswith("-"):
            write(message)
        case _:
            sys.exit(USAGE)
