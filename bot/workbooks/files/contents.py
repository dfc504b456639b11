"""A file's content, by what it really is: the format that reads it, or why none does."""

import zipfile
from collections.abc import Callable
from typing import IO
from xml.parsers.expat import ExpatError, errors

from bot.workbooks.files import whole
from bot.workbooks.files.gathering import Gathering, Unreadable
from bot.workbooks.reading import Limits, Progress, Workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style", b"<body", b"<div", b"mime-version:")
_OTHER_XML = (b"<?xml", b"<workbook", b"<ss:workbook")
_TEXT = {".csv", ".tsv"}


def read(file: IO[bytes], ending: str, limits: Limits, progress: Progress) -> Workbook:
    """All that is read of a file. Raises Unreadable `workbook.*`."""
    gathering = Gathering(limits, progress)
    try:
        _format(file, ending)(file, gathering)
    except (Unreadable, MemoryError):
        raise
    except ExpatError as error:
        if error.code == errors.codes[errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise Unreadable("workbook.broken") from error
    except Exception as error:  # a damaged file makes readers fail in any way they can
        raise Unreadable("workbook.broken") from error
    return whole.workbook(gathering)


def _format(file: IO[bytes], ending: str) -> Callable[[IO[bytes], Gathering], None]:
    head = file.read(4096)
    file.seek(0)
    if head.startswith(_ZIP):
        return _packed(file)
    if head.startswith(_OLE):
        content = file.read()
        file.seek(0)
        if _ENCRYPTED in content:
            raise Unreadable("workbook.locked")
        from bot.workbooks.files import xls

        return xls.read
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begin.startswith(_WEB) or begin.startswith(_OTHER_XML):
        raise Unreadable("workbook.web")
    if ending in _TEXT:
        from bot.workbooks.files import delimited

        return delimited.read
    raise Unreadable("workbook.broken")


def _packed(file: IO[bytes]) -> Callable[[IO[bytes], Gathering], None]:
    from bot.workbooks.files import xlsx

    with zipfile.ZipFile(file) as archive:
        names = [name.lower() for name in archive.namelist()]
    file.seek(0)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("workbook.macros")
    if any(name.endswith("workbook.bin") for name in names):
        raise Unreadable("workbook.binary")
    if "mimetype" in names and "[content_types].xml" not in names:
        raise Unreadable("workbook.opendocument")
    return xlsx.read
