"""Giving a regime: looked at first, with what changes for whom; then given once, for campaigns that are not over."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.campaigns import saving
from bot.campaigns.records import Campaign, CampaignTitle, titles_of
from bot.launching.records import CampaignPart, add_change
from bot.office.regimes import impact, reading
from bot.office.regimes.changes import Changes, changes
from bot.office.regimes.impact import CampaignConcerned
from bot.office.regimes.reading import Offered
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.titles import records as versions
from bot.titles.catalogue import Regime
from bot.titles.loading import shared
from bot.titles.rules import implied

_C, _T = columns(Campaign), columns(CampaignTitle)


@dataclass(frozen=True, slots=True)
class Trial:
    """The dry run of a file: all that it changes, and for whom."""

    offered: Offered
    changes: Changes
    """Nothing for a regime that is new."""
    campaigns: tuple[CampaignConcerned, ...]
    untouched: tuple[Regime, ...]
    """Rules in use that extend a version of before, and go on doing so."""


def office_only(actor: Actor) -> None:
    """Raises Refusal for whoever is not of the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def trial(tx: Tx, name: str, content: bytes) -> Trial:
    """The dry run. Raises Refusal where the file is wrong, or a title is gone that is registered in a campaign which is
    not over."""
    offered = reading.read(tx, name, content)
    campaigns = tuple(impact.concerned(tx, offered.regime.code))
    different = changes(offered.before, offered.regime) if offered.before else Changes((), ())
    for one in campaigns:
        # Of the version that this campaign goes by, which may be older than the one in use.
        for title in sorted(set(one.by_title) | titles_of(tx, one.campaign.id)):
            if title not in offered.regime and (there := one.of(title)).registrations:
                lost = {"title": _name(offered, title), "count": there.registrations, "campaign": one.campaign.name}
                raise Refusal("regime.file.title_used", **lost)
    return Trial(offered, different, campaigns, _extending(tx, offered.regime.code))


def _extending(tx: Tx, code: str) -> tuple[Regime, ...]:
    used = versions.in_use(tx)
    based = [one.code for one in versions.editions(tx).values() if code in {below.code for below in one.from_below()}]
    return tuple(used.regime(one) for one in based if one != code)


def _name(offered: Offered, title: str) -> object:
    return offered.before.title(title).name if offered.before and title in offered.before else title


def give(tx: Tx, by: int | None, name: str, content: bytes, seen: str | None) -> Regime:
    """Put the regime of a file in use, for the campaigns that are not over as well; registrations keep the version that
    they were made under. `seen`: the key of the version that was in use when it was looked at; None: there was none.
    Raises Refusal where a colleague has given another meanwhile."""
    tx.lock(Turn.CAMPAIGNS, saving.ALL)
    tx.lock(Turn.REGIMES, 0)
    tried = trial(tx, name, content)
    regime, before = tried.offered.regime, tried.offered.before
    if (before.id if before else None) != seen:
        given = versions.given(tx, before.id) if before else None
        raise Refusal("regime.file.meanwhile", name=regime.name, who=name_of(tx, given.given_by if given else None))
    key = versions.keep(tx, tried.offered.edition, by=by)
    for one in tried.campaigns:
        offers = titles_of(tx, one.campaign.id)
        kept = implied(regime, (id for id in offers if id in regime))
        revision = one.campaign.revision + 1
        tx.execute(
            sa.update(_C).where(_C.c.id == one.campaign.id).values(regime=key, revision=revision, updated_at=tx.now)
        )
        if by is not None:
            add_change(tx, one.campaign.id, revision, CampaignPart.REGIME, by)
        tx.execute(sa.delete(_T).where(_T.c.campaign_id == one.campaign.id, _T.c.title.in_(sorted(offers - kept))))
        rows = [{"campaign_id": one.campaign.id, "title": id} for id in sorted(kept - offers)]
        tx.insert_new(CampaignTitle, rows)
        saving.follow(tx, one.campaign.id, shared().regime(one.campaign.regime), regime, kept)
    campaigns = [one.campaign.id for one in tried.campaigns]
    note(tx, "regime.given", f"regime:{regime.code}", actor_id=by, key=key, before=seen, campaigns=campaigns)
    return versions.in_use(tx).regime(key)
