"""Numbers of what waits for the Office: for the buttons of its board."""

from dataclasses import dataclass

from bot.enquiries.targets import ShowOfficeQuestions
from bot.leading.targets import ShowLinkRequests
from bot.people.identity import Actor
from bot.store.database import Tx
from bot.waiting import work


@dataclass(frozen=True, slots=True)
class OfficeCounts:
    """Numbers of what waits for the Office."""

    late: int
    """Requests to register late."""
    links: int
    """Requests to be linked."""
    questions: int


def office_counts(tx: Tx, actor: Actor, late: int) -> OfficeCounts:
    """The numbers for this member of the Office; `late` is counted where rights over those requests are known."""
    own = work.of(tx, actor)
    return OfficeCounts(late, own.leading_to(ShowLinkRequests()), own.leading_to(ShowOfficeQuestions()))
