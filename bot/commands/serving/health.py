"""`health`: asks the process that serves whether all is well, as monitors and containers do; 0 when it is, else 1."""

import argparse
import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from bot import settings as configured
from bot.commands.terminal import print_line, print_phrase
from bot.dialogue.screens import say
from bot.phrases.catalogue import Phrases
from bot.settings import Settings

SECONDS = 10.0


def command(_parsed: argparse.Namespace, phrases: Phrases) -> int:
    settings = configured.load()
    found = asked(settings)
    if found is None:
        host, port = reached_at(settings)
        print_phrase(phrases, say("health.no_answer", host=host, port=port))
        return 1
    for sentence in (found.get("says"), *found.get("notes", ())):
        if sentence:
            print_line(sentence)
    if found.get("healthy"):
        print_phrase(phrases, say("health.fine"))
        return 0
    if not found.get("says"):
        print_phrase(phrases, say("health.not_served"))
    return 1


def reached_at(settings: Settings) -> tuple[str, int]:
    """Host and port at which /health is reached from this machine."""
    host, port = settings.status_address
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port


def asked(settings: Settings) -> dict[str, Any] | None:
    """The answer of /health; None where nothing answers that is ours."""
    host, port = reached_at(settings)
    request = Request(f"http://{f'[{host}]' if ':' in host else host}:{port}/health")
    if settings.status_token is not None:
        request.add_header("Authorization", f"Bearer {settings.status_token}")
    try:
        # Past any proxy of the environment: it is this machine that is asked.
        with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answer:
            body = answer.read()
    except HTTPError as error:
        body = error.read()  # 503: not well, and it says why
    except (OSError, HTTPException):
        return None
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "healthy" in found else None
