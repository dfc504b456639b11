"""Exemptions whose last day is over, of people who have not answered: to be ended or prolonged by the Office."""

from collections.abc import Iterator
from datetime import datetime, time

import sqlalchemy as sa

from bot.enquiries.targets import ShowStaff
from bot.leading.targets import ShowPersonnel
from bot.people.dates import here_on
from bot.people.records import Person
from bot.registration.records import Declination, Exemption, Receipt, Registration, RegistrationState
from bot.store.schema import columns
from bot.titles.catalogue import Family
from bot.waiting.kinds import WaitingItem, WaitingKind
from bot.waiting.survey import Survey

_E, _P, _RC, _R, _D = (columns(model) for model in (Exemption, Person, Receipt, Registration, Declination))


def _exemptions(survey: Survey) -> Iterator[WaitingItem]:
    if not survey.office or survey.campaign is None:
        return
    own = sa.and_(_RC.c.person_id == _E.c.person_id, _RC.c.campaign_id == _E.c.campaign_id)
    stands = sa.and_(_R.c.family == Family.STATE, _R.c.state != RegistrationState.WITHDRAWN)
    registered = sa.exists().where(own, _R.c.receipt_id == _RC.c.id, stands)
    said = sa.and_(_D.c.family == Family.STATE, _D.c.ended_at.is_(None))
    declined = sa.exists().where(own, _D.c.receipt_id == _RC.c.id, said)
    query = (
        sa.select(_E.c.id, _E.c.person_id, _E.c.until)
        .join(_P, _P.c.id == _E.c.person_id)
        .where(
            _E.c.campaign_id == survey.campaign.id,
            _E.c.ended_at.is_(None),
            _E.c.until <= survey.today,
            here_on(survey.today),
            ~registered,
            ~declined,
        )
    )
    for row in survey.tx.execute(query).all():
        since = datetime.combine(row.until, time(), survey.tx.clock.zone)
        until = survey.campaign.supplement_until
        yield WaitingItem(row.id, survey.office[:1], since, until=until, to=ShowStaff(row.person_id))


WAITS = (
    WaitingKind(
        "exemptions",
        _exemptions,
        "waiting.todo.exemptions",
        ShowPersonnel(),
        "button.personnel",
        on_desk="desk.one.exemption",
    ),
)
