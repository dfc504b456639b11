"""Titles that a campaign offers to one person, and the families in which it expects an answer of him or her."""

from collections.abc import Collection, Iterable

from bot.campaigns.records import CampaignNow, titles_of
from bot.people.identity import Staff
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles import rules
from bot.titles.catalogue import Family, Subject, Title
from bot.titles.loading import shared as catalogue


def offered(tx: Tx, campaign: CampaignNow, person: Staff) -> tuple[Title, ...]:
    """Titles that this person may register in this campaign, in the order of lists."""
    holder = rules.Candidate(
        Subject.PERSON,
        campaign.year,
        offered=titles_of(tx, campaign.id),
        union_member=person.union_member,
        union_officer=person.union_officer,
    )
    return rules.registrable(catalogue().regime(campaign.regime), holder)


def has_union_titles(tx: Tx, campaign: CampaignNow) -> bool:
    """True if titles of the union are registered in this campaign."""
    titles = catalogue().regime(campaign.regime).in_order(titles_of(tx, campaign.id))
    return any(title.family is Family.UNION for title in titles)


def asked_families(titles: Iterable[Title]) -> tuple[Family, ...]:
    """The families in which an answer is expected of somebody to whom these titles are offered: the State's of
    everybody, the union's where there is something of it."""
    there = {title.family for title in titles}
    return tuple(family for family in Family if family is Family.STATE or family in there)


def check_families(titles: Iterable[Title], families: Collection[Family]) -> None:
    """Raises Refusal for a family in which no answer is expected of somebody to whom these titles are offered."""
    if not set(families) <= set(asked_families(titles)):
        raise Refusal("decline.not_asked")
