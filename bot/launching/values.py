"""A campaign as a draft holds it, in JSON, and as the store does.

Keys of a draft's data: year, name, number, dated, basis [[words, sha256, file name]], plan [sha256, file name] or None,
opens, deadline, supplement (ISO 8601 or None), regime, titles [id], reminders (JSON or None), quotas {title: [percent,
base, rounding]}, initiative (ISO 8601 or None), order.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bot.campaigns.description import Description
from bot.campaigns.records import Basis, CampaignNow, ShareLimit
from bot.people.ordering import PeopleOrder
from bot.reminders.rules import LadderStep
from bot.titles.criteria import Rounding

Values = Mapping[str, Any]
EMPTY: Values = {
    "number": None,
    "dated": None,
    "basis": [],
    "plan": None,
    "supplement": None,
    "reminders": None,
    "quotas": {},
    "initiative": None,
    "order": PeopleOrder.OFFICE.value,
}
"""A campaign of which nothing is said yet."""


def of_campaign(
    campaign: CampaignNow, titles: Iterable[str], basis: Iterable[Basis], quotas: Mapping[str, ShareLimit]
) -> dict[str, Any]:
    """The values of a campaign that there is."""
    return {
        "year": campaign.year,
        "name": campaign.name,
        "number": campaign.plan_number,
        "dated": _text(campaign.plan_date),
        "basis": _documents(basis),
        "plan": [campaign.plan_sha256, campaign.plan_name] if campaign.plan_sha256 else None,
        "opens": campaign.opens_at.isoformat(),
        "deadline": campaign.deadline_at.isoformat(),
        "supplement": _text(campaign.supplement_until),
        "regime": campaign.regime,
        "titles": sorted(titles),
        "reminders": campaign.reminders,
        "quotas": _shares(quotas),
        "initiative": _text(campaign.initiative_until),
        "order": campaign.people_order.value,
    }


def of_description(described: Description, quotas: Mapping[str, ShareLimit]) -> dict[str, Any]:
    """The values of a description that was sent; its plan comes by itself. `quotas`: where it says nothing of them."""
    return {
        "year": described.year,
        "name": described.name,
        "number": described.plan_number,
        "dated": _text(described.plan_date),
        "basis": _documents(described.basis or ()),
        "plan": None,
        "opens": described.opens_at.isoformat(),
        "deadline": described.deadline_at.isoformat(),
        "supplement": _text(described.supplement_until),
        "regime": described.regime,
        "titles": sorted(described.titles),
        "reminders": described.reminders,
        "quotas": _shares(described.quotas if described.quotas is not None else quotas),
        "initiative": _text(described.initiative_until),
        "order": described.people_order.value,
    }


def described(values: Values) -> Description:
    """The values of a draft that is whole, as they are saved."""
    plan = values["plan"]
    return Description(
        values["year"],
        values["name"],
        values["number"],
        _day(values["dated"]),
        plan[1] if plan else None,
        None,
        values["regime"],
        moment(values["opens"]),
        moment(values["deadline"]),
        moment(values["supplement"]) if values["supplement"] else None,
        frozenset(values["titles"]),
        values["reminders"],
        PeopleOrder(values["order"]),
        tuple(Basis(*one) for one in values["basis"]),
        shares(values),
        _day(values["initiative"]),
        plan[0] if plan else None,
    )


def as_campaign(values: Values, campaign: CampaignNow | None = None) -> CampaignNow:
    """The campaign that these values would be. `campaign`: the one that they change; None: it is not there yet."""
    one = described(values)
    return CampaignNow(
        campaign.id if campaign else 0,
        one.year,
        one.name,
        one.plan_number,
        one.plan_date,
        one.plan_sha256,
        one.plan_name,
        one.regime,
        one.opens_at,
        one.deadline_at,
        one.supplement_until,
        one.reminders,
        one.people_order,
        one.initiative_until,
        campaign.revision if campaign else 0,
    )


def shares(values: Values) -> dict[str, ShareLimit]:
    return {title: ShareLimit(percent, base, Rounding(how)) for title, (percent, base, how) in values["quotas"].items()}


def ladder_text(steps: Iterable[LadderStep]) -> str:
    """A ladder as campaigns keep it."""
    return json.dumps(
        [{"days_before": one.days_before, "at": one.at.strftime("%H:%M"), "to": [one.to.value]} for one in steps]
    )


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _documents(basis: Iterable[Basis]) -> list[list[str | None]]:
    return [[one.words, one.sha256, one.file_name] for one in basis]


def _shares(quotas: Mapping[str, ShareLimit]) -> dict[str, list[Any]]:
    return {title: [one.percent, one.base, one.rounding.value] for title, one in quotas.items()}
