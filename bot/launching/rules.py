"""Rules of a campaign that the Office sets: its window, its titles and shares, and what it begins with. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.campaigns.records import ShareLimit
from bot.dialogue.screens import Named
from bot.launching.values import Values
from bot.refusal import Refusal
from bot.titles.catalogue import Catalogue, Family, Regime, Title, received_in
from bot.titles.criteria import Rounding
from bot.titles.rules import implied
from bot.words import own_words

LONGEST_WINDOW = timedelta(days=366)
"""No deadline lies farther from the opening, and no end of the time to supplement farther from the deadline."""
PAST_OPENING = timedelta(days=92)
"""An opening that is over no longer than this is taken: the plan was signed, and registering on paper has begun."""
YEARS_AHEAD = 2
SHORTEST_NAME, LONGEST_NAME = 8, 120
SHORTEST_DOCUMENT, LONGEST_DOCUMENT, MOST_DOCUMENTS = 6, 500, 20
"""Characters of the name of a document that a plan refers to; documents."""


# --- the window -------------------------------------------------------------------------------------------------------


def check_year(year: int, taken: Mapping[int, Named | str], today: date, catalogue: Catalogue) -> None:
    """Raises Refusal for a year that is not near, that has its campaign, or of which no rules are known."""
    if not today.year - 1 <= year <= today.year + YEARS_AHEAD:
        raise Refusal("launch.year_far", first=today.year - 1, last=today.year + YEARS_AHEAD)
    if year in taken:
        raise Refusal("launch.year_taken", year=year, name=taken[year])
    if not regimes_of(catalogue, year):
        raise Refusal("launch.year_without_rules", year=year)


def check_opening(opens: datetime, values: Values, now: datetime) -> None:
    """Raises Refusal: long over, too far ahead, or not before the deadline that is set."""
    if opens < now - PAST_OPENING:
        raise Refusal("launch.opens_over", day=opens)
    if opens > now + LONGEST_WINDOW:
        raise Refusal("launch.far", latest=now + LONGEST_WINDOW)
    deadline = _moment(values, "deadline")
    if deadline is not None and opens >= deadline:
        raise Refusal("launch.opens_after", opens=opens, deadline=deadline)


def check_deadline(deadline: datetime, values: Values, now: datetime, *, may_be_over: bool = False) -> None:
    """Raises Refusal: not after the opening, over, or too far ahead. `may_be_over`: a campaign that runs is closed by
    it."""
    opens = _moment(values, "opens")
    if opens is not None and deadline <= opens:
        raise Refusal("launch.deadline_before", deadline=deadline, opens=opens)
    if deadline <= now and not may_be_over:
        raise Refusal("launch.deadline_over", deadline=deadline)
    if deadline > max(now, opens or now) + LONGEST_WINDOW:
        raise Refusal("launch.far", latest=max(now, opens or now) + LONGEST_WINDOW)


def check_supplement(until: datetime, values: Values, now: datetime) -> None:
    """Raises Refusal: not after the deadline, over, or too far from it."""
    deadline = _moment(values, "deadline")
    if deadline is not None and until <= deadline:
        raise Refusal("launch.supplement_before", until=until, deadline=deadline)
    if until <= now:
        raise Refusal("launch.deadline_over", deadline=until)
    if until > (deadline or now) + LONGEST_WINDOW:
        raise Refusal("launch.far", latest=(deadline or now) + LONGEST_WINDOW)


def check_initiative(day: date, values: Values, today: date) -> None:
    """Raises Refusal: over, before the opening, or too far ahead."""
    opens = _moment(values, "opens")
    if day < today or (opens is not None and day < opens.date()):
        raise Refusal("launch.initiative_early", day=day)
    if day > today + 2 * LONGEST_WINDOW:
        raise Refusal("launch.far_day", latest=today + 2 * LONGEST_WINDOW)


def check_whole(values: Values, now: datetime) -> None:
    """Raises Refusal where the window is not one any more: a draft may have waited long."""
    deadline, until = _moment(values, "deadline"), _moment(values, "supplement")
    assert deadline is not None
    check_deadline(deadline, values, now)
    if until is not None:
        check_supplement(until, values, now)


def check_order(values: Values) -> None:
    """Raises Refusal where the window does not open, close and end in this order: a colleague may have moved one of
    them meanwhile."""
    opens, deadline, until = (_moment(values, key) for key in ("opens", "deadline", "supplement"))
    assert opens is not None and deadline is not None
    if opens >= deadline:
        raise Refusal("launch.opens_after", opens=opens, deadline=deadline)
    if until is not None and until <= deadline:
        raise Refusal("launch.supplement_before", until=until, deadline=deadline)


def _moment(values: Values, key: str) -> datetime | None:
    return datetime.fromisoformat(values[key]) if values.get(key) else None


# --- words ------------------------------------------------------------------------------------------------------------


def campaign_name(text: str) -> str:
    """The name as it is kept. Raises Refusal."""
    return own_words(text.replace("\n", " "), shortest=SHORTEST_NAME, longest=LONGEST_NAME)


def documents(names: Iterable[str], there: int = 0) -> list[str]:
    """The names of documents as they are kept, beside so many that there are already. Raises Refusal."""
    new = [own_words(" ".join(one.split()), shortest=SHORTEST_DOCUMENT, longest=LONGEST_DOCUMENT) for one in names]
    if there + len(new) > MOST_DOCUMENTS:
        raise Refusal("launch.basis_many", most=MOST_DOCUMENTS)
    return new


# --- rules and titles -------------------------------------------------------------------------------------------------


def regimes_of(catalogue: Catalogue, year: int) -> list[Regime]:
    """The sets of rules that a campaign of that year may fall under: first the one that applies to files received when
    it ends, then the later ones."""
    applying = catalogue.on(received_in(year))
    found = [regime for regime in catalogue if regime.active and regime.covers(year)]
    return sorted(found, key=lambda regime: (regime is applying, regime.first_campaign or 0), reverse=True)


def choosable(regime: Regime) -> tuple[Title, ...]:
    """The titles that a campaign under these rules may take registrations of, in the order of lists."""
    return regime.titles(self_register=True)


def usual_titles(regime: Regime) -> frozenset[str]:
    """The titles that a campaign takes unless the Office says otherwise."""
    return implied(regime, (title.id for title in choosable(regime) if title.family not in regime.families_off))


def toggled(
    regime: Regime, chosen: Iterable[str], which: Title | Family, registered: Mapping[str, int]
) -> frozenset[str]:
    """The titles of a campaign after a tap on one, or on a whole family: taking one takes what it implies, leaving one
    leaves what implies it. Raises Refusal where one would be left that people have registered."""
    now = frozenset(chosen)
    of_family = {title.id for title in choosable(regime) if title.family is which}
    if isinstance(which, Title):
        there, taken = which.id in now, {which.id}
        dropped = {id for id in now if id == which.id or which.id in regime.implied(id)}
    else:
        there, taken = bool(now & of_family), of_family
        dropped = set(now & of_family)
    if not there:
        return implied(regime, now | taken)
    for title in regime.in_order(dropped):
        if count := registered.get(title.id, 0):
            raise Refusal("launch.title_registered", title=title.name, count=count)
    return now - dropped


def check_titles(regime: Regime, titles: Iterable[str]) -> None:
    """Raises Refusal where no title of the State is left: everybody is asked for an answer there."""
    if all(title.family is not Family.STATE for title in regime.in_order(titles)):
        raise Refusal("launch.no_titles")


# --- shares -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limitable:
    """A title of which a share may be set, and the titles of whose holders it may be one."""

    title: Title
    bases: tuple[Title, ...]


def limitable(regime: Regime, titles: Iterable[str]) -> list[Limitable]:
    """The titles of a campaign that come on top of others, in the order of lists."""
    there = frozenset(titles)
    return [
        Limitable(title, bases)
        for title in regime.in_order(there)
        if (bases := regime.in_order(regime.implied(title.id) & there))
    ]


def usual_share(one: Limitable) -> ShareLimit:
    """The share that is proposed first: what the rules name, or fifteen of a hundred."""
    quota, known = one.title.quota, {base.id for base in one.bases}
    if quota is not None and quota.percent is not None and quota.of in known:
        return ShareLimit(quota.percent, quota.of)
    return ShareLimit(15, one.bases[-1].id)


def with_share(quotas: Mapping[str, Any], title: str, share: ShareLimit | None) -> dict[str, Any]:
    """The shares as a draft keeps them, with one set; None: without a limit."""
    rest = {id: known for id, known in quotas.items() if id != title}
    return rest if share is None else {**rest, title: [share.percent, share.base, share.rounding.value]}


def left_of(quotas: Mapping[str, Any], titles: Iterable[str]) -> dict[str, Any]:
    """The shares of titles that a campaign still takes, of holders of others that it takes."""
    there = frozenset(titles)
    return {id: known for id, known in quotas.items() if {id, known[1]} <= there}


ROUNDINGS = tuple(Rounding)
