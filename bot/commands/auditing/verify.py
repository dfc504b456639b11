"""`audit verify`: whether the chain over the audit trail holds, and a head that stands on paper with it."""

import argparse
import asyncio

import bot.tables  # noqa: F401 - every table is known
from bot import settings as configured
from bot.commands.terminal import opened, print_phrase
from bot.dialogue.screens import Phrase, say
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.store.audit import Head
from bot.store.chain import digests, verifying
from bot.store.chain.verifying import Against, Break, Verdict, Why

_WHY = {
    Why.CHANGED: "audit.break.changed",
    Why.ROW_GONE: "audit.break.row_gone",
    Why.SEAL_GONE: "audit.break.seal_gone",
}
_AGAINST = {
    Against.HOLDS: "audit.head.holds",
    Against.SHORTER: "audit.head.shorter",
    Against.OTHER: "audit.head.other",
}


def command(parsed: argparse.Namespace, phrases: Phrases) -> int:
    printed = None if parsed.head is None else digests.typed(parsed.head)
    if parsed.head is not None and printed is None:
        raise Refusal("audit.head.unreadable", example=str(Head(1234, "ABCD-EFGH-JKMN-PQRS", None)))
    with opened(configured.load()) as database:
        verdict = asyncio.run(verifying.verify(database))
        for phrase in found(verdict):
            print_phrase(phrases, phrase)
        if printed is None:
            return 1 if verdict.broken else 0
        place, code = printed
        stands = database.run_now(lambda tx: verifying.against(tx, place, code))
        print_phrase(phrases, say(_AGAINST[stands], place=place))
    return 1 if verdict.broken or stands is not Against.HOLDS else 0


def found(verdict: Verdict) -> list[Phrase]:
    """The whole chain in sentences: first what is wrong."""
    lines = [broken(one) for one in verdict.breaks]
    if verdict.broken > len(verdict.breaks):
        lines.append(say("audit.breaks_more", count=verdict.broken - len(verdict.breaks)))
    if not verdict.broken:
        lines.append(say("audit.whole", count=verdict.head.place))
    lines.append(say("audit.head", head=str(verdict.head)))
    if verdict.unsealed:
        lines.append(say("audit.unsealed", count=verdict.unsealed))
    return lines


def broken(one: Break) -> Phrase:
    """The sentence about one place at which the chain does not hold."""
    if one.why is Why.SEAL_GONE:
        return say("audit.break.seal_gone", place=one.place)
    return say(_WHY[one.why], place=one.place, row=one.audit_id)
