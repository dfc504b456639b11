"""Dự thảo quyết định công nhận: the titles that the Director recognises, with whoever has registered them. Pure."""

from collections.abc import Iterator
from typing import Any

from bot.consolidation.content import Part
from bot.consolidation.official.values import Source, bases, values
from bot.papers.official.official import Official, OfficialKind
from bot.papers.official.pieces import number, numbered, said
from bot.titles.catalogue import Level


def decision(source: Source) -> Official:
    state = source.state
    own = {title.id for title in state.titles if title.level is Level.BASE}
    people = sum(bool(own & set(row.titles)) for row in state.rows)
    collectives = sum(bool(own & set(group.content.collective)) for group in state.groups)
    every = values(source, OfficialKind.DECISION)
    return Official(
        OfficialKind.DECISION,
        source.at,
        {
            **every,
            "honoured_people": number(people),
            "honoured_collectives": number(collectives),
            "honoured": _honoured(people, collectives),
        },
        {
            "bases": bases(source),
            "honours": numbered(_honours(state, every["department"])),
        },
    )


def _honoured(people: int, collectives: int) -> str:
    """Both numbers in words; of one that is none, nothing. Where nobody has registered, room to write them."""
    if not people and not collectives:
        return said("honoured_nobody")
    kind = "both" if people and collectives else "people" if people else "collectives"
    return said(f"honoured_{kind}", people=number(people), collectives=number(collectives))


def _honours(part: Part, department: str) -> Iterator[dict[str, Any]]:
    """Each title of the Director's with its holders, those that somebody has registered."""
    for title in part.titles:
        if title.level is not Level.BASE:
            continue
        people = [
            {"name": row.name, "position": row.position, "unit": group.name}
            for group in part.groups
            for row in group.rows
            if title.id in row.titles
        ]
        units = [
            {"name": group.name, "position": "", "unit": group.above or department}
            for group in part.groups
            if title.id in group.content.collective
        ]
        for holders, lower in ((people, "holders_person"), (units, "holders_unit")):
            if holders:
                words = {"title": title.name, "count": number(len(holders)), "holders_lower": said(lower)}
                yield {**words, "holders": numbered(holders)}
