"""Lists drawn from a snapshot: titles that somebody above recognises, to be registered there; and those that the
department recognises itself, with room for the result. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.consolidation.content import Part as PartThen
from bot.consolidation.content import TitleThen
from bot.consolidation.papers.consolidated import closing, parts
from bot.consolidation.papers.heads import bases, head, note, signatures, what
from bot.consolidation.papers.material import Material, Say
from bot.dialogue.screens import Phrase, say
from bot.papers.tables.table import Table
from bot.titles.catalogue import Family, Level


def province(phrase: Say, material: Material) -> Table:
    """Danh sách đăng ký với cấp trên: on a day of its own, which is written by hand."""
    part = _only(material, above=True)
    year = material.content.campaign.year
    by = [
        say("paper.above.by", title=one.name, authority=one.authority)
        for one in part.titles
        if part.people(one.id) or part.collectives(one.id)
    ]
    ends: list[Phrase] = [say("paper.above.recognised", titles=by)] if by else []
    return _listed(
        phrase,
        material,
        part,
        say("paper.above.about", what=what(material.content, Family.STATE), year=year),
        (say("paper.above.intro", year=year, at=material.at), say("paper.above.until", year=year)),
        ends,
    )


def proposal(phrase: Say, material: Material) -> Table:
    """Danh sách đề nghị công nhận: those who have registered a title of the department's own."""
    part, year = _only(material, above=False), material.content.campaign.year
    return _listed(
        phrase,
        material,
        part,
        say("paper.proposal.about", what=what(material.content, Family.STATE), year=year),
        (say("paper.proposal.intro", year=year, at=material.at),),
        (),
        result=True,
    )


def _only(material: Material, *, above: bool) -> PartThen:
    """The State's part with the titles of one level only."""
    whole = material.content.part(Family.STATE) or PartThen(Family.STATE, (), ())
    return replace(whole, titles=tuple(one for one in whole.titles if (one.level is not Level.BASE) is above))


def _listed(
    phrase: Say,
    material: Material,
    part: PartThen,
    about: Phrase,
    intro: Sequence[Phrase],
    ends: Sequence[Phrase],
    *,
    result: bool = False,
) -> Table:
    personal: tuple[TitleThen, ...] = part.personal
    said = phrase(about)
    return Table(
        said,
        head(phrase, material, Family.STATE),
        phrase(say("paper.proposal.kind")),
        said,
        bases(phrase, material),
        tuple(phrase(one) for one in intro),
        parts(phrase, part, personal, part.collective, result=result, every=False),
        tuple(phrase(one) for one in (*closing(part, personal, part.collective), *ends)),
        signatures(phrase, material, Family.STATE),
        note(phrase, material),
        material.at,
        phrase(say("paper.table.continued")),
        phrase(say("paper.table.visible")),
        phrase(say("paper.table.sheet_by_unit")),
    )
