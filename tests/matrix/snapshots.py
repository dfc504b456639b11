"""Snapshots of the department as the matrix has it: two of them, with papers, so that they differ in something."""

from dataclasses import replace

from bot.campaigns.records import current_campaign
from bot.consolidation import taking
from bot.consolidation.content import SnapshotContent, freeze
from bot.consolidation.kinds import FORMS, PaperKind
from bot.store.database import Tx
from bot.store.files import store_file
from tests.matrix.cast import Department, Part
from tests.matrix.rows import add

_FROZEN: dict[int, tuple[bytes, bytes]] = {}
"""What the department's two snapshots hold: read once, for all who try."""


def are_taken(tx: Tx, department: Department, _part: Part) -> None:
    """The second differs from the first; every paper of both is made."""
    campaign, by = current_campaign(tx), department.players[Part.OFFICE]
    assert campaign is not None
    if id(department) not in _FROZEN:
        content = taking.take(tx, campaign)
        _FROZEN[id(department)] = freeze(_with_fewer(content)), freeze(content)
    for number, frozen in enumerate(_FROZEN[id(department)], 1):
        taken = {"taken_at": tx.now, "sha256": store_file(tx, frozen, "application/json"), "mark": "", "tries": 1}
        asked = {"campaign_id": campaign.id, "number": number, "wanted_by": by, "wanted_at": tx.now}
        add(tx, "snapshot", id=number, **asked, **taken)
        for kind in (PaperKind.TABLE, PaperKind.UNION_TABLE):
            for form in FORMS[kind]:
                sha256 = store_file(tx, f"{kind}.{form} {number}".encode(), "application/pdf")
                made = {"wanted_by": by, "wanted_at": tx.now, "sha256": sha256, "made_at": tx.now, "tries": 1}
                add(tx, "snapshot_paper", snapshot_id=number, kind=kind, form=form, **made)


def _with_fewer(content: SnapshotContent) -> SnapshotContent:
    """Without the first who has registered in each group."""
    parts = tuple(
        replace(
            part,
            groups=tuple(
                replace(group, content=replace(group.content, rows=group.rows[1:])) if group.registered else group
                for group in part.groups
            ),
        )
        for part in content.parts
    )
    return replace(content, parts=parts)
