"""The office that stands above the signature on a unit's list. Pure."""

from bot.dialogue.screens import Phrase, say
from bot.folding import fold

_HEADS = ("truong", "chanh", "giam doc", "chi cuc truong", "cuc truong", "vien truong", "quyen", "phu trach")
"""The first words of the titles of heads, folded."""
_DEPUTY = "pho "
_OFFICES = {
    "van phong": "paper.list.head_of_office",
    "phong": "paper.list.head_of_room",
    "chi cuc": "paper.list.head_of_branch",
    "trung tam": "paper.list.head_of_centre",
    "thanh tra": "paper.list.head_of_inspection",
}
"""By the first words of a unit's name, folded, the office of its head."""


def office_of(position: str, unit: str) -> Phrase:
    """In capitals: the office of a head as it is called; KT. above that of a deputy. Where the position is neither, the
    office that a unit of this kind has."""
    title = fold(position)
    if title.startswith(_DEPUTY) and title.removeprefix(_DEPUTY).startswith(_HEADS):
        stands_for = position[len(_DEPUTY) :].upper()
        return say("signing.kt", stands_for=stands_for, office=position.upper())
    if title.startswith(_HEADS):
        return say("signing.none", office=position.upper())
    name = fold(unit)
    return say(next((key for kind, key in _OFFICES.items() if name.startswith(kind)), "paper.list.head"))
