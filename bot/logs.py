"""Logs for whoever runs it: what happened and where, never what anybody wrote, and no secret.

Messages of exceptions are not logged: a database error quotes its parameters and a network error its URL, which holds
the token. Their class and the place in our code are enough to find the fault.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def where(error: BaseException) -> str:
    """Class of `error` and the innermost lines of the stack that raised it, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places or 'no frame'}"


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        extra = {key: value for key, value in record.__dict__.items() if key not in _PLAIN}
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        entry: dict[str, Any] = {"at": at, "level": record.levelname, "from": record.name, "what": record.getMessage()}
        if record.exc_info and record.exc_info[1] is not None:
            entry["error"] = where(record.exc_info[1])
        return json.dumps({**entry, **extra}, ensure_ascii=False, default=str)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        extra = " ".join(f"{key}={value}" for key, value in record.__dict__.items() if key not in _PLAIN)
        error = f" {where(record.exc_info[1])}" if record.exc_info and record.exc_info[1] is not None else ""
        at = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        return f"{at} {record.levelname.lower():7} {record.name}: {record.getMessage()}{error} {extra}".rstrip()


def configure(form: str, level: int = logging.INFO) -> None:
    """Log to stderr as `text` or `json`. Libraries that log URLs or bodies are kept quiet."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for library in ("httpx", "httpcore", "telegram", "aiohttp", "sqlalchemy", "alembic", "apscheduler"):
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger("aiohttp.access").setLevel(logging.ERROR)
