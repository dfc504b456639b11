"""The questions for the rules of a campaign, its titles, and the shares that it sets. Pure."""

from collections.abc import Collection, Sequence

from bot.campaigns.records import ShareLimit
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.launching import values
from bot.launching.facts import LaunchFacts
from bot.launching.questions.taken import AWAY, LEAVE
from bot.launching.rules import Limitable, choosable, limitable, regimes_of
from bot.launching.values import Values
from bot.titles.catalogue import Family, Regime, Title
from bot.titles.criteria import Rounding

_FAMILIES = {Family.STATE: "launch.titles.state", Family.UNION: "launch.titles.union"}
EXAMPLE = 50
"""Holders of the title below, to show what a share and its rounding come to."""
ROUNDED = {
    Rounding.DOWN: "launch.rounding.down",
    Rounding.NEAREST: "launch.rounding.nearest",
    Rounding.UP: "launch.rounding.up",
}
_TO_ROUND = {
    Rounding.DOWN: "button.round_down",
    Rounding.NEAREST: "button.round_nearest",
    Rounding.UP: "button.round_up",
}


def regime(known: Values, facts: LaunchFacts) -> Screen:
    offered = regimes_of(facts.catalogue, known["year"])
    return screen(
        say("launch.regime.head", year=str(known["year"])),
        say("launch.regime.how"),
        *(say("launch.regime.line", name=one.name, caution=one.caution) for one in offered[:3]),
        rows=(
            *(
                (Button(one.short, Option(f"r{place}"), None if place else Style.PRIMARY),)
                for place, one in enumerate(offered)
            ),
            AWAY,
        ),
    )


def titles(known: Values, facts: LaunchFacts) -> Screen:
    of = facts.regime(known)
    now = frozenset(known["titles"])
    there = choosable(of)
    families = [family for family in Family if any(title.family is family for title in there)]
    return screen(
        say("launch.titles.head"),
        *(
            say(_FAMILIES[family], count=sum(title.id in now and title.family is family for title in there))
            for family in families
        ),
        say("launch.titles.how"),
        say("launch.titles.kept") if facts.registered else None,
        rows=(
            *_pairs([_box(title, title.id in now) for title in there]),
            (_to_union(there, now) if Family.UNION in families else None,),
            (Button(say("button.next"), Option("next"), Style.PRIMARY),),
            AWAY,
        ),
    )


def _to_union(there: Sequence[Title], now: Collection[str]) -> Button:
    """Takes or leaves the union's titles all at once."""
    on = any(title.id in now and title.family is Family.UNION for title in there)
    return Button(say("button.union_off" if on else "button.union_on"), Option(Family.UNION.value))


def _box(title: Title, on: bool) -> Button:
    return Button(say("button.ticked" if on else "button.unticked", name=title.short), Option(f"t{title.order}"))


def _pairs(buttons: list[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def quotas(known: Values, facts: LaunchFacts) -> Screen:
    of = facts.regime(known)
    offered = limitable(of, known["titles"])
    now = values.shares(known)
    one = next((one for one in offered if one.title.id == known.get("share")), None)
    if one is not None:
        return _share(one, now.get(one.title.id), of)
    return screen(
        say("launch.quotas.head"),
        *(share_line(limit.title, now.get(limit.title.id), of) for limit in offered[:5]),
        say("launch.quotas.how" if offered else "launch.quotas.none"),
        rows=(
            *_pairs([Button(limit.title.short, Option(f"t{limit.title.order}")) for limit in offered[:5]]),
            (Button(say("button.next"), Option("next"), Style.PRIMARY),),
            AWAY,
        ),
    )


def share_line(title: Title, share: ShareLimit | None, of: Regime) -> Phrase:
    """The share of a title in words."""
    if share is None:
        return say("launch.quotas.unlimited", title=title.short)
    rounding = say(ROUNDED[share.rounding])
    base = of.title(share.base).short if share.base in of else share.base
    return say("launch.quotas.line", title=title.short, percent=share.percent, base=base, rounding=rounding)


def _share(one: Limitable, share: ShareLimit | None, of: Regime) -> Screen:
    bases = [base for base in one.bases if share is not None and base.id != share.base]
    return screen(
        say("launch.share.head", title=one.title.name),
        share_line(one.title, share, of),
        say("launch.share.example", count=EXAMPLE, base=of.title(share.base).short, most=share.most(EXAMPLE))
        if share is not None
        else None,
        say("launch.share.how"),
        rows=(
            (Button(say("button.set_share"), Option("usual")) if share is None else None,),
            tuple(
                Button(say(_TO_ROUND[how]), Option(how.value))
                for how in Rounding
                if share is not None and how is not share.rounding
            ),
            tuple(Button(say("button.share_of", title=base.short), Option(f"b{base.order}")) for base in bases[:3]),
            (
                Button(say("button.unlimited"), Option("none")) if share is not None else None,
                Button(say("button.ready"), Option("done"), Style.PRIMARY),
            ),
            LEAVE,
        ),
    )
