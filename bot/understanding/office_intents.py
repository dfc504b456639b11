"""Intents of the Office, and whoever else they lead somewhere."""

from collections.abc import Mapping

from bot.dialogue.screens import say
from bot.enquiries.targets import (
    ShowCampaigns,
    ShowConsolidation,
    ShowDays,
    ShowOfficeQuestions,
    ShowRegimes,
)
from bot.leading.targets import (
    ComposeNotice,
    ShowLinkRequests,
    ShowOfficeNotices,
    ShowPersonnel,
    ShowSheet,
    ShowSheets,
)
from bot.notices.targets import ShowAllSeries, ShowApprovalPolicy
from bot.organisation.targets import ShowOrganisation
from bot.personnel.targets import ShowUnits
from bot.titles.catalogue import Subject
from bot.understanding.ways import (
    Intent,
    Way,
    chair,
    has_collective,
    leads_group,
    office,
)

_ABSENT = say("heard.absent")
_OFFICE_DOES = say("heard.office_does")

SHEETS = (
    Way(has_collective, ShowSheet(Subject.UNIT), say("button.unit_sheet")),
    Way(leads_group, ShowSheet(Subject.UNION_GROUP), say("button.group_sheet")),
    Way(chair, ShowSheets(), say("button.sheets_groups")),
)
OFFICE_NOTICES = Way(office, ShowOfficeNotices(), say("button.all_notices"))

OFFICE_INTENTS: Mapping[str, Intent] = {
    "compose": Intent(
        ((Way(office, ComposeNotice(), say("button.compose")),),),
        deed=True,
        why=_OFFICE_DOES,
        instead=("nudge", "notices"),
    ),
    "recall": Intent(((OFFICE_NOTICES,),), why=_OFFICE_DOES, instead=("withdraw", "notices")),
    "correct": Intent(((OFFICE_NOTICES,),), why=_OFFICE_DOES, instead=("edit", "notices")),
    "office_notices": Intent(((OFFICE_NOTICES,),), why=_OFFICE_DOES, instead=("tell", "notices")),
    "series": Intent(
        ((Way(office, ShowAllSeries(), say("button.all_series")),),), why=_OFFICE_DOES, instead=("nudge", "notices")
    ),
    "approval": Intent(
        ((Way(office, ShowApprovalPolicy(), say("button.approval_policy")), OFFICE_NOTICES),),
        why=_OFFICE_DOES,
        instead=("confirm", "notices"),
    ),
    "sheets": Intent(
        (
            (
                Way(office, ShowSheets(), say("button.sheets_units")),
                Way(chair, ShowSheets(), say("button.sheets_groups")),
            ),
            SHEETS,
        ),
        why=_OFFICE_DOES,
        instead=("overview", "mine"),
    ),
    "consolidated": Intent(
        ((Way(office, ShowConsolidation(), say("button.consolidation")),),),
        why=say("heard.consolidated"),
        instead=("sheets", "overview", "mine"),
    ),
    "bloc": Intent(why=_ABSENT, instead=("overview", "plan")),
    "council": Intent(why=_ABSENT, instead=("topics", "plan")),
    "campaign": Intent(
        ((Way(office, ShowCampaigns(), say("button.campaigns")),),),
        why=say("heard.campaign"),
        instead=("plan", "deadline"),
    ),
    "personnel": Intent(
        ((Way(office, ShowPersonnel(), say("button.personnel")),),), why=_OFFICE_DOES, instead=("unit", "wrong_data")
    ),
    "units": Intent(
        ((Way(office, ShowUnits(), say("button.units")),),), why=_OFFICE_DOES, instead=("unit", "wrong_data")
    ),
    "regimes": Intent(
        ((Way(office, ShowRegimes(), say("button.regimes")),),), why=_OFFICE_DOES, instead=("topics", "guide")
    ),
    "days": Intent(((Way(office, ShowDays(), say("button.days")),),), why=_OFFICE_DOES, instead=("deadline", "snooze")),
    "organisation": Intent(
        ((Way(office, ShowOrganisation(), say("button.organisation")),),), why=_OFFICE_DOES, instead=("office", "plan")
    ),
    "links": Intent(
        ((Way(office, ShowLinkRequests(), say("button.links_all")),),), why=_OFFICE_DOES, instead=("unit", "settings")
    ),
    "office_questions": Intent(
        ((Way(office, ShowOfficeQuestions(), say("button.questions_waiting")),),),
        why=_OFFICE_DOES,
        instead=("my_questions",),
    ),
}
