"""One's own results: decisions that were let go, what is not decided yet, and years in a row."""

from collections.abc import Sequence

from bot.awards.rules import progress, streaks
from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.screens import Phrase
from bot.recognition import records
from bot.recognition.records import DecisionNow, DecisionState
from bot.recognition.told import told, told_years
from bot.registration.reading import answered
from bot.store.database import Tx
from bot.titles.catalogue import Title
from bot.titles.loading import shared as catalogue


def let_go(tx: Tx, person_id: int) -> list[tuple[DecisionNow, list[str]]]:
    """The decisions that give this person something and whose results were let go, the newest first; with what."""
    titles: dict[int, list[str]] = {}
    for key, line in records.own_lines(tx, person_id):
        titles.setdefault(key, []).append(line.title)
    found = [(one, titles[key]) for key in titles if (one := records.decision(tx, key)) is not None]
    told = [(one, those) for one, those in found if one.released_at is not None]
    return sorted(told, key=lambda pair: (pair[0].year, pair[0].signed_on, pair[0].id), reverse=True)


def waiting(tx: Tx, campaign: CampaignNow, person_id: int) -> Sequence[Title]:
    """The titles that the person has registered and of which no decision was entered."""
    regime = catalogue().regime(campaign.regime)
    decided = {
        (one.family, one.level)
        for one in records.decisions(tx, campaign.year)
        if one.state is DecisionState.ENTERED and one.released_at is not None
    }
    stands = answered(tx, campaign.id, person_id)
    return [title for title in regime.in_order(stands.titles) if (title.family, title.level) not in decided]


def in_a_row(tx: Tx, person_id: int) -> tuple[Phrase, ...]:
    """Lines on consecutive years, by what the person was told."""
    campaign = current_campaign(tx)
    if campaign is None:
        return ()
    let_go = any(one.released_at is not None for one in records.decisions(tx, campaign.year))
    until = campaign.year if let_go else campaign.year - 1
    known = {year for year in told_years(tx) if year <= until}
    regime = catalogue().regime(campaign.regime)
    return progress(regime, streaks(regime, told(tx, person_id), until, known))
