"""Targets of this slice's buttons: each view and act, with what it needs."""

from datetime import date
from enum import StrEnum

from bot.deeds import Group
from bot.dialogue.targets import ToAct, ToView
from bot.titles.catalogue import Family


class ShowMine(ToView, name="mine"):
    """The person's own registration."""


class Register(ToAct, name="register"):
    """Begin a registration, or go on with it."""


class RegisterSame(ToAct, name="register_same"):
    """Begin it with what is known of last year, or hear that nothing is."""


class RegisterTitle(ToAct, name="register_title"):
    """Begin a registration with a title chosen. `title`: its number in the lists, which is `Title.order`."""

    title: int


class RegisterTitles(ToAct, name="register_titles"):
    """The same with several titles. `titles`: a set as one number, see `mask` in `bot/titles/rules.py`."""

    titles: int


class ShowOffice(ToView, name="office"):
    """The whole department, for the Office and the Director."""


class ShowDepartment(ToView, name="department"):
    """The figures of the whole department by unit, for the Director and the Office."""

    page: int = 0


class ShowQuestions(ToView, name="questions"):
    """The titles of a family to read about; None: of the first that this campaign has."""

    family: Family | None = None


class ShowTitle(ToView, name="title_info"):
    """A title and its criteria. `title`: its number in the lists, which is `Title.order`."""

    title: int
    page: int = 0


class ShowAsked(ToView, name="asked"):
    """One's own question, and its answer. `from_list`: opened from «Câu hỏi của tôi», and leads back there."""

    question: int
    from_list: bool = False


class ShowMyQuestions(ToView, name="my_questions"):
    """One's own questions."""

    page: int = 0


class ShowUnclear(ToView, name="unclear"):
    """Ways on from words that are not certain. `kept`: the draft that holds them; None: they were not kept."""

    kept: int | None = None


class ShowPlan(ToView, name="plan"):
    """A page of the plan."""

    page: int = 0


class ShowPlanFile(ToView, name="plan_file"):
    """The plan as a file."""


class ShowGuide(ToView, name="guide"):
    """The guide to this bot."""


class PassOn(ToAct, name="pass_on"):
    """Put the words of this draft, which nobody understood, to the Office."""

    kept: int


class AskOffice(ToAct, name="ask_office"):
    """Ask the Office."""


class AskDecision(ToAct, name="ask_decision"):
    """Ask the Office about a decision."""


class AskRoster(ToAct, name="ask_roster"):
    """Ask the Office to put the roster right."""


class ShowOfficeQuestions(ToView, name="office_questions"):
    """Questions that wait for the Office."""

    page: int = 0


class ShowOfficeQuestion(ToView, name="office_question"):
    """One question, for the Office."""

    question: int


class AnswerQuestion(ToAct, name="answer_question"):
    """Answer a question."""

    question: int


class ShowErasure(ToView, name="erasure"):
    """The parts that are erased and that are kept, before the Office does what this question asks for."""

    question: int


class ShowSetup(ToView, name="setup"):
    """All that the Office sets: campaigns, days, rules, roles, the department's own words."""


class ShowDays(ToView, name="office_days"):
    """Days off and make-up days: what the Office has declared, and what the State has fixed."""

    page: int = 0


class ShowRoles(ToView, name="office_roles"):
    """Roles of the department and offices of the union, each with how many hold it."""


class ShowRegimes(ToView, name="office_regimes"):
    """The rules in use, for the Office."""

    page: int = 0


class ShowCampaigns(ToView, name="campaigns"):
    """The campaigns of all years, and the way to open the next one."""

    page: int = 0


class NameState(StrEnum):
    """People by the answer that they have given, as lists of names show them."""

    ALL = "all"
    MISSING = "missing"  # has not answered
    UNLINKED = "unlinked"  # has not answered, and is not on the app
    REGISTERED = "registered"
    DECLINED = "declined"
    EXEMPT = "exempt"  # need not answer, and has not


class ShowNames(ToView, name="overview_names"):
    """The names behind a number: of a unit with all below it or of a union group, or of all."""

    family: Family
    state: NameState
    key: int | None = None
    page: int = 0


class ShowStaff(ToView, name="staff"):
    """One person, for the Office; with the list of names that it was opened from, and leads back to."""

    person: int
    family: Family | None = None
    state: NameState | None = None
    key: int | None = None
    page: int = 0

    @property
    def back(self) -> ShowNames | None:
        """That list; None: it was opened from elsewhere."""
        if self.family is None or self.state is None:
            return None
        return ShowNames(self.family, self.state, self.key, self.page)


class FindNames(ToAct, name="find_names"):
    """Find a name among those behind a number."""

    family: Family
    state: NameState
    key: int | None = None


class ShowPlace(ToView, name="overview_place"):
    """The numbers of a unit with all below it, or of a union group."""

    family: Family
    key: int


class ShowOutlook(ToView, name="outlook"):
    """Lists by state, shares of titles and a forecast, of the whole department."""


class ShowWholeUnion(ToView, name="overview_union"):
    """The numbers of the union and of each group, for its chair."""

    page: int = 0


class ShowCollectiveNames(ToView, name="overview_collectives"):
    """Units, or union groups, that have registered titles of their own, and those that have not."""

    groups: bool = False
    page: int = 0


class ShowConsolidation(ToView, name="consolidation"):
    """Tổng hợp: the newest snapshot, the one being taken, and what a new one would miss."""


class ShowSubmitted(ToView, name="submitted"):
    """The newest submission of a family's titles: the State's to the Director, the union's to its chair."""

    family: Family


class ShowJournal(ToView, name="journal"):
    """A page of what was done, the newest first: of one kind, of one person, of one day, or of all. `entry`: the page
    begins after this row, or with `newer` ends before it; None: with the last row."""

    group: Group | None = None
    person: int | None = None
    day: date | None = None
    entry: int | None = None
    newer: bool = False
