"""The digest of what was submitted, and the letter that tells the Office of an opinion; each checked when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.campaigns.records import campaign_by_key
from bot.consolidation import addressing, submissions
from bot.consolidation.direction import screens
from bot.consolidation.direction.reading import submitted
from bot.consolidation.kinds import MIMES
from bot.consolidation.papers.material import file_name
from bot.dialogue.screens import Attachment, Screen
from bot.ledger.letter import Haste, Kind
from bot.people.identity import Actor
from bot.people.naming import by_name, name_of
from bot.people.records import Role
from bot.store.database import Tx


def _submitted(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """Nothing where a newer one was submitted by now."""
    one = submissions.submission(tx, values["submission"])
    if one is None or not addressing.answers(actor, one.addressee):
        return None
    last = submissions.newest(tx, one.campaign_id, one.addressee)
    if last is not None and last.number > one.number:
        return None
    year = campaign_by_key(tx, one.campaign_id).year
    files = tuple(
        Attachment(paper.sha256, file_name(paper.kind, paper.form, year, one.number), MIMES[paper.form])
        for paper in submissions.attached(tx, one)
        if paper.sha256 is not None
    )
    return screens.letter(submitted(tx, actor, one), by_name(actor.person), year, files)


def _opinion(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """Nothing where the person has another opinion by now."""
    given = submissions.opinion(tx, values["opinion"])
    if given is None or not actor.has(Role.OFFICE):
        return None
    one = submissions.submission(tx, given.submission_id)
    if one is None or given not in submissions.opinions(tx, one.id):
        return None
    return screens.told(one, given, name_of(tx, given.by))


LETTERS = (
    Kind(addressing.SUBMITTED, _submitted, bulk=False, haste=Haste.DECISION),
    Kind(addressing.OPINION, _opinion, bulk=False),
)
