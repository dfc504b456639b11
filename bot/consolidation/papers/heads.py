"""The frame of every table of a snapshot: head, «Căn cứ …», the note in the foot, and who signs. Pure."""

from dataclasses import replace

from bot.consolidation.content import Signature as SignatureThen
from bot.consolidation.content import SnapshotContent
from bot.consolidation.papers.material import Material, Say
from bot.dialogue.screens import Phrase, say
from bot.folding import fold
from bot.organisation.papers import office_above
from bot.organisation.records import Prefix, SignedPaper
from bot.papers.basis import based_on, plan
from bot.papers.issuer import Issuer
from bot.papers.tables.table import Head, Signature
from bot.titles.catalogue import Family, Kind

_OFFICE = "chanh van phong"


def issuer_then(content: SnapshotContent) -> Issuer:
    """The department as papers of the snapshot name it."""
    own = content.office
    return Issuer(own.name, own.superior, own.place, own.union_name)


def head(phrase: Say, material: Material, family: Family) -> Head:
    """The issuer is the department, or its union. The day is written by hand, the year is the snapshot's."""
    by = issuer_then(material.content)
    union = family is Family.UNION
    return Head(
        phrase(say("paper.blank") if union else by.above),
        phrase(by.union_heading if union else by.heading),
        phrase(say("paper.country")),
        phrase(say("paper.motto")),
        phrase(say("paper.table.mark", number=material.number)),
        phrase(by.dated(material.at.year)),
    )


def bases(phrase: Say, material: Material) -> tuple[str, ...]:
    """The documents that the campaign's plan refers to, and the plan itself."""
    campaign = material.content.campaign
    department = issuer_then(material.content).in_words
    own = plan(campaign.plan_number, campaign.plan_date, department, campaign.year)
    return tuple(phrase(line) for line in based_on((*campaign.bases, own)))


def note(phrase: Say, material: Material) -> str:
    """The number of the snapshot, the moment that it shows, and the mark of the audit trail."""
    values = {"number": material.number, "at": material.at}
    if not material.mark:
        return phrase(say("paper.table.note", **values))
    return phrase(say("paper.table.note_marked", **values, mark=material.mark))


def what(content: SnapshotContent, family: Family) -> Phrase:
    """The name of what is registered within a sentence: titles, or commendations too where there are some."""
    part = content.part(family)
    commended = part is not None and any(title.kind is Kind.COMMENDATION for title in part.titles)
    return say("paper.list.what_commended" if commended else "paper.list.what")


def signatures(phrase: Say, material: Material, family: Family) -> tuple[Signature, ...]:
    """The one who made the paper stands on the left, the one whose paper it is on the right."""
    signing = material.content.signatures
    hint, sealed = phrase(say("paper.sign.hint")), phrase(say("paper.list.sealed"))

    def block(one: SignatureThen | None, default: str, below: str) -> Signature:
        if one is None:
            return Signature(phrase(say(default)), below)
        return Signature(phrase(office_above(one)), below, one.full_name)

    maker = block(None, "paper.list.made_by", hint)
    if family is Family.UNION:
        return maker, block(signing.get(SignedPaper.UNION_LIST), "paper.table.chair", sealed)
    one = signing.get(SignedPaper.CONSOLIDATION)
    of_office = one is None or _of_office(one)
    submitting = signing.get(SignedPaper.SUBMISSION)
    if submitting is not None and _of_office(submitting):  # who submits it to the Director does not sign in that place
        one, submitting = one or submitting, None
    director = submitting if of_office else one
    chief = block(one if of_office else None, "paper.table.office_head", hint)
    if one is not None and of_office and one.prefix in {Prefix.TL, Prefix.TUQ}:
        return maker, replace(chief, hint=sealed)  # by the Director's order, who does not sign beside it
    return maker, chief, block(director, "paper.table.director", sealed)


def _of_office(one: SignatureThen) -> bool:
    return fold(one.office).removeprefix("pho ").startswith(_OFFICE)
