"""The boards of those who lead, loaded under the actor's own scope, with the work that waits there: views."""

from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.screens import Phrase, Screen, say
from bot.dialogue.views import View
from bot.enquiries.targets import ShowDepartment, ShowOffice
from bot.leading import reading
from bot.leading.board import figures, screens
from bot.leading.board.counts import by_unit, collective_states, list_counts, office_counts
from bot.leading.board.screens import BoardWork
from bot.leading.collectives import actions as collectives
from bot.leading.confirming.actions import waiting_for
from bot.leading.late.actions import open_requests
from bot.leading.nudging import actions as nudging
from bot.leading.proxy.actions import people_to_register
from bot.leading.reading import Board, Counts
from bot.people.chain import state_confirmer, union_confirmer
from bot.people.identity import Actor
from bot.people.naming import confirmer
from bot.people.reach import SEEING, leads_union, unit_names, unit_scope, units_of
from bot.people.records import Role, UnionOffice
from bot.refusal import Refusal
from bot.registration.facts import campaign_now
from bot.registration.reading import Registrant
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.sheets.standing import standings
from bot.store.database import Tx
from bot.titles.catalogue import Family, Subject
from bot.waiting.targets import ShowBelow


def unit(tx: Tx, actor: Actor, _to: ShowUnitBoard) -> Screen:
    """The board of the units that the actor leads, prepares for or is in charge of."""
    if unit_scope(tx, actor) is None:
        if actor.has(Role.OFFICE):
            return office(tx, actor, ShowOffice())  # whose board is the department's
        raise Refusal("role.unit_leads_only")
    led = unit_names(tx, units_of(actor, SEEING))
    head = (
        say("board.units", units=tuple(led), at=tx.now) if len(led) > 1 else say("board.unit", unit=led[0], at=tx.now)
    )
    return _with_work(tx, actor, head, reading.led_board(tx, actor, Family.STATE), Subject.UNIT)


def union_group(tx: Tx, actor: Actor, _to: ShowUnionBoard) -> Screen:
    """The board of the actor's union group, or of the whole union for its chair: union titles only."""
    if actor.has(Role.OFFICE) and not leads_union(actor):
        raise Refusal("role.union_sees_its_own")
    board = reading.led_board(tx, actor, Family.UNION)
    if actor.person.union_office is UnionOffice.CHAIR:
        mine = waiting_for(tx, actor, board)
        rows = screens.chair_rows(len(mine))
        return screens.board(say("board.union", at=tx.now), board, tx.now, rows, waiting=_waiting(tx, actor, board))
    head = say("board.union_group", group=actor.person.union_group_name, at=tx.now)
    return _with_work(tx, actor, head, board, Subject.UNION_GROUP)


def _with_work(tx: Tx, actor: Actor, head: Phrase, board: Board, subject: Subject) -> Screen:
    """The board with what the actor may do there."""
    state = subject is Subject.UNIT
    tell = nudging.told_today(tx, actor, board)
    to_do = BoardWork(
        board.family,
        confirm=len(waiting_for(tx, actor, board)),
        remind=len(nudging.to_remind(tx, actor, board)),
        tell=list(tell.values()).count(False),
        tell_all=bool(tell),
        register=len(people_to_register(tx, actor, board.campaign)) if state else 0,
        late=len(open_requests(tx, actor, led=True)) if state else 0,
        leads=bool(units_of(actor, {Role.UNIT_HEAD})),
        collective=bool(collectives.seen_by(tx, actor, subject)),
    )
    rows, own = screens.work_rows(to_do), _collective(tx, actor, subject)
    lists = _lists(tx, actor, board.campaign, subject)
    return screens.board(head, board, tx.now, rows, own, _waiting(tx, actor, board), lists)


def _waiting(tx: Tx, actor: Actor, board: Board) -> tuple[Phrase | None, ...]:
    me, today = actor.person, tx.clock.today()
    named = state_confirmer if board.family is Family.STATE else union_confirmer
    return screens.waiting_lines(board, me, waiting_for(tx, actor, board), confirmer(named(tx, me, today)))


def _lists(tx: Tx, actor: Actor, campaign: CampaignNow, subject: Subject) -> Phrase | None:
    """The list that the collective sends, as it stands; of several, how many were sent."""
    mine = collectives.seen_by(tx, actor, subject)
    return screens.lists([*standings(tx, campaign, subject, mine).values()]) if mine else None


def _collective(tx: Tx, actor: Actor, subject: Subject) -> Phrase | None:
    """The titles that the collective has registered; of several, how many have any."""
    mine = collectives.seen_by(tx, actor, subject)
    if not mine:
        return None
    registered = [collectives.load(tx, actor, Registrant(subject, key)).titles for key in mine]
    if len(mine) > 1:
        return say("board.collectives", registered=sum(map(bool, registered)), total=len(mine))
    (titles,) = registered
    return (
        say("board.collective", titles=tuple(title.short for title in titles))
        if titles
        else say("board.collective_none")
    )


_COLLECTIVES = (Subject.UNIT, Subject.UNION_GROUP)


def office(tx: Tx, actor: Actor, _to: ShowOffice) -> Screen:
    """The whole department: for the Office with its work, for the Director in figures."""
    if not actor.has(Role.OFFICE):
        if actor.has(Role.DIRECTOR):
            return department(tx, actor, ShowDepartment())
        raise Refusal("role.office_only")
    campaign = current_campaign(tx)
    if campaign is None:
        return screens.without_campaign()
    whole = sum(reading.counts(tx, campaign, Family.STATE).values(), Counts())
    waits = office_counts(tx, actor, len(open_requests(tx, actor)))
    registered = screens.collectives([collective_states(tx, campaign, subject) for subject in _COLLECTIVES])
    return screens.office(
        _department(tx, campaign),
        whole,
        (registered, screens.list_counts(list_counts(tx, campaign))),
        campaign.deadline_at,
        tx.now,
        screens.office_rows(waits, whole.missing),
    )


def below(tx: Tx, actor: Actor, to: ShowBelow) -> Screen:
    """The board that whoever stands above has of what waits there."""
    if to.family is Family.UNION:
        return union_group(tx, actor, ShowUnionBoard())
    if actor.has(Role.DIRECTOR) or unit_scope(tx, actor) is None:
        return department(tx, actor, ShowDepartment())
    return unit(tx, actor, ShowUnitBoard())


def department(tx: Tx, actor: Actor, to: ShowDepartment) -> Screen:
    """The whole department in figures by unit, for the Director and the Office."""
    if not (actor.has(Role.DIRECTOR) or actor.has(Role.OFFICE)):
        raise Refusal("role.director_only")
    campaign = campaign_now(tx)
    states = {subject: collective_states(tx, campaign, subject) for subject in (Subject.UNIT, Subject.UNION_GROUP)}
    head = _department(tx, campaign)
    return figures.department(head, campaign, *by_unit(tx, campaign), states, tx.now, to.page)


def _department(tx: Tx, campaign: CampaignNow) -> Phrase:
    return say("board.department", name=campaign.name, at=tx.now)


VIEWS = (
    View(ShowUnitBoard, unit, living=True),
    View(ShowUnionBoard, union_group, living=True),
    View(ShowOffice, office, living=True),
    View(ShowDepartment, department, living=True),
    View(ShowBelow, below, living=True),
)
