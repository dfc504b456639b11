"""Phiếu mời to print and to cut: a QR code a person, with name, unit and the steps. Pure but for the typesetter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogue.screens import Named, Phrase, say
from bot.papers.invites.qr import invite_qr_svg
from bot.papers.typesetting import compile

Say = Callable[[Phrase | Named], str]
"""Says a phrase without markup, in Vietnamese: an official paper has one language."""


@dataclass(frozen=True, slots=True)
class InviteCard:
    """One person's card. `place`: the position and the unit."""

    name: str
    code: str
    place: str
    token: str = field(repr=False)


def _unheard(_drawn: int) -> None:
    pass


def invite_cards(
    phrase: Say,
    cards: Sequence[InviteCard],
    made: datetime,
    until: datetime,
    web: str = "",
    progress: Callable[[int], None] = _unheard,
) -> bytes:
    """The cards as a PDF, A4, eight a page, with lines to cut along. `until`: from then on none can be used. `web`: the
    address of the web door, for which there is a code of its own; empty: there is none. Telegram's code is left out
    while the bot's name there is unknown, where there is a web door to come in by. `progress` is told after each card
    how many are drawn: the codes are what takes its time."""
    bot = phrase(say("own.bot", own=""))
    words = {
        "title": say("paper.invite.title"),
        "kind": say("paper.invite.kind"),
        "steps": say(_steps(bool(web), bool(bot))),
        "until": say("paper.invite.until", until=until),
        "wrong": say("paper.invite.wrong"),
        "qr": say("paper.invite.qr"),
        "web": say("paper.invite.web"),
        "telegram": say("paper.invite.telegram"),
    }
    drawn = []
    for card in cards:
        drawn.append(
            {
                "name": card.name,
                "code": card.code,
                "place": card.place,
                "web": invite_qr_svg(f"{web}/in/{card.token}") if web else "",
                "qr": invite_qr_svg(f"https://t.me/{bot}?start={card.token}") if bot or not web else "",
            }
        )
        progress(len(drawn))
    return compile(
        "invite_cards.typ",
        {
            "dated": [*made.date().timetuple()[:3]],
            "words": {name: phrase(said) for name, said in words.items()},
            "cards": drawn,
        },
    )


def _steps(web: bool, telegram: bool) -> str:
    if not web:
        return "paper.invite.steps"
    return "paper.invite.web_steps" if telegram else "paper.invite.only_web_steps"
