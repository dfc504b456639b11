"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


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
