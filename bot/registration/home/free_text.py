"""Typed sentences and what each asks for: «dang ky cstdcs», «cstđcs cần gì», «khi nào hết hạn».

Where that is not certain, a question is put; nothing is guessed silently.
"""

import tomllib
from functools import cache
from pathlib import Path

from bot.campaigns.records import current_campaign
from bot.dialogue.targets import ToAct, ToView
from bot.dialogue.ways import ShowHome
from bot.enquiries.targets import (
    AskOffice,
    Register,
    RegisterTitle,
    ShowGuide,
    ShowMine,
    ShowPlan,
    ShowQuestions,
    ShowTitle,
)
from bot.folding import words
from bot.people.identity import Actor
from bot.people.targets import ShowMyData, ShowSettings
from bot.registration.targets import (
    Leave,
    Purpose,
    ShowDecline,
    ShowEdit,
    ShowNotices,
    ShowUnitBoard,
    ShowWhichTitle,
    ShowWithdraw,
)
from bot.store.database import Tx
from bot.titles.catalogue import Regime
from bot.titles.loading import shared as catalogue
from bot.titles.matching import Vocabulary

Target = ToView | ToAct

INTENTS: dict[str, Target] = {
    "register": Register(),
    "mine": ShowMine(),
    "decline": ShowDecline(),
    "withdraw": ShowWithdraw(),
    "edit": ShowEdit(),
    "deadline": ShowHome(),
    "plan": ShowPlan(),
    "home": ShowHome(),
    "leave": Leave(),
    "settings": ShowSettings(),
    "my_data": ShowMyData(),
    "notices": ShowNotices(),
    "office": AskOffice(),
    "guide": ShowGuide(),
    "questions": ShowQuestions(),
    "unit": ShowUnitBoard(),
}
LONGEST = 20
"""Words of a sentence that is read for what it asks; a longer one is a letter, and goes to the Office."""


def understand(tx: Tx, actor: Actor, text: str) -> Target | None:
    """The target that `text` asks for, or None where that is not certain."""
    if actor.staff is None:
        return None
    said = tuple(words(text))
    if not said or len(said) > LONGEST:
        return None
    intents = _intents(said)
    campaign = current_campaign(tx)
    if campaign is not None:
        regime = catalogue().regime(campaign.regime)
        heard = vocabulary(campaign.regime).understand(text)
        asks = "about" in intents
        if len(heard.titles) == 1 and not heard.unclear and "decline" not in intents:
            order = regime.title(heard.titles[0]).order
            return ShowTitle(order) if asks else RegisterTitle(order)
        candidates = {*heard.titles, *(id for unclear in heard.unclear for id in unclear.candidates)}
        if candidates and "decline" not in intents:
            return ShowWhichTitle(mask(regime, candidates), Purpose.READ if asks else Purpose.REGISTER)
    certain = intents - {"about"}
    return INTENTS[certain.pop()] if len(certain) == 1 else None


def mask(regime: Regime, ids: set[str]) -> int:
    """A set of titles as one number: a bit for each title's place in the regime."""
    return sum(1 << place for place, title in enumerate(regime.titles()) if title.id in ids)


def unmask(regime: Regime, number: int) -> frozenset[str]:
    return frozenset(title.id for place, title in enumerate(regime.titles()) if number >> place & 1)


@cache
def vocabulary(regime_id: str) -> Vocabulary:
    return Vocabulary(catalogue().regime(regime_id))


def _intents(said: tuple[str, ...]) -> set[str]:
    """The intents named in the sentence; a phrase inside a longer one that was heard too does not count."""
    heard: list[tuple[int, int, str]] = []
    for intent, phrases in _phrases().items():
        for phrase in phrases:
            if len(phrase) == 1 and phrase != said:
                continue  # without diacritics a single word is many: «thoi» is thôi and thời
            for start in range(len(said) - len(phrase) + 1):
                if said[start : start + len(phrase)] == phrase:
                    heard.append((start, start + len(phrase), intent))
    return {
        intent
        for start, end, intent in heard
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _other in heard)
    }


@cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    data = tomllib.loads((Path(__file__).parent / "intents.toml").read_text("utf-8"))
    return {intent: tuple(tuple(words(phrase)) for phrase in phrases) for intent, phrases in data.items()}
