"""The boards of those who lead: loads under the actor's own scope, with what may be done there."""

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Button, Phrase, Screen, say
from bot.dialogue.views import View
from bot.enquiries.targets import ShowOffice
from bot.leading.board import answers as board
from bot.leading.board import office_work as office_desk
from bot.leading.board.answers import Stand
from bot.leading.collectives import actions as collective_titles
from bot.leading.confirming import screens as judging_screens
from bot.leading.confirming.screens import Work
from bot.leading.confirming.views import Desk, desk, judged_by
from bot.leading.late import actions as late
from bot.leading.targets import ShowMembers, ShowSheets
from bot.people.identity import Actor, Scope
from bot.people.reach import LEADING, SEEING, unit_names, unit_scope, units_of
from bot.people.records import Role, UnionOffice
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.store.database import Tx
from bot.titles.catalogue import Family, Subject


def unit(tx: Tx, actor: Actor, _to: ShowUnitBoard) -> Screen:
    """The board of the units that the actor leads, prepares for or is in charge of."""
    if unit_scope(tx, actor) is None:
        raise Refusal("role.leads_only")
    led = unit_names(tx, units_of(actor, SEEING))
    head = (
        say("board.units", units=tuple(led), at=tx.now) if len(led) > 1 else say("board.unit", unit=led[0], at=tx.now)
    )
    return _with_work(tx, actor, head, desk(tx, actor, Family.STATE), Subject.UNIT)


def union_group(tx: Tx, actor: Actor, _to: ShowUnionBoard) -> Screen:
    """The board of the actor's union group, or of the whole union for its chair: union titles only."""
    at = desk(tx, actor, Family.UNION)
    if actor.person.union_office is UnionOffice.CHAIR:
        lists = Button(say("button.sheets"), ShowSheets())
        people = Button(say("button.one_by_one"), ShowMembers(Family.UNION))
        return board.draw(say("board.union", at=tx.now), at.board, at.campaign, tx.now, ((lists, people),))
    head = say("board.union_group", group=actor.person.union_group_name, at=tx.now)
    return _with_work(tx, actor, head, at, Subject.UNION_GROUP)


def _with_work(tx: Tx, actor: Actor, head: Phrase, at: Desk, subject: Subject) -> Screen:
    """The board with what the actor may do there."""
    missing = [entry for entry in at.board.of(Stand.MISSING) if entry.person.id != actor.person.id]
    reached = sum(entry.reached for entry in missing)
    state = subject is Subject.UNIT
    to_do = Work(
        at.family,
        confirm=len(judged_by(tx, actor, at)),
        remind=reached,
        tell=len(missing) - reached,
        late=len(late.open_requests(tx, actor)) if state else 0,
        registers=not state or bool(units_of(actor, LEADING | {Role.COORDINATOR})),
        leads=bool(units_of(actor, {Role.UNIT_HEAD})),
    )
    return board.draw(head, at.board, at.campaign, tx.now, judging_screens.work(to_do), _collective(tx, actor, subject))


def _collective(tx: Tx, actor: Actor, subject: Subject) -> Phrase | None:
    """What the collective has registered; of several, how many have."""
    mine = collective_titles.seen_by(tx, actor, subject)
    if not mine:
        return None
    registered = [collective_titles.load(tx, actor, Registrant(subject, key)).titles for key in mine]
    if len(mine) > 1:
        return say("board.collectives", registered=sum(map(bool, registered)), total=len(mine))
    (titles,) = registered
    return (
        say("board.collective", titles=tuple(title.short for title in titles))
        if titles
        else say("board.collective_none")
    )


def office(tx: Tx, actor: Actor, _to: ShowOffice) -> Screen:
    """The whole department, for the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    head = say("board.department", name=campaign.name, at=tx.now)
    everybody = board.load(tx, Scope(everybody=True), campaign, Family.STATE)
    waits = office_desk.waiting(tx, len(late.open_requests(tx, actor)))
    return board.draw(head, everybody, campaign, tx.now, judging_screens.office_work(waits))


VIEWS = (
    View(ShowUnitBoard, unit, living=True),
    View(ShowUnionBoard, union_group, living=True),
    View(ShowOffice, office, living=True),
)
