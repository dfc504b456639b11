"""Zipped documents (docx, xlsx) whose bytes say nothing of the moment in which they were made. Pure."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

_NEVER = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold."""
_CORE, _TEXT, _BODY = "docProps/core.xml", "word/document.xml", b"<w:body>"
_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def settled(document: bytes, at: datetime, body: Iterable[str] = ()) -> bytes:
    """The document as if it had been made at `at`: the same content gives the same bytes. `body`: markup to stand first
    in a docx, put in as it is and piece by piece: moved node by node, ten thousand rows take minutes."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            content = read.read(name)
            if name == _CORE:
                content = _MOMENT.sub(rb"\g<1>" + moment + rb"\g<3>", content)
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            with written.open(entry, "w") as part:
                before, here, after = content.partition(_BODY) if name == _TEXT else (content, b"", b"")
                part.write(before + here)
                if here:
                    for piece in body:
                        part.write(piece.encode())
                part.write(after)
    return out.getvalue()
