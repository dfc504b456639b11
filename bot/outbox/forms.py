"""Forms of messages: text, file or album, the files in it, and the hash by which it is known again. Pure."""

import hashlib
import json

from bot.dialogue.screens import Album, Attachment, Paper
from bot.doors.rendering import Rendered
from bot.ledger.letter import PartForm


def form_of(rendered: Rendered) -> PartForm:
    match rendered.file:
        case None:
            return PartForm.TEXT
        case Album():
            return PartForm.ALBUM
        case Attachment(photo=True) | Paper(photo=True):
            return PartForm.PHOTO
        case _:
            return PartForm.DOCUMENT


def files_of(rendered: Rendered) -> list[str]:
    """The keys of its files, by which they are told from others."""
    file = rendered.file
    files = file.files if isinstance(file, Album) else () if file is None else (file,)
    return [one.sha256 if isinstance(one, Attachment) else one.name for one in files]


def digest(rendered: Rendered) -> str:
    """SHA-256 of all that is said and shown."""
    said = [rendered.text, rendered.inline, rendered.keyboard, files_of(rendered)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
