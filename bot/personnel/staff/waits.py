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

_TODAY = sa.bindparam("today", type_=sa.Date)
_OWN = sa.and_(_RC.c.person_id == _E.c.person_id, _RC.c.campaign_id == _E.c.campaign_id)
_STANDS = sa.and_(_R.c.family == Family.STATE, _R.c.state != RegistrationState.WITHDRAWN)
_SAID = sa.and_(_D.c.family == Family.STATE, _D.c.ended_at.is_(None))
_OVER = (
    sa.select(_E.c.id, _E.c.person_id, _E.c.until)
    .join(_P, _P.c.id == _E.c.person_id)
    .where(
        _E.c.campaign_id == sa.bindparam("campaign_id"),
        _E.c.ended_at.is_(None),
        _E.c.until <= _TODAY,
        here_on(_TODAY),
        ~sa.exists().where(_OWN, _R.c.receipt_id == _RC.c.id, _STANDS),
        ~sa.exists().where(_OWN, _D.c.receipt_id == _RC.c.id, _SAID),
    )
)


def _exemptions(survey: Survey) -> Iterator[WaitingItem]:
    if not survey.office or survey.campaign is None:
        return
    for row in survey.tx.execute(_OVER, {"campaign_id": survey.campaign.id, "today": survey.today}).all():
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
