"""Standing of lists: not sent, sent, returned, taken over, or to be sent anew, since something signed has changed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.campaigns.records import CampaignNow
from bot.sheets import reading, records
from bot.sheets.records import SheetState
from bot.sheets.rules import Difference, differences, sign_again
from bot.store.database import Tx
from bot.titles.catalogue import Subject


class Standing(StrEnum):
    """The state of a list as whoever sends it sees it."""

    UNSENT = "unsent"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    OUTDATED = "outdated"  # sent, and needs a new version and a new signature


@dataclass(frozen=True, slots=True)
class ListStanding:
    """One list. `version`: that was sent last, 0 before the first."""

    standing: Standing
    version: int = 0


_STANDINGS = {
    SheetState.SUBMITTED: Standing.SENT,
    SheetState.ACCEPTED: Standing.ACCEPTED,
    SheetState.RETURNED: Standing.RETURNED,
}


@dataclass(frozen=True, slots=True)
class Outdated:
    """A list of which something that was signed has changed. `who`: the unit or union group."""

    sheet: int
    who: int
    since: datetime


def standings(tx: Tx, campaign: CampaignNow, subject: Subject, of: Collection[int]) -> dict[int, ListStanding]:
    """The lists of these units or union groups, by sender."""
    old = {one.who for one in outdated(tx, campaign, subject, of)}
    found = dict.fromkeys(of, ListStanding(Standing.UNSENT))
    for key, state, version in records.versions(tx, campaign.id, subject, of):
        found[key] = ListStanding(Standing.OUTDATED if key in old else _STANDINGS[state], version)
    return found


def outdated(tx: Tx, campaign: CampaignNow, subject: Subject, of: Iterable[int]) -> Iterator[Outdated]:
    """Of these units or union groups, the lists to be sent anew; returned ones are not among them."""
    sent = records.sent_contents(tx, campaign.id, subject, of)
    if not sent:
        return
    senders = reading.senders(tx, subject, tx.clock.today())
    now = reading.signed_content(tx, campaign, subject, [senders[key] for _, key, _, _ in sent if key in senders])
    for sheet_id, key, at, content in sent:
        changes = differences(content, now[key]) if key in now else ()
        if sign_again(changes):
            own = (content.collective_registration, now[key].collective_registration)
            touched = _registrations(changes) | {one for one in own if one is not None}
            since = [one for one in reading.sent_at(tx, touched) if one > at]
            yield Outdated(sheet_id, key, min(since, default=at))


def _registrations(changes: Iterable[Difference]) -> set[int]:
    rows = (row for one in changes if one.signs for row in (one.before, one.after) if row is not None)
    return {row.registration for row in rows if row.registration is not None}
