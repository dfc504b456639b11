"""Submissions as those who answer read them: in a letter, on a screen, and the note with which one is returned.
Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.consolidation.content import Group, Part
from bot.consolidation.figures import figures, gaps, outline
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.office.paper_screens import KINDS
from bot.consolidation.office.screens import answered, lacks, titles
from bot.consolidation.office.submission_screens import opinion, quota
from bot.consolidation.submissions import OpinionNow, SubmissionNow
from bot.consolidation.targets import Agree, ReturnSubmission, ShowGaps, ShowPaper, ShowSnapshot, ShowSubmission
from bot.dialogue.screens import Album, Attachment, Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowDepartment, ShowWholeUnion
from bot.office.outlook.shares import Limit
from bot.personnel.inputs import AWAY
from bot.sheets.content import RowState
from bot.titles.catalogue import Family

OPINIONS, NAMED = 2, 3
"""Opinions that are shown, and units that are named."""
_HEADS = {Family.STATE: "submission.head_director", Family.UNION: "submission.head_union"}
_PAPERS = {
    PaperKind.TABLE: "button.read_table",
    PaperKind.UNION_TABLE: "button.read_table",
    PaperKind.SUBMISSION: "button.read_submission",
}


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission with everything that is read of it. `own`: the units of a deputy, as they stand in it; `newer`: the
    number of a newer snapshot; `decided`: opinions are closed; `answers`: the reader may give one."""

    submission: SubmissionNow
    at: datetime
    sender: Phrase
    part: Part
    over: Sequence[tuple[Limit, int, int]]
    kinds: Sequence[PaperKind]
    own: Sequence[Group] = ()
    opinions: Sequence[tuple[OpinionNow, Phrase]] = ()
    newer: int | None = None
    newer_submission: int | None = None
    decided: bool = False
    answers: bool = False
    office: bool = False

    @property
    def family(self) -> Family:
        return self.submission.family


def none_yet(family: Family) -> Screen:
    return screen(
        say("submission.none_yet_union" if family is Family.UNION else "submission.none_yet"),
        rows=((_whole(family), HOME),),
    )


def submission(one: Submitted) -> Screen:
    """The figures, what to note, the opinions so far, and the ways to names and files."""
    lacking, key = sum(gaps(one.part).values()), one.submission.id
    return screen(
        Phrase(_HEADS[one.family], {"number": one.submission.number, "at": one.at}),
        *_figures(one),
        *(opinion(last, who) for last, who in one.opinions[-OPINIONS:]),
        _newer(one),
        say("submission.no_signature_union" if one.family is Family.UNION else "submission.no_signature"),
        rows=(
            _verdicts(one),
            tuple(
                Button(say(_PAPERS[kind]), ShowPaper(one.submission.snapshot_id, kind, PaperForm.PDF))
                for kind in one.kinds
            ),
            (
                Button(say("button.submission_lacks", count=lacking), ShowGaps(one.family, one.submission.snapshot_id))
                if lacking
                else None,
                _whole(one.family) if one.answers else None,
            ),
            (
                Button(
                    say("button.see_snapshot", number=one.submission.number), ShowSnapshot(one.submission.snapshot_id)
                )
                if one.office
                else None,
                Button(say("button.newer_submission"), ShowSubmission(one.newer_submission))
                if one.newer_submission is not None and one.newer_submission != key
                else None,
                HOME,
            ),
        ),
    )


def _figures(one: Submitted) -> tuple[Phrase | None, ...]:
    return (
        answered(outline(one.part)),
        titles(figures(one.part)),
        _own(one.own),
        lacks(outline(one.part)),
        quota(one.over),
    )


def _own(groups: Sequence[Group]) -> Phrase | None:
    """The units of a deputy by name, or all together where they are many."""
    if not groups:
        return None
    counts = [(group.name, *_answers(group)) for group in groups]
    if len(counts) > NAMED:
        answered, total = sum(one[1] for one in counts), sum(one[2] for one in counts)
        return say("submission.own_many", count=len(counts), answered=answered, total=total)
    units = tuple(say("submission.own_unit", name=name, answered=some, total=all_) for name, some, all_ in counts)
    return say("submission.own", parts=units)


def _answers(group: Group) -> tuple[int, int]:
    """The people of the group who have answered, and those who are to."""
    answered = len(group.registered) + len(group.content.of(RowState.DECLINED))
    return answered, answered + len(group.content.of(RowState.MISSING))


def _newer(one: Submitted) -> Phrase | None:
    if one.newer is None:
        return None
    return say("submission.newer", newer=one.newer, number=one.submission.number)


def _verdicts(one: Submitted) -> tuple[Button | None, ...]:
    if one.decided or not one.answers:
        return ()
    return (
        Button(say("button.agree_submission"), Agree(one.submission.id), Style.SUCCESS),
        Button(say("button.return_submission"), ReturnSubmission(one.submission.id), Style.DANGER),
    )


def _whole(family: Family) -> Button:
    if family is Family.UNION:
        return Button(say("button.by_group"), ShowWholeUnion())
    return Button(say("button.department"), ShowDepartment())


def letter(one: Submitted, reader: Phrase, year: int, files: tuple[Attachment, ...]) -> Screen:
    """The digest: totals, what to note, and the papers."""
    papers = tuple(say(KINDS[kind]) for kind in one.kinds)
    return screen(
        say("submission.dear", who=reader),
        say(
            "submission.letter_union" if one.family is Family.UNION else "submission.letter",
            year=year,
            number=one.submission.number,
            at=one.at,
        ),
        *_figures(one),
        say("submission.papers", papers=papers) if papers else None,
        say("submission.no_signature_union" if one.family is Family.UNION else "submission.no_signature"),
        rows=(
            (Button(say("button.read_and_answer"), ShowSubmission(one.submission.id), Style.PRIMARY),),
            _verdicts(one),
        ),
        file=Album(files) if len(files) > 1 else files[0] if files else None,
    )


def note(one: SubmissionNow) -> Screen:
    """The question for the note with which it is returned."""
    return screen(
        say("submission.note_head", number=one.number),
        say("submission.note_ask"),
        say("submission.note_read"),
        rows=(AWAY,),
    )


def told(one: SubmissionNow, given: OpinionNow, who: Phrase) -> Screen:
    """The letter to the Office."""
    return screen(
        say("submission.opinion_union" if one.family is Family.UNION else "submission.opinion", number=one.number),
        opinion(given, who),
        say("submission.no_signature_union" if one.family is Family.UNION else "submission.no_signature"),
        rows=((Button(say("button.see_snapshot", number=one.number), ShowSnapshot(one.snapshot_id), Style.PRIMARY),),),
    )
