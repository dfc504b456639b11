"""Screens of «Hỏi đáp»: criteria of a title, with where they are written and how sure we are of it. Pure."""

from collections.abc import Sequence

from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME, turn
from bot.enquiries.screens import ASK, MY_QUESTIONS, SEE_PLAN
from bot.enquiries.targets import RegisterTitle, ShowQuestions, ShowTitle
from bot.titles.catalogue import Family, Regime, Subject, Title
from bot.titles.criteria import Vote
from bot.titles.rules import to_check

LABEL_BESIDE = 22
"""Characters of a label that leave room for another beside it on a phone."""
LINES = 8
"""Lines of a page of details, below its heading."""

_FAMILY_NAMES = {Family.STATE: say("faq.family.state"), Family.UNION: say("faq.family.union")}


def _in_rows(titles: Sequence[Title]) -> tuple[tuple[Button, ...], ...]:
    """A button for each title, in order: two whose labels are short share a row."""
    rows: list[tuple[Button, ...]] = []
    room = False
    for title in titles:
        button = Button(title.label, ShowTitle(title.order))
        short = len(title.label.vi) <= LABEL_BESIDE
        if short and room:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
        room = short and not room
    return tuple(rows)


def questions(
    year: int, regime: Regime, families: Sequence[Family], wanted: Family | None, *, has_plan: bool
) -> Screen:
    """The titles of one family: the one wanted, or the first of those that this campaign has."""
    family = next((one for one in families if one is wanted), families[0])
    others = tuple(Button(_FAMILY_NAMES[other], ShowQuestions(other)) for other in families if other is not family)
    return screen(
        say("faq.head", year=year),
        say("faq.how"),
        say("faq.family", family=_FAMILY_NAMES[family]),
        to_check(regime),
        rows=(
            *_in_rows(regime.titles(family=family)),
            others,
            (ASK, MY_QUESTIONS),
            (SEE_PLAN if has_plan else None, HOME),
        ),
    )


def title_info(year: int, regime: Regime, title: Title, page: int, *, may_register: bool) -> Screen:
    """Criteria of `title`, and where they are written; who decides and what else is known, on the pages after."""
    details = _details(regime, title)
    pages = 1 + (len(details) + LINES - 1) // LINES
    page = min(page, pages - 1)
    return screen(
        say("faq.title", title=_capitals(title.name), year=year),
        *(_answer(regime, title) if page == 0 else details[(page - 1) * LINES : page * LINES]),
        to_check(regime) if page and title.family is Family.STATE else None,
        rows=(
            (Button(say("button.register_title"), RegisterTitle(title.order), Style.PRIMARY),) if may_register else (),
            turn(ShowTitle(title.order, page), pages)
            if page
            else (Button(say("button.more"), ShowTitle(title.order, 1)),),
            (Button(say("button.other_title"), ShowQuestions(title.family)), ASK),
            (HOME,),
        ),
    )


def _capitals(name: Named) -> Named:
    return Named(name.vi.upper(), name.en.upper())


def _answer(regime: Regime, title: Title) -> tuple[Phrase, ...]:
    state = title.family is Family.STATE
    return (
        *_criteria(title.standard),
        *_quota(regime, title),
        say("faq.source", source=title.citation),
        # What has not been compared is the province's regulation, which does not reach the union's titles.
        *((to_check(regime) or say("faq.caution", caution=regime.caution),) if state else ()),
    )


def _criteria(standard: Sequence[Named]) -> tuple[Phrase, ...]:
    if len(standard) == 1:
        return (say("faq.criterion.only", criterion=standard[0]),)
    *firsts, last = enumerate(standard, start=1)
    return (
        *(say("faq.criterion", number=number, criterion=criterion) for number, criterion in firsts),
        say("faq.criterion.last", number=last[0], criterion=last[1]),
    )


def _quota(regime: Regime, title: Title) -> tuple[Phrase, ...]:
    quota = title.quota
    if quota is None:
        return ()
    note = None
    if quota.note is not None:
        cited = quota.source in title.sources  # below, in the citation of the title
        note = (
            say("faq.quota.note", note=quota.note)
            if cited
            else say("faq.quota.note_from", note=quota.note, source=quota.source.citation)
        )
    limit = None
    if quota.percent is not None and quota.of is not None:
        people = Subject.PERSON in title.subjects
        key = "faq.quota" if people else "faq.quota.collective"
        limit = say(key, percent=quota.percent, of=regime.title(quota.of).name)
    return tuple(line for line in (limit or say("faq.quota.unfixed"), note) if line is not None)


def _details(regime: Regime, title: Title) -> tuple[Phrase, ...]:
    notes = (*title.notes, *regime.notes.values()) if title.family is Family.STATE else title.notes
    return (
        say("faq.authority", authority=title.authority),
        *(_vote(title.vote) if title.vote is not None else ()),
        *(say("faq.note", note=note.text, source=note.source.citation) for note in notes),
    )


def _vote(vote: Vote) -> tuple[Phrase, ...]:
    if vote.percent is None:
        return (say("faq.vote.unfixed", note=vote.note, source=vote.source.citation),)
    if vote.note is None:
        return (say("faq.vote", percent=vote.percent, source=vote.source.citation),)
    return (say("faq.vote.note", percent=vote.percent, note=vote.note, source=vote.source.citation),)
