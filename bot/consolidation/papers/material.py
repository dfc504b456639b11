"""The material of a paper of a snapshot, and the kind of function that makes one of it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.consolidation.content import SnapshotContent
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.dialogue.screens import Named, Phrase
from bot.papers.names import FILE_NAMES

Say = Callable[[Phrase | Named], str]
"""Says a phrase without markup, in Vietnamese: an official paper has one language."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that a paper may say. `at`: the moment that the snapshot shows, in local time. `mark`: the head of the
    audit trail then; "": none. `template`: the Office's own docx template of this paper; None: the built-in one."""

    content: SnapshotContent
    number: int
    at: datetime
    mark: str = ""
    template: bytes | None = field(default=None, repr=False)


Maker = Callable[[Say, Material], bytes]
"""Makes one paper in one form. It may take its time; the same material gives the same bytes."""


def file_name(kind: PaperKind, form: PaperForm, year: int, number: int) -> str:
    """The name of a paper's file."""
    return f"{FILE_NAMES[kind]}-{year}-ban-{number}.{form}"
