"""Pieces of the screens of lists, the same for those who send and those who receive them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.dialogue.screens import Attachment, Button, Phrase, Screen, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.ways import HOME, page_of, turn
from bot.leading.targets import ShowSheet, ShowSheets
from bot.registration.rules import REASONS_SAID
from bot.sheets.content import Content, RowState, SheetRow
from bot.sheets.reading import Sender
from bot.sheets.records import FileKind, KeptFile, SentSheet, SheetState
from bot.sheets.rules import Difference, DifferenceKind, sign_again
from bot.sheets.sheet import SheetNow
from bot.sheets.targets import ShowSheetFiles
from bot.titles.catalogue import Regime, Subject

LINES_A_PAGE = 7
"""With two lines above and one that is said before them: ten in all."""
IN_A_ROW = 4
"""Numbered buttons in a row."""
SHOWN_NAMES, SHOWN_CHANGES = 6, 3
"""Names on one line and changes on one screen; the rest are counted."""

_COUNTS = {
    RowState.REGISTERED: "sheet.count.registered",
    RowState.DECLINED: "sheet.count.declined",
    RowState.MISSING: "sheet.count.missing",
    RowState.EXEMPT: "sheet.count.exempt",
}
ROW_STATES = {
    RowState.REGISTERED: "sheet.stand.registered",
    RowState.DECLINED: "sheet.stand.declined",
    RowState.MISSING: "sheet.stand.missing",
    RowState.EXEMPT: "sheet.stand.exempt",
}
_CHANGES = {
    DifferenceKind.ADDED: "sheet.change.added",
    DifferenceKind.GONE: "sheet.change.gone",
    DifferenceKind.POSITION: "sheet.change.position",
}
_RECEIVERS = {Subject.UNIT: "sheet.to.office", Subject.UNION_GROUP: "sheet.to.chair"}


Paged = ShowSheet | ShowSheets | ShowSheetFiles
"""Lists that are turned page by page."""


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A list among others. `state`: None before it is sent. `to`: the view that shows it."""

    sender: Sender
    state: SheetState | None
    to: ToView


_STATES = {
    None: "sheets.open",
    SheetState.SUBMITTED: "sheets.submitted",
    SheetState.RETURNED: "sheets.returned",
    SheetState.ACCEPTED: "sheets.accepted",
}


def receiver(subject: Subject) -> Phrase:
    return say(_RECEIVERS[subject])


def figures(content: Content) -> Phrase:
    """The number of people, and of each state; a figure that is nought is left out, but for the registered."""
    if not content.rows:
        return say("sheet.nobody")
    parts = tuple(
        say(key, count=len(content.of(answer)))
        for answer, key in _COUNTS.items()
        if answer is RowState.REGISTERED or content.of(answer)
    )
    return say("sheet.figures", total=len(content.rows), parts=parts)


def gaps(content: Content) -> tuple[Phrase | None, ...]:
    """The people who are not registered, with reasons; and those whose signature or confirmation is to come."""
    return (
        _names("sheet.declined", content.of(RowState.DECLINED), reasons=True),
        _names("sheet.missing", content.of(RowState.MISSING)),
        _pending(content),
    )


def _pending(content: Content) -> Phrase | None:
    """The people whose confirmation or signature is to come, on one line."""
    first, second = _names("sheet.unconfirmed", content.unconfirmed), _names("sheet.awaited", content.awaited)
    return say("sheet.both", first=first, second=second) if first and second else first or second


