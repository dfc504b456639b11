"""A campaign made of what is described, or brought up to date with it."""

import mimetypes
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.campaigns.description import Description
from bot.campaigns.records import (
    Campaign,
    CampaignBasis,
    CampaignQuota,
    CampaignTitle,
    ShareLimit,
    campaign_of_year,
    quotas_of,
)
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.files import store_file
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.titles import records as versions
from bot.titles.catalogue import Regime
from bot.titles.loading import shared as catalogue
from bot.titles.quotas import quota_defaults

ALL = 0
"""The key of the turn of all campaigns."""
_C, _T, _B, _Q = columns(Campaign), columns(CampaignTitle), columns(CampaignBasis), columns(CampaignQuota)


def save(tx: Tx, described: Description) -> bool:
    """Create the campaign of that year, or bring it up to date, for whoever operates the machine; whether it is new."""
    tx.lock(Turn.CAMPAIGNS, ALL)
    versions.give_program(tx)
    known = campaign_of_year(tx, described.year)
    if known is None:
        create(tx, described, None)
    else:
        change(tx, known.id, described)
        note(tx, "campaign.updated", f"campaign:{known.id}")
    return known is None


def create(tx: Tx, described: Description, by: int | None) -> int:
    """Make the campaign; its key. `by`: the member of the Office who does; None: whoever operates the machine."""
    made = tx.execute(sa.insert(_C).returning(_C.c.id), {**_values(tx, described), "created_at": tx.now})
    campaign_id = int(made.scalar_one())
    _fill(tx, campaign_id, described, new=True)
    note(tx, "campaign.created", f"campaign:{campaign_id}", actor_id=by)
    return campaign_id


def change(tx: Tx, campaign_id: int, described: Description) -> None:
    """Bring the campaign up to date. Its revision counts on."""
    values = {**_values(tx, described), "revision": _C.c.revision + 1}
    tx.execute(sa.update(_C).where(_C.c.id == campaign_id).values(**values))
    _fill(tx, campaign_id, described, new=False)


def _values(tx: Tx, described: Description) -> dict[str, Any]:
    plan = described.plan_sha256
    if described.plan is not None and described.plan_name:
        mime = mimetypes.guess_type(described.plan_name)[0] or "application/octet-stream"
        plan = store_file(tx, described.plan, mime)
    return {
        "year": described.year,
        "name": described.name,
        "plan_number": described.plan_number,
        "plan_date": described.plan_date,
        "plan_name": described.plan_name,
        "plan_sha256": plan,
        "regime": described.regime,
        "opens_at": described.opens_at,
        "deadline_at": described.deadline_at,
        "supplement_until": described.supplement_until,
        "reminders": described.reminders,
        "people_order": described.people_order,
        "initiative_until": described.initiative_until,
        "updated_at": tx.now,
    }


def _fill(tx: Tx, campaign_id: int, described: Description, *, new: bool) -> None:
    own: dict[str, Any] = {"campaign_id": campaign_id}
    _replace(tx, _T, campaign_id, [{**own, "title": id} for id in sorted(described.titles)])
    if described.basis is not None:
        documents = [
            {**own, "place": place, "words": one.words, "sha256": one.sha256, "file_name": one.file_name}
            for place, one in enumerate(described.basis)
        ]
        _replace(tx, _B, campaign_id, documents)
    quotas = described.quotas
    if quotas is None and new:
        quotas = usual_quotas(catalogue().regime(described.regime), described.titles)
    if quotas is not None:
        _set_quotas(tx, campaign_id, quotas)


def _replace(tx: Tx, table: sa.Table, campaign_id: int, rows: list[dict[str, Any]]) -> None:
    tx.execute(sa.delete(table).where(table.c.campaign_id == campaign_id))
    if rows:
        tx.execute(sa.insert(table), rows)


def usual_quotas(regime: Regime, titles: frozenset[str]) -> dict[str, ShareLimit]:
    """The shares that the rules themselves name, of the titles that a campaign takes."""
    return {
        one.title: ShareLimit(one.percent, one.of, one.rounding)
        for one in quota_defaults(regime)
        if one.applies and {one.title, one.of} <= titles
    }


def follow(tx: Tx, campaign_id: int, before: Regime, after: Regime, titles: frozenset[str]) -> None:
    """Let the shares of a campaign that are as its rules had them be as new rules have them; what the Office has set
    otherwise stays."""
    there, usual = quotas_of(tx, campaign_id), usual_quotas(before, frozenset(quotas_of(tx, campaign_id)) | titles)
    own = {title: share for title, share in there.items() if title in titles and usual.get(title) != share}
    dropped = {title for title in usual if title not in there}
    anew = {title: share for title, share in usual_quotas(after, titles).items() if title not in dropped}
    _set_quotas(tx, campaign_id, anew | own)


def _set_quotas(tx: Tx, campaign_id: int, quotas: Mapping[str, ShareLimit]) -> None:
    shares = [
        {"campaign_id": campaign_id, "title": title, "percent": one.percent, "base": one.base, "rounding": one.rounding}
        for title, one in quotas.items()
    ]
    _replace(tx, _Q, campaign_id, shares)
