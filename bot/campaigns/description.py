"""A campaign from its description, a TOML file that the Office keeps: created, updated, or refused with one sentence.

Dates in it are local and inclusive; a deadline ends at 17:00 unless it says otherwise.
"""

import json
import mimetypes
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.campaigns.records import Campaign, CampaignTitle
from bot.people.ordering import PeopleOrder
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.files import store_file
from bot.store.schema import columns
from bot.titles import records as versions
from bot.titles.catalogue import Catalogue, Regime
from bot.titles.rules import implied

OPENS, CLOSES = time(0, 0), time(17, 0)
LARGEST_PLAN = 20 * 1024 * 1024
_KNOWN = {
    "year",
    "name",
    "plan_number",
    "plan_date",
    "plan_file",
    "regime",
    "opens",
    "deadline",
    "supplement_until",
    "titles",
    "order",
    "reminder",
}
_REMINDED = {"staff", "lead", "office"}


@dataclass(frozen=True, slots=True)
class Description:
    year: int
    name: str
    plan_number: str | None
    plan_date: date | None
    plan_name: str | None
    plan: bytes | None
    regime: str
    opens_at: datetime
    deadline_at: datetime
    supplement_until: datetime | None
    titles: frozenset[str]
    reminders: str | None
    people_order: PeopleOrder


def read(path: Path, zone: ZoneInfo, catalogue: Catalogue) -> Description:
    """The description in `path`, checked whole. Raises Refusal with what is wrong and where."""
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise Refusal("campaign.file.unreadable", file=path.name) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal("campaign.file.not_toml", file=path.name, where=str(error)) from None
    if unknown := sorted(set(table) - _KNOWN):
        raise Refusal("campaign.file.unknown_key", key=unknown[0])
    year = _get(table, "year", int)
    regime = _regime(catalogue, _get(table, "regime", str), year)
    opens = _moment(table, "opens", OPENS, zone)
    deadline = _moment(table, "deadline", CLOSES, zone)
    late = _moment(table, "supplement_until", CLOSES, zone) if "supplement_until" in table else None
    if not opens < deadline:
        raise Refusal("campaign.file.order", first="opens", second="deadline")
    if late is not None and not deadline < late:
        raise Refusal("campaign.file.order", first="deadline", second="supplement_until")
    plan = _plan(path, table)
    return Description(
        year,
        _get(table, "name", str),
        _optional(table, "plan_number", str),
        _optional(table, "plan_date", date),
        table.get("plan_file"),
        plan,
        regime.id,
        opens,
        deadline,
        late,
        _titles(table, regime),
        _reminders(table),
        _order(table),
    )


def save(tx: Tx, description: Description) -> bool:
    """Create the campaign of that year, or bring it up to date; whether it is new."""
    versions.give_program(tx)
    values = {
        "year": description.year,
        "name": description.name,
        "plan_number": description.plan_number,
        "plan_date": description.plan_date,
        "plan_name": description.plan_name,
        "plan_sha256": None,
        "regime": description.regime,
        "opens_at": description.opens_at,
        "deadline_at": description.deadline_at,
        "supplement_until": description.supplement_until,
        "reminders": description.reminders,
        "people_order": description.people_order,
        "updated_at": tx.now,
    }
    if description.plan is not None and description.plan_name:
        mime = mimetypes.guess_type(description.plan_name)[0] or "application/octet-stream"
        values["plan_sha256"] = store_file(tx, description.plan, mime)
    table, titles = columns(Campaign), columns(CampaignTitle)
    known = tx.execute(sa.select(table.c.id).where(table.c.year == description.year)).scalar_one_or_none()
    if known is None:
        made = tx.execute(sa.insert(table).returning(table.c.id), {**values, "created_at": tx.now})
        campaign_id = int(made.scalar_one())
    else:
        campaign_id = int(known)
        tx.execute(sa.update(table).where(table.c.id == campaign_id).values(**values))
        tx.execute(sa.delete(titles).where(titles.c.campaign_id == campaign_id))
    tx.execute(sa.insert(titles), [{"campaign_id": campaign_id, "title": id} for id in sorted(description.titles)])
    note(tx, "campaign.created" if known is None else "campaign.updated", f"campaign:{campaign_id}")
    return known is None


def _get(table: Mapping[str, Any], key: str, kind: type) -> Any:
    if key not in table:
        raise Refusal("campaign.file.missing", key=key)
    value = table[key]
    blank = isinstance(value, str) and not value.strip()
    if not isinstance(value, kind) or isinstance(value, bool) or blank:
        raise Refusal("campaign.file.wrong", key=key)
    return value


def _optional(table: Mapping[str, Any], key: str, kind: type) -> Any:
    return _get(table, key, kind) if key in table else None


def _moment(table: Mapping[str, Any], key: str, at: time, zone: ZoneInfo) -> datetime:
    value = _get(table, key, date)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    return datetime.combine(value, at, zone)


def _regime(catalogue: Catalogue, id: str, year: int) -> Regime:
    try:
        regime = catalogue.regime(id)
    except KeyError:
        raise Refusal("campaign.file.no_regime", regime=id) from None
    if not regime.active or not regime.covers(year):
        raise Refusal("campaign.file.regime_not_of_year", regime=regime.name, year=year)
    return regime


def _titles(table: Mapping[str, Any], regime: Regime) -> frozenset[str]:
    if "titles" not in table:
        return frozenset(
            title.id for title in regime.titles(self_register=True) if title.family not in regime.families_off
        )
    titles = _get(table, "titles", list)
    for id in titles:
        if id not in regime or not regime.title(id).self_register:
            raise Refusal("campaign.file.no_title", title=str(id), regime=regime.name)
    if not titles:
        raise Refusal("campaign.file.wrong", key="titles")
    return implied(regime, titles)


def _plan(path: Path, table: Mapping[str, Any]) -> bytes | None:
    if "plan_file" not in table:
        return None
    name: str = _get(table, "plan_file", str)
    file = path.parent / name
    if Path(name).name != name or not file.is_file():
        raise Refusal("campaign.file.no_plan", file=name)
    content = file.read_bytes()
    if not content or len(content) > LARGEST_PLAN:
        raise Refusal("campaign.file.plan_size", file=name)
    return content


def _order(table: Mapping[str, Any]) -> PeopleOrder:
    """The order of people on boards and lists: by office where nothing is said."""
    try:
        return PeopleOrder(_optional(table, "order", str) or PeopleOrder.OFFICE)
    except ValueError:
        raise Refusal("campaign.file.wrong", key="order") from None


def _reminders(table: Mapping[str, Any]) -> str | None:
    """The ladder as JSON; None: the default one."""
    if "reminder" not in table:
        return None
    rules = []
    for rule in _get(table, "reminder", list):
        if not isinstance(rule, Mapping) or not {"days_before", "at", "to"} >= set(rule):
            raise Refusal("campaign.file.wrong", key="reminder")
        days, at, to = _get(rule, "days_before", int), _get(rule, "at", time), _get(rule, "to", list)
        if not to or not set(to) <= _REMINDED:
            raise Refusal("campaign.file.wrong", key="reminder.to")
        rules.append({"days_before": days, "at": at.strftime("%H:%M"), "to": sorted(set(to))})
    return json.dumps(rules)
