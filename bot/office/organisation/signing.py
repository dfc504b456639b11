"""Screens of those who sign papers. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn
from bot.organisation import rules
from bot.organisation.records import Prefix, SignatoryNow, SignedPaper
from bot.organisation.targets import (
    DeclareSignatory,
    EndSignatory,
    ShowOrganisation,
    ShowPaperSignatories,
    ShowSignatories,
    ShowSignatory,
)
from bot.personnel.inputs import AWAY, day_screen

LISTED = 4
_PAPERS = {
    SignedPaper.PLAN: say("signed_paper.plan"),
    SignedPaper.CONSOLIDATION: say("signed_paper.consolidation"),
    SignedPaper.SUBMISSION: say("signed_paper.submission"),
    SignedPaper.TRACKING: say("signed_paper.tracking"),
    SignedPaper.UNION_LIST: say("signed_paper.union_list"),
}
_PREFIXES = {
    Prefix.NONE: say("signatory.prefix.none"),
    Prefix.TM: say("signatory.prefix.tm"),
    Prefix.KT: say("signatory.prefix.kt"),
    Prefix.TL: say("signatory.prefix.tl"),
    Prefix.TUQ: say("signatory.prefix.tuq"),
}
_BY = {
    Prefix.TM: "signatory.by_tm",
    Prefix.KT: "signatory.by_kt",
    Prefix.TL: "signatory.by_tl",
    Prefix.TUQ: "signatory.by_tuq",
}


def _office(prefix: Prefix, stands_for: str, office: str) -> Phrase:
    """The office on one line, with the right by which it signs."""
    if prefix is Prefix.NONE:
        return say("signatory.by_none", office=office)
    return Phrase(_BY[prefix], {"stands_for": stands_for, "office": office})


def _who(one: SignatoryNow) -> Phrase:
    office = _office(one.prefix, one.stands_for, one.office)
    return say("signatory.named", office=office, name=one.full_name) if one.full_name else office


def _span(since: date, until: date | None) -> Phrase:
    return say("signatory.since", since=since) if until is None else say("signatory.span", since=since, until=until)


def overview(known: Sequence[SignatoryNow], today: date) -> Screen:
    """Each paper with the one who signs it today."""
    now = {one.paper: one for one in known if one.holds_on(today)}
    lines = (
        say("signatory.of_paper", paper=paper, who=_who(now[one]) if one in now else say("organisation.unsaid"))
        for one, paper in _PAPERS.items()
    )
    return screen(
        say("signatory.head"),
        *lines,
        rows=(
            *((Button(paper, ShowPaperSignatories(one)),) for one, paper in _PAPERS.items()),
            (Button(say("button.organisation"), ShowOrganisation()), HOME),
        ),
    )


def of_paper(to: ShowPaperSignatories, known: Sequence[SignatoryNow], today: date) -> Screen:
    """All who sign one paper; those who do or will have a button."""
    page = page_of(list(reversed(known)), to.page, LISTED)
    return screen(
        say("signatory.paper", paper=_PAPERS[to.paper]),
        *(say("signatory.line", who=_who(one), span=_span(one.since, one.until)) for one in page.items),
        None if known else say("signatory.nobody"),
        page.line,
        rows=(
            *(
                (Button(say("button.signatory", office=one.office, since=one.since), ShowSignatory(one.id)),)
                for one in page.items
                if not _over(one, today)
            ),
            turn(ShowPaperSignatories(to.paper, page.number), page.of),
            (Button(say("button.declare_signatory"), DeclareSignatory(to.paper), Style.PRIMARY),),
            (Button(say("button.back"), ShowSignatories()), HOME),
        ),
    )


def _over(one: SignatoryNow, today: date) -> bool:
    return one.until is not None and one.until < today


def one_signatory(one: SignatoryNow, today: date) -> Screen:
    """One of them, and what becomes of the paper when that ends."""
    over = _over(one, today)
    return screen(
        say("signatory.paper", paper=_PAPERS[one.paper]),
        say("signatory.line", who=_who(one), span=_span(one.since, one.until)),
        say("signatory.is_over") if over else say("signatory.ending"),
        rows=(
            (None if over else Button(say("button.end_signatory"), EndSignatory(one.id), Style.DANGER),),
            (Button(say("button.back"), ShowPaperSignatories(one.paper)), HOME),
        ),
    )


# --- the questions ----------------------------------------------------------------------------------------------------


def ask_prefix(paper: SignedPaper) -> Screen:
    return screen(
        say("signatory.paper", paper=_PAPERS[paper]),
        say("signatory.ask_prefix"),
        rows=(*((Button(label, Option(one.value)),) for one, label in _PREFIXES.items()), AWAY),
    )


def ask_stands_for(prefix: Prefix) -> Screen:
    return screen(say("signatory.ask_stands_for", prefix=_PREFIXES[prefix]), rows=(AWAY,))


def ask_office() -> Screen:
    return screen(say("signatory.ask_office"), rows=(AWAY,))


def ask_person() -> Screen:
    return screen(say("signatory.ask_person"), rows=((Button(say("button.name_by_hand"), Option("by_hand")),), AWAY))


def ask_since(today: date) -> Screen:
    return day_screen((say("signatory.ask_since"),), (("today", say("button.today", day=today)),))


def ask_until(since: date) -> Screen:
    return day_screen((say("signatory.ask_until", since=since),), (("open", say("button.until_further")),))


def check(new: SignatoryNow, before: SignatoryNow | None, known: Sequence[SignatoryNow]) -> Screen:
    """The summary, with whoever signs no more because of it."""
    save = Button(say("button.save_own_words"), Option(f"save{rules.mark_of(known)}"), Style.SUCCESS)
    return screen(
        say("signatory.check", paper=_PAPERS[new.paper]),
        say("signatory.line", who=_who(new), span=_span(new.since, new.until)),
        say("signatory.replaces", who=_who(before), since=new.since) if before else None,
        say("signatory.papers_follow"),
        rows=((save,), AWAY),
    )
