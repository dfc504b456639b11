"""The boards of those who lead, loaded under the actor's own scope, with the work that waits there: views."""

from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.screens import Phrase, Screen, say
from bot.dialogue.views import View
from bot.enquiries.targets import ShowDepartment, ShowOffice
from bot.leading import reading
from bot.leading.board import figures, parts, screens
from bot.leading.board.counts import by_unit, by_units, collective_states, list_counts, office_counts
from bot.leading.board.screens import BoardWork
from bot.leading.collectives import actions as collectives
from bot.leading.confirming.actions import waiting_for
from bot.leading.late.actions import open_requests
from bot.leading.nudging import actions as nudging
from bot.leading.proxy.actions import people_to_register
from bot.leading.reading import Board, Counts
from bot.people.chain import state_confirmer, union_confirmer
from bot.people.identity import Actor, Scope
from bot.people.naming import confirmer
from bot.people.reach import (
    SEEING,
    group_names,
    leads_union,
    subtree,
    top_units,
    union_scope,
    unit_names,
    unit_scope,
    units_of,
    whole_union,
)
from bot.people.records import Role, UnionOffice
from bot.recognition.year_records import ended_at
from bot.refusal import Refusal
from bot.registration.facts import campaign_now
from bot.registration.reading import Registrant
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.sheets.standing import standings
from bot.store.database import Tx
from bot.titles.catalogue import Family, Subject
from bot.waiting import work
from bot.waiting.lines import below_line, way_below
from bot.waiting.targets import ShowBelow


def unit(tx: Tx, actor: Actor, to: ShowUnitBoard) -> Screen:
    """The board of the units that the actor leads, prepares for or is in charge of."""
    if unit_scope(tx, actor) is None:
        if actor.has(Role.OFFICE):
            return office(tx, actor, ShowOffice())  # whose board is the department's
        raise Refusal("role.unit_leads_only")
    board, led = reading.led_board(tx, actor, Family.STATE), units_of(actor, SEEING)
    if len(led) > 1:
        return _several(tx, actor, board, led, to)
    (name,) = unit_names(tx, led)
    return _with_work(tx, actor, say("board.unit", unit=name, at=tx.now), board, Subject.UNIT)


def _several(tx: Tx, actor: Actor, board: Board, led: frozenset[int], to: ShowUnitBoard) -> Screen:
    rows, subject = screens.work_rows(_to_do(tx, actor, board, Subject.UNIT)), Subject.UNIT
    lines = (*_waiting(tx, actor, board), _collective(tx, actor, subject), _lists(tx, actor, board.campaign, subject))
    units = by_units(tx, board.campaign, led)
    ends, late = _ends(tx, board.campaign, led=True), work.of(tx, actor).late
    return parts.several(board, units, tx.now, rows, lines, to, late, ends)


def union_group(tx: Tx, actor: Actor, _to: ShowUnionBoard) -> Screen:
    """The board of the actor's union group, or of the whole union for its chair: union titles only."""
    if actor.has(Role.OFFICE) and not leads_union(actor):
        raise Refusal("role.union_sees_its_own")
    board = reading.led_board(tx, actor, Family.UNION)
    if actor.person.union_office is UnionOffice.CHAIR:
        mine = waiting_for(tx, actor, board)
        late = work.of(tx, actor).late
        rows = (way_below(late), *screens.chair_rows(len(mine)))
        waiting = (*_waiting(tx, actor, board), below_line(late))
        ends = _ends(tx, board.campaign, led=True)
        return screens.board(say("board.union", at=tx.now), board, ends, rows, waiting=waiting)
    head = say("board.union_group", group=actor.person.union_group_name, at=tx.now)
    return _with_work(tx, actor, head, board, Subject.UNION_GROUP)


def _with_work(tx: Tx, actor: Actor, head: Phrase, board: Board, subject: Subject) -> Screen:
    """The board with what the actor may do there."""
    rows, own = screens.work_rows(_to_do(tx, actor, board, subject)), _collective(tx, actor, subject)
    lists, ends = _lists(tx, actor, board.campaign, subject), _ends(tx, board.campaign, led=True)
    return screens.board(head, board, ends, rows, own, _waiting(tx, actor, board), lists)


