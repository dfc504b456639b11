"""The sample department: words, people, past decisions and campaign, loaded as an Office would, by the importers."""

import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.awards import history, parsing
from bot.campaigns import description, saving
from bot.clock import Clock
from bot.organisation import records as organisation
from bot.organisation.records import Word
from bot.people.roster import importing as roster
from bot.store.database import Database
from bot.titles.loading import load

DATA = Path(__file__).resolve().parent / "data"
ROSTER, AWARDS, CAMPAIGN = "danh-sach-ccvc.xlsx", "khen-thuong-2019-2022.xlsx", "campaign-2023.toml"
ORGANISATION, TOUR = "organisation.toml", "tour.toml"


YEARS = {2023: (CAMPAIGN, 3), 2027: ("campaign-2027.toml", 4)}
"""The sample campaigns: description, and the first working day of January. The later one is by the present law."""


def first_morning(zone: ZoneInfo, year: int = 2023) -> datetime:
    """The moment at which the demo begins: the first working day of the campaign."""
    return datetime(year, 1, YEARS[year][1], 8, 10, tzinfo=zone)


def load_sample(database: Database, clock: Clock, year: int = 2023) -> None:
    """Fill an empty, migrated store with the campaign of that year; blocking. Again: no change."""
    catalogue = load()
    words = tomllib.loads((DATA / ORGANISATION).read_text("utf-8"))
    database.run_now(lambda tx: organisation.begin(tx, {Word(name): said for name, said in words.items()}))
    people = roster.parse(DATA / ROSTER, ROSTER, clock.today())
    database.run_now(lambda tx: roster.import_roster(tx, people, clock.today()))
    awards = parsing.parse(DATA / AWARDS, AWARDS, clock.today(), catalogue)
    database.run_now(lambda tx: history.import_awards(tx, awards))
    campaign = description.read(DATA / YEARS[year][0], clock.zone, catalogue)
    database.run_now(lambda tx: saving.save(tx, campaign))
