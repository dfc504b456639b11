"""Templates of notices, filled in for a campaign."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.campaigns.records import CampaignNow
from bot.dialogue import notation
from bot.organisation.records import organisation
from bot.phrases.catalogue import written
from bot.store.database import Tx


@cache
def _templates() -> Mapping[str, str]:
    with Path(__file__).with_name("templates.toml").open("rb") as file:
        return tomllib.load(file)


def blank() -> str:
    """The mark of what a template leaves to be filled in."""
    return _templates()["blank"]


def contact(tx: Tx, composer: str) -> str:
    """The contact of templates: the one that the department has declared, with the number; else whoever composes."""
    own = organisation(tx)
    name = own.contact_name or composer
    return _templates()["contact"] % {"name": name, "phone": own.contact_phone} if own.contact_phone else name


def filled(template: str, campaign: CampaignNow, contact: str, *, union: bool) -> str:
    """The words of a template for this campaign, in the notation of stores. `contact`: as above;
    `union`: titles of the union are registered in it too."""
    number, day, plan = campaign.plan_number, campaign.plan_date, ""
    if number:
        pieces = {"number": number, "day": day and written(day)}
        plan = _templates()["plan" if day else "plan_undated"] % pieces
    name = campaign.name[:1].lower() + campaign.name[1:]
    words = _templates()[template].strip() % {
        "campaign": name,
        "contact": contact,
        "plan": plan,
        "union": _templates()["launch_union"] + "\n" if union else "",
    }
    return notation.escaped(words)
