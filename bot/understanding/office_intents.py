"""Intents of the Office, and whoever else they lead somewhere."""

from collections.abc import Mapping

from bot.consolidation.template_targets import ShowTemplates
from bot.dialogue.screens import say
from bot.enquiries.targets import (
    AskDecision,
    ShowCampaigns,
    ShowConsolidation,
    ShowDays,
    ShowJournal,
    ShowMine,
    ShowOfficeQuestions,
    ShowOutlook,
    ShowRegimes,
    ShowRoles,
    ShowSetup,
    ShowSubmitted,
)
from bot.leading.targets import (
    ComposeNotice,
    ShowLateRequests,
    ShowLinkRequests,
    ShowOfficeNotices,
    ShowPersonnel,
    ShowSheet,
    ShowSheets,
)
from bot.notices.targets import ShowAllSeries, ShowApprovalPolicy
from bot.office.targets import ShowChart, ShowForecast, ShowShares
from bot.organisation.targets import ShowOrganisation
from bot.people.roster.records import ImportKind
from bot.people.targets import ShowInvites, ShowSettings
from bot.personnel.targets import FindPerson, ShowImports, ShowUnits
from bot.recognition.targets import ShowDecisions, ShowMyResults
from bot.titles.catalogue import Family, Subject
from bot.understanding.ways import (
    Intent,
    Way,
    anybody,
    chair,
    department,
    director,
    directs,
    has_collective,
    heads,
    leads_group,
    office,
)
from bot.waiting.targets import ShowDesk, ShowWaiting

_ABSENT = say("heard.absent")
_OFFICE_DOES = say("heard.office_does")
_FIGURES = say("heard.figures")
_FIND = Way(office, FindPerson(), say("button.find_person"))

SHEETS = (
    Way(has_collective, ShowSheet(Subject.UNIT), say("button.unit_sheet")),
    Way(leads_group, ShowSheet(Subject.UNION_GROUP), say("button.group_sheet")),
    Way(chair, ShowSheets(), say("button.sheets_groups")),
)
ALL_LATE = Way(office, ShowLateRequests(), say("button.late_all"))
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
        (
            (Way(office, ShowConsolidation(), say("button.consolidation")),),
            (
                Way(directs, ShowSubmitted(Family.STATE), say("button.submitted_to_me")),
                Way(chair, ShowSubmitted(Family.UNION), say("button.submitted_to_me")),
            ),
        ),
        why=say("heard.consolidated"),
        instead=("sheets", "overview", "mine"),
    ),
    "journal": Intent(
        (
            (
                Way(office, ShowJournal(), say("button.journal")),
                Way(director, ShowJournal(), say("button.journal")),
            ),
        ),
        why=_OFFICE_DOES,
        instead=("mine", "my_data"),
    ),
    "setup": Intent(
        (
            (Way(office, ShowSetup(), say("button.setup")),),
            (Way(anybody, ShowSettings(), say("button.settings")),),
        ),
    ),
    "templates": Intent(
        ((Way(office, ShowTemplates(), say("button.templates")),),), why=_OFFICE_DOES, instead=("blank_form", "sheet")
    ),
    "late_office": Intent(((ALL_LATE, Way(office, ShowCampaigns(), say("button.campaigns"))),), instead=("late",)),
    "missing_decision": Intent(
        (
            (
                Way(office, ShowDecisions(), say("button.decisions")),
                Way(office, AskDecision(), say("button.missing_decision")),
            ),
            (Way(anybody, AskDecision(), say("button.missing_decision")),),
        ),
        deed=True,
    ),
    "bloc": Intent(why=_ABSENT, instead=("overview", "plan")),
    "council": Intent(why=_ABSENT, instead=("topics", "plan")),
    "results": Intent(
        (
            (Way(office, ShowDecisions(), say("button.decisions")),),
            (Way(anybody, ShowMyResults(), say("button.my_results")),),
        ),
    ),
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
    "accounts": Intent(
        (
            (_FIND, Way(office, ShowLinkRequests(), say("button.links_all"))),
            (Way(anybody, ShowSettings(), say("button.settings")),),
        ),
    ),
    "invites": Intent(
        ((Way(office, ShowInvites(), say("button.invites")), Way(heads, ShowInvites(), say("button.invites"))),),
        why=_OFFICE_DOES,
        instead=("unit", "settings"),
    ),
    "roles": Intent(
        ((Way(office, ShowRoles(), say("button.roles")),),),
        why=_OFFICE_DOES,
        instead=("delegation", "unit", "settings"),
    ),
    "who_approves": Intent(
        (
            (
                Way(office, ShowRoles(), say("button.roles")),
                Way(office, ShowApprovalPolicy(), say("button.approval_policy")),
            ),
            (Way(anybody, ShowMine(), say("button.mine")),),
        ),
    ),
    "desk": Intent(
        (
            (Way(office, ShowDesk(), say("button.to_desk")),),
            (Way(anybody, ShowWaiting(), say("button.see_waiting")),),
        ),
    ),
    "paper_forms": Intent(((_FIND,),), why=_OFFICE_DOES, instead=("proxy", "blank_form")),
    "past_awards": Intent(
        ((Way(office, ShowImports(ImportKind.AWARDS), say("button.imports_awards")),),),
        why=_OFFICE_DOES,
        instead=("mine", "missing_decision"),
    ),
    "imports": Intent(
        (
            (
                Way(office, ShowImports(ImportKind.ROSTER), say("button.imports_roster")),
                Way(office, ShowImports(ImportKind.AWARDS), say("button.imports_awards")),
            ),
        ),
        why=_OFFICE_DOES,
        instead=("sheet", "wrong_data"),
    ),
    "outlook": Intent(
        ((Way(department, ShowOutlook(), say("button.outlook")),),), why=_FIGURES, instead=("unit", "mine", "deadline")
    ),
    "forecast": Intent(
        ((Way(department, ShowForecast(), say("button.forecast")),),),
        why=_FIGURES,
        instead=("unit", "mine", "deadline"),
    ),
    "chart": Intent(
        ((Way(department, ShowChart(), say("button.chart")),),), why=_FIGURES, instead=("unit", "mine", "deadline")
    ),
    "shares": Intent(
        ((Way(department, ShowShares(), say("button.shares")),),), why=_FIGURES, instead=("topics", "mine")
    ),
    "office_questions": Intent(
        ((Way(office, ShowOfficeQuestions(), say("button.questions_waiting")),),),
        why=_OFFICE_DOES,
        instead=("my_questions",),
    ),
}
