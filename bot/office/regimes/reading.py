"""A regime file of the Office, read and checked against what is in use: Refusal with the place of what is wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles import loading
from bot.titles import records as versions
from bot.titles.catalogue import Catalogue, Regime
from bot.titles.editions import Edition
from bot.titles.matching import Vocabulary
from bot.titles.tables import WHOLE, CatalogueError, Table

LARGEST = 256 * 1024
"""Bytes: ten times what the program's own have."""
_CODE = re.compile(r"[A-Z][A-Za-z0-9_]{0,19}")
_LINE = re.compile(r"at line (\d+), column (\d+)")
LONGEST_LABEL, LONGEST_TEXT, MOST_CRITERIA, MOST_TITLES, HIGHEST_ORDER = 32, 400, 5, 40, 9999
"""Characters of a button and of a sentence; criteria on a screen; titles in all; what a button can carry."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that could be taken: the regime in it, and the version in use that it would replace."""

    edition: Edition
    regime: Regime
    before: Regime | None
    """None: a regime with a code of its own, which there was not."""


def read(tx: Tx, name: str, content: bytes) -> Offered:
    """The regime in a file. Raises Refusal with one sentence, which names the place in it."""
    if len(content) > LARGEST:
        raise Refusal("regime.file.too_large", file=name, most=LARGEST // 1024)
    try:
        text = normalize("NFC", content.decode("utf-8-sig")).replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refusal("regime.file.not_text", file=name) from None
    try:
        return _offered(tx, name, text)
    except CatalogueError as error:
        if line := _LINE.search(str(error)):
            raise Refusal("regime.file.not_toml", file=name, line=line[1], column=line[2]) from None
        if error.place == WHOLE:
            raise Refusal("regime.file.cut", file=name) from None
        raise Refusal("regime.file.fault", file=name, place=error.place, fault=error.fault) from None
    except (RecursionError, ValueError):  # brackets without end, numbers of a thousand digits
        raise Refusal("regime.file.not_text", file=name) from None


def _offered(tx: Tx, name: str, text: str) -> Offered:
    table = Table.parse(name, text)
    code = table.text("id")
    if not _CODE.fullmatch(code):
        raise Refusal("regime.file.code", code=code[:40])
    known, used = versions.editions(tx), versions.in_use(tx)
    base = loading.extended(table, known)
    below = None if base is None else known[base]
    if below is not None and code in {one.code for one in below.from_below()}:
        raise table.circle("extends", "regimes extend each other in a circle")
    edition = Edition(code, name, text, below)
    regime = loading.regime_of(edition, loading.words())
    Vocabulary(regime)
    _codes_apart(regime, used)
    _fits_screens(regime)
    _orders_apart(regime, versions.ever(tx))
    before = used.regime(code) if code in used else None
    if before is not None and before.id == regime.id:
        raise Refusal("regime.file.same", name=regime.name)
    return Offered(edition, regime, before)


def _codes_apart(regime: Regime, used: Catalogue) -> None:
    for other in used:
        if other.code != regime.code:
            for code in (regime.code, *regime.aliases):
                if code == other.code or code in other.aliases:
                    raise Refusal("regime.file.code_taken", code=code, name=other.name)


def _fits_screens(regime: Regime) -> None:
    if len(regime.titles()) > MOST_TITLES:
        raise Refusal("regime.file.too_many", most=MOST_TITLES)
    for title in regime.titles():
        said = (title.name, *title.standard, *(note.text for note in title.notes))
        if len(title.label.vi) > LONGEST_LABEL:
            raise Refusal("regime.file.long_label", title=title.id, most=LONGEST_LABEL)
        if any(len(text.vi) > LONGEST_TEXT for text in said):
            raise Refusal("regime.file.long_text", title=title.id, most=LONGEST_TEXT)
        if len(title.standard) > MOST_CRITERIA:
            raise Refusal("regime.file.many_criteria", title=title.id, most=MOST_CRITERIA)
        if not 0 < title.order <= HIGHEST_ORDER:
            raise Refusal("regime.file.order", title=title.id, most=str(HIGHEST_ORDER))


def _orders_apart(regime: Regime, ever: Iterable[Regime]) -> None:
    """Buttons in chats carry the order: it means one title for ever, whatever the regime and its version."""
    meant = {title.order: title for other in ever for title in other.titles()}
    orders = {title.id: title.order for title in meant.values()}
    for title in regime.titles():
        if orders.get(title.id, title.order) != title.order:
            raise Refusal("regime.file.order_moved", title=title.id, order=orders[title.id])
        if title.order in meant and meant[title.order].id != title.id:
            raise Refusal("regime.file.order_taken", order=title.order, title=meant[title.order].name)
        if title.id not in orders and orders and title.order < max(meant):
            raise Refusal("regime.file.order_between", title=title.id, order=max(meant))
