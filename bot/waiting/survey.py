"""A survey of what waits, for everybody or for one person: what the loaders of all kinds of work read from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import CampaignNow, current_campaign
from bot.people.chart import Chain, Chart, chart
from bot.people.identity import Actor
from bot.people.reach import LEADING, leads_union, subtree, union_scope, units_of
from bot.people.records import Role
from bot.store.database import Tx


@dataclass(frozen=True)
class Survey:
    """All that waits as of now. `actor`: only what waits for this person, or has waited too long below; None: for
    everybody. A loader may bring more than was asked for, never less."""

    tx: Tx
    actor: Actor | None = None

    @cached_property
    def campaign(self) -> CampaignNow | None:
        return current_campaign(self.tx)

    @cached_property
    def chart(self) -> Chart:
        return chart(self.tx, self.today)

    @cached_property
    def calendar(self) -> Calendar:
        return office_calendar(self.tx)

    @property
    def today(self) -> date:
        return self.tx.clock.today()

    @property
    def person_id(self) -> int | None:
        """The person whom the survey is for; None: everybody."""
        return None if self.actor is None else self.actor.person.id

    @cached_property
    def office(self) -> Chain:
        """The chain of what waits for the Office. Empty where the survey is for somebody whom that does not concern."""
        if self.actor is not None and not self.actor.grants:
            return ()
        chain = self.chart.office()
        return chain if self.person_id is None or any(self.person_id in step for step in chain) else ()

    @cached_property
    def units(self) -> frozenset[int] | None:
        """The units in which State titles may wait for whom the survey is for; None: all."""
        if self.actor is None or self.actor.has(Role.DIRECTOR):
            return None
        led = units_of(self.actor, LEADING | {Role.DEPUTY})
        return subtree(self.tx, led, self.today) if led else led

    @cached_property
    def groups(self) -> frozenset[int] | None:
        """The union groups in which union titles may wait for whom the survey is for; None: all."""
        if self.actor is None:
            return None
        if (own := union_scope(self.actor)) is not None:
            return own.union_group_ids
        return None if leads_union(self.actor) else frozenset()
