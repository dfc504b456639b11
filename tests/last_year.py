"""A registration of the year before, as a store holds it that is in use for the second year."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.campaigns.records import Campaign, current_campaign
from bot.registration import filing
from bot.registration.filing import Filing
from bot.registration.reading import Registrant, TitleLine
from bot.settings import OFFICE_ZONE
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from bot.titles.loading import shared


def registered_last_year(tx: Tx, person_id: int, *titles: str) -> None:
    """The person has registered these titles in the campaign of 2022, which is there from then on."""
    table, now = columns(Campaign), current_campaign(tx)
    assert now is not None
    at = datetime(2022, 1, 4, 8, tzinfo=OFFICE_ZONE)
    window = {"opens_at": at, "deadline_at": at + timedelta(days=50), "created_at": at, "updated_at": at}
    tx.insert_new(Campaign, [{"year": 2022, "name": "Phong trào thi đua năm 2022", "regime": now.regime, **window}])
    last = tx.execute(sa.select(table.c.id).where(table.c.year == 2022)).scalar_one()
    who, lines = Registrant(Subject.PERSON, person_id), {title: TitleLine(title, None, False) for title in titles}
    filing.file(tx, replace(now, id=last, year=2022), shared().regime(now.regime), who, lines, None, Filing(person_id))
