"""Revisions of a version that is still to come."""

import shutil
from pathlib import Path

from bot.store import upkeep

NEXT = "9999"


def versions(folder: Path) -> Path:
    """A copy in `folder` of all revisions that there are, for more to be added: what `upkeep.VERSIONS` is to be."""
    shutil.copytree(upkeep.VERSIONS.parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "versions"


def write_revision(file: Path, upgrade: str, number: str = NEXT, before: str | None = None, head: str = "") -> None:
    """A revision on top of `before`, or of the newest, with that body. `head`: lines at the level of the module."""
    before = before or upkeep.revisions()[-1]
    body = "\n    ".join(upgrade.splitlines())
    file.write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\n{head}\n"
        f"revision = {number!r}\ndown_revision = {before!r}\nbranch_labels = None\ndepends_on = None\n"
        f"def upgrade():\n    {body}\ndef downgrade():\n    pass\n",
        "utf-8",
    )
