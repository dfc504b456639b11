"""The content of a list: people who register, with what, and people who do not. Frozen with every version sent. Pure.

The paper that is signed names only the first (papers.py)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from bot.papers.issuer import Issuer
from bot.registration.questions import OF_VERSIONS
from bot.registration.records import Agreement, DeclineReason, ExemptReason

_QUESTIONS = tuple(question.name for question in OF_VERSIONS)


class RowState(StrEnum):
    """The answer of one person on a list; figures are in this order."""

    REGISTERED = "registered"
    DECLINED = "declined"  # không đăng ký năm nay, with a reason
    MISSING = "missing"  # chưa có ý kiến
    EXEMPT = "exempt"  # không thuộc diện


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One person. `registration`, `version`: what stands in the list's family; None and 0 without one."""

    person: int
    name: str
    position: str
    titles: tuple[str, ...] = ()
    initiative: str | None = None
    initiative_later: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    """Answers that were given to the questions of a version, by the question's name."""
    registration: int | None = None
    version: int = 0
    agreement: Agreement | None = None
    confirmed: bool = False
    declined: DeclineReason | None = None
    exempt: ExemptReason | None = None

    @property
    def state(self) -> RowState:
        if self.titles:
            return RowState.REGISTERED
        if self.declined is not None:
            return RowState.DECLINED
        return RowState.MISSING if self.exempt is None else RowState.EXEMPT


@dataclass(frozen=True, slots=True)
class Content:
    """A list as it reads at one moment. `name`: of the unit or union group, as it was called then."""

    name: str
    rows: tuple[SheetRow, ...]
    """In the order of the campaign's lists."""
    collective: tuple[str, ...] = ()
    collective_registration: int | None = None
    collective_version: int = 0
    signs: int = 1
    """The version since which titles are the same: a signature on it, or on any later one, signs this."""
    issuer: Issuer | None = None
    """The department as it was named when this was sent; None: not yet sent, or before that was kept."""

    def of(self, state: RowState) -> tuple[SheetRow, ...]:
        return tuple(row for row in self.rows if row.state is state)

    @property
    def awaited(self) -> tuple[SheetRow, ...]:
        """Đăng ký thay: the rows of people whose own word is still to come."""
        return tuple(row for row in self.rows if row.agreement is Agreement.AWAITED)

    @property
    def unconfirmed(self) -> tuple[SheetRow, ...]:
        return tuple(row for row in self.of(RowState.REGISTERED) if not row.confirmed)


def freeze(content: Content) -> dict[str, Any]:
    """As JSON can hold it: in a row, each answer stands under its question's name."""
    frozen = asdict(content)
    return {**frozen, "rows": tuple(row | row.pop("answers") for row in frozen["rows"])}


def thaw(frozen: Mapping[str, Any]) -> Content:
    """The inverse of `freeze`, after a way through the store."""
    rows = tuple(_row(row) for row in frozen["rows"])
    said = frozen.get("issuer")
    issuer = None if said is None else Issuer(**said)
    return Content(**{**frozen, "rows": rows, "collective": tuple(frozen["collective"]), "issuer": issuer})


def _row(frozen: Mapping[str, Any]) -> SheetRow:
    agreement, declined, exempt = frozen["agreement"], frozen["declined"], frozen["exempt"]
    return SheetRow(
        frozen["person"],
        frozen["name"],
        frozen["position"],
        tuple(frozen["titles"]),
        frozen.get("initiative"),
        frozen.get("initiative_later", False),
        {name: said for name in _QUESTIONS if (said := frozen.get(name))},
        frozen.get("registration"),
        frozen.get("version", 0),
        None if agreement is None else Agreement(agreement),
        frozen.get("confirmed", False),
        None if declined is None else DeclineReason(declined),
        None if exempt is None else ExemptReason(exempt),
    )
