"""Targets of buttons on docx templates: views and acts, each with what it needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.papers.official.official import OfficialKind


class ShowTemplates(ToView, name="templates"):
    """Each official document with the template that is in use."""


class ShowTemplate(ToView, name="template"):
    """The template of one document: in use, or offered."""

    kind: OfficialKind


class ShowTemplateVersions(ToView, name="template_versions"):
    """The templates of one document that were taken, by whom and when."""

    kind: OfficialKind
    page: int = 0


class ShowTemplateFile(ToView, name="template_file"):
    """A template as a file. `template`: one that was taken; None: the built-in one."""

    kind: OfficialKind
    template: int | None = None


class ShowTemplateNames(ToView, name="template_names"):
    """All that a template of this document may say in {{ }}, as a file."""

    kind: OfficialKind


class ShowTrial(ToView, name="template_trial"):
    """A template that was sent: it is being tried, was refused, or waits for a decision."""

    template: int


class ShowTrialFile(ToView, name="template_trial_file"):
    """The template that was sent, filled in."""

    template: int


class GiveTemplate(ToAct, name="give_template"):
    """Begin to send a template."""

    kind: OfficialKind


class TakeTemplate(ToAct, name="take_template"):
    """Use this template from now on."""

    template: int


class LeaveTemplate(ToAct, name="leave_template"):
    """Do not use this template."""

    template: int


class UseBuiltIn(ToAct, name="use_built_in"):
    """Go back to the built-in template."""

    kind: OfficialKind
