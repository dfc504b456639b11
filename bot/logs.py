"""The log of the operator: what happened and where, never what anybody wrote, and no secret.

Messages of exceptions are not logged: a database error quotes its parameters and a network error its URL, which holds
the token. Their class and the place in our code are enough to find the fault. Of what libraries log, only sentences
that stand as they are in their source are kept: the rest is what they were working on, an answer with somebody's words.

A record is made so when it comes into being, not when our handler writes it: a library may bring a handler of its own.
"""

import json
import logging
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any, TextIO

log = logging.getLogger(__name__)

_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "error"}
_OURS = frozenset({"bot", "handlers", "scheduler"})
_OF_THE_LOOP = (
    "Task exception was never retrieved",
    "Future exception was never retrieved",
    "_GatheringFuture exception was never retrieved",
    "Task was destroyed but it is pending!",
    "Exception in callback",
    "Fatal error on transport",
    "Fatal read error",
    "Fatal write error",
    "Unhandled exception in client_connected_cb",
    "Unclosed client session",
    "Unclosed connection",
    "Unclosed connector",
    "Unclosed response",
)
"""The beginnings of asyncio's messages. It joins them from pieces, so that they stand nowhere as they are."""
_SECRET = re.compile(
    r"(?<=bot)\d+(?::|%3A)[\w-]+"  # a token in an address
    r"|\b\d{6,}(?::|%3A)[\w-]{30,}"  # one anywhere else
    r'|(?<=://)[^/\s@"]+(?=@)'  # name and password of a proxy or a database
    r"|(?<=[?&]start=)[\w-]+"  # an invite
    r"|(?<![\d.])(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)",  # a phone number of the country
    re.IGNORECASE,
)
_LIBRARIES = ("httpx", "httpcore", "telegram", "aiohttp", "sqlalchemy", "alembic", "apscheduler", "asyncio")


def where(error: BaseException) -> str:
    """Class of `error` and the innermost lines of the stack that raised it, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places or 'no frame'}"


def _what(record: logging.LogRecord) -> str:
    """Of a library's record: the constant part of its message, and where it was logged."""
    said = record.msg if isinstance(record.msg, str) else ""
    if said not in _literals(record.pathname):
        said = next((known for known in _OF_THE_LOOP if record.name == "asyncio" and said.startswith(known)), "")
    return f"{said} at {record.filename}:{record.lineno}".lstrip()


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in _OURS


@cache
def _literals(path: str) -> frozenset[str]:
    """The strings that stand whole in a source file; none where there is no source to read."""
    try:
        # Compiled and not parsed: the trees of two threads at once get in each other's way (Python 3.11).
        code = compile(Path(path).read_bytes(), path, "exec", dont_inherit=True)
    except Exception:  # noqa: BLE001 - no source, or deep in a stack: whoever logs must not fail for it
        return frozenset()
    return frozenset(_strings(code))


def _strings(constant: Any) -> Iterator[str]:
    match constant:
        case str():
            yield constant
        case CodeType():
            yield from (text for one in constant.co_consts for text in _strings(one))
        case tuple() | frozenset():
            yield from (text for one in constant for text in _strings(one))


def _more(record: logging.LogRecord) -> dict[str, Any]:
    """The extras of a record of ours. Of a library's none: libraries put whole requests there."""
    if not _is_ours(record):
        return {}
    return {key: _shown(value) for key, value in record.__dict__.items() if key not in _PLAIN}


def _record(*arguments: Any, **named: Any) -> logging.LogRecord:
    """A record without a message of an exception, and of a library without what it was given: whoever writes it, no
    more is there to be written."""
    record = logging.LogRecord(*arguments, **named)
    if not _is_ours(record):
        record.msg, record.args = _what(record), ()
    elif isinstance(record.args, tuple):
        record.args = tuple(_shown(value) for value in record.args)
    if record.exc_info and record.exc_info[1] is not None:
        record.error = where(record.exc_info[1])
    record.exc_info = record.exc_text = record.stack_info = None
    return record


def _shown(value: Any) -> Any:
    return where(value) if isinstance(value, BaseException) else value


def _without_secrets(line: str) -> str:
    """The last line of defence: nothing that is logged should hold one."""
    return _SECRET.sub("<secret>", line)


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        entry: dict[str, Any] = {"at": at, "level": record.levelname, "from": record.name, "what": record.getMessage()}
        if (error := getattr(record, "error", None)) is not None:
            entry["error"] = error
        return _without_secrets(json.dumps({**entry, **_more(record)}, ensure_ascii=False, default=str))


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        more = (f"{key}={value}" for key, value in _more(record).items())
        said = f"{at} {record.levelname.lower():7} {record.name}: {record.getMessage()}"
        parts = (said, getattr(record, "error", None), *more)
        return _without_secrets(" ".join(part for part in parts if part))


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:
        """A record that does not fit its own form: the library would print it with all its arguments."""
        with suppress(OSError, ValueError):
            self.stream.write(f"a record of {record.filename}:{record.lineno} could not be written\n")


@contextmanager
def configured(form: str, level: str = "info") -> Iterator[None]:
    """As `configure`, and afterwards as before: for a command, in whatever process it is given."""
    root, places = logging.getLogger(), (warnings, sys, sys, threading)
    names = ("showwarning", "excepthook", "unraisablehook", "excepthook")
    before = [getattr(place, name) for place, name in zip(places, names, strict=True)]
    handlers, root_level, makes = root.handlers[:], root.level, logging.getLogRecordFactory()
    levels = {name: logging.getLogger(name).level for name in (*_LIBRARIES, "aiohttp.access")}
    root.handlers = []  # kept open: they are somebody else's
    configure(form, level)
    try:
        yield
    finally:
        root.handlers = handlers
        root.setLevel(root_level)
        logging.setLogRecordFactory(makes)
        for name, one in levels.items():
            logging.getLogger(name).setLevel(one)
        for place, name, hook in zip(places, names, before, strict=True):
            setattr(place, name, hook)


def configure(form: str, level: str = "info") -> None:
    """Log to stderr as `text` or `json`, from `level` on. Whatever else Python would write there in full goes by the
    same way. What libraries say below a warning is told only at `debug`."""
    logging.setLogRecordFactory(_record)
    handler = _Handler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for library in _LIBRARIES:
        logging.getLogger(library).setLevel(logging.NOTSET if level == "debug" else logging.WARNING)
    logging.getLogger("aiohttp.access").setLevel(logging.ERROR)
    warnings.showwarning = _warned
    sys.excepthook = lambda _kind, error, _trace: _uncaught(error)
    sys.unraisablehook = lambda unraisable: _uncaught(unraisable.exc_value)
    threading.excepthook = lambda failed: _uncaught(failed.exc_value)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning by its class and place: libraries put what they were given into the text."""
    log.warning("%s at %s:%s", category.__name__, filename.rsplit("/", 1)[-1], lineno)


def _uncaught(error: BaseException | None) -> None:
    log.error("uncaught: %s", where(error) if error is not None else "no exception")
