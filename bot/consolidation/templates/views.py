"""Templates of official documents, for the Office: views and acts."""

from bot.consolidation.kinds import MIMES, PaperForm
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
from bot.consolidation.templates import actions, screens
from bot.dialogue.screens import Attachment, Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.organisation import template_records as records
from bot.organisation.template_records import TemplateState
from bot.papers.names import FILE_NAMES
from bot.papers.official.building import built_in
from bot.papers.official.fields import described
from bot.papers.official.official import OfficialKind
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.office import heads
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.files import store_file

DOCX, TEXT = MIMES[PaperForm.DOCX], "text/plain"


def templates(tx: Tx, actor: Actor, _to: ShowTemplates) -> Screen:
    actions.office_only(actor)
    own = records.in_use(tx)
    return screens.templates({kind: kind in own for kind in OfficialKind})


def template(tx: Tx, actor: Actor, to: ShowTemplate) -> Screen:
    actions.office_only(actor)
    taken, offered = records.versions(tx, to.kind), records.offered(tx, to.kind)
    used = taken[0] if taken else None
    now = screens.InUse(
        used,
        name_of(tx, used.decided_by) if used else None,
        len(taken),
        offered,
        name_of(tx, offered.sent_by) if offered else None,
        heads.decides(tx, actor),
    )
    return screens.template(to.kind, now)


def versions(tx: Tx, actor: Actor, to: ShowTemplateVersions) -> Screen:
    actions.office_only(actor)
    taken = [(one, name_of(tx, one.decided_by)) for one in records.versions(tx, to.kind)]
    return screens.versions(to.kind, taken, to.page)


def template_file(tx: Tx, actor: Actor, to: ShowTemplateFile) -> Screen:
    actions.office_only(actor)
    if to.template is None:
        sha256, name = store_file(tx, built_in(to.kind), DOCX), f"mau-{FILE_NAMES[to.kind]}.docx"
        return screens.file(to.kind, Attachment(sha256, name, DOCX))
    one = actions.found(tx, actor, to.template)
    if one.kind is not to.kind or one.sha256 is None or one.state is not TemplateState.TAKEN:
        raise Refusal("stale.button")
    return screens.file(to.kind, Attachment(one.sha256, one.filename, DOCX))


def names(tx: Tx, actor: Actor, to: ShowTemplateNames) -> Screen:
    actions.office_only(actor)
    lines = "\r\n".join(f"{name}\t{meaning}" for name, meaning in described(to.kind))
    sha256 = store_file(tx, f"\ufeff{lines}\r\n".encode(), TEXT)
    return screens.names(to.kind, Attachment(sha256, f"ky-hieu-{FILE_NAMES[to.kind]}.txt", TEXT))


def trial(tx: Tx, actor: Actor, to: ShowTrial) -> Screen:
    one = actions.found(tx, actor, to.template)
    return screens.trial(one, name_of(tx, one.decided_by or one.sent_by))


def trial_file(tx: Tx, actor: Actor, to: ShowTrialFile) -> Screen:
    one = actions.found(tx, actor, to.template)
    if one.state is not TemplateState.TRIED or one.sample_sha256 is None:
        return trial(tx, actor, ShowTrial(one.id))
    attached = Attachment(one.sample_sha256, f"dien-thu-{FILE_NAMES[one.kind]}.docx", DOCX)
    return screens.trial_file(one, attached, heads.decides(tx, actor), heads.whose(tx))


VIEWS = (
    View(ShowTemplates, templates),
    View(ShowTemplate, template),
    View(ShowTemplateVersions, versions),
    View(ShowTemplateFile, template_file),
    View(ShowTemplateNames, names),
    View(ShowTrial, trial, living=True),
    View(ShowTrialFile, trial_file),
)


def give(_tx: Tx, actor: Actor, to: GiveTemplate) -> ToFlow:
    actions.office_only(actor)
    return ToFlow("give_template", {"kind": to.kind}, fresh=True)


def take(tx: Tx, actor: Actor, to: TakeTemplate) -> ShowTemplate:
    return ShowTemplate(actions.take(tx, actor, to.template).kind)


def leave(tx: Tx, actor: Actor, to: LeaveTemplate) -> ShowTemplate:
    return ShowTemplate(actions.leave(tx, actor, to.template).kind)


def use_built_in(tx: Tx, actor: Actor, to: UseBuiltIn) -> ShowTemplate:
    actions.use_built_in(tx, actor, to.kind)
    return ShowTemplate(to.kind)


ACTS = (
    Act(GiveTemplate, give),
    Act(TakeTemplate, take),
    Act(LeaveTemplate, leave),
    Act(UseBuiltIn, use_built_in),
)
