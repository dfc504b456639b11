"""A regime's tables read into values and checked as a whole. CatalogueError at the first thing that is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.dialogue.screens import Named, say
from bot.titles import catalogue, criteria
from bot.titles.layers import Layers
from bot.titles.tables import Table

# --- words that all regimes share -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    certainties: Mapping[str, criteria.Certainty]
    authorities: Mapping[str, Named]

    @classmethod
    def of(cls, table: Table) -> "Words":
        certainties = table.table("certainty")
        authorities = table.table("authority")
        return table.done(
            cls(
                {code: _certainty(certainties.table(code), code, doubt) for doubt, code in enumerate(certainties.data)},
                {id: authorities.named(id) for id in authorities.data},
            )
        )

    def certainty(self, table: Table, key: str = "certainty") -> criteria.Certainty:
        code = table.text(key)
        if code not in self.certainties:
            raise table.none_of(key, code, self.certainties)
        return self.certainties[code]

    def authority(self, table: Table) -> Named:
        id = table.text("authority")
        if id not in self.authorities:
            raise table.none_of("authority", id, self.authorities)
        return self.authorities[id]

    def source(self, table: Table) -> criteria.Source:
        return table.done(criteria.Source(table.text("text"), self.certainty(table)))


def _certainty(table: Table, code: str, doubt: int) -> criteria.Certainty:
    return table.done(
        criteria.Certainty(code, doubt, table.maybe("article", table.named), table.maybe("content", table.named))
    )


# --- tables into values -----------------------------------------------------------------------------------------------


def regime_from(layers: Layers, key: str, words: Words) -> catalogue.Regime:
    top = layers.top
    titles = {id: _title(table, words) for id, table in layers.titles.items()}
    _check_titles(titles, layers.titles)
    practices = {id: _practice(table, words, titles) for id, table in layers.practices.items()}
    told = top.texts("practices_on")
    if strangers := [id for id in told if id not in practices]:
        fault = say("regime.fault.no_practice", practice=strangers[0])
        raise top.error("practices_on", f"there is no practice {strangers[0]!r}", fault)
    active = top.flag("active")
    first, last = _campaigns(top.table("campaigns")) if active else (None, None)
    return top.done(
        catalogue.Regime(
            id=key,
            code=top.text("id"),
            aliases=top.maybe("aliases", top.texts) or (),
            name=top.named("name"),
            short=top.maybe("short", top.named) or top.named("name"),
            active=active,
            first_campaign=first,
            last_campaign=last,
            valid_from=top.maybe("valid_from", top.day),
            valid_to=top.maybe("valid_to", top.day),
            review_by=top.maybe("review_by", top.day),
            sources=top.texts("sources"),
            caution=top.named("caution"),
            to_check=top.maybe("to_check", top.flag) or False,
            families_off=frozenset(top.choices("families_off", catalogue.Family)),
            practices=tuple(practices[id] for id in told),
            notes={id: _note(table.without("id"), words) for id, table in layers.notes.items()},
            _titles={title.id: title for title in sorted(titles.values(), key=lambda title: title.order)},
        )
    )


def _campaigns(table: Table) -> tuple[int, int | None]:
    return table.done((table.number("first"), table.maybe("last", table.number)))


def _title(table: Table, words: Words) -> catalogue.Title:
    name = table.named("name")
    title = catalogue.Title(
        id=table.text("id"),
        name=name,
        short=table.named("short"),
        label=table.maybe("label", table.named) or name,
        abbr=table.texts("abbr"),
        kind=table.choice("kind", catalogue.Kind),
        family=table.choice("family", catalogue.Family),
        subjects=table.choices("subjects", catalogue.Subject),
        needs=table.choice("needs", catalogue.Needs) if table.has("needs") else None,
        level=table.choice("level", catalogue.Level),
        order=table.number("order"),
        authority=words.authority(table),
        implies=frozenset(table.maybe("implies", table.texts) or ()),
        exclusive_with=frozenset(table.maybe("exclusive_with", table.texts) or ()),
        requires=tuple(_requirement(row, words) for row in table.tables("requires")),
        quota=_quota(table.table("quota"), words) if table.has("quota") else None,
        vote=_vote(table.table("vote"), words) if table.has("vote") else None,
        self_register=table.flag("self_register") if table.has("self_register") else True,
        in_plan=table.flag("in_plan"),
        standard=tuple(row.done(Named(row.text("vi"), row.text("en"))) for row in table.tables("standard")),
        notes=tuple(_note(row, words) for row in table.tables("notes")),
        sources=tuple(words.source(row) for row in table.tables("sources")),
        certainty=words.certainty(table),
    )
    for key in ("subjects", "standard", "sources"):
        if not getattr(title, key):
            raise table.error(key, "is missing or empty", say("regime.fault.missing"))
    return table.done(title)


def _requirement(table: Table, words: Words) -> criteria.Requirement:
    certainty = words.certainty(table)
    requirement: criteria.Requirement
    match table.text("kind"):
        case "rating":
            years = table.maybe("years", table.number) or 1
            requirement = criteria.RatingAtLeast(certainty, table.choice("at_least", criteria.Rating), years)
        case "one_of":
            count = table.maybe("count", table.number) or 1
            requirement = criteria.OneOf(certainty, table.choices("of", criteria.Ground), count)
        case "consecutive":
            titles, times, yearly = table.texts("titles"), table.number("times"), table.flag("yearly")
            if yearly and len(titles) != 1:
                raise table.error("titles", "years can be counted of one title only", say("regime.fault.one_title"))
            requirement = criteria.Consecutive(certainty, titles, times, yearly)
        case "member_share":
            strictly_more = table.has("more_than")
            percent = _percent(table, "more_than" if strictly_more else "at_least")
            title = table.maybe("title", table.text)
            rating = None if title else table.choice("rating", criteria.Rating)
            requirement = criteria.MemberShare(certainty, percent, strictly_more, title, rating)
        case "members_with":
            requirement = criteria.MembersWith(certainty, table.text("title"), table.number("at_least"))
        case "no_discipline":
            requirement = criteria.NoDiscipline(certainty, table.choice("since", criteria.Measure))
        case "bloc_rank":
            requirement = criteria.BlocRank(certainty, table.numbers("ranks"))
        case other:
            fault = say("regime.fault.no_requirement", kind=other)
            raise table.error("kind", f"{other!r} is no kind of requirement", fault)
    return table.done(requirement)


def _percent(table: Table, key: str) -> int:
    percent = table.number(key)
    if not 0 < percent <= 100:
        raise table.error(key, f"{percent} is no percentage", say("regime.fault.percent", percent=percent))
    return percent


def _quota(table: Table, words: Words) -> criteria.Quota:
    percent = _percent(table, "percent") if table.has("percent") else None
    of = table.text("of") if percent else None
    note = table.named("note") if not percent else table.maybe("note", table.named)
    rounding = table.choice("rounding", criteria.Rounding) if table.has("rounding") else criteria.Rounding.DOWN
    applies = table.maybe("applies", table.flag)
    source = words.source(table.table("source"))
    return table.done(criteria.Quota(source, percent, of, note, rounding, applies is not False))


def _vote(table: Table, words: Words) -> criteria.Vote:
    percent = _percent(table, "percent") if table.has("percent") else None
    note = table.named("note") if not percent else table.maybe("note", table.named)
    return table.done(criteria.Vote(words.source(table.table("source")), percent, note))


def _note(table: Table, words: Words) -> criteria.Note:
    return table.done(criteria.Note(table.named("text"), words.source(table.table("source"))))


def _practice(table: Table, words: Words, titles: Mapping[str, catalogue.Title]) -> criteria.Practice:
    practice = criteria.Practice(
        id=table.text("id"),
        text=table.named("text"),
        source=words.source(table.table("source")),
        titles=frozenset(table.texts("titles")),
        months=table.maybe("months", table.number),
    )
    _known(table, "titles", practice.titles, titles)
    return table.done(practice)


# --- what must hold between titles ------------------------------------------------------------------------------------


def _known(table: Table, key: str, ids: Iterable[str], titles: Mapping[str, catalogue.Title]) -> None:
    if strangers := sorted(set(ids) - titles.keys()):
        raise table.unknown_title(key, strangers[0])


def _check_titles(titles: Mapping[str, catalogue.Title], tables: Mapping[str, Table]) -> None:
    places: dict[object, str] = {}
    for id, title in titles.items():
        table = tables[id]
        for key, value in (("order", title.order), ("name", title.name.vi), ("name", title.name.en)):
            if (other := places.setdefault(value, id)) != id:
                fault = say("regime.fault.taken", value=str(value), other=other)
                raise table.error(key, f"{value!r} is already that of {other}", fault)
        _known(table, "implies", title.implies, titles)
        _known(table, "exclusive_with", title.exclusive_with, titles)
        _known(table, "requires", _named_in(title.requires), titles)
        if title.quota and title.quota.of:
            _known(table, "quota", [title.quota.of], titles)
        if title.needs and title.family is not catalogue.Family.UNION:
            fault = say("regime.fault.needs")
            raise table.error("needs", "only union titles ask for a union member or officer", fault)
        for other in sorted(title.exclusive_with):
            if id not in titles[other].exclusive_with:
                fault = say("regime.fault.one_sided", title=id, other=other)
                raise table.error("exclusive_with", f"{other} does not exclude {id} in return", fault)
        implied = catalogue.reached(id, titles)
        if id in implied:
            raise table.circle("implies", "titles imply each other in a circle")
        for other in sorted(implied):
            if other in title.exclusive_with:
                raise table.error("implies", f"{other} is also excluded", say("regime.fault.excluded", other=other))
            if titles[other].subjects != title.subjects or titles[other].family is not title.family:
                fault = say("regime.fault.other_holders", other=other)
                raise table.error("implies", f"{other} is for other holders or of the other family", fault)


def _named_in(requirements: Iterable[criteria.Requirement]) -> set[str]:
    named: set[str] = set()
    for requirement in requirements:
        match requirement:
            case criteria.Consecutive(titles=titles):
                named.update(titles)
            case criteria.MemberShare(title=str(title)) | criteria.MembersWith(title=title):
                named.add(title)
    return named
