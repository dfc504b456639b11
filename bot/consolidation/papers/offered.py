"""The papers that can be made. Their makers are read when the first is asked for: a start needs none."""

from bot.consolidation.kinds import FORMS, PaperForm, PaperKind


def forms(kind: PaperKind) -> tuple[PaperForm, ...]:
    """The forms in which this paper can be made, in their order."""
    from bot.consolidation.papers.makers import MAKERS

    return tuple(form for form in FORMS[kind] if (kind, form) in MAKERS)
