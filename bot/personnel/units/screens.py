"""Units as the Office sees, renames and merges them. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Named, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import ShowMine
from bot.leading.targets import ShowDelegation, ShowPersonnel
from bot.personnel import inputs
from bot.personnel.rules import last_day
from bot.personnel.targets import MergeUnit, RenameUnit, ShowUnit, ShowUnitForms, ShowUnits
from bot.personnel.unit_records import UnitNow
from bot.words import told_apart

LISTED = 8
TO_PERSONNEL = Button(say("button.personnel"), ShowPersonnel())
TO_UNITS = Button(say("button.units"), ShowUnits())


def units(found: Sequence[UnitNow], wanted: int) -> Screen:
    page = page_of(found, wanted, LISTED)
    names = told_apart([one.name for one in page.items], inputs.LABEL)
    return screen(
        say("units.head", count=len(found)) if found else say("units.none"),
        page.line,
        rows=(
            *((Button(Named(name, name), ShowUnit(one.id)),) for one, name in zip(page.items, names, strict=True)),
            turn(ShowUnits(page.number), page.of),
            (TO_PERSONNEL,),
        ),
    )


def unit(
    one: UnitNow, people: int, heads: Sequence[str], others: Sequence[str], parent: str | None, into: str | None
) -> Screen:
    """One unit. `others`: its other names. `into`: the unit that takes it over when it ends."""
    ends = one.until is not None
    return screen(
        say("unit.head", name=one.name),
        say("unit.part_of", name=parent) if parent else None,
        say("unit.people", count=people),
        say("unit.led_by", names=tuple(heads)) if heads else say("unit.nobody_leads"),
        say("unit.other_names", names=tuple(others)) if others else None,
        say("unit.ends", last=last_day(one.until), into=into or "") if one.until is not None else None,
        rows=(
            (Button(say("button.delegation"), ShowDelegation(one.id)),),
            (
                Button(say("button.rename_unit"), RenameUnit(one.id)),
                None if ends else Button(say("button.merge_unit"), MergeUnit(one.id)),
            ),
            (None if ends else Button(say("button.unit_forms"), ShowUnitForms(one.id)),),
            (TO_UNITS, TO_PERSONNEL),
        ),
    )


# --- the dialogues ----------------------------------------------------------------------------------------------------


def new_name(name: str) -> Screen:
    return screen(say("unit.rename.head", name=name), say("unit.rename.how"), rows=(inputs.AWAY,))


def rename_check(old: str, new: str) -> Screen:
    return screen(
        say("unit.rename.check", old=old, new=new),
        say("unit.rename.kept"),
        rows=((Button(say("button.rename_unit"), Option("send"), Style.SUCCESS),), inputs.AWAY),
    )


def which_into(draft: Draft, name: str, items: Sequence[inputs.Item]) -> Screen:
    return inputs.list_screen((say("unit.merge.head", name=name), say("unit.merge.into")), items, draft)


def merge_since(name: str, into: str, today: date) -> Screen:
    lines = (say("unit.merge.since", name=name, into=into),)
    return inputs.day_screen(lines, (("today", say("button.today", day=today)),))


def merge_check(name: str, into: str, on: date, people: int) -> Screen:
    return screen(
        say("unit.merge.check", name=name, into=into, on=on),
        say("unit.merge.people", count=people),
        say("unit.merge.effect", name=name),
        rows=((Button(say("button.merge_unit"), Option("send"), Style.DANGER),), inputs.AWAY),
    )


# --- letters ----------------------------------------------------------------------------------------------------------


def merged_letter(name: str, into: str, on: date) -> Screen:
    return screen(
        say("letter.merged", name=name, into=into, on=on),
        say("letter.merged_kept"),
        rows=((Button(say("button.mine"), ShowMine()), HOME),),
    )
