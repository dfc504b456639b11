"""Units as the Office sees them: views and acts."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.people.identity import Actor, Scope, roster, staff
from bot.people.records import Role
from bot.personnel import records, rules, unit_records
from bot.personnel.targets import MergeUnit, RenameUnit, ShowUnit, ShowUnits
from bot.personnel.units import actions, screens
from bot.store.database import Tx


def office_units(tx: Tx, actor: Actor, to: ShowUnits) -> Screen:
    rules.office_only(actor)
    return screens.units(unit_records.units(tx, tx.clock.today()), to.page)


def office_unit(tx: Tx, actor: Actor, to: ShowUnit) -> Screen:
    one, today = actions.known_unit(tx, actor, to.unit), tx.clock.today()
    names = unit_records.names(tx)
    heads = [grant for grant in records.grants_of_unit(tx, one.id, (Role.UNIT_HEAD,), today) if grant.since <= today]
    people = (staff(tx, head.person_id, today) for head in heads)
    return screens.unit(
        one,
        len(roster(tx, Scope(unit_ids=frozenset({one.id})), today)),
        [person.name for person in people if person is not None],
        names[one.id][1:],
        None if one.parent_id is None else names[one.parent_id][0],
        None if one.merged_into is None else names[one.merged_into][0],
    )


VIEWS = (View(ShowUnits, office_units), View(ShowUnit, office_unit))


def rename_unit(tx: Tx, actor: Actor, to: RenameUnit) -> ToFlow:
    actions.known_unit(tx, actor, to.unit)
    return ToFlow("rename_unit", {"unit": to.unit}, fresh=True)


def merge_unit(tx: Tx, actor: Actor, to: MergeUnit) -> ToFlow:
    actions.may_end(tx, actions.known_unit(tx, actor, to.unit), tx.clock.today())
    return ToFlow("merge_unit", {"unit": to.unit}, fresh=True)


ACTS = (Act(RenameUnit, rename_unit), Act(MergeUnit, merge_unit))
