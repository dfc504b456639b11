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
from bot.people.identity import Actor, Scope, Staff, load_linked, roster
from bot.people.reach import subtree
from bot.personnel import rules, unit_records
from bot.personnel.unit_records import UnitNow
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Regime, Subject, Title
from bot.titles.loading import shared as catalogue
from bot.workbooks.reading import Workbook


@dataclass(frozen=True, slots=True)
class UnitForms:
    """The unit with its people, and the titles that a form may name."""

    unit: UnitNow
    people: tuple[Staff, ...]
    campaign: CampaignNow
    regime: Regime
    offered: tuple[Title, ...]
    today: date


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
    return UnitForms(found, tuple(people), campaign, regime, offered, today)


@dataclass(frozen=True, slots=True)
class Stands:
    """All that a unit's workbook is compared with, for the member of the Office who has sent or confirmed it."""

    of: UnitForms
    forms: Mapping[str, PaperForm | Phrase]
    """By staff code: the form that may be entered, or why none may."""
    sent_at: datetime
    """An entry that somebody has made since is not replaced."""


def stands(tx: Tx, person_id: int, unit_id: int, sent_at: datetime) -> Stands:
    """Raises Refusal where the person is of the Office no more, or the unit is gone."""
    known = load_linked(tx, [person_id]).get(person_id)
    if known is None:
        raise Refusal("role.office_only")
    of = unit(tx, known[0], unit_id)
    return Stands(of, standing(tx, known[0], of), sent_at)


def read(book: Workbook, against: Stands) -> tuple[list[Entry], list[Refused]]:
    """The rows that were filled in: those that can be entered, and those that cannot. Raises Refusal where it is no
    such workbook, or says nothing."""
    of = against.of
    found = forms.rows(book, of.regime, of.offered, of.today)
    if found is None:
        raise Refusal("paper.no_headings")
    if not found:
        raise Refusal("paper.nothing_filled")
    return compare(found, against.forms, against.sent_at)


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


def enter(tx: Tx, person_id: int, entries: Sequence[Entry]) -> None:
    """Enter them all, by this member of the Office. Raises Refusal."""
    known = load_linked(tx, [person_id]).get(person_id)
    if known is None:
        raise Refusal("role.office_only")
    actor = known[0]
    for one in entries:
        row, person, seen = one.row, one.form.person.id, one.form.revision
        assert row.signed_on is not None
        if row.declines:
            actions.decline(tx, actor, person, one.form.asked, row.declines, row.signed_on, seen=seen)
        else:
            actions.enter(tx, actor, person, frozenset(row.titles), row.initiative, row.signed_on, seen=seen)
