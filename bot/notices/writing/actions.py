"""The actions of writing: a draft is made, changed and discarded."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.notices import access, records
from bot.notices.records import DRAFT, File, NoticeState
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx


def create(tx: Tx, actor: Actor, values: Mapping[str, Any], files: Collection[File]) -> int:
    """Make a draft of what was composed; its key."""
    access.office_only(actor)
    made = records.add(tx, actor.person.id, values, files)
    note(tx, "notice.written", f"notice:{made}", actor_id=actor.person.id)
    return made


def change(
    tx: Tx, actor: Actor, notice_id: int, values: Mapping[str, Any], files: Collection[File] | None = None
) -> None:
    """Change parts of a draft; `files`: in place of all there were. Raises Refusal once it was started."""
    access.draft(tx, actor, notice_id)
    if not records.change(tx, notice_id, DRAFT, None, **values):
        raise Refusal("notice.locked")
    if files is not None:
        records.set_files(tx, notice_id, files)
    note(tx, "notice.changed", f"notice:{notice_id}", actor_id=actor.person.id)


def discard(tx: Tx, actor: Actor, notice_id: int, revision: int) -> None:
    """Discard a draft. Raises Refusal if it is not at this revision any more."""
    access.draft(tx, actor, notice_id)
    if not records.change(tx, notice_id, DRAFT, revision, state=NoticeState.DISCARDED):
        raise Refusal("notice.changed_meanwhile")
    note(tx, "notice.discarded", f"notice:{notice_id}", actor_id=actor.person.id)
