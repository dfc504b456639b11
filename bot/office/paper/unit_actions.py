"""A unit's signed forms, from the workbook that came back: what of it can be entered, and entering it all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.campaigns.records import CampaignNow, current_campaign, titles_of
from bot.dialogue.screens import Phrase, say
from bot.folding import fold
from bot.office.paper import actions, forms
from bot.office.paper.actions import PaperForm
from bot.office.paper.forms import FilledRow
from bot.people.identity import Actor, Scope, Staff, roster
from bot.people.reach import subtree
from bot.personnel import rules, unit_records
from bot.personnel.unit_records import UnitNow
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Regime, Subject, Title
from bot.titles.loading import shared as catalogue
from bot.workbooks.reading import Limits, read

LIMITS = Limits(file=1_000_000, unpacked=20_000_000, rows=2_000, cells=100_000, text=1_000_000, seconds=3)
"""The most that a unit's workbook may cost: it is read while somebody waits."""


@dataclass(frozen=True, slots=True)
class UnitForms:
    """The unit with its people, and the titles that a form may name."""

    unit: UnitNow
    people: tuple[Staff, ...]
    campaign: CampaignNow
    regime: Regime
    offered: tuple[Title, ...]
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be entered, and of whom."""

    row: FilledRow
    form: PaperForm


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be entered, and why."""

    row: FilledRow
    why: Phrase


def unit(tx: Tx, actor: Actor, unit_id: int) -> UnitForms:
    """The unit with all below it. Raises Refusal."""
    rules.office_only(actor)
    today, found, campaign = tx.clock.today(), unit_records.unit(tx, unit_id), current_campaign(tx)
    if found is None or (found.until is not None and found.until <= today):
        raise Refusal("role.not_yours")
    if campaign is None:
        raise Refusal("campaign.none")
    people = roster(tx, Scope(unit_ids=subtree(tx, {unit_id}, today)), today)
    regime, taken = catalogue().regime(campaign.regime), titles_of(tx, campaign.id)
    offered = tuple(one for one in regime.titles(subject=Subject.PERSON, self_register=True) if one.id in taken)
    return UnitForms(found, tuple(people), campaign, regime, offered, today, tx.now)


def parse(of: UnitForms, content: bytes, filename: str) -> list[FilledRow]:
    """The rows of the workbook that were filled in. Raises Refusal where it is no such workbook, or says nothing."""
    found = forms.rows(read(content, filename, limits=LIMITS), of.regime, of.offered, of.today)
    if found is None:
        raise Refusal("paper.no_headings")
    if not found:
        raise Refusal("paper.nothing_filled")
    return found


def standing(tx: Tx, actor: Actor, of: UnitForms) -> dict[str, PaperForm | Phrase]:
    """By staff code, the form that may be entered of each of the people, or why none may."""
    found: dict[str, PaperForm | Phrase] = {}
    for person in of.people:
        try:
            found[person.code] = actions.form(tx, actor, person.id)
        except Refusal as refusal:
            found[person.code] = Phrase(refusal.key, refusal.values)
    return found


def compare(
    rows: Sequence[FilledRow], stands: Mapping[str, PaperForm | Phrase], read_at: datetime
) -> tuple[list[Entry], list[Refused]]:
    """The rows that can be entered, and those that cannot. `read_at`: what somebody has entered since is not
    replaced."""
    entries, refused = list[Entry](), list[Refused]()
    for row in rows:
        form = stands.get(row.code, say("paper.row.not_of_unit"))
        why = row.why or (form if isinstance(form, Phrase) else _hindrance(row, form, read_at))
        if why is None and isinstance(form, PaperForm):
            entries.append(Entry(row, form))
        elif why is not None:
            refused.append(Refused(row, why))
    return entries, refused


def _hindrance(row: FilledRow, form: PaperForm, read_at: datetime) -> Phrase | None:
    person = form.person
    if row.name and fold(row.name) != fold(person.full_name):
        return say("paper.row.other_name", name=person.full_name)
    if not set(row.titles) <= {title.id for title in form.offered}:
        return say("reg.titles.not_offered")
    answers = [one.submitted_at for one in form.stands.standing] + [one.at for one in form.stands.declinations]
    if any(at > read_at for at in answers):
        return say("paper.row.since")
    assert row.signed_on is not None
    try:
        actions.check_signed_on(form, row.signed_on)
    except Refusal as refusal:
        return Phrase(refusal.key, refusal.values)
    return None


def enter(tx: Tx, actor: Actor, unit_id: int, rows: Sequence[FilledRow], read_at: datetime) -> int:
    """Enter all that can be; how many. Raises Refusal where nothing can."""
    entries, _refused = compare(rows, standing(tx, actor, unit(tx, actor, unit_id)), read_at)
    if not entries:
        raise Refusal("paper.nothing_to_enter")
    for one in entries:
        row, person = one.row, one.form.person.id
        assert row.signed_on is not None
        if row.declines:
            what, seen = one.form.asked, one.form.revision
            actions.decline(tx, actor, person, what, row.declines, row.signed_on, seen=seen)
            continue
        titles = frozenset(row.titles)
        actions.enter(tx, actor, person, titles, row.initiative, row.signed_on, seen=one.form.revision)
    return len(entries)


def reasons(refused: Sequence[Refused]) -> tuple[Phrase, ...]:
    """A line a row that cannot be entered."""
    return tuple(
        say("paper.row", number=one.row.number, name=one.row.name or one.row.code or "?", why=one.why)
        for one in refused
    )
