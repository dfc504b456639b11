"""The screens of papers: which there are, in which forms, and one that is being made. Pure."""

from collections.abc import Sequence

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.office.screens import up
from bot.consolidation.records import PaperNow
from bot.consolidation.targets import MakePaper, PaperGroup, ShowForms, ShowPaper, ShowPapers
from bot.consolidation.template_targets import ShowTemplates
from bot.dialogue.screens import Attachment, Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.ways import HOME

KINDS = {
    PaperKind.TABLE: "snapshot.paper.table",
    PaperKind.UNION_TABLE: "snapshot.paper.union_table",
    PaperKind.SUBMISSION: "snapshot.paper.submission",
    PaperKind.URGING: "snapshot.paper.urging",
    PaperKind.PROVINCE: "snapshot.paper.province",
    PaperKind.PROPOSAL: "snapshot.paper.proposal",
    PaperKind.DECISION: "snapshot.paper.decision",
    PaperKind.REPORT: "snapshot.paper.report",
    PaperKind.FIGURES: "snapshot.paper.figures",
}
_OF_KIND = {
    PaperKind.TABLE: "button.paper_table",
    PaperKind.UNION_TABLE: "button.paper_union_table",
    PaperKind.SUBMISSION: "button.paper_submission",
    PaperKind.URGING: "button.paper_urging",
    PaperKind.PROVINCE: "button.paper_province",
    PaperKind.PROPOSAL: "button.paper_proposal",
    PaperKind.DECISION: "button.paper_decision",
    PaperKind.REPORT: "button.paper_report",
    PaperKind.FIGURES: "button.paper_figures",
}
_OF_FORM = {PaperForm.PDF: "button.form_pdf", PaperForm.DOCX: "button.form_docx", PaperForm.XLSX: "button.form_xlsx"}
FORM_NAMES = {
    PaperForm.PDF: "snapshot.paper.form.pdf",
    PaperForm.DOCX: "snapshot.paper.form.docx",
    PaperForm.XLSX: "snapshot.paper.form.xlsx",
}
_GROUPS = {
    PaperGroup.STATE: "snapshot.paper.group.state",
    PaperGroup.UNION: "snapshot.paper.group.union",
    PaperGroup.WORDS: "snapshot.paper.group.words",
}


def papers(to: ShowPapers, number: int, kinds: Sequence[PaperKind]) -> Screen:
    """The papers of a group that can be made, a button each."""
    return screen(
        say("snapshot.paper.of_snapshot", number=number),
        say(_GROUPS[to.group]),
        say("snapshot.paper.choose") if kinds else say("snapshot.paper.none_yet"),
        rows=(
            *((Button(say(_OF_KIND[kind]), ShowForms(to.snapshot, kind)),) for kind in kinds),
            (up(to.snapshot, number),),
        ),
    )


def forms(to: ShowForms, number: int, found: Sequence[PaperForm], group: PaperGroup) -> Screen:
    return screen(
        say("snapshot.paper.head", kind=say(KINDS[to.kind]), number=number),
        say("snapshot.paper.forms") if found else say("snapshot.paper.none_yet"),
        rows=(
            tuple(Button(say(_OF_FORM[form]), MakePaper(to.snapshot, to.kind, form)) for form in found),
            (Button(say("button.templates"), ShowTemplates()) if group is PaperGroup.WORDS else None,),
            (Button(say("button.back"), ShowPapers(to.snapshot, group)), up(to.snapshot, number)),
        ),
    )


def paper_name(kind: PaperKind, form: PaperForm) -> Phrase:
    return say("snapshot.paper.named", kind=say(KINDS[kind]), form=say(FORM_NAMES[form]))


def make_again(snapshot: int, kind: PaperKind, form: PaperForm) -> Button:
    return Button(say("button.make_again"), MakePaper(snapshot, kind, form), Style.PRIMARY)


def making(here: MakePaper, number: int, done: int, wanted: int, *, failed: bool, made: bool) -> Screen:
    """The paper is being made, could not be, or is there by now. `done`, `wanted`: papers of the snapshot."""
    goes_on = not failed and not made
    key = "snapshot.paper.made" if made else "snapshot.paper.failed" if failed else "snapshot.paper.making"
    again = make_again(here.snapshot, here.kind, here.form) if failed else None
    there = Button(say("button.open_paper"), here, Style.PRIMARY) if made else None
    return screen(
        Phrase(key, {"paper": paper_name(here.kind, here.form), "number": number}),
        say("snapshot.paper.done_so_far", done=done, count=wanted) if goes_on and wanted > 1 else None,
        say("snapshot.paper.making_on") if goes_on else None,
        rows=((again or there,), (up(here.snapshot, number), HOME)),
    )


def paper(to: ShowPaper, number: int, file: Attachment, back: ToView | None) -> Screen:
    """The paper as a file. `back`: to where somebody reads it who is not of the Office."""
    office = (Button(say("button.back"), ShowForms(to.snapshot, to.kind)), up(to.snapshot, number))
    return screen(
        say("snapshot.paper.there", paper=paper_name(to.kind, to.form), number=number),
        rows=(office if back is None else (Button(say("button.back"), back), HOME),),
        file=file,
        keep=True,
    )


def told(made: PaperNow, number: int, file: Attachment | None) -> Screen:
    """The letter to whoever asked for it. `file`: None where it could not be made."""
    values = {"paper": paper_name(made.kind, made.form), "number": number}
    again = make_again(made.snapshot_id, made.kind, made.form) if file is None else None
    return screen(
        Phrase("snapshot.paper.failed" if file is None else "snapshot.paper.there", values),
        rows=((again,), (up(made.snapshot_id, number),)),
        file=file,
    )
