"""Bảng tổng hợp: everybody who registers, by unit, and collectives, with a column a title. Pure."""

from collections.abc import Sequence

from bot.consolidation.content import Group, TitleThen
from bot.consolidation.content import Part as PartThen
from bot.consolidation.papers.heads import bases, head, note, signatures, what
from bot.consolidation.papers.material import Material, Say
from bot.dialogue.screens import Phrase, say
from bot.papers.official.pieces import number as figure
from bot.papers.tables import table as pure
from bot.papers.tables.table import MARK, Column, Part, Table, spread
from bot.registration.records import Agreement
from bot.sheets.content import SheetRow
from bot.titles.catalogue import Family

_NUMBER, _RESULT = 11.0, 24.0
_WIDE, _NARROW = 17.0, 12.5
_MANY = 6
"""So many titles and more stand in narrow columns."""


def consolidated(phrase: Say, material: Material, family: Family) -> Table:
    """The consolidated table of the State's or the union's titles."""
    content, union = material.content, family is Family.UNION
    year, registered = content.campaign.year, what(content, family)
    part = content.part(family) or PartThen(family, (), ())
    union_name = say("paper.named", name=content.office.union_name) if content.office.union_name else None
    intro = say("paper.table.intro", what=registered, year=year, at=material.at)
    if union:
        by = union_name or say("paper.table.union_in_words")
        intro = say("paper.table.intro_union", union=by, what=registered, year=year, at=material.at)
    return Table(
        phrase(say("paper.table.title_union" if union else "paper.table.title", what=registered, year=year)),
        head(phrase, material, family),
        phrase(say("paper.table.kind")),
        phrase(say("paper.table.about_union" if union else "paper.table.about", what=registered, year=year)),
        bases(phrase, material),
        (phrase(intro),),
        parts(phrase, part, part.personal, part.collective),
        tuple(phrase(one) for one in (*closing(part, part.personal, part.collective), *missing(part))),
        signatures(phrase, material, family),
        note(phrase, material),
        material.at,
        phrase(say("paper.table.continued")),
        phrase(say("paper.table.visible")),
        phrase(say("paper.table.sheet_by_group" if union else "paper.table.sheet_by_unit")),
    )


def parts(
    phrase: Say,
    part: PartThen,
    personal: Sequence[TitleThen],
    collective: Sequence[TitleThen],
    *,
    result: bool = False,
    every: bool = True,
) -> tuple[Part, ...]:
    """People by unit, and collectives, each where there are titles for them. `result`: with room for what became of it.
    `every`: collectives that register none of the titles too."""
    made = []
    if personal or not collective:
        made.append(_people(phrase, part, personal, result))
    if collective:
        made.append(_collectives(phrase, part, collective, result, every))
    return tuple(made)


def _people(phrase: Say, part: PartThen, titles: Sequence[TitleThen], result: bool) -> Part:
    union, wanted = part.family is Family.UNION, {title.id for title in titles}
    marks = _marks(titles)
    fixed = _NUMBER + sum(one.width for one in marks) + (_RESULT if result else 0)
    last = (_column(phrase, "paper.table.column_result", _RESULT),) if result else ()
    if union:  # no union title asks for an initiative
        name, post, noted = spread(fixed, 5, 5, 4)
        beside: tuple[Column, ...] = ()
    else:
        name, post, initiative, noted = spread(fixed, 12, 9, 12, 8)
        beside = (_column(phrase, "paper.table.column_initiative", initiative),)
    columns = (
        _column(phrase, "paper.table.column_number", _NUMBER, centred=True),
        _column(phrase, "paper.table.column_name", name),
        _column(phrase, "paper.table.column_position", post),
        *marks,
        *beside,
        *last,
        _column(phrase, "paper.table.column_note", noted),
    )
    groups: list[pure.Group] = []
    number = 0
    for group in part.groups:
        rows = []
        for row in group.rows:
            if wanted.isdisjoint(row.titles):
                continue
            number += 1
            crosses = [MARK if title.id in row.titles else "" for title in titles]
            own = () if union else (_initiative(phrase, row),)
            rows.append((str(number), row.name, row.position, *crosses, *own, *("",) * result, _note(phrase, row)))
        if rows:
            sums = tuple(sum(title.id in row.titles for row in group.rows) for title in titles)
            groups.append(pure.Group(pure.roman(len(groups) + 1), _called(phrase, group), tuple(rows), sums))
    return Part(
        phrase(say("paper.table.people")),
        phrase(say("paper.table.sheet_people")),
        columns,
        tuple(groups),
        phrase(say("paper.table.total")),
        unit=phrase(say("paper.table.column_group" if union else "paper.table.column_unit")),
    )


