"""Work that was submitted waits for the Director, or the union's chair; what was returned waits for the Office."""

from collections.abc import Callable, Iterator

from bot.consolidation import submissions
from bot.consolidation.direction.actions import decided
from bot.consolidation.records import Addressee, Verdict
from bot.consolidation.submissions import OpinionNow, SubmissionNow
from bot.consolidation.targets import ShowSnapshot
from bot.dialogue.screens import say
from bot.enquiries.targets import ShowConsolidation, ShowSubmitted
from bot.titles.catalogue import Family
from bot.waiting.kinds import Place, WaitingItem, WaitingKind
from bot.waiting.survey import Survey


def _newest(survey: Survey, addressee: Addressee) -> tuple[SubmissionNow, OpinionNow | None] | None:
    """The newest submission that has gone, with the last opinion of the one for whom it waits; None: there is none, or
    it is decided."""
    if survey.campaign is None:
        return None
    found = submissions.newest(survey.tx, survey.campaign.id, addressee)
    if found is None or not submissions.is_out(survey.tx, found) or decided(survey.tx, found):
        return None
    people = _principals(survey, addressee)
    given = [one for one in submissions.opinions(survey.tx, found.id) if one.by in people]
    return found, given[-1] if given else None


def _principals(survey: Survey, addressee: Addressee) -> frozenset[int]:
    """The Director, or the union's chair."""
    return frozenset(survey.chart.directors if addressee is Addressee.DIRECTOR else survey.chart.chairs)


def _waiting(addressee: Addressee) -> Callable[[Survey], Iterator[WaitingItem]]:
    def load(survey: Survey) -> Iterator[WaitingItem]:
        found = _newest(survey, addressee)
        if found is not None and found[1] is None and (people := _principals(survey, addressee)):
            yield WaitingItem(found[0].id, (people,), found[0].at)

    return load


def _returned(survey: Survey) -> Iterator[WaitingItem]:
    if not survey.office:
        return
    place = Place(0, say("waiting.office"))
    for addressee in Addressee:
        one, given = _newest(survey, addressee) or (None, None)
        if one is not None and given is not None and given.verdict is Verdict.RETURNED:
            yield WaitingItem(given.id, survey.office, given.at, place=place, to=ShowSnapshot(one.snapshot_id))


WAITS = (
    WaitingKind(
        "submitted_to_director",
        _waiting(Addressee.DIRECTOR),
        "waiting.todo.submitted",
        ShowSubmitted(Family.STATE),
        "button.submitted",
        letters=lambda key: f"submission:{key}",
    ),
    WaitingKind(
        "submitted_to_union",
        _waiting(Addressee.UNION),
        "waiting.todo.submitted",
        ShowSubmitted(Family.UNION),
        "button.submitted",
        letters=lambda key: f"submission:{key}",
    ),
    WaitingKind(
        "returned_submissions",
        _returned,
        "waiting.todo.returned_submissions",
        ShowConsolidation(),
        "button.returned_submissions",
        on_desk="desk.one.returned_submission",
        letters=lambda key: f"opinion:{key}",
    ),
)
