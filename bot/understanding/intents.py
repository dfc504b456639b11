"""Intents: what people ask for, where it leads whom, and what those are told to whom it leads nowhere.

`phrasings.toml` has the words for each, under the same name.
"""

from collections.abc import Mapping

from bot.dialogue.screens import say
from bot.dialogue.ways import ShowHome
from bot.enquiries.targets import (
    AskOffice,
    AskRoster,
    Register,
    RegisterSame,
    ShowDepartment,
    ShowGuide,
    ShowMine,
    ShowMyQuestions,
    ShowOffice,
    ShowOfficeQuestions,
    ShowPlan,
    ShowQuestions,
)
from bot.leading.targets import (
    AskProxy,
    ComposeNotice,
    ConfirmAll,
    RegisterCollective,
    ShowDelegation,
    ShowLateRequests,
    ShowMembers,
    ShowNudge,
    ShowProxy,
    ShowSheets,
    ShowTell,
)
from bot.notices.reader_targets import ShowNoticesToTell
from bot.people.reach import leads_union
from bot.people.targets import AskErasure, ShowBlankForm, ShowMyData, ShowPrivacyInFull, ShowSettings, ShowUnlink
from bot.personnel.targets import ShowUnits
from bot.registration.records import FamilyChoice
from bot.registration.targets import (
    Leave,
    ShowDecline,
    ShowEdit,
    ShowLate,
    ShowMyForm,
    ShowNotices,
    ShowUnionBoard,
    ShowUnitBoard,
    ShowWithdraw,
)
from bot.reminders.targets import ShowSnooze
from bot.titles.catalogue import Family, Subject
from bot.understanding.office_intents import ALL_LATE, OFFICE_INTENTS, OFFICE_NOTICES, SHEETS
from bot.understanding.ways import (
    Intent,
    Way,
    anybody,
    confirms,
    director,
    for_all,
    has_collective,
    heads,
    leads_group,
    office,
    others,
    prepares,
    sees_unit,
)
from bot.waiting.targets import ShowWaiting

_LEADS_DO = say("heard.leads_do")
_UNION_DOES = say("heard.union_does")

_OFFICE_BOARD = Way(office, ShowOffice(), say("button.office"))
_DEPARTMENT = Way(director, ShowDepartment(), say("button.department"))
_UNIT_BOARD = Way(sees_unit, ShowUnitBoard(), say("button.unit"))
_UNION_BOARD = Way(leads_union, ShowUnionBoard(), say("button.union_group"))
_BOARDS = ((_OFFICE_BOARD,), (_DEPARTMENT,), (_UNIT_BOARD, _UNION_BOARD))
_NUDGES = (
    Way(sees_unit, ShowNudge(Family.STATE), say("button.nudge")),
    Way(leads_group, ShowNudge(Family.UNION), say("button.nudge_union")),
)
_MY_NOTICES = Way(anybody, ShowNotices(), say("button.my_notices"))