def _collectives(phrase: Say, part: PartThen, titles: Sequence[TitleThen], result: bool, every: bool) -> Part:
    union, wanted = part.family is Family.UNION, {title.id for title in titles}
    marks = _marks(titles, 1.5)
    total, results = 28.0, (_RESULT if result else 0)
    name, noted = spread(_NUMBER + total + results + sum(one.width for one in marks), 6, 5)
    columns = (
        _column(phrase, "paper.table.column_number", _NUMBER, centred=True),
        _column(phrase, "paper.table.column_group" if union else "paper.table.column_collective", name),
        _column(phrase, "paper.table.column_members" if union else "paper.table.column_staff", total, centred=True),
        *marks,
        *((_column(phrase, "paper.table.column_result", _RESULT),) if result else ()),
        _column(phrase, "paper.table.column_note", noted),
    )
    rows: list[tuple[str, ...]] = []
    counted = [0] * len(titles)
    for group in part.groups:
        own = group.content.collective
        if not group.collective or not (every or wanted.intersection(own)):
            continue
        crosses = [MARK if title.id in own else "" for title in titles]
        counted = [count + bool(cross) for count, cross in zip(counted, crosses, strict=True)]
        cells = (str(len(rows) + 1), _called(phrase, group), str(len(group.rows)), *crosses)
        rows.append((*cells, *("",) * result, phrase(_sent(group)) if every else ""))
    return Part(
        phrase(say("paper.table.groups" if union else "paper.table.collectives")),
        phrase(say("paper.table.sheet_groups" if union else "paper.table.sheet_collectives")),
        columns,
        (pure.Group("", "", tuple(rows), tuple(counted)),),
        phrase(say("paper.table.total")),
        numbers=(2,),
    )


def closing(part: PartThen, personal: Sequence[TitleThen], collective: Sequence[TitleThen]) -> tuple[Phrase, ...]:
    """The sums in words, of people and of collectives: without titles that nobody registers."""
    union, said = part.family is Family.UNION, []
    people = _registering([row.titles for row in part.rows], personal)
    bodies = _registering([group.content.collective for group in part.groups if group.collective], collective)
    for titles, count, of, some, none in (
        (personal, people, part.people, "paper.table.sum_people", "paper.table.no_people"),
        (
            collective,
            bodies,
            part.collectives,
            "paper.table.sum_groups" if union else "paper.table.sum_collectives",
            "paper.table.no_groups" if union else "paper.table.no_collectives",
        ),
    ):
        if count:
            counts = [(one.name, of(one.id)) for one in titles]
            by_title = [say("paper.table.sum_title", title=name, count=figure(each)) for name, each in counts if each]
            said.append(say(some, count=figure(count), titles=by_title))
        elif titles:
            said.append(say(none))
    return tuple(said)


def missing(part: PartThen) -> tuple[Phrase, ...]:
    """The units in which nobody has registered yet, by name."""
    empty = [group.name for group in part.groups if group.collective and not group.registered]
    key = "paper.table.missing_groups" if part.family is Family.UNION else "paper.table.missing_units"
    return (say(key, names=empty),) if empty else ()


def _registering(own: Sequence[Sequence[str]], titles: Sequence[TitleThen]) -> int:
    wanted = {title.id for title in titles}
    return sum(not wanted.isdisjoint(ids) for ids in own)


def _column(phrase: Say, key: str, width: float, *, centred: bool = False) -> Column:
    return Column(phrase(say(key)), width, centred=centred)


def _marks(titles: Sequence[TitleThen], wider: float = 1.0) -> tuple[Column, ...]:
    width = _WIDE if len(titles) < _MANY else _NARROW
    return tuple(Column(title.short, width * wider, mark=True) for title in titles)


def _called(phrase: Say, group: Group) -> str:
    return group.name or phrase(say("paper.table.no_unit"))


def _initiative(phrase: Say, row: SheetRow) -> str:
    if row.initiative:  # in one line: breaks that somebody typed would make a row higher than a page
        return " ".join(row.initiative.split())
    return phrase(say("paper.list.initiative_later")) if row.initiative_later else ""


def _note(phrase: Say, row: SheetRow) -> str:
    """The reservation under which a registration stands, if there is one."""
    if row.agreement is Agreement.AWAITED:
        return phrase(say("paper.table.note_proxy"))
    return "" if row.confirmed else phrase(say("paper.table.note_unconfirmed"))


def _sent(group: Group) -> Phrase:
    sent = group.sent
    if sent is None:
        return say("paper.table.list_awaited")
    key = "paper.table.list_differs" if sent.differs else "paper.table.list_sent"
    return say(key, code=sent.code, version=sent.version)
