"""Over random campaigns, of which some lists were sent, returned, signed and are out of date: what is counted in the
store is what a snapshot that is taken in the same moment comes to."""

from random import Random

import sqlalchemy as sa

from bot.consolidation import present
from bot.consolidation.figures import Gap, outline
from bot.consolidation.taking import take
from bot.registration.filing import Filing, file
from bot.registration.reading import Registrant, TitleLine
from bot.sheets import reading, writing
from bot.sheets.records import FileKind, SheetState, all_sent
from bot.sheets.rules import SUBJECTS
from bot.store.files import store_file
from bot.titles.catalogue import Subject
from bot.titles.loading import shared
from tests.properties.campaigns import RandomCampaign
from tests.properties.test_families import CAMPAIGNS, connection, undone

__all__ = ["connection"]


def test_what_is_counted_is_what_a_snapshot_comes_to(connection: sa.Connection) -> None:
    seen: set[Gap] = set()
    for seed in range(CAMPAIGNS):
        with undone(connection) as tx:
            campaign, pick = RandomCampaign(tx, seed), Random(seed)
            for _ in range(3):
                seen |= _agree(campaign)
                _lists_are_sent(campaign, pick)
                seen |= _agree(campaign)
                campaign.goes_on(pick.randint(1, 6))
            seen |= _agree(campaign)
    print(f"{CAMPAIGNS} campaigns, counted seven times each: 0 that come to something else")
    assert seen == set(Gap), "there was everything that may be missing"


def _agree(of: RandomCampaign) -> set[Gap]:
    parts = present.outlines(of.tx, of.campaign)
    assert parts == tuple(outline(part) for part in take(of.tx, of.campaign).parts)
    return {gap for part in parts for gap in part.gaps}


def _lists_are_sent(of: RandomCampaign, pick: Random) -> None:
    by = of.people[0]
    for subject in SUBJECTS:
        sent = all_sent(of.tx, of.campaign.id, subject)
        for key, one in reading.senders(of.tx, subject, of.tx.clock.today()).items():
            if pick.random() < 0.3:
                own = "TTLDTT" if subject is Subject.UNIT else "TCDXS"
                lines = {own: TitleLine(own, None, False)} if pick.random() < 0.8 else {}  # or it is withdrawn
                file(of.tx, of.campaign, shared().regime("A_2003"), Registrant(subject, key), lines, {}, Filing(by))
            if key not in sent and pick.random() < 0.6:
                writing.add_sheet(of.tx, of.campaign, one.who, reading.content(of.tx, of.campaign, one), by)
        for mine in all_sent(of.tx, of.campaign.id, subject).values():
            if pick.random() < 0.4:
                writing.decide(of.tx, mine, pick.choice(list(SheetState)), by)
            if pick.random() < 0.2:
                writing.take_original(of.tx, mine, by)
            elif pick.random() < 0.3:
                page = store_file(of.tx, b"%PDF-1.7 page", "application/pdf"), "application/pdf", "pdf"
                writing.add_files(of.tx, mine, pick.choice(list(FileKind)), [page], by)
