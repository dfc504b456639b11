"""Values and lists that every document of a snapshot has. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.consolidation.content import Part, SnapshotContent
from bot.organisation.records import Prefix, SignedPaper
from bot.papers.official.official import OfficialKind
from bot.papers.official.pieces import moment, named_plan, numbered, said
from bot.titles.catalogue import Family

_SIGNING = {
    Prefix.NONE: "signing_none",
    Prefix.TM: "signing_tm",
    Prefix.KT: "signing_kt",
    Prefix.TL: "signing_tl",
    Prefix.TUQ: "signing_tuq",
}
_SIGNED = {OfficialKind.DECISION: (SignedPaper.PLAN, "director")}
_CHIEF = SignedPaper.SUBMISSION, "chief"
"""The signatory whose word is taken, and the office where none is said. The Director, who signs the plan, signs the
decision."""


@dataclass(frozen=True, slots=True)
class Source:
    """A snapshot as a document is made of it. `at`: the moment that it shows, in local time."""

    content: SnapshotContent
    number: int
    at: datetime
    mark: str = ""

    @property
    def state(self) -> Part:
        part = self.content.part(Family.STATE)
        assert part is not None  # every snapshot has the State's
        return part

    @property
    def union(self) -> Part | None:
        return self.content.part(Family.UNION)


def values(source: Source, kind: OfficialKind) -> dict[str, str]:
    """The values that every document has."""
    campaign, office, at = source.content.campaign, source.content.office, moment(source.at)
    department = office.name or said("department")
    note = said("note_marked" if source.mark else "note", number=source.number, at=at, mark=source.mark)
    place = office.place or said("blank")
    return {
        "department": department,
        "department_capitals": (office.name or said("blank")).upper(),
        "superior_capitals": (office.superior or said("blank")).upper(),
        "dated": said("dated", place=place, year=source.at.year),
        "year": str(campaign.year),
        "campaign": campaign.name,
        "plan": named_plan(campaign.plan_number, campaign.plan_date, department, campaign.year),
        "deadline": moment(campaign.deadline_at.astimezone(source.at.tzinfo)),
        "at": at,
        "number": str(source.number),
        "note": note,
        **signature(source.content, kind),
    }


def signature(content: SnapshotContent, kind: OfficialKind) -> dict[str, str]:
    """The one who signs it, in capitals, and the printed name."""
    paper, office = _SIGNED.get(kind, _CHIEF)
    one = content.signatures.get(paper)
    if one is None:
        return {"sign_office": said(office), "sign_name": ""}
    above = said(_SIGNING[one.prefix], stands_for=one.stands_for.upper(), office=one.office.upper())
    return {"sign_office": above, "sign_name": one.full_name}


def bases(source: Source) -> list[dict[str, Any]]:
    return numbered({"words": one} for one in source.content.campaign.bases)
