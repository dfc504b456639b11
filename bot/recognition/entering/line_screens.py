"""The screens on which a draft gets its lines, and on which they are read. Pure."""

from collections.abc import Mapping, Sequence

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn, turn_within
from bot.personnel import inputs
from bot.personnel.inputs import AWAY
from bot.recognition import holders
from bot.recognition.entering.registered import Listed
from bot.recognition.holders import Holder
from bot.recognition.naming import HolderName
from bot.recognition.records import DecisionNow, DecisionState, LineNow
from bot.recognition.targets import DropLine, ShowDecision, ShowDecisionLines
from bot.titles.catalogue import Title
from bot.words import shortened

A_PAGE = 6
"""Names with a button each; the list is read in pages, however long it is."""
READ_A_PAGE = 8
TITLES_SHOWN = 7


def label(one: HolderName) -> str:
    return one.whole


def _titles(titles: Sequence[Title]) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(title.short, Option(f"k{title.order}")),) for title in titles[:TITLES_SHOWN])


def which_title(
    one: DecisionNow, titles: Sequence[Title], left: Mapping[str, Sequence[Holder]], listed: Listed
) -> Screen:
    """The question of which title all who have registered it are taken."""
    counts = tuple(say("decision.list.count", title=title.short, count=len(left[title.id])) for title in titles)
    return screen(
        say("decision.list.head", number=one.number, day=one.signed_on),
        _source(listed),
        *counts[:TITLES_SHOWN],
        say("decision.list.which") if titles else say("decision.list.nobody"),
        rows=(*_titles(titles), AWAY),
    )


def _source(listed: Listed) -> Phrase:
    if not listed.snapshot:
        return say("decision.list.from_now")
    key = "decision.list.from_submitted" if listed.submitted else "decision.list.from_snapshot"
    return Phrase(key, {"number": listed.snapshot})


def all_but(
    draft: Draft, title: Title, listed: Listed, names: Mapping[Holder, HolderName], shown: Sequence[Holder]
) -> Screen:
    """All who have registered the title, but those who are tapped out."""
    out = [one for one in map(holders.of_code, draft.data.get("out", ())) if one in names]
    page = page_of(shown, int(draft.data.get("page", 0)), A_PAGE)
    going = len(names) - len(out)
    without = (*(names[one].name for one in out[:4]), *_more(len(out) - 4))
    return screen(
        say("decision.but.head", title=title.name, count=len(names)),
        _source(listed),
        say("decision.but.out", count=len(out), names=without) if out else None,
        say("decision.but.found", query=shortened(draft.data["query"], 40), count=len(shown))
        if draft.data.get("query")
        else say("decision.but.how"),
        page.line,
        rows=(
            *((_tick(one, names[one], one in out),) for one in page.items),
            (
                *turn_within(page.number, page.of),
                Button(say("button.whole_list"), Option("all")) if draft.data.get("query") else None,
            ),
            (Button(say("button.decision_take", count=going), Option("go"), Style.SUCCESS) if going else None,),
            AWAY,
        ),
    )


def _more(count: int) -> tuple[Phrase, ...]:
    return (say("decision.but.more", count=count),) if count > 0 else ()


def _tick(holder: Holder, name: HolderName, out: bool) -> Button:
    said = shortened(label(name), inputs.LABEL)
    return Button(Named(f"{'☐' if out else '☑'} {said}", f"{'☐' if out else '☑'} {said}"), _option(holder))


def _option(holder: Holder) -> Option:
    return Option(f"k{holders.code(holder)}")


# --- one by one -------------------------------------------------------------------------------------------------------


def title_of_one(one: DecisionNow, titles: Sequence[Title]) -> Screen:
    return screen(
        say("decision.one.head", number=one.number, day=one.signed_on),
        say("decision.one.which"),
        rows=(*_titles(titles), AWAY),
    )


def who(draft: Draft, title: Title, items: Sequence[inputs.Item]) -> Screen:
    lines = (say("decision.one.who", title=title.name), say("decision.one.left_too"))
    return inputs.list_screen(lines, items, draft, has_whole=False)


def unregistered(name: HolderName, title: Title) -> Screen:
    return screen(
        say("decision.one.unregistered", name=name.whole, title=title.name),
        say("decision.one.anyway"),
        rows=((Button(say("button.decision_anyway"), Option("yes"), Style.PRIMARY),), AWAY),
    )


def note(name: HolderName, title: Title) -> Screen:
    return screen(
        say("decision.one.adds", name=name.whole, title=title.name),
        say("decision.one.left", name=name.name) if name.left else None,
        say("decision.one.note"),
        rows=((Button(say("button.decision_no_note"), Option("skip"), Style.SUCCESS),), AWAY),
    )


# --- the lines --------------------------------------------------------------------------------------------------------


def lines(
    one: DecisionNow,
    found: Sequence[LineNow],
    names: Mapping[Holder, HolderName],
    titles: Mapping[str, Title],
    wanted: int,
) -> Screen:
    """The lines by name; of a draft, each with a button that takes it out."""
    draft = one.state is DecisionState.DRAFT
    page = page_of(found, wanted, A_PAGE if draft else READ_A_PAGE)
    read = tuple(_line(line, names[line.holder], titles) for line in page.items)
    return screen(
        say("decision.lines.head", number=one.number, day=one.signed_on, count=len(found)),
        *read,
        say("decision.lines.tap_out") if draft and found else None,
        page.line,
        rows=(
            *(
                (_out(one, line, names[line.holder], titles[line.title]),)
                for line in (page.items if draft else ())
                if line.title in titles
            ),
            turn(ShowDecisionLines(one.id, page.number), page.of),
            (Button(say("button.decision"), ShowDecision(one.id)), HOME),
        ),
    )


def _line(line: LineNow, name: HolderName, titles: Mapping[str, Title]) -> Phrase:
    title = titles[line.title].short if line.title in titles else line.title
    marks = (
        *((say("decision.line.unregistered"),) if not line.registered else ()),
        *((say("decision.line.left"),) if name.left else ()),
        *((say("decision.line.note", note=shortened(line.note, 60)),) if line.note else ()),
    )
    said = {"name": name.whole, "title": title}
    return say("decision.line_marked", **said, marks=marks) if marks else say("decision.line", **said)


def _out(one: DecisionNow, line: LineNow, name: HolderName, title: Title) -> Button:
    said = shortened(f"✕ {name.name}: {title.short.vi}", inputs.LABEL)
    english = shortened(f"✕ {name.name}: {title.short.en}", inputs.LABEL)
    return Button(Named(said, english), DropLine(one.id, holders.code(line.holder), title.order))
