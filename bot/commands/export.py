"""`export`: all papers of a snapshot as files, the same bytes as in chat."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot import settings as configured
from bot.campaigns.records import campaign_of_year
from bot.commands.terminal import opened, print_phrase
from bot.consolidation import records
from bot.consolidation.kinds import FORMS, PaperForm, PaperKind
from bot.consolidation.papers import offered
from bot.consolidation.papers.making import PaperMaker
from bot.consolidation.papers.material import file_name
from bot.consolidation.papers.settling import given_up, try_again
from bot.consolidation.records import SnapshotNow
from bot.dialogue.screens import say
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Database, Tx
from bot.store.files import file_content
from bot.store.locks import Turn

AGAIN = 0.5
"""Seconds between two looks at what the process that serves has taken up itself."""


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    with opened(configured.load()) as database:
        asyncio.run(export(database, phrases, parsed.campaign, parsed.out, fresh=parsed.fresh))


async def export(database: Database, phrases: Phrases, year: int, out: Path, *, fresh: bool) -> None:
    """Write every paper of the year's newest snapshot to the folder `out`. `fresh`: of one that is taken now, as it is
    where there is none yet. Raises Refusal."""
    maker = PaperMaker(database, phrases, _nobody_looks)
    snapshot = await _snapshot(database, phrases, maker, year, fresh=fresh)
    papers = [(kind, form) for kind in FORMS for form in offered.forms(kind)]
    left = []
    for place, (kind, form) in enumerate(papers, 1):
        content = await _paper(database, maker, snapshot.id, kind, form)
        name = file_name(kind, form, year, snapshot.number)
        if content is None:
            left.append(name)
            continue
        _write(out, name, content)
        print_phrase(phrases, say("export.written", place=place, count=len(papers), file=str(out / name)))
    if left:
        raise Refusal("export.left", files=tuple(left))
    print_phrase(phrases, say("export.done", count=len(papers), number=snapshot.number, at=snapshot.taken_at))


def _write(out: Path, name: str, content: bytes) -> None:
    """For its owner alone: it holds names."""
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    (out / name).touch(mode=0o600)
    (out / name).write_bytes(content)


async def _snapshot(database: Database, phrases: Phrases, maker: PaperMaker, year: int, *, fresh: bool) -> SnapshotNow:
    def want(tx: Tx) -> int:
        campaign = campaign_of_year(tx, year)
        if campaign is None:
            raise Refusal("export.no_campaign", year=year)
        tx.lock(Turn.SNAPSHOTS, campaign.id)
        if (going := records.being_taken(tx, campaign.id)) is not None:
            try_again(tx, going.id)
            return going.id
        last = records.latest(tx, campaign.id)
        if last is not None and not fresh:
            return last.id
        key = records.want(tx, campaign.id, None)
        note(tx, "snapshot.wanted", f"snapshot:{key}")
        return key

    key = await database.run(want)
    while True:
        found = await database.run(lambda tx: records.snapshot(tx, key))
        assert found is not None
        if found.sha256 is not None:
            return found
        if given_up(found):
            raise Refusal("snapshot.not_taken", number=found.number)
        print_phrase(phrases, say("export.taking", number=found.number))
        await _work(database, maker)


async def _paper(database: Database, maker: PaperMaker, key: int, kind: PaperKind, form: PaperForm) -> bytes | None:
    """None: it could not be made."""

    def look(tx: Tx) -> tuple[bytes | None, bool]:
        paper = records.paper(tx, key, kind, form)
        if paper is None or paper.sha256 is None:
            return None, paper is not None and given_up(paper)
        return file_content(tx, paper.sha256), False

    await database.run(lambda tx: records.want_paper(tx, key, kind, form, None))
    while True:
        content, failed = await database.run(look)
        if content is not None or failed:
            return content
        await _work(database, maker)


async def _work(database: Database, maker: PaperMaker) -> None:
    """Do what is to be done, unless the process that serves does it."""
    await maker.look()
    await database.clock.sleep(AGAIN)


async def _nobody_looks(_want: object) -> Sequence[object]:
    """Screens that wait for a paper are shown by the process that serves."""
    return ()
