"""Deeds of the audit trail in words: the phrase and the group of each, for journals and for a person's own data.

A deed that is noted anywhere has its line here (`tests/structure/test_deeds.py`).
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.screens import Phrase, say


class Group(StrEnum):
    """A kind of deed, by which a journal is searched. The values stand on buttons."""

    REGISTRATION = "r"
    LISTS = "l"
    NOTICES = "n"
    QUESTIONS = "q"
    PEOPLE = "p"
    ROLES = "o"
    ACCOUNTS = "a"
    SETTINGS = "s"


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as it is noted, and the key of its words, which go after the name of whoever did it."""

    key: str
    group: Group
    deed: str


DEEDS = (
    Deed("deed.account.blocked", Group.ACCOUNTS, deed="account.blocked"),
    Deed("deed.account.consent_withdrawn", Group.ACCOUNTS, deed="account.consent_withdrawn"),
    Deed("deed.account.consented", Group.ACCOUNTS, deed="account.consented"),
    Deed("deed.account.door_closed", Group.ACCOUNTS, deed="account.door_closed"),
    Deed("deed.account.language", Group.ACCOUNTS, deed="account.language"),
    Deed("deed.account.linked", Group.ACCOUNTS, deed="account.linked"),
    Deed("deed.account.returned", Group.ACCOUNTS, deed="account.returned"),
    Deed("deed.account.unlinked", Group.ACCOUNTS, deed="account.unlinked"),
    Deed("deed.awards.import_undone", Group.PEOPLE, deed="awards.import_undone"),
    Deed("deed.awards.imported", Group.PEOPLE, deed="awards.imported"),
    Deed("deed.awards.taken_back", Group.PEOPLE, deed="awards.taken_back"),
    Deed("deed.awards.workbook_confirmed", Group.PEOPLE, deed="awards.workbook_confirmed"),
    Deed("deed.awards.workbook_dropped", Group.PEOPLE, deed="awards.workbook_dropped"),
    Deed("deed.awards.workbook_sent", Group.PEOPLE, deed="awards.workbook_sent"),
    Deed("deed.bell.door_changed", Group.SETTINGS, deed="bell.door_changed"),
    Deed("deed.bell.door_closed", Group.SETTINGS, deed="bell.door_closed"),
    Deed("deed.bell.door_left", Group.NOTICES, deed="bell.door_left"),
    Deed("deed.bell.door_opened", Group.SETTINGS, deed="bell.door_opened"),
    Deed("deed.bell.known_days", Group.SETTINGS, deed="bell.known_days"),
    Deed("deed.bell.given_up", Group.NOTICES, deed="bell.given_up"),
    Deed("deed.campaign.changed", Group.SETTINGS, deed="campaign.changed"),
    Deed("deed.campaign.created", Group.SETTINGS, deed="campaign.created"),
    Deed("deed.campaign.ended", Group.SETTINGS, deed="campaign.ended"),
    Deed("deed.campaign.launched", Group.SETTINGS, deed="campaign.launched"),
    Deed("deed.campaign.updated", Group.SETTINGS, deed="campaign.updated"),
    Deed("deed.collective.confirmed", Group.REGISTRATION, deed="collective.confirmed"),
    Deed("deed.collective.registered", Group.REGISTRATION, deed="collective.registered"),
    Deed("deed.collective.withdrawn", Group.REGISTRATION, deed="collective.withdrawn"),
    Deed("deed.comment.written", Group.REGISTRATION, deed="comment.written"),
    Deed("deed.contact.bells_chosen", Group.ACCOUNTS, deed="contact.bells_chosen"),
    Deed("deed.contact.email_removed", Group.ACCOUNTS, deed="contact.email_removed"),
    Deed("deed.contact.email_set", Group.ACCOUNTS, deed="contact.email_set"),
    Deed("deed.days.declared", Group.SETTINGS, deed="days.declared"),
    Deed("deed.days.taken_back", Group.SETTINGS, deed="days.taken_back"),
    Deed("deed.decision.begun", Group.LISTS, deed="decision.begun"),
    Deed("deed.decision.dropped", Group.LISTS, deed="decision.dropped"),
    Deed("deed.decision.entered", Group.LISTS, deed="decision.entered"),
    Deed("deed.decision.line_dropped", Group.LISTS, deed="decision.line_dropped"),
    Deed("deed.decision.lines_added", Group.LISTS, deed="decision.lines_added"),
    Deed("deed.decision.results_sent", Group.LISTS, deed="decision.results_sent"),
    Deed("deed.decision.revoked", Group.LISTS, deed="decision.revoked"),
    Deed("deed.door.back", Group.SETTINGS, deed="door.back"),
    Deed("deed.door.known", Group.SETTINGS, deed="door.known"),
    Deed("deed.door.let_pass", Group.NOTICES, deed="door.let_pass"),
    Deed("deed.door.out", Group.SETTINGS, deed="door.out"),
    Deed("deed.enquiries.answered", Group.QUESTIONS, deed="enquiries.answered"),
    Deed("deed.enquiries.asked", Group.QUESTIONS, deed="enquiries.asked"),
    Deed("deed.exemption.ended", Group.REGISTRATION, deed="exemption.ended"),
    Deed("deed.exemption.given", Group.REGISTRATION, deed="exemption.given"),
    Deed("deed.grant.given", Group.ROLES, deed="grant.given"),
    Deed("deed.imports.forgotten", Group.PEOPLE, deed="imports.forgotten"),
    Deed("deed.invite.created", Group.ACCOUNTS, deed="invite.created"),
    Deed("deed.invite.revoked", Group.ACCOUNTS, deed="invite.revoked"),
    Deed("deed.invite.used", Group.ACCOUNTS, deed="invite.used"),
    Deed("deed.invites.printed", Group.ACCOUNTS, deed="invites.printed"),
    Deed("deed.late.agreed", Group.REGISTRATION, deed="late.agreed"),
    Deed("deed.late.decided", Group.REGISTRATION, deed="late.decided"),
    Deed("deed.late.lapsed", Group.REGISTRATION, deed="late.lapsed"),
    Deed("deed.letter.resent", Group.NOTICES, deed="letter.resent"),
    Deed("deed.letters.edit", Group.NOTICES, deed="letters.edit"),
    Deed("deed.letters.paused", Group.NOTICES, deed="letters.paused"),
    Deed("deed.letters.recall", Group.NOTICES, deed="letters.recall"),
    Deed("deed.letters.released", Group.NOTICES, deed="letters.released"),
    Deed("deed.letters.stopped", Group.NOTICES, deed="letters.stopped"),
    Deed("deed.link_request.created", Group.ACCOUNTS, deed="link_request.created"),
    Deed("deed.link_request.edited", Group.ACCOUNTS, deed="link_request.edited"),
    Deed("deed.link_request.refused", Group.ACCOUNTS, deed="link_request.refused"),
    Deed("deed.link_request.withdrawn", Group.ACCOUNTS, deed="link_request.withdrawn"),
    Deed("deed.notice.approval_asked", Group.NOTICES, deed="notice.approval_asked"),
    Deed("deed.notice.approval_returned", Group.NOTICES, deed="notice.approval_returned"),
    Deed("deed.notice.approved", Group.NOTICES, deed="notice.approved"),
    Deed("deed.notice.called_off", Group.NOTICES, deed="notice.called_off"),
    Deed("deed.notice.changed", Group.NOTICES, deed="notice.changed"),
    Deed("deed.notice.chased", Group.NOTICES, deed="notice.chased"),
    Deed("deed.notice.corrected", Group.NOTICES, deed="notice.corrected"),
    Deed("deed.notice.correction_dropped", Group.NOTICES, deed="notice.correction_dropped"),
    Deed("deed.notice.correction_written", Group.NOTICES, deed="notice.correction_written"),
    Deed("deed.notice.discarded", Group.NOTICES, deed="notice.discarded"),
    Deed("deed.notice.handed_over", Group.NOTICES, deed="notice.handed_over"),
    Deed("deed.notice.joined", Group.NOTICES, deed="notice.joined"),
    Deed("deed.notice.known", Group.NOTICES, deed="notice.known"),
    Deed("deed.notice.not_told", Group.NOTICES, deed="notice.not_told"),
    Deed("deed.notice.policy_set", Group.SETTINGS, deed="notice.policy_set"),
    Deed("deed.notice.recall_told", Group.NOTICES, deed="notice.recall_told"),
    Deed("deed.notice.recalled", Group.NOTICES, deed="notice.recalled"),
    Deed("deed.notice.scheduled", Group.NOTICES, deed="notice.scheduled"),
    Deed("deed.notice.series_ended", Group.NOTICES, deed="notice.series_ended"),
    Deed("deed.notice.series_for_nobody", Group.NOTICES, deed="notice.series_for_nobody"),
    Deed("deed.notice.series_made", Group.NOTICES, deed="notice.series_made"),
    Deed("deed.notice.series_missed", Group.NOTICES, deed="notice.series_missed"),
    Deed("deed.notice.started", Group.NOTICES, deed="notice.started"),
    Deed("deed.notice.told", Group.NOTICES, deed="notice.told"),
    Deed("deed.notice.written", Group.NOTICES, deed="notice.written"),
    Deed("deed.nudge.sent", Group.NOTICES, deed="nudge.sent"),
    Deed("deed.nudge.told", Group.NOTICES, deed="nudge.told"),
    Deed("deed.organisation.changed", Group.SETTINGS, deed="organisation.changed"),
    Deed("deed.organisation.put_off", Group.SETTINGS, deed="organisation.put_off"),
    Deed("deed.person.began", Group.PEOPLE, deed="person.began"),
    Deed("deed.person.left", Group.PEOPLE, deed="person.left"),
    Deed("deed.person.stays", Group.PEOPLE, deed="person.stays"),
    Deed("deed.personal_data.erased", Group.ACCOUNTS, deed="personal_data.erased"),
    Deed("deed.post.move_cancelled", Group.PEOPLE, deed="post.move_cancelled"),
    Deed("deed.post.moved", Group.PEOPLE, deed="post.moved"),
    Deed("deed.regime.given", Group.SETTINGS, deed="regime.given"),
    Deed("deed.registration.agreed", Group.REGISTRATION, deed="registration.agreed"),
    Deed("deed.registration.asked_for_proxy", Group.REGISTRATION, deed="registration.asked_for_proxy"),
    Deed("deed.registration.asked_late", Group.REGISTRATION, deed="registration.asked_late"),
    Deed("deed.registration.by_proxy", Group.REGISTRATION, deed="registration.by_proxy"),
    Deed("deed.registration.change_asked", Group.REGISTRATION, deed="registration.change_asked"),
    Deed("deed.registration.change_lapsed", Group.REGISTRATION, deed="registration.change_lapsed"),
    Deed("deed.registration.change_taken_back", Group.REGISTRATION, deed="registration.change_taken_back"),
    Deed("deed.registration.changed", Group.REGISTRATION, deed="registration.changed"),
    Deed("deed.registration.confirmed", Group.REGISTRATION, deed="registration.confirmed"),
    Deed("deed.registration.declined", Group.REGISTRATION, deed="registration.declined"),
    Deed("deed.registration.declined_by_proxy", Group.REGISTRATION, deed="registration.declined_by_proxy"),
    Deed("deed.registration.declined_on_paper", Group.REGISTRATION, deed="registration.declined_on_paper"),
    Deed("deed.registration.on_paper", Group.REGISTRATION, deed="registration.on_paper"),
    Deed("deed.registration.submitted", Group.REGISTRATION, deed="registration.submitted"),
    Deed("deed.registration.withdrawn", Group.REGISTRATION, deed="registration.withdrawn"),
    Deed("deed.reminder.put_off", Group.NOTICES, deed="reminder.put_off"),
    Deed("deed.retention.removed", Group.SETTINGS, deed="retention.removed"),
    Deed("deed.retention.set", Group.SETTINGS, deed="retention.set"),
    Deed("deed.role.ended", Group.ROLES, deed="role.ended"),
    Deed("deed.role.given", Group.ROLES, deed="role.given"),
    Deed("deed.roster.import_undone", Group.PEOPLE, deed="roster.import_undone"),
    Deed("deed.roster.imported", Group.PEOPLE, deed="roster.imported"),
    Deed("deed.roster.taken_back", Group.PEOPLE, deed="roster.taken_back"),
    Deed("deed.roster.workbook_confirmed", Group.PEOPLE, deed="roster.workbook_confirmed"),
    Deed("deed.roster.workbook_dropped", Group.PEOPLE, deed="roster.workbook_dropped"),
    Deed("deed.roster.workbook_sent", Group.PEOPLE, deed="roster.workbook_sent"),
    Deed("deed.salary.set", Group.SETTINGS, deed="salary.set"),
    Deed("deed.sheet.accepted", Group.LISTS, deed="sheet.accepted"),
    Deed("deed.sheet.by_hand", Group.LISTS, deed="sheet.by_hand"),
    Deed("deed.sheet.files_added", Group.LISTS, deed="sheet.files_added"),
    Deed("deed.sheet.numbered", Group.LISTS, deed="sheet.numbered"),
    Deed("deed.sheet.original_received", Group.LISTS, deed="sheet.original_received"),
    Deed("deed.sheet.returned", Group.LISTS, deed="sheet.returned"),
    Deed("deed.sheet.sent", Group.LISTS, deed="sheet.sent"),
    Deed("deed.signatory.declared", Group.SETTINGS, deed="signatory.declared"),
    Deed("deed.signatory.ended", Group.SETTINGS, deed="signatory.ended"),
    Deed("deed.snapshot.paper_made", Group.LISTS, deed="snapshot.paper_made"),
    Deed("deed.snapshot.taken", Group.LISTS, deed="snapshot.taken"),
    Deed("deed.snapshot.wanted", Group.LISTS, deed="snapshot.wanted"),
    Deed("deed.stand_in.ended", Group.ROLES, deed="stand_in.ended"),
    Deed("deed.stand_in.given", Group.ROLES, deed="stand_in.given"),
    Deed("deed.store.armed", Group.SETTINGS, deed="store.armed"),
    Deed("deed.submission.answered", Group.LISTS, deed="submission.answered"),
    Deed("deed.submission.submitted", Group.LISTS, deed="submission.submitted"),
    Deed("deed.template.left", Group.SETTINGS, deed="template.left"),
    Deed("deed.template.sent", Group.SETTINGS, deed="template.sent"),
    Deed("deed.template.taken", Group.SETTINGS, deed="template.taken"),
    Deed("deed.template.tried", Group.SETTINGS, deed="template.tried"),
    Deed("deed.unit.merged", Group.PEOPLE, deed="unit.merged"),
    Deed("deed.unit.renamed", Group.PEOPLE, deed="unit.renamed"),
    Deed("deed.unit_forms.import_undone", Group.PEOPLE, deed="unit_forms.import_undone"),
    Deed("deed.unit_forms.taken_back", Group.PEOPLE, deed="unit_forms.taken_back"),
    Deed("deed.unit_forms.workbook_confirmed", Group.PEOPLE, deed="unit_forms.workbook_confirmed"),
    Deed("deed.unit_forms.workbook_dropped", Group.PEOPLE, deed="unit_forms.workbook_dropped"),
    Deed("deed.unit_forms.workbook_sent", Group.PEOPLE, deed="unit_forms.workbook_sent"),
    Deed("deed.waiting.policy_set", Group.SETTINGS, deed="waiting.policy_set"),
    Deed("deed.web.ended", Group.ACCOUNTS, deed="web.ended"),
    Deed("deed.web.entered", Group.ACCOUNTS, deed="web.entered"),
    Deed("deed.web.entry_approved", Group.ACCOUNTS, deed="web.entry_approved"),
    Deed("deed.web.entry_asked", Group.ACCOUNTS, deed="web.entry_asked"),
    Deed("deed.web.entry_refused", Group.ACCOUNTS, deed="web.entry_refused"),
    Deed("deed.web.link_created", Group.ACCOUNTS, deed="web.link_created"),
    Deed("deed.web.link_ended", Group.ACCOUNTS, deed="web.link_ended"),
    Deed("deed.web.link_spent", Group.ACCOUNTS, deed="web.link_spent"),
    Deed("deed.web.passkey_added", Group.ACCOUNTS, deed="web.passkey_added"),
    Deed("deed.web.passkey_copied", Group.ACCOUNTS, deed="web.passkey_copied"),
    Deed("deed.web.passkey_removed", Group.ACCOUNTS, deed="web.passkey_removed"),
    Deed("deed.web.phone_lost", Group.ACCOUNTS, deed="web.phone_lost"),
    Deed("deed.web.pin_forgotten", Group.ACCOUNTS, deed="web.pin_forgotten"),
    Deed("deed.web.pin_set", Group.ACCOUNTS, deed="web.pin_set"),
    Deed("deed.web.report_decided", Group.ACCOUNTS, deed="web.report_decided"),
)

_BY_NAME = {one.deed: one for one in DEEDS}


def in_words(deed: str) -> Phrase:
    """The words of a deed, as they go after a name; its code, where nobody knows it any more."""
    known = _BY_NAME.get(deed)
    return say("deed.unknown", code=deed) if known is None else Phrase(known.key)


def of_group(group: Group) -> tuple[str, ...]:
    """The deeds of a group, as they are noted."""
    return tuple(one.deed for one in DEEDS if one.group is group)