def _names(key: str, rows: Sequence[SheetRow], *, reasons: bool = False) -> Phrase | None:
    if not rows:
        return None
    shown: tuple[Phrase, ...] = tuple(
        say("sheet.name_reason", name=row.name, reason=say(REASONS_SAID[row.declined]))
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


def papers_so_far(sent: SentSheet) -> Phrase | None:
    """The papers that are there, for a letter: it says of none that it is missing, which is not so for long."""
    there = [part for part in _papers(sent) if part.key not in ("sheet.paper.none", "sheet.paper.no_minutes")]
    return say("sheet.papers", parts=tuple(there)) if there else None


def papers(sent: SentSheet) -> Phrase:
    """The papers that are there, and those that are missing."""
    return say("sheet.papers", parts=_papers(sent))


def _papers(sent: SentSheet) -> tuple[Phrase, ...]:
    signed, minutes = len(sent.of(FileKind.SIGNED)), len(sent.of(FileKind.MINUTES))
    if sent.original_at is not None:
        first = say("sheet.paper.original", at=sent.original_at)
    elif signed:
        first = say("sheet.paper.signed", count=signed)
    else:
        first = say("sheet.paper.by_hand") if sent.brought_in_person else say("sheet.paper.none")
    return (
        first,
        say("sheet.paper.minutes", count=minutes) if minutes else say("sheet.paper.no_minutes"),
        *((say("sheet.paper.number", number=sent.document_number),) if sent.document_number else ()),
    )


def change(one: Difference, now: Content, regime: Regime) -> Phrase:
    """One change on one line."""
    if one.kind is DifferenceKind.COLLECTIVE:
        titles = tuple(title.short for title in regime.in_order(now.collective))
        return say("sheet.change.collective", titles=titles) if titles else say("sheet.change.no_collective")
    after = one.after
    if one.kind is DifferenceKind.TITLES and after is not None:
        titles = tuple(title.short for title in regime.in_order(after.titles))
        if titles:
            return say("sheet.change.titles", name=one.name, titles=titles)
        return say("sheet.change.withdrawn", name=one.name)
    if one.kind is DifferenceKind.STATE and after is not None:
        return say("sheet.change.stand", name=one.name, stand=say(ROW_STATES[after.state]))
    if one.kind is DifferenceKind.INITIATIVE and one.before is not None and after is not None:
        if not after.initiative:
            return say("sheet.change.initiative_gone", name=one.name)
        if not one.before.initiative:
            return say("sheet.change.initiative_added", name=one.name)
        return say("sheet.change.initiative", name=one.name)
    if one.question is not None:
        return one.question.changed_on_list(one.name)
    return Phrase(_CHANGES[one.kind], {"name": one.name})


def changes(sheet: SheetNow) -> tuple[Phrase, ...]:
    """The differences from the version that stands, the first of them by name, and whether they are to be signed
    again."""
    if not sheet.changes or sheet.sent is None:
        return ()
    shown = tuple(change(one, sheet.now, sheet.regime) for one in sheet.changes[:SHOWN_CHANGES])
    return (
        say("sheet.changes", count=len(sheet.changes), version=sheet.sent.version),
        *shown,
        say("sheet.sign_again")
        if sign_again(sheet.changes)
        else say("sheet.not_again", who=receiver(sheet.who.subject)),
    )


def state(sent: SentSheet, who: Phrase) -> Phrase | None:
    """The decision of the receiver; None before there is one."""
    if sent.state is SheetState.RETURNED:
        return say("sheet.returned", who=who, at=sent.decided_at, reason=sent.reason or "")
    if sent.state is SheetState.ACCEPTED:
        return say("sheet.accepted", who=who, at=sent.decided_at)
    return None


# --- many lists, and files --------------------------------------------------------------------------------------------


def numbered(
    heads: tuple[Phrase, ...],
    lines: Sequence[Phrase],
    buttons: Sequence[Button],
    at: Paged,
    *last: tuple[Button | None, ...],
) -> Screen:
    """Lines that are too long for labels, a numbered button to each; `at`: the view, and the page wanted."""
    page = page_of(tuple(zip(lines, buttons, strict=True)), at.page, LINES_A_PAGE)
    shown = [button for _line, button in page.items]
    return screen(
        *heads,
        *(line for line, _button in page.items),
        rows=(
            *(tuple(shown[first : first + IN_A_ROW]) for first in range(0, len(shown), IN_A_ROW)),
            turn(replace(at, page=page.number), page.of),
            *last,
        ),
    )


def lists(
    heads: tuple[Phrase, ...],
    listed: Sequence[ListedSheet],
    at: Paged,
    back: Button,
    more: Button | None = None,
) -> Screen:
    """Lists by name, each with its state and a way to it. `back`: to where one came from."""
    lines = [
        say("sheets.line", place=place, name=one.sender.name, state=say(_STATES[one.state]))
        for place, one in enumerate(listed, 1)
    ]
    buttons = [Button(say("button.see_number", number=place), one.to) for place, one in enumerate(listed, 1)]
    return numbered(heads, lines, buttons, at, (more,), (back, HOME))


def file(kept: KeptFile, code: str, back: ToView) -> Screen:
    return screen(
        say("sheet.file.shown", code=code),
        rows=((Button(say("button.back"), back),),),
        file=Attachment(kept.sha256, kept.name, kept.mime),
        keep=True,
    )
