"""What a list says: who registers what, who does not, who has not answered. Frozen with every version sent. Pure.

The paper that is signed names only the first (papers.py)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from bot.registration.questions import OF_VERSIONS
from bot.registration.records import Agreement, DeclineReason, ExemptReason


class Stand(StrEnum):
    """Where one person of a list is; figures are in this order."""

    REGISTERED = "registered"
    DECLINED = "declined"  # không đăng ký năm nay, with a reason
    MISSING = "missing"  # chưa có ý kiến
    EXEMPT = "exempt"  # không thuộc diện


@dataclass(frozen=True, slots=True)
class Row:
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
    def stand(self) -> Stand:
        if self.titles:
            return Stand.REGISTERED
        if self.declined is not None:
            return Stand.DECLINED
        return Stand.MISSING if self.exempt is None else Stand.EXEMPT


@dataclass(frozen=True, slots=True)
class Content:
    """A list as it reads at one moment. `name`: of the unit or union group, as it was called then."""

    name: str
    rows: tuple[Row, ...]
    """In the order of official lists: by given name."""
    collective: tuple[str, ...] = ()
    collective_registration: int | None = None
    collective_version: int = 0
    signs: int = 1
    """The version since which titles are the same: a signature on it, or on any later one, signs this."""

    def of(self, stand: Stand) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.stand is stand)

    @property
    def awaited(self) -> tuple[Row, ...]:
        """Đăng ký thay: those whose own word is still to come."""
        return tuple(row for row in self.rows if row.agreement is Agreement.AWAITED)

    @property
    def unconfirmed(self) -> tuple[Row, ...]:
        return tuple(row for row in self.of(Stand.REGISTERED) if not row.confirmed)


def freeze(content: Content) -> dict[str, Any]:
    """As JSON can hold it: in a row, each answer stands under its question's name."""
    frozen = asdict(content)
    return {**frozen, "rows": tuple(row | row.pop("answers") for row in frozen["rows"])}


def thaw(frozen: Mapping[str, Any]) -> Content:
    """The inverse of `freeze`, after a way through the store."""
    rows = tuple(_row(row) for row in frozen["rows"])
    return Content(**{**frozen, "rows": rows, "collective": tuple(frozen["collective"])})


def _row(frozen: Mapping[str, Any]) -> Row:
    def known(name: str, kind: type[StrEnum]) -> StrEnum | None:
        return None if frozen[name] is None else kind(frozen[name])

    names = [question.name for question in OF_VERSIONS]
    return Row(
        **{
            **{name: value for name, value in frozen.items() if name not in names},
            "answers": {name: said for name in names if (said := frozen.get(name))},
            "titles": tuple(frozen["titles"]),
            "agreement": known("agreement", Agreement),
            "declined": known("declined", DeclineReason),
            "exempt": known("exempt", ExemptReason),
        }
    )
