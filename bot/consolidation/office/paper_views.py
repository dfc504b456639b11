"""The papers of a snapshot: views and acts."""

from bot.consolidation import addressing, reading, records
from bot.consolidation.kinds import MIMES, PaperKind
from bot.consolidation.office import actions, paper_screens
from bot.consolidation.papers import offered
from bot.consolidation.papers.material import file_name
from bot.consolidation.papers.settling import given_up
from bot.consolidation.targets import MakePaper, PaperGroup, ShowForms, ShowMaking, ShowPaper, ShowPapers
from bot.dialogue.screens import Attachment, Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowSubmitted
from bot.people.identity import Actor
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Family

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
    here, wanted = MakePaper(to.snapshot, to.kind, to.form), records.papers(tx, to.snapshot)
    done = sum(other.sha256 is not None for other in wanted)
    failed = given_up(made)
    return paper_screens.making(here, one.number, done, len(wanted), failed=failed, made=made.sha256 is not None)


def paper(tx: Tx, actor: Actor, to: ShowPaper) -> Screen:
    """For the Office, and for those to whom it was submitted."""
    family = Family.UNION if to.kind is PaperKind.UNION_TABLE else Family.STATE
    addressing.may_read(tx, actor, family, to.snapshot, to.kind)
    one, made = reading.snapshot(tx, to.snapshot), records.paper(tx, to.snapshot, to.kind, to.form)
    if made is None or made.sha256 is None:
        raise Refusal("stale.button")
    name = file_name(to.kind, to.form, reading.campaign_of(tx, one).year, one.number)
    file, back = Attachment(made.sha256, name, MIMES[to.form]), ShowSubmitted(family)
    return paper_screens.paper(to, one.number, file, None if actor.has(Role.OFFICE) else back)


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
