"""Files as Telegram keeps them: an id per upload and kind, a size limit, a path to fetch them by."""

import base64
import hashlib
import mimetypes
import struct
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bot.playground.api.refused import Refused, bad

MAX_UPLOAD = 50 << 20
MAX_PHOTO = 10 << 20
MAX_DOWNLOAD = 20 << 20
MAX_SIDES, MAX_RATIO = 10_000, 20


@dataclass(frozen=True, slots=True)
class Upload:
    """One part of a multipart request, or what a person picks from the phone."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class StoredFile:
    file_id: str
    unique_id: str
    kind: str  # "document" or "photo"
    name: str
    mime: str
    data: bytes
    path: str
    width: int = 0
    height: int = 0

    def content(self) -> dict[str, Any]:
        """The field of a Message that carries this file."""
        described: dict[str, Any] = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
        }
        if self.kind == "photo":
            return {"photo": [{**described, "width": self.width, "height": self.height}]}
        return {"document": {**described, "file_name": self.name, "mime_type": self.mime}}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def upload(self, kind: str, upload: Upload) -> StoredFile:
        """Keep what a bot sends; Refused where Telegram's limits are."""
        if not upload.data:
            raise bad("file must be non-empty")
        if len(upload.data) > MAX_UPLOAD:
            raise Refused(413, "Request Entity Too Large")
        if kind == "photo":
            if len(upload.data) > MAX_PHOTO:
                raise bad(f"file is too big for a photo; the maximum size is {MAX_PHOTO} bytes")
            width, height = _dimensions(upload.data)
            if not width or not height:
                raise bad("IMAGE_PROCESS_FAILED")
            if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
                raise bad("PHOTO_INVALID_DIMENSIONS")
        return self.keep(kind, upload)

    def keep(self, kind: str, upload: Upload) -> StoredFile:
        """Keep a file without a look at it: what people send has passed their own phone."""
        number = len(self._by_id) + 1
        suffix = PurePosixPath(upload.name).suffix or (".jpg" if kind == "photo" else "")
        prefix = "AgACAgUAAxk" if kind == "photo" else "BQACAgUAAxk"
        width, height = _dimensions(upload.data) if kind == "photo" else (0, 0)
        stored = StoredFile(
            file_id=prefix + base64.urlsafe_b64encode(struct.pack(">QQ", number, 0x7D0A)).decode().rstrip("="),
            unique_id="AgAD" + hashlib.sha256(upload.data).hexdigest()[:12],
            kind=kind,
            name=upload.name,
            mime=mimetypes.guess_type(upload.name)[0] or upload.mime,
            data=upload.data,
            path=f"{kind}s/file_{number}{suffix}",
            width=width or 640,
            height=height or 480,
        )
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        return stored

    def named(self, reference: str, kind: str) -> StoredFile:
        """The file a string parameter names: a file_id, since the stand-in fetches nothing from the network."""
        stored = self._by_id.get(reference)
        if stored is None:
            if reference.startswith(("http://", "https://")):
                raise bad("failed to get HTTP URL content")
            raise bad("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def described(self, file_id: str) -> dict[str, Any]:
        """The answer of getFile."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if len(stored.data) > MAX_DOWNLOAD:
            raise bad("file is too big")
        return {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_size": len(stored.data),
            "file_path": stored.path,
        }

    def at(self, path: str) -> StoredFile | None:
        """The file behind a `file_path`, or None."""
        return self._by_path.get(path)

    def __getitem__(self, file_id: str) -> StoredFile:
        return self._by_id[file_id]


def _dimensions(data: bytes) -> tuple[int, int]:
    """(width, height) of a PNG or JPEG, (0, 0) of anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if not data.startswith(b"\xff\xd8"):
        return 0, 0
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame header, not a table
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + size
    return 0, 0
