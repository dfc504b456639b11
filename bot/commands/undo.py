"""`roster undo` and `awards undo`: the last import taken back, while nothing depends on it."""

import argparse

import bot.tables  # noqa: F401 - whatever refers to the rows must be known
from bot import settings as configured
from bot.awards import history
from bot.commands.terminal import opened, print_phrase
from bot.people.roster import undoing
from bot.phrases.catalogue import Phrases
from bot.store.database import Tx
from bot.store.locks import Turn

_KINDS = {"roster": (Turn.ROSTER, undoing.ROSTER), "awards": (Turn.DECISIONS, history.TABLES)}


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    turn, tables = _KINDS[parsed.kind]

    def body(tx: Tx) -> undoing.Undone:
        tx.lock(turn, 0)
        return undoing.undo(tx, parsed.kind, tables)

    with opened(configured.load()) as database:
        undone = database.run_now(body)
    for phrase in undone.phrases():
        print_phrase(phrases, phrase)
