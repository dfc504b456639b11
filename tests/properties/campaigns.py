"""Campaigns at random: a few people in units and union groups, last year's decisions and registrations, and then what
they, their leads and the Office do. What everybody has answered is written down beside it, by hand.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.address import chat
from bot.awards.records import Award
from bot.campaigns.records import Campaign, CampaignNow, CampaignTitle, current_campaign
from bot.dialogue.flows import Chosen, Draft, answer
from bot.folding import fold
from bot.leading.confirming import actions as confirming
from bot.leading.confirming import changes
from bot.leading.proxy import actions as proxy
from bot.people.identity import Actor, grants, staff
from bot.people.records import (
    Account,
    Grant,
    Person,
    Post,
    Role,
    StaffKind,
    UnionGroup,
    UnionMembership,
    UnionOffice,
    Unit,
)
from bot.refusal import Refusal
from bot.registration import actions, facts, filing
from bot.registration.filing import Filing
from bot.registration.flow import REGISTER
from bot.registration.reading import Registrant, TitleLine, revision, stands_of
from bot.registration.records import ChangeReason, DeclineReason, Exemption, ExemptReason, FamilyChoice, Registration
from bot.settings import OFFICE_ZONE
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from bot.titles.loading import shared
from bot.titles.rules import toggle

STATE, UNION = ("LDTT", "CSTDCS"), ("DVCDXS", "DVCDG", "CBCDXS")
REGISTERED, DECLINED = "registered", "declined"
LONG_AGO = date(2020, 1, 1)
REASONS = tuple(reason for reason in DeclineReason if reason is not DeclineReason.OTHER)


class RandomCampaign:
    """One campaign, of the very same steps for the same `seed`. `said`: (person, family) -> what stands there."""

    def __init__(self, tx: Tx, seed: int) -> None:
        self.tx, self._random = tx, Random(seed)
        self.union = self._random.random() < 0.8
        self.said: dict[tuple[int, Family], str] = {}
        self.exempt: set[int] = set()
        self.people: list[int] = []
        self._before: dict[int, tuple[set[str], set[str]]] = {}
        """Person -> the titles that were recognised last year, and those that were registered."""
        self._last_year = self._opened(2022, (*STATE, *UNION))
        self.campaign = self._opened(2023, (*STATE, *UNION) if self.union else STATE)
        self._hires()
        self.goes_on(self._random.randint(2, 4 * len(self.people)))

    def goes_on(self, steps: int) -> None:
        for _ in range(steps):
            self._something_happens()

    # --- the department -----------------------------------------------------------------------------------------------

    def _add(self, model: type[SQLModel], **values: Any) -> int:
        table = columns(model)
        return int(self.tx.execute(sa.insert(table).returning(table.c.id), values).scalar_one())

    def _opened(self, year: int, titles: tuple[str, ...]) -> CampaignNow:
        at = datetime(year, 1, 3, 8, tzinfo=OFFICE_ZONE)
        window = {"opens_at": at, "deadline_at": at + timedelta(days=56), "created_at": at, "updated_at": at}
        key = self._add(Campaign, year=year, name=f"Phong trào thi đua năm {year}", regime="A_2003", **window)
        for title in titles:
            self.tx.execute(sa.insert(columns(CampaignTitle)), {"campaign_id": key, "title": title})
        found = current_campaign(self.tx)
        assert found is not None and found.year == year
        return found

    def _unit(self, name: str, parent: int | None = None, *, collective: bool = True) -> int:
        kept = {"parent_id": parent, "is_collective": collective, "since": LONG_AGO}
        return self._add(Unit, name=name, folded=fold(name), **kept)

    def _hires(self) -> None:
        body, board = self._unit("Chi cục"), self._unit("Ban Giám đốc", collective=False)
        room = self._unit("Phòng Đo lường", body)
        part = self._unit("Tổ Hành chính", body, collective=False)
        other = self._unit("Thanh tra")
        groups = [self._add(UnionGroup, name=name, folded=fold(name)) for name in ("Tổ công đoàn 1", "Tổ công đoàn 2")]
        places: tuple[int | None, ...] = (body, room, part, other, board, None)
        for place in range(self._random.randint(4, 9)):
            name = f"Nguyễn Văn {chr(ord('A') + place)}"
            values = {"code": f"TN{place:03d}", "full_name": name, "folded": fold(name)}
            gone = LONG_AGO if place > 4 and self._random.random() < 0.1 else None
            person = self._add(Person, kind=StaffKind.CIVIL_SERVANT, position=place, left_on=gone, **values)
            unit = (body, other, board)[place] if place < 3 else self._random.choice(places)
            if unit is not None:
                self._add(Post, person_id=person, unit_id=unit, title="Chuyên viên", since=LONG_AGO)
            self._joins(person, place, groups)
            self._uses(person)
            if gone is None:
                self.people.append(person)
            self._had(person)
        head, lead, director = self.people[:3]
        for whom, role, over in (
            (head, Role.UNIT_HEAD, body),
            (head, Role.OFFICE, None),
            (lead, Role.UNIT_HEAD, other),
            (director, Role.DIRECTOR, None),
        ):
            self._add(Grant, person_id=whom, role=role, unit_id=over, since=LONG_AGO, from_roster=False)

    def _joins(self, person: int, place: int, groups: list[int]) -> None:
        offices = {0: UnionOffice.GROUP_LEAD, 1: UnionOffice.GROUP_LEAD, 2: UnionOffice.CHAIR}
        group = groups[place % 2] if place in offices else self._random.choice((None, *groups))
        if group is not None:
            office = offices.get(place, UnionOffice.MEMBER)
            self._add(UnionMembership, person_id=person, group_id=group, office=office, since=LONG_AGO)

    def _uses(self, person: int) -> None:
        if self._random.random() < 0.6:
            stopped = self.tx.now if self._random.random() < 0.2 else None
            chat = {"user_id": person, "person_id": person, "consented_at": self.tx.now}
            row = chat | {"language": "vi", "linked_at": self.tx.now, "created_at": self.tx.now, "blocked_at": stopped}
            self.tx.execute(sa.insert(columns(Account)), row)

    def _had(self, person: int) -> None:
        """Last year: decisions of some, registrations of some, of which some were taken back."""
        recognised = self._some(STATE, 0.5) | self._some(UNION[:1], 0.2)
        registered = self._some(STATE, 0.5) | self._some(UNION[:2], 0.4)
        for title in recognised:
            self.tx.execute(sa.insert(columns(Award)), {"person_id": person, "year": 2022, "title": title})
        if registered:
            self._files_last_year(person, registered)
            if self._random.random() < 0.2:
                stands = stands_of(self.tx, self._last_year.id, Registrant(Subject.PERSON, person))
                filing.take_back(self.tx, stands, Registrant(Subject.PERSON, person), person)
                registered = set()
        self._before[person] = recognised, registered

    def _files_last_year(self, person: int, titles: set[str]) -> None:
        registrant, lines = Registrant(Subject.PERSON, person), self._lines(titles)
        filing.file(self.tx, self._last_year, shared().regime("A_2003"), registrant, lines, None, Filing(person))

    def _some(self, titles: tuple[str, ...], share: float) -> set[str]:
        return {self._random.choice(titles)} if self._random.random() < share else set()

    # --- what happens -------------------------------------------------------------------------------------------------

    def actor(self, person: int) -> Actor:
        today = self.tx.clock.today()
        whom = staff(self.tx, person, today)
        return Actor(person, chat(person), staff=whom, grants=grants(self.tx, today).get(person, frozenset()))

    def last_year_of(self, person: int, offered: set[str]) -> set[str]:
        """The titles of «Đăng ký như năm trước»: in each family what was recognised, or else registered."""
        recognised, registered = (titles & offered for titles in self._before[person])
        return {title for family in (set(STATE), set(UNION)) for title in (recognised & family or registered & family)}

    def _something_happens(self) -> None:
        person = self._random.choice(self.people)
        happens = self._random.choices(
            (
                self._registers,
                self._registers_as_last_year,
                self._declines,
                self._withdraws,
                self._is_registered_for,
                self._is_declined_for,
                self._is_judged,
                self._is_exempted,
            ),
            (4, 4, 4, 1, 2, 2, 4, 1),
        )[0]
        happens(person)

    def _registers(self, person: int) -> None:
        about = facts.load(self.tx, self.actor(person))
        titles = self._chosen({title.id for title in about.offered})
        if titles:
            pledge = {"pledge": self._random.choice((None, "Đúng hạn", "Trước hạn"))}
            actions.submit(self.tx, self.actor(person), about.regime, titles, self._lines(titles), pledge)
            self._registered(person, titles)

    def _registers_as_last_year(self, person: int) -> None:
        about = facts.load(self.tx, self.actor(person))
        draft = Draft(0, REGISTER.name, {}, "past")
        wanted = self.last_year_of(person, {title.id for title in about.offered})
        assert REGISTER.steps[0].applies_if(draft, about) is bool(wanted)
        if wanted:
            shown = REGISTER.steps[0].ask(draft, about).body
            named = {name for line in shown for name in line.values.get("titles", ())}
            chosen = answer(REGISTER, draft, Chosen("same"), about)
            assert set(chosen.data["titles"]) == wanted
            assert named == {about.regime.title(title).name for title in wanted}
            REGISTER.finish(self.tx, self.actor(person), chosen, about)
            self._registered(person, frozenset(wanted))

    def _declines(self, person: int) -> None:
        what = self._random.choice(tuple(FamilyChoice))
        asked = facts.load(self.tx, self.actor(person)).asked_families
        try:
            actions.decline(self.tx, self.actor(person), self._random.choice(REASONS), what=what)
        except Refusal:
            assert not set(what.families) <= set(asked)
            return
        self.said |= dict.fromkeys(((person, family) for family in what.families), DECLINED)

    def _withdraws(self, person: int) -> None:
        with suppress(Refusal):
            actions.withdraw(self.tx, self.actor(person))
            self._registered(person, frozenset())

    def _is_registered_for(self, person: int) -> None:
        lead = self.actor(self._random.choice(self.people))
        with self._or_refused():
            case = proxy.proxy_case(self.tx, lead, person)
            titles = self._chosen({title.id for title in case.offered})
            told_on = self.tx.clock.today()
            proxy.register(self.tx, lead, person, titles, told_on, on_paper=False, seen=self._seen(case))
            self._registered(person, titles)

    def _is_declined_for(self, person: int) -> None:
        lead, what = self.actor(self._random.choice(self.people)), self._random.choice(tuple(FamilyChoice))
        with self._or_refused():
            seen = self._seen(proxy.proxy_case(self.tx, lead, person))
            proxy.decline(self.tx, lead, person, self._random.choice(REASONS), seen=seen, what=what)
            self.said |= dict.fromkeys(((person, family) for family in what.families), DECLINED)

    def _seen(self, case: Any) -> int:
        return revision(self.tx, case.stands.receipt_id)

    def _is_judged(self, person: int) -> None:
        table = columns(Registration)
        rows = list(self.tx.execute(sa.select(table.c.id, table.c.version).order_by(table.c.id)))
        if rows:
            row, judge = self._random.choice(rows), self.actor(person)
            with self._or_refused():
                if self._random.random() < 0.7:
                    confirming.confirm(self.tx, judge, row.id, row.version)
                else:
                    changes.ask(self.tx, judge, row.id, row.version, ChangeReason.TITLES, None)

    def _is_exempted(self, person: int) -> None:
        if person not in self.exempt:
            self.exempt.add(person)
            whose = {"campaign_id": self.campaign.id, "person_id": person, "by": person}
            self._add(Exemption, reason=ExemptReason.STUDY, since=LONG_AGO, at=self.tx.now, **whose)

    @contextmanager
    def _or_refused(self) -> Iterator[None]:
        """An act that is refused has left nothing behind."""
        with suppress(Refusal), self.tx.savepoint():
            yield

    def _chosen(self, offered: set[str]) -> frozenset[str]:
        chosen, regime = frozenset[str](), shared().regime("A_2003")
        for title in self._random.sample(sorted(offered), self._random.randint(1, len(offered))):
            chosen = toggle(regime, chosen, title) & offered
        return chosen

    def _registered(self, person: int, titles: frozenset[str]) -> None:
        """Families that are not named are withdrawn, where something was registered; a declination stays."""
        for family, of in ((Family.STATE, set(STATE)), (Family.UNION, set(UNION))):
            if titles & of:
                self.said[person, family] = REGISTERED
            elif self.said.get((person, family)) == REGISTERED:
                del self.said[person, family]

    @staticmethod
    def _lines(titles: set[str] | frozenset[str]) -> dict[str, TitleLine]:
        return {title: TitleLine(title, None, title == "CSTDCS") for title in titles}
