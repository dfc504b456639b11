"""Targets of buttons on snapshots, their papers, submissions and opinions: views and acts, each with what it needs."""

from enum import StrEnum

from bot.consolidation.figures import Gap
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.dialogue.targets import ToAct, ToView
from bot.titles.catalogue import Family


class ShowSnapshots(ToView, name="snapshots"):
    """All snapshots of the campaign, the newest first."""

    page: int = 0


class ShowSnapshot(ToView, name="snapshot"):
    """One snapshot: that it is being taken, or its numbers."""

    snapshot: int


class ShowGaps(ToView, name="snapshot_gaps"):
    """All that is missing in a family, each with its number. `snapshot`: as it was then; None: as it is now."""

    family: Family
    snapshot: int | None = None


class ShowGap(ToView, name="snapshot_gap"):
    """The names behind one number of what is missing."""

    family: Family
    gap: Gap
    snapshot: int | None = None
    page: int = 0


class ShowDifferences(ToView, name="snapshot_changes"):
    """The differences from the snapshot before, by name."""

    snapshot: int
    family: Family
    page: int = 0


class FindDifference(ToAct, name="find_difference"):
    """Find a name among the differences."""

    snapshot: int
    family: Family


class TakeSnapshot(ToAct, name="take_snapshot"):
    """Tổng hợp: freeze what is registered now. `after`: the number of the newest one that was seen; 0: there was
    none."""

    after: int


class PaperGroup(StrEnum):
    """The papers of a snapshot, as screens put them together."""

    STATE = "state"  # tables of the State's titles
    UNION = "union"  # those of the union's
    WORDS = "words"  # papers in words: tờ trình, công văn, báo cáo, dự thảo quyết định


class ShowPapers(ToView, name="snapshot_papers"):
    """The papers of a group."""

    snapshot: int
    group: PaperGroup


class ShowForms(ToView, name="snapshot_forms"):
    """The forms of one paper."""

    snapshot: int
    kind: PaperKind


class ShowMaking(ToView, name="snapshot_making"):
    """The paper is being made, or could not be."""

    snapshot: int
    kind: PaperKind
    form: PaperForm


class ShowPaper(ToView, name="snapshot_paper"):
    """A paper as a file."""

    snapshot: int
    kind: PaperKind
    form: PaperForm


class MakePaper(ToAct, name="make_paper"):
    """Have a paper made, where it is not; then show it."""

    snapshot: int
    kind: PaperKind
    form: PaperForm
