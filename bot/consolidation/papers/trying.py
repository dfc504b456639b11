"""A template that the Office has sent, tried: checked, and filled in once, with the figures of the last snapshot, or
with invented ones where there is none."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.campaigns.records import current_campaign
from bot.consolidation import records
from bot.consolidation.content import thaw
from bot.consolidation.kinds import MIMES, PaperForm
from bot.consolidation.official.values import Source
from bot.consolidation.template_targets import ShowTrial
from bot.dialogue import living
from bot.dialogue.packing import pack
from bot.dialogue.screens import Phrase
from bot.dialogue.surface import Surface
from bot.notices import access
from bot.organisation import template_records
from bot.organisation.template_records import TemplateNow, TemplateState
from bot.refusal import Refusal
from bot.store import audit
from bot.store.database import Database, Tx
from bot.store.files import file_content, store_file

Draw = Callable[[Callable[[Tx], Sequence[Surface]]], Awaitable[object]]
Beside = Callable[[Callable[[], bytes]], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class _Trial:
    """A template with what it is filled in with. `frozen`: the content of the last snapshot; None: there is none."""

    one: TemplateNow
    template: bytes = field(repr=False)
    frozen: bytes | None = field(repr=False)
    number: int
    at: datetime
    mark: str

    def tried(self) -> bytes:
        from bot.papers.official.apart import tried

        return tried(self.one.kind, self.template, self._names(), self.at)

    def _names(self) -> Mapping[str, Any]:
        from bot.consolidation.papers.official import WRITTEN
        from bot.papers.official.fields import example

        write = WRITTEN.get(self.one.kind)
        if self.frozen is None or write is None:
            return example(self.one.kind)
        return write(Source(thaw(self.frozen), self.number, self.at, self.mark)).names


async def attempt(database: Database, key: int, beside: Beside, draw: Draw) -> None:
    """Try it; what came of it is kept, and shown."""
    trial = await database.run(lambda tx: _begin(tx, key))
    if trial is None:
        return
    try:
        made = await beside(trial.tried)
    except Refusal as refusal:
        why = Phrase(refusal.key, refusal.values)
        shown = await database.run(lambda tx: _refused(tx, trial.one, why))
    else:
        shown = await database.run(lambda tx: _tried(tx, trial.one, made))
    await draw(lambda _tx: shown)


def _begin(tx: Tx, key: int) -> _Trial | None:
    one = template_records.begin(tx, key)
    if one is None or one.sha256 is None:
        return None
    campaign = current_campaign(tx)
    last = records.latest(tx, campaign.id) if campaign else None
    content = file_content(tx, one.sha256)
    if last is None or last.sha256 is None or last.taken_at is None:
        return _Trial(one, content, None, 1, tx.clock.local(tx.now), "")
    return _Trial(one, content, file_content(tx, last.sha256), last.number, tx.clock.local(last.taken_at), last.mark)


def _refused(tx: Tx, one: TemplateNow, why: Phrase) -> list[Surface]:
    template_records.change(tx, one.id, (TemplateState.WAITING,), state=TemplateState.REFUSED, refusal=pack(why))
    return _drawn(tx)


def _tried(tx: Tx, one: TemplateNow, made: bytes) -> list[Surface]:
    sample = store_file(tx, made, MIMES[PaperForm.DOCX])
    if template_records.change(tx, one.id, (TemplateState.WAITING,), state=TemplateState.TRIED, sample_sha256=sample):
        audit.note(tx, "template.tried", f"template:{one.id}", kind=one.kind, sha256=one.sha256)
    return _drawn(tx)


def _drawn(tx: Tx) -> list[Surface]:
    """The screens of the Office that show the template, to be drawn again in place."""
    chats = access.office_accounts(tx)
    return living.follow(tx, [one.id for one in living.watched(tx, chats, ShowTrial)], 0.0)
