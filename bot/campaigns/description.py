"""A campaign's description, a TOML file that the Office keeps, read into values or refused with one sentence.

Dates in it are local and inclusive; a deadline ends at 17:00 unless it says otherwise.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.campaigns.records import Basis, ShareLimit
from bot.people.ordering import PeopleOrder
from bot.refusal import Refusal
from bot.titles.catalogue import Catalogue, Regime
from bot.titles.criteria import Rounding
from bot.titles.rules import implied
from bot.words import shortened

OPENS, CLOSES = time(0, 0), time(17, 0)
LARGEST = 256 * 1024
"""Bytes of a description: many times what a campaign has to say."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Moments outside of them are slips."""
EARLIEST, LATEST = 366, -31
"""Days before the deadline on which people are reminded; negative: after it."""
_AT = re.compile(r"line (\d+), column (\d+)")
SHOWN = 60
"""Characters of a file's own words in what is said of it."""
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
    "basis",
    "quota",
    "initiative_until",
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
    basis: tuple[Basis, ...] | None = None
    """None: nothing is said of it, and what is known stays."""
    quotas: Mapping[str, ShareLimit] | None = None
    """None: nothing is said of it; what is known stays, or what the regime has."""
    initiative_until: date | None = None
    plan_sha256: str | None = None
    """Of a plan that is kept already."""


def read(path: Path, zone: ZoneInfo, catalogue: Catalogue) -> Description:
    """The description in `path`, checked whole. Raises Refusal with what is wrong and where."""
    try:
        content = path.read_bytes()
    except OSError:
        raise Refusal("campaign.file.unreadable", file=path.name) from None
    return understood(content, path.name, zone, catalogue, lambda name: _beside(path, name))


def understood(
    content: bytes, file: str, zone: ZoneInfo, catalogue: Catalogue, plan_called: Callable[[str], bytes | None]
) -> Description:
    """The description that a file of this name holds, checked whole. `plan_called`: the bytes of the plan's file, by
    its name; None: it comes by another way. Raises Refusal with what is wrong and where."""
    table = _table(content, file)
    if unknown := sorted(set(table) - _KNOWN):
        raise Refusal("campaign.file.unknown_key", key=shortened(unknown[0], SHOWN))
    year = _get(table, "year", int)
    regime = _regime(catalogue, _get(table, "regime", str), year)
    opens = _moment(table, "opens", OPENS, zone)
    deadline = _moment(table, "deadline", CLOSES, zone)
    late = _moment(table, "supplement_until", CLOSES, zone) if "supplement_until" in table else None
    if not opens < deadline:
        raise Refusal("campaign.file.order", first="opens", second="deadline")
    if late is not None and not deadline < late:
        raise Refusal("campaign.file.order", first="deadline", second="supplement_until")
    plan_name = _optional(table, "plan_file", str)
    plan = plan_called(plan_name) if plan_name is not None else None
    titles = _titles(table, regime)
    return Description(
        year,
        _get(table, "name", str),
        _optional(table, "plan_number", str),
        _day(table, "plan_date"),
        plan_name,
        plan,
        regime.id,
        opens,
        deadline,
        late,
        titles,
        _reminders(table),
        _order(table),
        _basis(table),
        _quotas(table, regime, titles),
        _day(table, "initiative_until"),
    )


def _table(content: bytes, file: str) -> Mapping[str, Any]:
    if len(content) > LARGEST:
        raise Refusal("campaign.file.too_big", file=file, most=LARGEST // 1024)
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        if at := _AT.search(str(error)):
            raise Refusal("campaign.file.not_toml", file=file, line=at[1], column=at[2]) from None
        raise Refusal("campaign.file.cut", file=file) from None
    except (RecursionError, ValueError):  # brackets without end, numbers of a thousand digits, no text at all
        pass
    raise Refusal("campaign.file.no_description", file=file)


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


def _day(table: Mapping[str, Any], key: str) -> date | None:
    value = _optional(table, key, date)
    if value is not None and (isinstance(value, datetime) or not FIRST_YEAR <= value.year <= LAST_YEAR):
        raise Refusal("campaign.file.wrong", key=key)
    day: date | None = value
    return day


def _moment(table: Mapping[str, Any], key: str, at: time, zone: ZoneInfo) -> datetime:
    value = _get(table, key, date)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Refusal("campaign.file.wrong", key=key)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    return datetime.combine(value, at, zone)


def _regime(catalogue: Catalogue, id: str, year: int) -> Regime:
    try:
        regime = catalogue.regime(id)
    except KeyError:
        of_year = ", ".join(one.code for one in catalogue if one.active and one.covers(year))
        raise Refusal("campaign.file.no_regime", regime=shortened(id, SHOWN), year=year, known=of_year or "-") from None
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
        if not isinstance(id, str):
            raise Refusal("campaign.file.wrong", key="titles")
        if id not in regime or not regime.title(id).self_register:
            raise Refusal("campaign.file.no_title", title=shortened(id, SHOWN), regime=regime.name)
    if not titles:
        raise Refusal("campaign.file.wrong", key="titles")
    return implied(regime, titles)


def _beside(path: Path, name: str) -> bytes:
    """The bytes of the file called `name` in the folder of `path`."""
    file = path.parent / name
    if Path(name).name != name or not file.is_file():
        raise Refusal("campaign.file.no_plan", file=name)
    content = file.read_bytes()
    if not content or len(content) > LARGEST_PLAN:
        raise Refusal("campaign.file.plan_size", file=name)
    return content


def _basis(table: Mapping[str, Any]) -> tuple[Basis, ...] | None:
    if "basis" not in table:
        return None
    documents = _get(table, "basis", list)
    if not all(isinstance(one, str) and one.strip() for one in documents):
        raise Refusal("campaign.file.wrong", key="basis")
    return tuple(Basis(one.strip()) for one in documents)


def _quotas(table: Mapping[str, Any], regime: Regime, titles: frozenset[str]) -> dict[str, ShareLimit] | None:
    if "quota" not in table:
        return None
    made = {}
    for one in _get(table, "quota", list):
        if not isinstance(one, Mapping) or not {"title", "percent", "of", "rounding"} >= set(one):
            raise Refusal("campaign.file.wrong", key="quota")
        title, of = _get(one, "title", str), _get(one, "of", str)
        for id in (title, of):
            if id not in titles:
                raise Refusal("campaign.file.no_title", title=shortened(id, SHOWN), regime=regime.name)
        percent, rounding = _get(one, "percent", int), one.get("rounding", Rounding.DOWN)
        if not 0 < percent <= 100 or rounding not in tuple(Rounding):
            raise Refusal("campaign.file.wrong", key="quota")
        made[title] = ShareLimit(percent, of, Rounding(rounding))
    return made


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
        if not LATEST <= days <= EARLIEST:
            raise Refusal("campaign.file.wrong", key="reminder.days_before")
        if not to or not all(isinstance(one, str) for one in to) or not set(to) <= _REMINDED:
            raise Refusal("campaign.file.wrong", key="reminder.to")
        rules.append({"days_before": days, "at": at.strftime("%H:%M"), "to": sorted(set(to))})
    return json.dumps(rules)
