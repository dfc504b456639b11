"""The papers of a snapshot: views and acts."""

from bot.consolidation import reading, records
from bot.consolidation.kinds import MIMES, PaperKind
from bot.consolidation.office import actions, paper_screens
from bot.consolidation.papers import offered
from bot.consolidation.papers.material import file_name
from bot.consolidation.papers.settling import given_up
from bot.consolidation.targets import MakePaper, PaperGroup, ShowForms, ShowMaking, ShowPaper, ShowPapers
from bot.dialogue.screens import Attachment, Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx

GROUPS = {
    PaperGroup.STATE: (PaperKind.TABLE, PaperKind.PROVINCE, PaperKind.PROPOSAL, PaperKind.FIGURES),
    PaperGroup.UNION: (PaperKind.UNION_TABLE,),
    PaperGroup.WORDS: (PaperKind.SUBMISSION, PaperKind.URGING, PaperKind.REPORT, PaperKind.DECISION),
}


def papers(tx: Tx, actor: Actor, to: ShowPapers) -> Screen:
    actions.office_only(actor)
    one, _content = reading.taken(tx, to.snapshot)
    kinds = [kind for kind in GROUPS[to.group] if offered.forms(kind)]
    return paper_screens.papers(to, one.number, kinds)


def forms(tx: Tx, actor: Actor, to: ShowForms) -> Screen:
    actions.office_only(actor)
    one, _content = reading.taken(tx, to.snapshot)
    group = next(group for group, kinds in GROUPS.items() if to.kind in kinds)
    return paper_screens.forms(to, one.number, offered.forms(to.kind), group)


def making(tx: Tx, actor: Actor, to: ShowMaking) -> Screen:
    actions.office_only(actor)
    one, made = reading.snapshot(tx, to.snapshot), records.paper(tx, to.snapshot, to.kind, to.form)
    if made is None:
        raise Refusal("stale.button")
    here = MakePaper(to.snapshot, to.kind, to.form)
    return paper_screens.making(here, one.number, failed=given_up(made), made=made.sha256 is not None)


def paper(tx: Tx, actor: Actor, to: ShowPaper) -> Screen:
    actions.office_only(actor)
    one, made = reading.snapshot(tx, to.snapshot), records.paper(tx, to.snapshot, to.kind, to.form)
    if made is None or made.sha256 is None:
        raise Refusal("stale.button")
    name = file_name(to.kind, to.form, reading.campaign_of(tx, one).year, one.number)
    return paper_screens.paper(to, one.number, Attachment(made.sha256, name, MIMES[to.form]))


VIEWS = (
    View(ShowPapers, papers),
    View(ShowForms, forms),
    View(ShowMaking, making, living=True),
    View(ShowPaper, paper),
)


def make_paper(tx: Tx, actor: Actor, to: MakePaper) -> ToView:
    there = actions.make(tx, actor, to.snapshot, to.kind, to.form)
    return (ShowPaper if there else ShowMaking)(to.snapshot, to.kind, to.form)


ACTS = (Act(MakePaper, make_paper),)
