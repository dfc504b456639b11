"""The function that makes each paper in each form. Imported when the first paper is made: a start needs none."""

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers.material import Maker
from bot.consolidation.papers.official import OFFICIAL

MAKERS: dict[tuple[PaperKind, PaperForm], Maker] = {
    **OFFICIAL,
}
