"""Names of what the journal holds as codes: parts, kinds, outcomes. Pure."""

from collections.abc import Mapping

from bot.campaigns.records import DayKind
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.records import Addressee, Verdict
from bot.dialogue.screens import Phrase, say
from bot.launching.records import CampaignPart
from bot.organisation.records import Prefix, SignedPaper, Word
from bot.papers.official.official import OfficialKind
from bot.people.authentication.records import LinkKind
from bot.people.contacts.names import CHANNELS
from bot.people.linking.accounts import Proof
from bot.people.records import Role
from bot.people.targets import Language
from bot.personnel.roles import duties
from bot.recognition.year_records import Raw
from bot.registration.home import data_words
from bot.sheets.records import FileKind

BY_OFFICE = "office"
"""The proof of an account that the Office has linked."""
DOORS = CHANNELS
DECLINED, EXEMPT, LATE = data_words.DECLINED, data_words.EXEMPT, data_words.LATE
FAMILIES, TOPICS = data_words.CHOICES, data_words.TOPICS
ROLES: Mapping[str, Phrase] = {
    Role.ACTING_HEAD: data_words.ROLES[Role.ACTING_HEAD],
    Role.COORDINATOR: data_words.ROLES[Role.COORDINATOR],
    **{duty.value: Phrase(key) for duty, key in duties.NAMES.items()},
}
ADDRESSEES: Mapping[str, Phrase] = {
    Addressee.DIRECTOR: say("journal.addressee.director"),
    Addressee.UNION: say("journal.addressee.union"),
}
VERDICTS: Mapping[str, Phrase] = {
    Verdict.AGREED: say("journal.verdict.agreed"),
    Verdict.RETURNED: say("journal.verdict.returned"),
}
REVOKED = {True: say("journal.revoked.yes"), False: say("journal.revoked.no")}
LANGUAGES: Mapping[str, Phrase] = {
    Language.VIETNAMESE: say("journal.language.vi"),
    Language.ENGLISH: say("journal.language.en"),
}
PROOFS: Mapping[str, Phrase] = {
    Proof.CONTACT: say("journal.proof.contact"),
    Proof.INVITE: say("journal.proof.invite"),
    Proof.WEB_LINK: say("journal.proof.web_link"),
    BY_OFFICE: say("journal.proof.office"),
}
PREFIXES: Mapping[str, Phrase] = {
    Prefix.NONE: say("signatory.prefix.none"),
    Prefix.TM: say("signatory.prefix.tm"),
    Prefix.KT: say("signatory.prefix.kt"),
    Prefix.TL: say("signatory.prefix.tl"),
    Prefix.TUQ: say("signatory.prefix.tuq"),
}
SIGNED: Mapping[str, Phrase] = {
    SignedPaper.PLAN: say("signed_paper.plan"),
    SignedPaper.CONSOLIDATION: say("signed_paper.consolidation"),
    SignedPaper.SUBMISSION: say("signed_paper.submission"),
    SignedPaper.TRACKING: say("signed_paper.tracking"),
    SignedPaper.UNION_LIST: say("signed_paper.union_list"),
}
RAW: Mapping[str, Phrase] = {
    Raw.UPLOADS: say("retention.uploads"),
    Raw.DRAFTS: say("retention.drafts"),
    Raw.LETTERS: say("retention.letters"),
}
PARTS: Mapping[str, Phrase] = {
    CampaignPart.NAME: say("button.campaign_name"),
    CampaignPart.DOCUMENT: say("button.campaign_document"),
    CampaignPart.BASIS: say("button.campaign_basis"),
    CampaignPart.PLAN: say("button.campaign_plan"),
    CampaignPart.OPENS: say("button.campaign_opens"),
    CampaignPart.DEADLINE: say("button.campaign_deadline"),
    CampaignPart.SUPPLEMENT: say("button.campaign_supplement"),
    CampaignPart.REGIME: say("button.campaign_regime"),
    CampaignPart.TITLES: say("button.campaign_titles"),
    CampaignPart.LADDER: say("button.campaign_ladder"),
    CampaignPart.QUOTAS: say("button.campaign_quotas"),
    CampaignPart.INITIATIVE: say("button.campaign_initiative"),
}
WORDS: Mapping[str, Phrase] = {
    Word.FULL_NAME: say("button.full_name"),
    Word.NAME: say("button.name_on_papers"),
    Word.SUPERIOR: say("button.superior"),
    Word.PLACE: say("button.place_of_papers"),
    Word.UNION_NAME: say("button.union_name"),
    Word.CONTACT_NAME: say("button.contact"),
    Word.CONTACT_PHONE: say("button.contact"),
    Word.DATA_PLACE: say("button.data_place"),
    Word.ADDRESS: say("button.address"),
}
PAPERS: Mapping[str, Phrase] = {
    PaperKind.TABLE: say("snapshot.paper.table"),
    PaperKind.UNION_TABLE: say("snapshot.paper.union_table"),
    PaperKind.SUBMISSION: say("snapshot.paper.submission"),
    PaperKind.URGING: say("snapshot.paper.urging"),
    PaperKind.PROVINCE: say("snapshot.paper.province"),
    PaperKind.PROPOSAL: say("snapshot.paper.proposal"),
    PaperKind.DECISION: say("snapshot.paper.decision"),
    PaperKind.REPORT: say("snapshot.paper.report"),
    PaperKind.FIGURES: say("snapshot.paper.figures"),
}
FORMS: Mapping[str, Phrase] = {
    PaperForm.PDF: say("snapshot.paper.form.pdf"),
    PaperForm.DOCX: say("snapshot.paper.form.docx"),
    PaperForm.XLSX: say("snapshot.paper.form.xlsx"),
}
KINDS: Mapping[str, Mapping[str, Phrase]] = {
    "days": {DayKind.OFF: say("journal.kind.off"), DayKind.WORKED: say("journal.kind.worked")},
    "sheet": {FileKind.SIGNED: say("journal.kind.signed"), FileKind.MINUTES: say("journal.kind.minutes")},
    "template": {
        OfficialKind.SUBMISSION: say("official.submission"),
        OfficialKind.URGING: say("official.urging"),
        OfficialKind.DECISION: say("official.decision"),
        OfficialKind.REPORT: say("official.report"),
        OfficialKind.MINUTES: say("official.minutes"),
    },
    "web": {
        LinkKind.PRINTED: say("journal.kind.printed"),
        LinkKind.LEAD: say("journal.kind.lead"),
        LinkKind.OFFICE: say("journal.kind.office"),
        LinkKind.OWN: say("journal.kind.own"),
        LinkKind.TELEGRAM: say("journal.kind.telegram"),
        LinkKind.DOORBELL: say("journal.kind.doorbell"),
    },
}
"""Kinds by the first word of the deed."""
