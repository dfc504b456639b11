"""Numbers and days of decisions as people type them. Pure."""

import re
from datetime import date

from bot.folding import fold
from bot.personnel.rules import typed_day
from bot.refusal import Refusal
from bot.words import own_words

LONGEST_NUMBER, LONGEST_ISSUER = 60, 120
SHORTEST_REASON, LONGEST_REASON = 5, 500
LONGEST_NOTE = 200

_LEAD = re.compile(r"^(?:quyet dinh|qd|decision)?\s*(?:so|no\.?)?\s*[:.]?\s*")
_DAY = re.compile(r"[\s,]+(?:(?:ngay|ky ngay|dated)\s+)?(\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?)\s*$")


def reference(text: str, today: date) -> tuple[str, date]:
    """The number and day of a decision, typed as one: «số 125/QĐ-SKHCN ngày 15/12/2023». Raises Refusal."""
    words = " ".join(own_words(text, shortest=3, longest=LONGEST_NUMBER * 2).split())
    folded = fold(words)
    found = _DAY.search(folded) if len(folded) == len(words) else None
    if found is None:
        raise Refusal("decision.reference_unclear")
    lead = _LEAD.match(folded)
    number = words[lead.end() if lead else 0 : found.start()].strip(" ,")
    if not 3 <= len(number) <= LONGEST_NUMBER or not any(char.isdigit() for char in number) or " " in number:
        raise Refusal("decision.reference_unclear")
    day = typed_day(found[1], today)
    if day > today:
        raise Refusal("decision.day_ahead", day=day)
    return number, day
