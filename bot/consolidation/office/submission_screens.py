"""The screens of submitting a snapshot, and a submission as the Office sees it on the snapshot. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.consolidation.content import SnapshotContent
from bot.consolidation.figures import figures, outline
from bot.consolidation.kinds import PaperKind
from bot.consolidation.office.paper_screens import KINDS
from bot.consolidation.office.screens import answered, lacks, titles, up
from bot.consolidation.records import SnapshotNow, Verdict
from bot.consolidation.submissions import OpinionNow, SubmissionNow
from bot.consolidation.targets import ShowSubmission, ShowSubmit, Submit
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.office.outlook.shares import Limit
from bot.titles.catalogue import Family
from bot.words import shortened

NOTE = 160
"""Characters of a note as it is shown beside other things."""
_HEADS = {Family.STATE: "submission.ask_director", Family.UNION: "submission.ask_union"}
_SUBMIT = {Family.STATE: "button.submit_director", Family.UNION: "button.submit_union"}
_SEE = {Family.STATE: "button.submission_director", Family.UNION: "button.submission_union"}
_SENT = {Family.STATE: "submission.sent_director", Family.UNION: "submission.sent_union"}
_WAITS = {Family.STATE: "submission.waits_director", Family.UNION: "submission.waits_union"}


def ask(
    to: ShowSubmit,
    one: SnapshotNow,
    content: SnapshotContent,
    people: Sequence[Phrase],
    kinds: Sequence[PaperKind],
    over: Sequence[tuple[Limit, int, int]],
    newer: int | None,
) -> Screen:
    """The question whether to submit it, with everything that goes and everything that is missing."""
    part = content.part(to.family)
    assert part is not None
    papers = tuple(say(KINDS[kind]) for kind in kinds)
    return screen(
        Phrase(_HEADS[to.family], {"number": one.number, "at": one.taken_at}),
        answered(outline(part)),
        titles(figures(part)),
        lacks(outline(part)),
        quota(over),
        say("submission.goes_to", people=tuple(people)),
        say("submission.papers", papers=papers) if papers else say("submission.no_papers"),
        say("snapshot.newer", number=newer) if newer is not None else None,
        say("submission.once"),
        rows=(
            (Button(say("button.submit"), Submit(to.snapshot, to.family), Style.SUCCESS),),
            (up(one.id, one.number),),
        ),
    )


def quota(over: Sequence[tuple[Limit, int, int]]) -> Phrase | None:
    """The shares that are above their limits, on one line."""
    if not over:
        return None
    parts = tuple(
        say(
            "submission.over",
            title=limit.title.short,
            taken=taken,
            base=base,
            of=limit.of.short,
            most=limit.most(base),
            percent=limit.percent,
        )
        for limit, taken, base in over
    )
    return say("submission.quota", parts=parts)


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission as it stands: who sent it, how many of its papers are made, whether one could not be, and the
    opinions on it, each with whose it is."""

    submission: SubmissionNow
    sender: Phrase
    made: int
    papers: int
    failed: bool
    opinions: Sequence[tuple[OpinionNow, Phrase]]

    @property
    def out(self) -> bool:
        """Its letters have gone: they wait for its papers alone."""
        return self.made == self.papers


VERDICTS = {Verdict.AGREED: "submission.agreed", Verdict.RETURNED: "submission.returned"}


def opinion(one: OpinionNow, who: Phrase) -> Phrase:
    values = {"who": who, "at": one.at}
    if one.note is None:
        return Phrase(VERDICTS[one.verdict], values)
    return say("submission.returned_note", **values, note=shortened(one.note, NOTE))


def lines(found: Sequence[Sent]) -> tuple[Phrase, ...]:
    """Each submission on a line, then the last opinion on it."""
    said = list[Phrase]()
    for one in found:
        key = _SENT if one.out else _WAITS
        said.append(Phrase(key[one.submission.family], {"at": one.submission.at, "who": one.sender}))
        if one.failed:
            said.append(say("submission.paper_failed"))
        elif not one.out:
            said.append(say("submission.papers_made", made=one.made, count=one.papers))
        said += [opinion(last, who) for last, who in one.opinions[-1:]]
    return tuple(said)


def buttons(snapshot: int, families: Sequence[Family], found: Sequence[Sent], *, decides: bool) -> list[Button]:
    """One a family: to submit it, or to what was submitted."""
    done = {one.submission.family: one.submission for one in found}
    made = list[Button]()
    for family in families:
        if family in done:
            made.append(Button(say(_SEE[family]), ShowSubmission(done[family].id)))
        elif decides:
            made.append(Button(say(_SUBMIT[family]), ShowSubmit(snapshot, family), Style.SUCCESS))
    return made
