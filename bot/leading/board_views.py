"""The boards of those who lead: loads under the actor's own scope, with what may be done there."""

from bot.campaigns.records import current_campaign
from bot.conversation import Phrase, Screen, View, say
from bot.database import Tx
from bot.leading import board, judging_screens
from bot.leading.judging import desk, judged_by
from bot.people.identity import Actor, Scope
from bot.people.reach import SEEING, union_scope, unit_names, unit_scope, units_of
from bot.people.records import Role
from bot.refusal import Refusal
from bot.titles.catalogue import Family


def unit(tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    """The board of the units that the actor leads, prepares for or is in charge of."""
    if unit_scope(tx, actor) is None:
        raise Refusal("role.leads_only")
    led = unit_names(tx, units_of(actor, SEEING))
    head = (
        say("board.units", units=tuple(led), at=tx.now) if len(led) > 1 else say("board.unit", unit=led[0], at=tx.now)
    )
    return _with_work(tx, actor, head, Family.STATE)


def _with_work(tx: Tx, actor: Actor, head: Phrase, family: Family) -> Screen:
    """The board of `family` with what the actor may do there."""
    at = desk(tx, actor, family)
    work = judging_screens.work(family, len(judged_by(tx, actor, at)))
    return board.draw(head, at.board, at.campaign, tx.now, work)


def union_group(tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    """The board of the actor's union group: union titles only."""
    if union_scope(actor) is None:
        raise Refusal("role.union_leads_only")
    head = say("board.union_group", group=actor.person.union_group_name, at=tx.now)
    return _with_work(tx, actor, head, Family.UNION)


def office(tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    """The whole department, for the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    head = say("board.department", name=campaign.name, at=tx.now)
    return board.draw(head, board.load(tx, Scope(everybody=True), campaign, Family.STATE), campaign, tx.now)


VIEWS = (
    View("unit", unit),
    View("union_group", union_group),
    View("office", office),
)
