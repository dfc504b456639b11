"""Targets of buttons to the department's own words and signatories, each with what it needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.organisation.records import SignedPaper, Word


class ShowOrganisation(ToView, name="organisation"):
    """The department's own words."""


class SetUpOrganisation(ToAct, name="set_up_organisation"):
    """Begin to say the department's own words one by one, or go on with that."""


class PutOffOrganisation(ToAct, name="put_off_organisation"):
    """Do not ask for them for some days."""


class ChooseWord(ToView, name="choose_own_word"):
    """The words, to choose one to be changed."""


class ChangeWord(ToAct, name="change_own_word"):
    """Change one of the words."""

    word: Word


class ShowSignatories(ToView, name="signatories"):
    """Each paper with the one who signs it today."""


class ShowPaperSignatories(ToView, name="paper_signatories"):
    """Everybody who signs one paper, by date."""

    paper: SignedPaper
    page: int = 0


class ShowSignatory(ToView, name="signatory"):
    """One who signs a paper, before that is ended."""

    signatory: int


class DeclareSignatory(ToAct, name="declare_signatory"):
    """Begin to say who signs this paper."""

    paper: SignedPaper


class EndSignatory(ToAct, name="end_signatory"):
    """Let somebody sign no more from today on."""

    signatory: int
