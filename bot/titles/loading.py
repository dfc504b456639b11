"""The catalogue: the files that come with the program, and what a process has read of them and of its stores."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from bot.dialogue.screens import say
from bot.titles.catalogue import Catalogue, Regime
from bot.titles.editions import Edition
from bot.titles.layers import layered
from bot.titles.parsing import Words, regime_from
from bot.titles.tables import Table

DATA = Path(__file__).resolve().parent / "data"


def load(folder: Path = DATA) -> Catalogue:
    """Every regime of `folder` (sources.toml and regime_*.toml). About 20 ms; done once, by wiring."""
    return Catalogue.of(regime_of(edition, words(folder)) for edition in read_editions(folder))


def read_editions(folder: Path = DATA) -> tuple[Edition, ...]:
    """The regimes of `folder` as they are written, each with what it extends."""
    files: dict[str, tuple[Table, str]] = {}
    for path in sorted(folder.glob("regime_*.toml")):
        table = Table.read(path)
        code = table.text("id")
        if code in files:
            raise table.error("id", f"{code!r} is already that of {files[code][0].file}")
        files[code] = table, path.read_text(encoding="utf-8")
    made: dict[str, Edition] = {}

    def edition(code: str, above: tuple[str, ...]) -> Edition:
        if code not in made:
            table, text = files[code]
            base = extended(table, files)
            if base in (*above, code):
                raise table.circle("extends", "regimes extend each other in a circle")
            below = None if base is None else edition(base, (*above, code))
            made[code] = Edition(code, table.file, text, below)
        return made[code]

    return tuple(edition(code, ()) for code in files)


def extended(table: Table, known: Collection[str]) -> str | None:
    """The code of the regime that a file extends; None: it stands alone. CatalogueError where it is not known."""
    if not table.has("extends"):
        return None
    if (base := table.text("extends")) not in known:
        raise table.error("extends", f"there is no regime {base!r}", say("regime.fault.no_regime", regime=base))
    return base


def regime_of(edition: Edition, known: Words) -> Regime:
    """An edition, read and checked whole."""
    return regime_from(layered([_table(one.file, one.text) for one in edition.from_below()]), edition.key, known)


@cache
def _table(file: str, text: str) -> Table:
    return Table.parse(file, text)


@cache
def words(folder: Path = DATA) -> Words:
    """The words that all regimes share."""
    return Words.of(Table.read(folder / "sources.toml"))


@cache
def house() -> Mapping[str, Edition]:
    """The editions that come with the program, by code."""
    return {edition.code: edition for edition in read_editions()}


@cache
def _read() -> dict[str, Regime]:
    return {regime.id: regime for regime in load()}


@cache
def shared() -> Catalogue:
    """The regimes that this process has read: those that come with the program, and by key those that `learn` added."""
    return Catalogue(_read(), {regime.code: key for key, regime in _read().items()})


def learn(edition: Edition) -> Regime:
    """The regime of an edition, read once a process. A key says the whole content: it never means another."""
    if edition.key not in _read():
        _read()[edition.key] = regime_of(edition, words())
    return _read()[edition.key]
