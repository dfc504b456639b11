"""Lines on what a file would change and for whom, and on what a regime says. Pure."""

from collections.abc import Iterator, Mapping

from bot.dialogue.screens import Phrase, say
from bot.office.regimes.actions import Trial
from bot.office.regimes.changes import TitleChange, What
from bot.titles.catalogue import Regime
from bot.titles.quotas import quota_defaults

WHAT: Mapping[What, Phrase] = {
    What.NAME: say("regime.what.name"),
    What.CRITERIA: say("regime.what.criteria"),
    What.TOGETHER: say("regime.what.together"),
    What.QUOTA: say("regime.what.quota"),
    What.HOLDERS: say("regime.what.holders"),
    What.AUTHORITY: say("regime.what.authority"),
    What.SOURCES: say("regime.what.sources"),
    What.DATES: say("regime.what.dates"),
    What.CAUTION: say("regime.what.caution"),
    What.FAMILIES: say("regime.what.families"),
    What.PRACTICES: say("regime.what.practices"),
}


def head(tried: Trial) -> Phrase:
    regime = tried.offered.regime
    return say("regime.trial.head" if tried.offered.before else "regime.trial.new", name=regime.name)


def lines(tried: Trial) -> tuple[Phrase, ...]:
    """All that changes, and for whom; the campaigns first."""
    return (*_campaigns(tried), *(_change(one, tried) for one in tried.changes.titles), *_whole(tried))


def _campaigns(tried: Trial) -> Iterator[Phrase]:
    for one in tried.campaigns:
        whom = {"registrations": one.all.registrations, "people": one.all.people}
        key = "regime.trial.campaign" if one.all.registrations else "regime.trial.campaign_none"
        yield say(key, name=one.campaign.name, **whom)
    if not tried.campaigns:
        yield say("regime.trial.no_campaign")


def _change(one: TitleChange, tried: Trial) -> Phrase:
    name = one.title.name
    if one.after is None:
        return say("regime.trial.gone", title=name)
    if one.before is None:
        return say("regime.trial.added", title=name)
    there = [campaign.of(one.title.id) for campaign in tried.campaigns]
    whom = {"registrations": sum(each.registrations for each in there), "people": sum(each.people for each in there)}
    what = tuple(WHAT[what] for what in one.what)
    if not whom["registrations"]:
        return say("regime.trial.changed_none", title=name, what=what)
    return say("regime.trial.changed", title=name, what=what, **whom)


def _whole(tried: Trial) -> Iterator[Phrase]:
    if what := tuple(WHAT[what] for what in tried.changes.whole):
        yield say("regime.trial.whole", what=what)
    if tried.untouched:
        yield say("regime.trial.untouched", names=tuple(one.short for one in tried.untouched))


# --- a regime ---------------------------------------------------------------------------------------------------------


def days(regime: Regime) -> Phrase:
    """The days on which files are received that it applies to."""
    first, last = regime.valid_from, regime.valid_to
    if first is not None and last is not None:
        return say("regime.days.between", first=first, last=last)
    if first is not None:
        return say("regime.days.since", first=first)
    return say("regime.days.until", last=last) if last is not None else say("regime.days.always")


def quotas(regime: Regime) -> Iterator[Phrase]:
    for one in quota_defaults(regime):
        values = {"title": regime.title(one.title).name, "of": regime.title(one.of).name, "percent": one.percent}
        key = "regime.quota" if one.applies else "regime.quota.off"
        yield say(key, source=one.source.citation, **values)


def details(regime: Regime) -> tuple[Phrase, ...]:
    """Its sources, then each title's with how sure we are of it."""
    return (
        *(say("regime.source", source=source) for source in regime.sources),
        *(say("regime.title", title=title.short, source=title.citation) for title in regime.titles()),
    )
