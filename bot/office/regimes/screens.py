"""The screens of the rules in use: the list, one version, and what a file would change. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import Draft
from bot.dialogue.screens import Attachment, Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn, turn_within
from bot.enquiries.targets import ShowRegimes, ShowSetup
from bot.office.regimes import told
from bot.office.regimes.actions import Trial
from bot.office.targets import GiveRegime, ShowRegime, ShowRegimeFile
from bot.personnel.inputs import AWAY
from bot.refusal import Refusal
from bot.titles.catalogue import Regime
from bot.titles.records import Given
from bot.words import shortened

LISTED, DETAILS, CHANGES = 4, 5, 6
LONGEST_LABEL = 40
REPLACE = Button(say("button.give_regime"), GiveRegime())


def regimes(listed: Sequence[tuple[Given, Regime]], today: date, applying: Regime | None, wanted: int) -> Screen:
    """The rules in use, by the days on which files are received. `applying`: to files received today."""
    page = page_of(listed, wanted, LISTED)
    return screen(
        say("regimes.head"),
        say("regimes.how"),
        say("regimes.today", day=today, name=applying.name) if applying else say("regimes.none_today", day=today),
        *(say("regimes.one", name=one.short, days=told.days(one)) for _, one in page.items),
        page.line,
        rows=(
            *((Button(_label(one), ShowRegime(given.id)),) for given, one in page.items),
            turn(ShowRegimes(page.number), page.of),
            (REPLACE,),
            (Button(say("button.setup"), ShowSetup()), HOME),
        ),
    )


def _label(one: Regime) -> Named:
    return Named(shortened(one.short.vi, LONGEST_LABEL), shortened(one.short.en, LONGEST_LABEL))


@dataclass(frozen=True, slots=True)
class RegimeUsed:
    """A version with who has given it, and what goes by it."""

    given: Given
    by: Phrase
    campaigns: Sequence[CampaignNow]
    """Those that are not over and go by this very version."""
    registrations: int
    """Those that stand and were made under it."""
    newest: bool


def regime(one: Regime, used: RegimeUsed, wanted: int) -> Screen:
    """One version: what goes by it, then its sources and those of each title."""
    details = told.details(one)
    pages = 1 + page_of(details, 0, DETAILS).of
    number = max(0, min(wanted, pages - 1))
    body = page_of(details, number - 1, DETAILS).items if number else _facts(one, used)
    return screen(
        say("regime.head", name=one.name),
        *body,
        say("list.page", page=number + 1, pages=pages),
        rows=(
            turn(ShowRegime(used.given.id, number), pages),
            (Button(say("button.regime_file"), ShowRegimeFile(used.given.id)), REPLACE),
            (Button(say("button.regimes"), ShowRegimes()), HOME),
        ),
    )


def _facts(one: Regime, used: RegimeUsed) -> tuple[Phrase, ...]:
    given = used.given
    names = tuple(campaign.name for campaign in used.campaigns)
    found = (
        say("regime.version.program", number=given.number)
        if given.from_program
        else say("regime.version", number=given.number, who=used.by, at=given.given_at),
        None if used.newest else say("regime.replaced"),
        say("regime.days", days=told.days(one)),
        say("regime.campaigns", names=names) if names else say("regime.no_campaigns"),
        say("regime.registrations", count=used.registrations),
        *told.quotas(one),
        say("regime.review", day=one.review_by) if one.review_by else None,
        say("titles.to_check", caution=one.caution),
    )
    return tuple(line for line in found if line is not None)


def regime_file(one: Regime, version: int, file: Attachment) -> Screen:
    return screen(
        say("regime.file.here", name=one.name),
        say("regime.file.how"),
        rows=((REPLACE, Button(say("button.back"), ShowRegime(version))),),
        file=file,
        keep=True,
    )


# --- the questions ----------------------------------------------------------------------------------------------------


def which_file() -> Screen:
    return screen(say("regime.ask_file"), say("regime.ask_file.how"), say("regime.ask_file.after"), rows=(AWAY,))


def check(draft: Draft, tried: Trial) -> Screen:
    """All that the file changes and for whom, before it is done."""
    page = page_of(told.lines(tried), int(draft.data.get("page", 0)), CHANGES)
    return screen(
        told.head(tried),
        *page.items,
        page.line,
        say("regime.trial.kept"),
        say("titles.to_check", caution=tried.offered.regime.caution) if tried.offered.regime.to_check else None,
        rows=(
            turn_within(page.number, page.of),
            (Button(say("button.use_regime"), Option("send"), Style.SUCCESS),),
            AWAY,
        ),
    )


def cannot(refusal: Refusal) -> Screen:
    """The file, which could be taken when it came, cannot be taken any more."""
    values: Mapping[str, object] = refusal.values
    return screen(Phrase(refusal.key, values), rows=(AWAY,))
