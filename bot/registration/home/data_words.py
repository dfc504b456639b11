"""Words for what stores hold as codes, in the file of one's own data. Pure."""

from collections.abc import Mapping

from bot.dialogue.screens import Named, Phrase, say
from bot.enquiries.records import Topic
from bot.ledger.letter import State
from bot.people.records import Gender, Role, StaffKind, UnionOffice
from bot.registration.records import ExemptReason, FamilyChoice, LateRequestState
from bot.registration.rules import REASON_PHRASES
from bot.titles.catalogue import Family
from bot.titles.loading import shared

FAMILIES = {Family.STATE: say("my_file.family.state"), Family.UNION: say("my_file.family.union")}
CHOICES = {
    FamilyChoice.STATE: say("my_file.family.state"),
    FamilyChoice.UNION: say("my_file.family.union"),
    FamilyChoice.BOTH: say("my_file.family.both"),
}
KINDS = {
    StaffKind.CIVIL_SERVANT: say("audience.kind.civil_servant"),
    StaffKind.PUBLIC_EMPLOYEE: say("audience.kind.public_employee"),
    StaffKind.WORKER: say("audience.kind.worker"),
}
ROLES = {
    Role.DIRECTOR: say("audience.role.director"),
    Role.DEPUTY: say("audience.role.deputy"),
    Role.OFFICE: say("audience.role.office"),
    Role.UNIT_HEAD: say("audience.role.unit_head"),
    Role.ACTING_HEAD: say("audience.role.acting_head"),
    Role.COORDINATOR: say("audience.role.coordinator"),
    Role.OFFICE_HEAD: say("audience.role.office_head"),
    Role.ACTING_OFFICE_HEAD: say("audience.role.acting_office_head"),
}
DECLINED = {reason: Phrase(key) for reason, key in REASON_PHRASES.items()}
EXEMPT = {
    ExemptReason.STUDY: say("exempt.study"),
    ExemptReason.SECONDED: say("exempt.seconded"),
    ExemptReason.RETIRING: say("exempt.retiring"),
    ExemptReason.PROBATION: say("exempt.probation"),
    ExemptReason.LONG_LEAVE: say("exempt.long_leave"),
    ExemptReason.OTHER: say("exempt.other"),
}
LATE = {
    LateRequestState.OPEN: say("my_file.late.open"),
    LateRequestState.GRANTED: say("my_file.late.granted"),
    LateRequestState.REFUSED: say("my_file.late.refused"),
    LateRequestState.WITHDRAWN: say("my_file.late.withdrawn"),
}
_WAITS, _NOT_SENT = say("my_file.letter.waits"), say("my_file.letter.not_sent")
LETTER_STATES = {
    State.PLANNED: _WAITS,
    State.LEASED: _WAITS,
    State.INFLIGHT: _WAITS,
    State.SENT: say("my_file.letter.sent"),
    State.FAILED: _NOT_SENT,
    State.BLOCKED: _NOT_SENT,
    State.UNKNOWN: say("my_file.letter.unknown"),
    State.CANCELLED: say("my_file.letter.cancelled"),
    State.MISSED: _NOT_SENT,
    State.RECALLED: say("my_file.letter.recalled"),
}
_OFFICES = {
    UnionOffice.MEMBER: say("my_file.member"),
    UnionOffice.CHAIR: say("union.office.chair"),
    UnionOffice.COMMITTEE: say("union.office.committee"),
    UnionOffice.GROUP_LEAD: say("union.office.group_lead"),
    UnionOffice.GROUP_DEPUTY: say("union.office.group_deputy"),
}
_GENDERS = {Gender.MALE: say("my_file.male"), Gender.FEMALE: say("my_file.female")}
TOPICS = {
    Topic.OFFICE: say("my_file.topic.office"),
    Topic.DECISION: say("my_file.topic.decision"),
    Topic.ROSTER: say("my_file.topic.roster"),
    Topic.ERASURE: say("my_file.topic.erasure"),
}
_REGISTRATION, _WORK = say("my_file.about.registration"), say("my_file.about.work")
_ABOUT: Mapping[str, Phrase] = {
    "reminder": say("my_file.about.reminder"),
    "nudge": say("my_file.about.nudge"),
    "question": say("my_file.about.question"),
    "receipt": _REGISTRATION,
    "registration": _REGISTRATION,
    "change": _REGISTRATION,
    "late": _REGISTRATION,
    "post": _WORK,
    "moved": _WORK,
    "grant": _WORK,
    "membership": _WORK,
}
"""The kind of a letter's source -> what the letter is about. Its own words may name others, and are not repeated."""


def gender(value: Gender | None) -> Phrase | None:
    return None if value is None else _GENDERS[value]


def office(value: UnionOffice) -> Phrase:
    return _OFFICES[value]


def topic(value: str) -> Phrase:
    return TOPICS[Topic(value)]


def about(source: str) -> Phrase:
    """The subject of a letter of this source."""
    kind, _, key = source.partition(":")
    if kind == "notice":
        return say("my_file.about.notice", number=key.partition(":")[0])
    return _ABOUT.get(kind, say("my_file.about.other"))


def titles() -> dict[str, Named]:
    """Every title that is known -> its name, as the rules that were read last have it."""
    return {title.id: title.name for regime in shared().every() for title in regime.titles()}
