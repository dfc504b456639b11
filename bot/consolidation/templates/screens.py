"""The screens of templates: which is in use, one that was sent, and what may be said in them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.consolidation.template_targets import (
    GiveTemplate,
    LeaveTemplate,
    ShowTemplate,
    ShowTemplateFile,
    ShowTemplateNames,
    ShowTemplates,
    ShowTemplateVersions,
    ShowTrial,
    ShowTrialFile,
    TakeTemplate,
    UseBuiltIn,
)
from bot.dialogue.screens import Attachment, Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import ShowSetup
from bot.organisation.template_records import MOST_TRIES, TemplateNow, TemplateState
from bot.papers.official.official import OfficialKind
from bot.personnel.inputs import AWAY

LISTED = 4
KINDS: Mapping[OfficialKind, Phrase] = {
    OfficialKind.SUBMISSION: say("official.submission"),
    OfficialKind.URGING: say("official.urging"),
    OfficialKind.DECISION: say("official.decision"),
    OfficialKind.REPORT: say("official.report"),
    OfficialKind.MINUTES: say("official.minutes"),
}
"""Each document by its name."""


def templates(own: Mapping[OfficialKind, bool]) -> Screen:
    """`own`: whether the Office's own template is in use, of each document."""
    names = list(KINDS)
    pairs = [names[place : place + 2] for place in range(0, len(names), 2)]
    return screen(
        say("templates.head"),
        say("templates.how"),
        *(say("templates.own" if own[kind] else "templates.built_in", name=name) for kind, name in KINDS.items()),
        rows=(
            *(tuple(Button(KINDS[kind], ShowTemplate(kind)) for kind in pair) for pair in pairs),
            (Button(say("button.setup"), ShowSetup()), HOME),
        ),
    )


@dataclass(frozen=True, slots=True)
class InUse:
    """The template in use; None: the built-in one, as from the beginning. `by`: who took it."""

    version: TemplateNow | None
    by: Phrase | None
    versions: int
    offered: TemplateNow | None
    offered_by: Phrase | None
    decides: bool


def template(kind: OfficialKind, now: InUse) -> Screen:
    used, offered = now.version, now.offered
    own = used is not None and used.sha256 is not None
    return screen(
        say("template.head", name=KINDS[kind]),
        _version(used, now.by) if used and now.by else say("template.built_in"),
        say("template.offered", file=offered.filename, who=now.offered_by, at=offered.sent_at) if offered else None,
        say("template.pdf"),
        rows=(
            (
                Button(say("button.template_file"), ShowTemplateFile(kind, used.id if own and used else None)),
                Button(say("button.template_names"), ShowTemplateNames(kind)),
            ),
            (Button(say("button.template_offered"), ShowTrial(offered.id), Style.PRIMARY),) if offered else (),
            (
                Button(say("button.give_template"), GiveTemplate(kind)),
                Button(say("button.template_versions", count=now.versions), ShowTemplateVersions(kind))
                if now.versions
                else None,
            ),
            (Button(say("button.use_built_in"), UseBuiltIn(kind)),) if own and now.decides else (),
            (Button(say("button.templates"), ShowTemplates()), HOME),
        ),
    )


def _version(one: TemplateNow, by: Phrase) -> Phrase:
    if one.sha256 is None:
        return say("template.back", who=by, at=one.decided_at)
    return say("template.own", file=one.filename, who=by, at=one.decided_at)


def versions(kind: OfficialKind, taken: Sequence[tuple[TemplateNow, Phrase]], wanted: int) -> Screen:
    """`taken`: each with who took it, the newest first."""
    page = page_of(taken, wanted, LISTED)
    return screen(
        say("template.head", name=KINDS[kind]),
        say("template.versions"),
        *(_version(one, by) for one, by in page.items),
        page.line,
        rows=(
            *(
                (Button(say("button.template_of", file=one.filename), ShowTemplateFile(kind, one.id)),)
                for one, _ in page.items
                if one.sha256 is not None
            ),
            turn(ShowTemplateVersions(kind, page.number), page.of),
            (Button(say("button.back"), ShowTemplate(kind)), HOME),
        ),
    )


def file(kind: OfficialKind, attached: Attachment) -> Screen:
    return _kept(kind, say("template.file.here", name=KINDS[kind]), say("template.file.how"), attached)


def names(kind: OfficialKind, attached: Attachment) -> Screen:
    return _kept(kind, say("template.names", name=KINDS[kind]), say("template.names.how"), attached)


def _kept(kind: OfficialKind, head: Phrase, how: Phrase, attached: Attachment) -> Screen:
    rows = ((Button(say("button.give_template"), GiveTemplate(kind)), Button(say("button.back"), ShowTemplate(kind))),)
    return screen(head, how, rows=rows, file=attached, keep=True)


# --- one that was sent ------------------------------------------------------------------------------------------------


def which_file(kind: OfficialKind) -> Screen:
    return screen(
        say("template.ask", name=KINDS[kind]),
        say("template.ask.how"),
        say("template.ask.after"),
        rows=(AWAY,),
    )


def trial(one: TemplateNow, by: Phrase) -> Screen:
    """It is being tried, was refused, or waits for a decision."""
    head = say("template.trial.head", name=KINDS[one.kind], file=one.filename)
    back = (Button(say("button.back"), ShowTemplate(one.kind)), HOME)
    again = Button(say("button.give_template_again"), GiveTemplate(one.kind))
    leave = Button(say("button.leave_template"), LeaveTemplate(one.id))
    match one.state:
        case TemplateState.TRIED:
            see = Button(say("button.template_sample"), ShowTrialFile(one.id), Style.PRIMARY)
            return screen(head, say("template.trial.ready"), rows=((see,), (leave,), back))
        case TemplateState.REFUSED if one.refusal is not None:
            return screen(head, one.refusal, say("template.trial.mend"), rows=((again,), back))
        case TemplateState.WAITING:
            failed = one.tries >= MOST_TRIES
            said = say("template.trial.failed") if failed else say("template.trial.waiting")
            return screen(head, said, rows=((again,) if failed else (), (leave,), back))
    key = "template.trial.taken" if one.state is TemplateState.TAKEN else "template.trial.left"
    return screen(head, say(key, who=by, at=one.decided_at), rows=(back,))


def trial_file(one: TemplateNow, attached: Attachment, decides: bool, head: Phrase) -> Screen:
    """`decides`: whoever reads may take it; `head`: who else may."""
    return screen(
        say("template.trial.head", name=KINDS[one.kind], file=one.filename),
        say("template.trial.look"),
        None if decides else say("template.trial.whose", who=head),
        rows=(
            (Button(say("button.take_template"), TakeTemplate(one.id), Style.SUCCESS),) if decides else (),
            (Button(say("button.leave_template"), LeaveTemplate(one.id)),),
            (Button(say("button.back"), ShowTemplate(one.kind)), HOME),
        ),
        file=attached,
        keep=True,
    )