INTENTS: Mapping[str, Intent] = {
    # One's own affairs.
    "register": Intent(for_all(Register(), say("button.register")), deed=True, answer=say("heard.register")),
    "same": Intent(for_all(RegisterSame(), say("button.same")), deed=True, answer=say("heard.register")),
    "how": Intent(for_all(Register(), say("button.register")), deed=True, at_once=False, answer=say("heard.register")),
    "waiting": Intent(for_all(ShowWaiting(), say("button.see_waiting"))),
    "mine": Intent(for_all(ShowMine(), say("button.mine"))),
    "decline": Intent(for_all(ShowDecline(), say("button.decline")), deed=True, answer=say("heard.decline")),
    "decline_union": Intent(
        for_all(ShowDecline(FamilyChoice.UNION), say("button.decline_union")), deed=True, answer=say("heard.decline")
    ),
    "trouble": Intent(why=say("heard.trouble"), instead=("register", "guide")),
    "withdraw": Intent(for_all(ShowWithdraw(), say("button.withdraw")), deed=True, answer=say("heard.withdraw")),
    "edit": Intent(for_all(ShowEdit(), say("button.edit_sent")), deed=True, answer=say("heard.edit")),
    "deadline": Intent(for_all(ShowHome(), say("button.deadline"))),
    "late": Intent(for_all(ShowLate(), say("button.ask_late"))),
    "late_requests": Intent(
        ((ALL_LATE,), (Way(confirms, ShowLateRequests(), say("button.late_all")),)),
        why=_LEADS_DO,
        instead=("late", "deadline"),
    ),
    "late_open": Intent(why=say("heard.still_open"), instead=("register", "deadline")),
    "snooze": Intent(for_all(ShowSnooze(), say("button.snooze"))),
    "my_form": Intent(for_all(ShowMyForm(), say("button.my_form"))),
    "blank_form": Intent(for_all(ShowBlankForm(), say("button.blank_form"))),
    "ask_proxy": Intent(
        ((Way(lambda actor: not heads(actor) and not confirms(actor), AskProxy(), say("button.ask_proxy")),),),
        deed=True,
        at_once=False,
        why=say("heard.no_proxy"),
        instead=("register", "delegation"),
    ),
    "my_data": Intent(for_all(ShowMyData(), say("button.my_data"))),
    "wrong_data": Intent(for_all(AskRoster(), say("button.wrong_data")), deed=True),
    "erasure": Intent(for_all(AskErasure(), say("button.ask_erasure")), deed=True),
    "unlink": Intent(for_all(ShowUnlink(), say("button.unlink")), deed=True),
    "settings": Intent(for_all(ShowSettings(), say("button.settings"))),
    "privacy": Intent(for_all(ShowPrivacyInFull(), say("button.privacy_full"))),
    "my_questions": Intent(
        (
            (Way(office, ShowOfficeQuestions(), say("button.questions_waiting")),),
            (Way(anybody, ShowMyQuestions(), say("button.my_questions")),),
        ),
    ),
    "home": Intent(for_all(ShowHome(), say("button.home"))),
    "hello": Intent(for_all(ShowHome(), say("button.home"))),
    "leave": Intent(for_all(Leave(), say("button.later"))),
    "guide": Intent(for_all(ShowGuide(), say("button.guide"))),
    "contact": Intent(for_all(ShowGuide(), say("button.guide"))),  # which says whom to call
    # What may be read.
    "plan": Intent(for_all(ShowPlan(), say("button.see_plan"))),
    "topics": Intent(for_all(ShowQuestions(), say("button.topics"))),
    "notices": Intent(((OFFICE_NOTICES, Way(office, ShowNotices(), say("button.my_notices"))), (_MY_NOTICES,))),
    "office": Intent(
        (
            (Way(others, AskOffice(), say("button.ask_office")),),
            (Way(office, ShowOfficeQuestions(), say("button.questions_waiting")),),
        ),
        deed=True,
    ),
    # Leading.
    "overview": Intent(_BOARDS, why=say("heard.figures"), instead=("mine", "deadline")),
    "missing": Intent(_BOARDS, why=say("heard.figures"), instead=("mine", "deadline")),
    "unit": Intent(
        ((_UNIT_BOARD,), (_OFFICE_BOARD,)),
        why=say("heard.figures"),
        instead=("mine", "union_board", "deadline"),
    ),
    "union_board": Intent(((_UNION_BOARD,),), why=_UNION_DOES, instead=("overview", "topics", "mine")),
    "confirm": Intent(
        (
            (
                Way(confirms, ShowMembers(Family.STATE), say("button.members")),
                Way(leads_union, ShowMembers(Family.UNION), say("button.members_union")),
            ),
            (_UNIT_BOARD,),
        ),
        why=_LEADS_DO,
        instead=("sheets", "overview", "mine"),
    ),
    "confirm_all": Intent(
        (
            (
                Way(confirms, ConfirmAll(Family.STATE), say("button.confirm_everybody")),
                Way(leads_union, ConfirmAll(Family.UNION), say("button.confirm_everybody_union")),
            ),
        ),
        deed=True,
        why=_LEADS_DO,
        instead=("sheets", "overview", "mine"),
    ),
    "nudge": Intent(
        ((_NUDGES), (Way(office, ComposeNotice(), say("button.compose")),)),
        deed=True,
        why=_LEADS_DO,
        instead=("overview", "snooze", "mine"),
    ),
    "tell": Intent(
        (
            (
                Way(sees_unit, ShowTell(Family.STATE), say("button.tell")),
                Way(leads_group, ShowTell(Family.UNION), say("button.tell_union")),
                Way(sees_unit, ShowNoticesToTell(), say("button.tell_notice_list")),
            ),
            (Way(office, ShowNoticesToTell(), say("button.tell_notice_list")),),
        ),
        why=_LEADS_DO,
        instead=("overview", "notices"),
    ),
    "proxy": Intent(
        ((Way(prepares, ShowProxy(), say("button.proxy")),),),
        deed=True,
        why=_LEADS_DO,
        instead=("overview", "ask_proxy"),
    ),
    "collective": Intent(
        (
            (
                Way(has_collective, RegisterCollective(Subject.UNIT), say("button.collective")),
                Way(leads_group, RegisterCollective(Subject.UNION_GROUP), say("button.collective_group")),
            ),
        ),
        deed=True,
        why=_LEADS_DO,
        instead=("sheets", "overview", "topics"),
    ),
    "sheet": Intent(
        (SHEETS, (Way(office, ShowSheets(), say("button.sheets_units")),)),
        why=_LEADS_DO,
        instead=("overview", "my_form", "mine"),
    ),
    "delegation": Intent(
        ((Way(heads, ShowDelegation(), say("button.delegation")),), (Way(office, ShowUnits(), say("button.units")),)),
        why=_LEADS_DO,
        instead=("overview", "mine"),
    ),
    **OFFICE_INTENTS,
}

ABOUT = "about"
"""The intent that makes a question of the name of a title, and leads nowhere by itself."""

LATE, WHILE_OPEN, FOR_OFFICE = "late", "late_open", "late_office"
"""To be late means something else while registration is open, and to those who decide on it."""

ABOUT_PEOPLE = frozenset(
    {
        *("register", "how", "mine", "decline", "overview", "missing", "unit", "union_board", "confirm"),
        *("who_approves", "topics", "results", "past_awards", "personnel", ABOUT),
    }
)
"""Intents of sentences that may ask about somebody by name; those of any other keep their own way."""
