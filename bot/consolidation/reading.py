"""Snapshots as they are read: their frozen content, and what is registered now, of the campaign that is on."""

from bot.campaigns.records import CampaignNow, campaign_by_key
from bot.consolidation import records, taking
from bot.consolidation.content import SnapshotContent, thaw
from bot.consolidation.records import SnapshotNow
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.files import file_content

_READ: dict[str, SnapshotContent] = {}
"""Contents by their hash, the last few that were read: screens of one snapshot follow each other."""
_KEPT = 3


def snapshot(tx: Tx, key: int) -> SnapshotNow:
    """The snapshot, whoever asks. Raises Refusal where there is none."""
    found = records.snapshot(tx, key)
    if found is None:
        raise Refusal("stale.button")
    return found


def taken(tx: Tx, key: int) -> tuple[SnapshotNow, SnapshotContent]:
    """A snapshot that is taken, with its content. Raises Refusal otherwise."""
    found = snapshot(tx, key)
    if found.sha256 is None:
        raise Refusal("snapshot.being_taken", number=found.number)
    return found, content(tx, found.sha256)


def content(tx: Tx, sha256: str) -> SnapshotContent:
    found = _READ.get(sha256)
    if found is None:
        found = thaw(file_content(tx, sha256))
        while len(_READ) >= _KEPT:
            _READ.pop(next(iter(_READ)), None)
        _READ[sha256] = found
    return found


def as_of(tx: Tx, campaign: CampaignNow, key: int | None) -> SnapshotContent:
    """The content of this snapshot; None: what is registered now. Raises Refusal."""
    return taking.take(tx, campaign) if key is None else taken(tx, key)[1]


def campaign_of(tx: Tx, one: SnapshotNow) -> CampaignNow:
    return campaign_by_key(tx, one.campaign_id)
