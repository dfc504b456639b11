"""Shares in percent, the same on screens, in notices and on paper."""


def percent(part: int, whole: int) -> int:
    """The nearest whole percentage, but 100 only when nobody is missing; 0 of nothing."""
    return min(round(100 * part / whole), 99 if part < whole else 100) if whole else 0
