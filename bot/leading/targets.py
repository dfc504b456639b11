"""Targets of buttons in this slice: its views and acts, each with what it needs."""

from datetime import date

from bot.dialogue.targets import ToAct, ToView
from bot.registration.records import DeclineReason, FamilyChoice
from bot.titles.catalogue import Family, Subject


class OfCollective:
    """A target that names a unit or union group: forged for a person, it is none."""

    subject: Subject | None

    def __post_init__(self) -> None:
        if self.subject is Subject.PERSON:
            raise ValueError(self.subject)


class ShowCollective(OfCollective, ToView, name="collective"):
    """The titles of a unit or union group itself; without a key the actor's own, or which of several."""

    subject: Subject
    key: int | None = None


class RegisterCollective(OfCollective, ToAct, name="collective"):
    """Register the unit or union group itself; without a key the actor's own."""

    subject: Subject
    key: int | None = None


class WithdrawCollective(OfCollective, ToAct, name="withdraw_collective"):
    """Withdraw what the unit or union group registers for itself, if it still is this version."""

    subject: Subject
    key: int
    version: int


class ConfirmCollective(ToAct, name="confirm_collective"):
    """Confirm what a unit registers for itself, if it still is this version."""

    unit: int
    version: int


class ShowConfirmedMany(ToView, name="confirmed_many"):
    """The numbers of registrations that were confirmed together, and that were left."""

    confirmed: int
    left: int
    family: Family


class ShowMember(ToView, name="member"):
    """One person of those whom the actor leads in this family."""

    family: Family
    person: int


class ShowMembers(ToView, name="members"):
    """The people whom the actor leads in this family."""

    family: Family
    page: int = 0


class Confirm(ToAct, name="confirm"):
    """Confirm this version of a registration."""

    registration: int
    version: int


class AskChange(ToAct, name="ask_change"):
    """Ask for a change of this version of a registration."""

    registration: int
    version: int


class TakeBackChange(ToAct, name="take_back_change"):
    """Take back the change that was asked for of this version of a registration."""

    registration: int
    version: int


class ShowExtendChange(ToView, name="extend_change"):
    """The days until which the change of this version may still be given."""

    registration: int
    version: int


class ExtendChange(ToAct, name="extend_change"):
    """Give the person until this day for the change of this version."""

    registration: int
    version: int
    day: date


class ShowToRecord(ToView, name="to_record"):
    """Registrations that nobody in the chat confirms, for the Office, which records them. `registration`: the one that
    was recorded just now."""

    registration: int | None = None


class ConfirmAll(ToAct, name="confirm_all"):
    """Confirm all that wait, or all but some."""

    family: Family


class ComposeNotice(ToAct, name="compose"):
    """Write a notice."""


class ShowOfficeNotices(ToView, name="office_notices"):
    """The Office's notices."""

    page: int = 0


class ShowSheet(OfCollective, ToView, name="sheet"):
    """The list of a unit or union group; without a key the actor's own, or which of several."""

    subject: Subject
    key: int | None = None
    page: int = 0


class ShowSheets(OfCollective, ToView, name="sheets"):
    """Lists of units or of union groups that the actor receives; None: whichever there are. `year`: opened from the end
    of that year, and leads back there."""

    subject: Subject | None = None
    page: int = 0
    year: int | None = None


class ShowPersonnel(ToView, name="personnel"):
    """People and units, for the Office."""


class ShowDelegation(ToView, name="delegation"):
    """The people who stand in for the head of a unit; without a unit those of the own, or a choice."""

    unit: int | None = None


class ShowComments(ToView, name="comments"):
    """Comments on a person, for whoever confirms."""

    person: int


class ShowLinkRequests(ToView, name="link_requests"):
    """Requests to be linked."""

    page: int = 0


class ShowLateRequests(ToView, name="late_requests"):
    """Requests to register late that wait for the actor; `led`: only those that wait for a word of the unit's lead."""

    page: int = 0
    led: bool = False


class ShowLateRequest(ToView, name="late_one"):
    """One request to register late."""

    request: int


class AgreeLate(ToAct, name="late_agree"):
    """The lead is in favour of a late request."""

    request: int


class GrantLate(ToAct, name="late_grant"):
    """The Office grants a late request until this day."""

    request: int
    day: date


class RefuseLate(ToAct, name="late_refuse"):
    """Begin to refuse a late request."""

    request: int


class ShowNudge(ToView, name="nudge"):
    """The question whether to remind this person, or everybody who has not answered: of this unit with all below it,
    or of all."""

    family: Family
    person: int | None = None
    unit: int | None = None


class ShowNudged(ToView, name="nudged"):
    """The actor's newest round of reminders over this person, or over the whole board."""

    family: Family
    person: int | None = None
    unit: int | None = None


class ShowTell(ToView, name="tell"):
    """People to remind in person."""

    family: Family
    page: int = 0


class ShowTellPerson(ToView, name="tell_one"):
    """One person to remind in person."""

    family: Family
    person: int


class SendNudge(ToAct, name="nudge"):
    """Send the reminder to this person, or to everybody who has not answered."""

    family: Family
    person: int | None = None
    unit: int | None = None


class WriteNudge(ToAct, name="nudge_words"):
    """Write the reminder in one's own words."""

    family: Family
    person: int | None = None
    unit: int | None = None


class RecordTold(ToAct, name="told"):
    """Record that the person was reminded in person."""

    family: Family
    person: int


class ShowProxy(ToView, name="proxy"):
    """The people for whom the actor may register."""

    page: int = 0


class ShowProxied(ToView, name="proxied"):
    """The answer that stands of a person, for whoever may register for him or her."""

    person: int


class ShowProxyDecline(ToView, name="proxy_decline"):
    """The reasons for which a person does not register; None: first the question for which family, where that
    matters."""

    person: int
    what: FamilyChoice | None = None


class ShowProxyAsked(ToView, name="proxy_asked"):
    """The lead was asked to register for the person."""


class RegisterForPerson(ToAct, name="proxy"):
    """Register for a person who said so."""

    person: int


class DeclineForPerson(ToAct, name="proxy_decline"):
    """Record that a person does not register, if what stands still is this revision."""

    person: int
    revision: int
    reason: DeclineReason
    what: FamilyChoice = FamilyChoice.STATE


class AskProxy(ToAct, name="ask_proxy"):
    """Ask the lead to register for oneself."""
