"""The letters to whoever has asked for a snapshot or a paper, and does something else by the time it is there."""

from collections.abc import Mapping
from typing import Any

from bot.consolidation import reading, records
from bot.consolidation.kinds import MIMES, PaperForm, PaperKind
from bot.consolidation.office import paper_screens, screens
from bot.consolidation.papers import telling
from bot.consolidation.papers.material import file_name
from bot.dialogue.screens import Attachment, Screen
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.people.records import Role
from bot.store.database import Tx


def _taken(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    one = records.snapshot(tx, values["snapshot"])
    if one is None or not actor.has(Role.OFFICE) or (one.sha256 is not None) is not values["taken"]:
        return None
    return screens.told(one)


def _paper(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    key, kind, form = values["snapshot"], PaperKind(values["kind"]), PaperForm(values["form"])
    made = records.paper(tx, key, kind, form)
    if made is None or not actor.has(Role.OFFICE) or (made.sha256 is not None) is not values["made"]:
        return None
    one = reading.snapshot(tx, key)
    file = None
    if made.sha256 is not None:
        name = file_name(kind, form, reading.campaign_of(tx, one).year, one.number)
        file = Attachment(made.sha256, name, MIMES[form])
    return paper_screens.told(made, one.number, file)


LETTERS = (Kind(telling.TAKEN, _taken, bulk=False), Kind(telling.MADE, _paper, bulk=False))