def _to_do(tx: Tx, actor: Actor, board: Board, subject: Subject) -> BoardWork:
    state = subject is Subject.UNIT
    tell = nudging.told_today(tx, actor, board)
    return BoardWork(
        board.family,
        confirm=len(waiting_for(tx, actor, board)),
        remind=len(nudging.to_remind(tx, actor, board)),
        tell=list(tell.values()).count(False),
        tell_all=bool(tell),
        register=len(people_to_register(tx, actor, board.campaign, board)) if state else 0,
        late=len(open_requests(tx, actor, led=True)) if state else 0,
        leads=bool(units_of(actor, {Role.UNIT_HEAD})),
        collective=bool(collectives.seen_by(tx, actor, subject)),
        over=tx.now > board.campaign.closes_at,
    )


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
    registered = figures.collectives({subject: collective_states(tx, campaign, subject) for subject in _COLLECTIVES})
    return screens.office(
        _department(tx, campaign),
        whole,
        (registered, screens.list_counts(list_counts(tx, campaign))),
        _ends(tx, campaign),
        screens.office_rows(waits, whole.missing),
    )


def below(tx: Tx, actor: Actor, to: ShowBelow) -> Screen:
    """The board that whoever stands above has of what waits there, or one unit or group of it."""
    if to.key is not None:
        return _part(tx, actor, to.family, to.key)
    if to.family is Family.UNION:
        return union_group(tx, actor, ShowUnionBoard())
    if actor.has(Role.DIRECTOR) or unit_scope(tx, actor) is None:
        return department(tx, actor, ShowDepartment())
    return unit(tx, actor, ShowUnitBoard())


def _part(tx: Tx, actor: Actor, family: Family, key: int) -> Screen:
    scope, led = _watched(tx, actor, family)
    name = (unit_names(tx, [key]) if family is Family.STATE else group_names(tx, [key]))[:1]
    if key not in scope or not name:
        raise Refusal("role.not_yours")
    here = frozenset({key}) if family is Family.UNION else subtree(tx, {key}, tx.clock.today())
    of = Scope(unit_ids=here) if family is Family.STATE else Scope(union_group_ids=here)
    board = reading.load(tx, of, campaign_now(tx), family)
    head = say("board.unit", unit=name[0], at=tx.now)
    mine = waiting_for(tx, actor, board) if led else ()
    back = ShowUnionBoard() if family is Family.UNION else ShowUnitBoard() if led else ShowDepartment()
    return parts.part(head, board, _ends(tx, board.campaign, led=led), mine, back)


def _watched(tx: Tx, actor: Actor, family: Family) -> tuple[frozenset[int], bool]:
    """The units or union groups that the actor watches, and whether as one who leads there. Raises Refusal for whoever
    watches none."""
    if family is Family.UNION:
        union = union_scope(actor) or whole_union(tx, actor)
        if union is None:
            raise Refusal("role.union_sees_its_own" if actor.has(Role.OFFICE) else "role.union_leads_only")
        return frozenset(union.union_group_ids), True
    own = unit_scope(tx, actor)
    if own is not None and not actor.has(Role.DIRECTOR):
        return frozenset(own.unit_ids), True
    if not actor.has(Role.DIRECTOR) and not actor.has(Role.OFFICE):
        raise Refusal("role.unit_leads_only")
    return subtree(tx, top_units(tx), tx.clock.today()), False


def department(tx: Tx, actor: Actor, to: ShowDepartment) -> Screen:
    """The whole department in figures by unit, a deputy's own first: for the Director, the deputies and the Office."""
    if not any(actor.has(role) for role in (Role.DIRECTOR, Role.DEPUTY, Role.OFFICE)):
        raise Refusal("role.director_only")
    campaign, own = campaign_now(tx), units_of(actor, {Role.DEPUTY})
    states = {subject: collective_states(tx, campaign, subject) for subject in (Subject.UNIT, Subject.UNION_GROUP)}
    head, late = _department(tx, campaign), work.of(tx, actor).late
    whole, units = by_unit(tx, campaign)
    units.sort(key=lambda one: one.key not in own)
    directs = actor.has(Role.DIRECTOR) or actor.has(Role.DEPUTY)
    return figures.department(
        head,
        campaign,
        whole,
        units,
        states,
        _ends(tx, campaign),
        to.page,
        late,
        directs=directs,
        journal=actor.has(Role.DIRECTOR),
    )


def _ends(tx: Tx, campaign: CampaignNow, *, led: bool = False) -> Phrase:
    return figures.ends(campaign, tx.now, ended_at(tx, campaign.id), led=led)


def _department(tx: Tx, campaign: CampaignNow) -> Phrase:
    return say("board.department", name=campaign.name, at=tx.now)


VIEWS = (
    View(ShowUnitBoard, unit, living=True),
    View(ShowUnionBoard, union_group, living=True),
    View(ShowOffice, office, living=True),
    View(ShowDepartment, department, living=True),
    View(ShowBelow, below, living=True),
)
