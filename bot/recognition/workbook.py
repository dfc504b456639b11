"""A workbook of titles as lines of one decision: each row to the right holder, what cannot be a line by its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.awards.entries import AwardEntry, AwardReading
from bot.awards.history import AwardPlan
from bot.awards.holders import finder
from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import say
from bot.people.roster import snapshot
from bot.people.roster.snapshot import Snapshot
from bot.recognition import records, rules
from bot.recognition.holders import COLUMNS, Holder
from bot.recognition.records import AwardOf, DecisionNow, DecisionState, LineNow
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue
from bot.workbooks.report import Figures, Problem, Report, merged, reject


@dataclass(frozen=True, slots=True)
class DecisionThere:
    """The draft that gets the lines, and all that they are compared with."""

    decision: DecisionNow
    people: Snapshot
    titles: frozenset[str]
    lines: frozenset[tuple[Holder, str]]
    awards: Mapping[tuple[Holder, str], AwardOf]
    registered: frozenset[tuple[Holder, str]]


def load(tx: Tx, key: int, campaign: CampaignNow | None, registered: frozenset[tuple[Holder, str]]) -> DecisionThere:
    """Raises Refusal where the decision is no draft any more."""
    one = records.decision(tx, key)
    if one is None or one.state is not DecisionState.DRAFT:
        raise Refusal("decision.no_draft")
    if campaign is None:
        raise Refusal("decision.no_campaign", year=one.year)
    titles = {title.id for title in rules.titles(catalogue().regime(campaign.regime), one.family, one.level)}
    lines = frozenset((line.holder, line.title) for line in records.lines(tx, key))
    awards = records.awards_of(tx, one.year, titles)
    return DecisionThere(one, snapshot.load(tx), frozenset(titles), lines, awards, registered)


def plan(reading: AwardReading, there: DecisionThere) -> AwardPlan:
    """The lines that the draft does not have yet, and why the other rows are none. Pure."""
    find = finder(there.people)
    seen: set[tuple[Holder, str]] = set()
    new: list[dict[str, Any]] = []
    rejected, remarks, unchanged = list(reading.rejected), list(reading.remarks), 0
    for entry in reading.entries:
        found = find(entry)
        fault = found.fault or _fault(entry, there)
        line = (found.holder, entry.title.id)
        if fault is None:
            fault = _twice(entry, there, line)
        if fault is not None:
            rejected.append(reject(entry.table, entry.line, [fault]))
            continue
        if found.remark:
            remarks.append(reject(entry.table, entry.line, [found.remark]))
        if line in there.lines or line in seen:
            unchanged += 1
            continue
        seen.add(line)
        asked = line in there.registered
        if not asked:
            why = say("decision.remark.unregistered", title=entry.title.name)
            remarks.append(reject(entry.table, entry.line, [Problem(entry.column, why)]))
        subject = {**dict.fromkeys(COLUMNS), found.holder[0]: found.holder[1]}
        new.append({**subject, "year": entry.year, "title": entry.title.id, "registered": asked})
    report = Report(
        rows=Figures(len(new), 0, unchanged),
        rejected=merged(rejected),
        passed_over=tuple(reading.passed_over),
        warnings=tuple(reading.warnings),
        remarks=merged(remarks),
        understood=tuple(reading.understood),
    )
    return AwardPlan(new, {}, report)


def _fault(entry: AwardEntry, there: DecisionThere) -> Problem | None:
    """The reason why a decision of this year, family and level cannot have the row."""
    one = there.decision
    if entry.year != one.year:
        return Problem(entry.column, say("decision.reject.year", year=str(entry.year), own=str(one.year)))
    if entry.title.id not in there.titles:
        return Problem(entry.column, say("decision.reject.title", title=entry.title.name))
    return None


def _twice(entry: AwardEntry, there: DecisionThere, line: tuple[Holder, str]) -> Problem | None:
    """Somebody has the title of that year by another decision."""
    one, by = there.decision, there.awards.get(line)
    if by is None or by.number is None or (by.number, by.decided_on) == (one.number, one.signed_on):
        return None
    return Problem(entry.column, say("decision.reject.twice", title=entry.title.name, number=by.number))


def write(tx: Tx, key: int, planned: AwardPlan) -> None:
    """Make lines of what was planned, which must agree with what this transaction finds."""
    wanted = []
    for row in planned.new:
        holder = next((name, row[name]) for name in COLUMNS if row[name] is not None)
        wanted.append(LineNow(holder, row["title"], "", row["registered"]))
    if wanted:
        records.add_lines(tx, key, wanted)
