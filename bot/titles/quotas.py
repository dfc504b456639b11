"""Quotas and thresholds that a campaign begins with: data of its regime, which the Office may set otherwise."""

from dataclasses import dataclass

from bot.titles.catalogue import Regime
from bot.titles.criteria import MemberShare, Quota, Rounding, Source


@dataclass(frozen=True, slots=True)
class QuotaDefault:
    """At most `percent` of a hundred who reach `of` may be given `title`."""

    title: str
    of: str
    percent: int
    rounding: Rounding
    applies: bool
    """False: left out, as long as the Office does not take it up."""
    source: Source
    """The place where it is written, with how sure we are of it."""


def quota_defaults(regime: Regime) -> tuple[QuotaDefault, ...]:
    """The quotas of a regime that are a number, in the order of lists."""
    found: list[QuotaDefault] = []
    for title in regime.titles():
        match title.quota:
            case Quota(percent=int(percent), of=str(of)) as quota:
                found.append(QuotaDefault(title.id, of, percent, quota.rounding, quota.applies, quota.source))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Threshold:
    """The share of a collective's members that `title` asks for: reached, or passed where `strictly_more`."""

    title: str
    counted: str
    """The title that is counted among the members."""
    percent: int
    strictly_more: bool


def thresholds(regime: Regime) -> tuple[Threshold, ...]:
    """The shares that collectives have to reach, in the order of lists."""
    return tuple(
        Threshold(title.id, asked.title, asked.percent, asked.strictly_more)
        for title in regime.titles()
        for asked in title.requires
        if isinstance(asked, MemberShare) and asked.title is not None
    )


def most(percent: int, of: int, rounding: Rounding) -> int:
    """The number of people that a quota leaves room for, of `of` people."""
    whole, rest = divmod(percent * of, 100)
    match rounding:
        case Rounding.DOWN:
            return whole
        case Rounding.NEAREST:
            return whole + (rest >= 50)
        case Rounding.UP:
            return whole + (rest > 0)
