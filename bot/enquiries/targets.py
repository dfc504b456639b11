"""What the buttons of this slice lead to: each view and act, with what it needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowMine(ToView, name="mine"):
    """The person's own registration."""


class Register(ToAct, name="register"):
    """Begin a registration, or go on with it."""


class RegisterTitle(ToAct, name="register_title"):
    """Begin a registration with the title of this place in the lists chosen."""

    title: int


class ShowOffice(ToView, name="office"):
    """The whole department, for the Office."""


class ShowQuestions(ToView, name="questions"):
    """The titles to read about."""

    page: int = 0


class ShowTitle(ToView, name="title_info"):
    """What a title asks for."""

    title: int
    page: int = 0


class ShowAsked(ToView, name="asked"):
    """One's own question, and its answer."""

    question: int
    page: int = 0


class ShowMyQuestions(ToView, name="my_questions"):
    """One's own questions."""

    page: int = 0


class ShowUnclear(ToView, name="unclear"):
    """What nobody understood, and ways on."""

    kept: int = 0


class ShowMarked(ToView, name="marked"):
    """Why a text is not taken."""


class ShowPlan(ToView, name="plan"):
    """A page of the plan."""

    page: int = 0


class ShowPlanFile(ToView, name="plan_file"):
    """The plan as a file."""


class ShowGuide(ToView, name="guide"):
    """How this bot is used."""


class PassOn(ToAct, name="pass_on"):
    """Put to the Office what nobody understood."""

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


class ShowStaff(ToView, name="staff"):
    """One person, for the Office."""

    person: int
