"""How lists are put into words, the same for who sends and who receives them. Pure."""

from collections.abc import Sequence

from bot.dialogue.screens import Phrase, say
from bot.registration.records import DeclineReason
from bot.sheets.content import Content, Row, Stand
from bot.sheets.desk import Desk
from bot.sheets.records import FileKind, Sent
from bot.sheets.rules import Change, What, sign_again
from bot.titles.catalogue import Regime, Subject

SHOWN_NAMES, SHOWN_CHANGES = 6, 3
"""Names on one line and changes on one screen; the rest are counted."""

_COUNTS = {
    Stand.REGISTERED: "sheet.count.registered",
    Stand.DECLINED: "sheet.count.declined",
    Stand.MISSING: "sheet.count.missing",
    Stand.EXEMPT: "sheet.count.exempt",
}
_GROUP_COUNTS = {**_COUNTS, Stand.MISSING: "sheet.count.not_registered"}
"""Nobody owes the union an answer: who has not registered has just not."""
_REASONS = {
    DeclineReason.LEAVING: "sheet.reason.leaving",
    DeclineReason.AWAY: "sheet.reason.away",
    DeclineReason.NEW: "sheet.reason.new",
    DeclineReason.PERSONAL: "sheet.reason.personal",
    DeclineReason.OTHER: "sheet.reason.other",
}
STANDS = {
    Stand.REGISTERED: "sheet.stand.registered",
    Stand.DECLINED: "sheet.stand.declined",
    Stand.MISSING: "sheet.stand.missing",
    Stand.EXEMPT: "sheet.stand.exempt",
}
_CHANGES = {
    What.ADDED: "sheet.change.added",
    What.GONE: "sheet.change.gone",
    What.POSITION: "sheet.change.position",
}
RECEIVERS = {Subject.UNIT: "sheet.to.office", Subject.UNION_GROUP: "sheet.to.chair"}


def receiver(subject: Subject) -> Phrase:
    return say(RECEIVERS[subject])


def figures(content: Content, subject: Subject) -> Phrase:
    """How many there are, and where each is; a figure that is nought is left out, but for the registered."""
    if not content.rows:
        return say("sheet.nobody")
    keys = _COUNTS if subject is Subject.UNIT else _GROUP_COUNTS
    parts = tuple(
        say(key, count=len(content.of(stand)))
        for stand, key in keys.items()
        if stand is Stand.REGISTERED or content.of(stand)
    )
    return say("sheet.figures", total=len(content.rows), parts=parts)


def gaps(content: Content, subject: Subject) -> tuple[Phrase | None, ...]:
    """Who is not among the registered and why; whose signature or confirmation is to come."""
    return (
        _names("sheet.declined", content.of(Stand.DECLINED), reasons=True),
        _names("sheet.missing", content.of(Stand.MISSING)) if subject is Subject.UNIT else None,
        _names("sheet.unconfirmed", content.unconfirmed),
        _names("sheet.awaited", content.awaited),
    )


def _names(key: str, rows: Sequence[Row], *, reasons: bool = False) -> Phrase | None:
    if not rows:
        return None
    shown: tuple[Phrase, ...] = tuple(
        say("sheet.name_reason", name=row.name, reason=say(_REASONS[row.declined]))
        if reasons and row.declined
        else say("sheet.name", name=row.name)
        for row in rows[:SHOWN_NAMES]
    )
    if more := len(rows) - len(shown):
        shown = (*shown, say("sheet.more", count=more))
    return Phrase(key, {"count": len(rows), "names": shown})


def collective(content: Content, regime: Regime) -> Phrase:
    if not content.collective:
        return say("sheet.collective_none")
    return say("sheet.collective", titles=tuple(title.short for title in regime.in_order(content.collective)))


def papers(sent: Sent) -> Phrase:
    """What of the paper is there."""
    signed, minutes = len(sent.of(FileKind.SIGNED)), len(sent.of(FileKind.MINUTES))
    if sent.original_at is not None:
        first = say("sheet.paper.original", at=sent.original_at)
    elif signed:
        first = say("sheet.paper.signed", count=signed)
    else:
        first = say("sheet.paper.by_hand") if sent.brought_in_person else say("sheet.paper.none")
    parts = (
        first,
        say("sheet.paper.minutes", count=minutes) if minutes else say("sheet.paper.no_minutes"),
        *((say("sheet.paper.number", number=sent.document_number),) if sent.document_number else ()),
    )
    return say("sheet.papers", parts=parts)


def change(one: Change, now: Content, regime: Regime) -> Phrase:
    """One line: whose, and what."""
    if one.what is What.COLLECTIVE:
        titles = tuple(title.short for title in regime.in_order(now.collective))
        return say("sheet.change.collective", titles=titles) if titles else say("sheet.change.no_collective")
    after = one.after
    if one.what is What.TITLES and after is not None:
        titles = tuple(title.short for title in regime.in_order(after.titles))
        if titles:
            return say("sheet.change.titles", name=one.name, titles=titles)
        return say("sheet.change.withdrawn", name=one.name)
    if one.what is What.STAND and after is not None:
        return say("sheet.change.stand", name=one.name, stand=say(STANDS[after.stand]))
    if one.what is What.INITIATIVE and one.before is not None and after is not None:
        if not after.initiative:
            return say("sheet.change.initiative_gone", name=one.name)
        if not one.before.initiative:
            return say("sheet.change.initiative_added", name=one.name)
        return say("sheet.change.initiative", name=one.name)
    if one.question is not None:
        return one.question.changed_on_list(one.name)
    return Phrase(_CHANGES[one.what], {"name": one.name})


def changes(desk: Desk) -> tuple[Phrase, ...]:
    """What is different from the version that stands, and whether that is to be signed again."""
    if not desk.changes or desk.sent is None:
        return ()
    shown = tuple(change(one, desk.now, desk.regime) for one in desk.changes[:SHOWN_CHANGES])
    more = len(desk.changes) - len(shown)
    return (
        say("sheet.changes", count=len(desk.changes), version=desk.sent.version),
        *shown,
        *((say("sheet.changes_more", count=more),) if more else ()),
        say("sheet.sign_again") if sign_again(desk.changes) else say("sheet.not_again", who=receiver(desk.who.subject)),
    )
