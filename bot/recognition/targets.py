"""Targets of buttons in this slice: its views and acts, each with what it needs.

A title is named by its number in the lists (`Title.order`), a holder by `holders.code`.
"""

from enum import StrEnum

from bot.dialogue.targets import ToAct, ToView

# --- decisions --------------------------------------------------------------------------------------------------------


class ShowDecisions(ToView, name="decisions"):
    """The decisions of a year, and what is not decided; None: of the year of the present campaign."""

    year: int | None = None
    page: int = 0


class ShowDecision(ToView, name="decision"):
    """One decision, with its figures by title."""

    decision: int


class ShowDecisionLines(ToView, name="decision_lines"):
    """The lines of a decision by name."""

    decision: int
    page: int = 0


class ShowDecisionFile(ToView, name="decision_file"):
    """The decision itself, where the Office has sent it."""

    decision: int


class ShowEntering(ToView, name="decision_enter"):
    """The question whether to enter a decision, with what follows from it."""

    decision: int


class BeginDecision(ToAct, name="begin_decision"):
    """Begin to enter a decision of a year."""

    year: int


class AddFromList(ToAct, name="decision_from_list"):
    """Take the lines of a draft from what is registered, title by title."""

    decision: int


class AddOne(ToAct, name="decision_add_one"):
    """Add one holder to a draft."""

    decision: int


class AddFromWorkbook(ToAct, name="decision_workbook"):
    """Take the lines of a draft from a workbook."""

    decision: int


class DropLine(ToAct, name="decision_drop_line"):
    """Take a line out of a draft."""

    decision: int
    holder: int
    title: int


class EnterDecision(ToAct, name="enter_decision"):
    """Enter a decision, if its draft still is at this revision."""

    decision: int
    revision: int


class DropDecision(ToAct, name="drop_decision"):
    """Leave a draft aside."""

    decision: int


class RevokeDecision(ToAct, name="revoke_decision"):
    """Begin to say that a decision was revoked."""

    decision: int


# --- results ----------------------------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """People and collectives by what became of a registration."""

    ACHIEVED = "achieved"
    OPEN = "open"  # registered, not recognised
    UNREGISTERED = "unregistered"  # recognised without having registered


class ShowAchieved(ToView, name="achieved"):
    """Registered against achieved, by title."""

    year: int
    page: int = 0


class ShowAchievedUnits(ToView, name="achieved_units"):
    """The same of one title, by unit or union group."""

    year: int
    title: int
    page: int = 0


class ShowAchievedNames(ToView, name="achieved_names"):
    """The names behind one of these numbers. `place`: of a unit or union group; None: of all that one may see."""

    year: int
    title: int
    outcome: Outcome
    place: int | None = None
    page: int = 0


class ShowStreaks(ToView, name="streaks"):
    """The people with as many years in a row as a title asks for, or one less."""

    short: bool = False
    page: int = 0


class ShowStreaksFile(ToView, name="streaks_file"):
    """The same as a workbook."""


class ShowBonuses(ToView, name="bonuses"):
    """The bonuses of a year as an estimate, by title."""

    year: int


class ShowBonusesFile(ToView, name="bonuses_file"):
    """The same by name, as a workbook."""

    year: int


class SetBaseSalary(ToAct, name="set_base_salary"):
    """Begin to say what the base salary is from a day on."""

    year: int


# --- telling ----------------------------------------------------------------------------------------------------------


class ShowResults(ToView, name="results"):
    """The results of a decision before and after they are let go."""

    decision: int


class ShowUntold(ToView, name="results_untold"):
    """The people whom no letter brought their result, to be told in person."""

    decision: int
    page: int = 0


class SendResults(ToAct, name="send_results"):
    """Let the results of a decision go. `absent`: also to those who have registered and are not in it."""

    decision: int
    absent: bool = False


class PublishResults(ToAct, name="publish_results"):
    """Draft a notice of those who are recognised."""

    decision: int


class ShowMyResults(ToView, name="my_results"):
    """One's own results."""

    page: int = 0


# --- the end of a year ------------------------------------------------------------------------------------------------


class ShowYearEnd(ToView, name="year_end"):
    """The year at its end: what is open, what was done."""

    year: int


class ShowClosing(ToView, name="close_year"):
    """The question whether to close a campaign."""

    year: int


class CloseYear(ToAct, name="close_year"):
    """Close a campaign."""

    year: int


class ShowRetention(ToView, name="retention"):
    """The kinds of raw things with how long they are kept, and how many may go by now."""


class SetRetention(ToAct, name="set_retention"):
    """Begin to say how long a kind of raw things is kept. `kind`: its place in the list."""

    kind: int


class ShowRemoval(ToView, name="removal"):
    """The question whether to remove what may go, with how many that is."""


class RemoveRaw(ToAct, name="remove_raw"):
    """Remove what may go."""

    count: int
