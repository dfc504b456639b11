"""Sentences as people type them, role by role, and what follows: three lists, of which the second was written by
somebody who had not seen how they are read. `first.toml` says how a line of them is written."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.address import chat
from bot.dialogue.drafts import DraftRow
from bot.dialogue.surface import SurfaceRow
from bot.dialogue.targets import Wanted
from bot.doors.buttons import unpack
from bot.store.schema import columns
from tests.engines import Stores
from tests.office import Office, Phone

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long]

HERE = Path(__file__).parent
FIRST, SECOND, THIRD = (HERE / f"{name}.toml" for name in ("first", "second", "third"))
MANY = 150
PEOPLE = {
    "staff": "Nguyễn Công Hậu",
    "registered": "Mai Thị Thanh Dung",
    "lead": "Phạm Quốc Hiếu",
    "union": "Lê Công Khôi",
    "chair": "Lâm Trọng Sang",
    "deputy": "Thái Thị Châu",
    "director": "Ngô Thị Mỹ Mai",
    "office": "Nguyễn Đức Duy",
    "chief": "Lâm Hồng Thu",
}
STRANGER = "stranger"
"""Somebody who is not linked."""
OFFICE = {"office", "chief"}
TO_OFFICE = {"ask_office", "pass_on"}
GENERAL = {"menu", *TO_OFFICE}
"""Ways that stand under every offer, and say nothing of what was understood."""
ASKING = {"unclear", "guide", "plan", "questions", "title_info", "my_questions", "menu"}
"""Views on which others are offered to ask the Office."""
DEEDS = {"register", "decline", "withdraw", "edit", "compose", "confirm_all", "nudge", "proxy", "collective"}
FIRST_DAY = date(2023, 1, 3)


@dataclass(frozen=True)
class Sentence:
    who: str
    says: str
    opens: str | Sequence[str] = ()
    offers: Sequence[str] | None = None
    asks: str | None = None
    unclear: bool = False
    expect: Sequence[str] = ()
    question: bool = False
    day: date = FIRST_DAY


@dataclass(frozen=True)
class Answer:
    """The answer of the bot: the view or dialogue that is up, and the names of what its buttons lead to."""

    shown: str
    text: str
    offered: frozenset[str] = field(default_factory=frozenset)

    @property
    def opened(self) -> str | None:
        """The view or dialogue, where one was opened rather than offered."""
        return None if self.shown == "unclear" else self.shown


def read(file: Path) -> list[Sentence]:
    """The sentences of a file, by day: the clock goes forward."""
    if not file.exists():
        return []
    lines: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["said"]
    return sorted((Sentence(**line) for line in lines), key=lambda line: line.day)


@pytest.fixture(scope="module")
def urls(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, str]:
    """A department for each file."""
    return {file: stores.sample("sqlite", tmp_path_factory.mktemp(file.stem)) for file in (FIRST, SECOND, THIRD)}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def answers(request: pytest.FixtureRequest, urls: dict[Path, str]) -> list[tuple[Sentence, Answer]]:
    """Every sentence of a file with its answer: each from the home screen, all in one department."""
    sentences = read(request.param)
    if not sentences:
        return []
    office = Office(urls[request.param])
    await office.open()
    dung = await office.person(PEOPLE["registered"])
    await dung.says("/dangky")
    await dung.taps("Đăng ký như năm trước")
    await dung.taps("Gửi đăng ký")
    found = []
    for sentence in sentences:
        if sentence.day > office.clock.today():
            office.moves_clock_to(sentence.day.year, sentence.day.month, sentence.day.day)
        stranger = sentence.who == STRANGER
        person = await (office.stranger() if stranger else office.person(PEOPLE[sentence.who]))
        await person.says("/start" if stranger else "/menu")
        await person.says(sentence.says)
        found.append((sentence, await answered(office, person)))
    await office.close()
    return found


async def answered(office: Office, person: Phone) -> Answer:
    surfaces, drafts = columns(SurfaceRow), columns(DraftRow)
    (row,) = await office.rows(sa.select(surfaces.c.spec).where(surfaces.c.address == chat(person.user_id)))
    if "view" in row.spec:
        shown = row.spec["view"][0]
    else:
        (draft,) = await office.rows(sa.select(drafts.c.flow).where(drafts.c.id == row.spec["draft"]))
        shown = draft.flow
    wanted = [unpack(button.data or "") for row in person.screen.rows for button in row]
    return Answer(shown, person.reads(), frozenset(one.name for one in wanted if isinstance(one, Wanted)))


def fault(sentence: Sentence, answer: Answer) -> str | None:
    """The fault of the answer, or None."""
    if sentence.question and answer.opened in DEEDS:
        return "a question has begun a deed"
    if sentence.asks is not None:
        asked = answer.shown == "ask" and sentence.asks in answer.text
        return None if asked else "the words are not shown for the Office"
    if sentence.unclear:
        known = answer.shown == "unclear" and "chưa hiểu ý" in answer.text
        return None if known else "understood, though nothing can be"
    if sentence.offers is not None:
        if answer.opened is not None:
            return "opened instead of offered"
        missing = set(sentence.offers) - answer.offered
        return f"not offered: {sorted(missing)}" if missing else None
    if sentence.opens:
        wanted = [sentence.opens] if isinstance(sentence.opens, str) else sentence.opens
        return None if answer.opened in wanted else "not opened"
    understood = answer.offered - GENERAL if "chưa hiểu ý" not in answer.text else frozenset()
    reached = {*understood, answer.opened, *(["ask"] if answer.offered & TO_OFFICE else [])}
    return None if reached & set(sentence.expect) else "not understood"


def told(sentence: Sentence, answer: Answer, wrong: str) -> str:
    return f"{sentence.who}: «{sentence.says}» {wrong}; {answer.shown} {sorted(answer.offered)}"


@pytest.mark.parametrize("answers", [FIRST, SECOND, THIRD], ids=["first", "second", "third"], indirect=True)
async def test_the_share_understood_is_printed_and_of_the_first_half_it_is_all(
    answers: list[tuple[Sentence, Answer]], request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    half = request.node.callspec.id
    wrong = [told(one, answer, why) for one, answer in answers if (why := fault(one, answer))]
    understood = len(answers) - len(wrong)
    with capsys.disabled():
        print(f"\ntyped words, {half} list: {understood} of {len(answers)} understood", *wrong, sep="\n  ")
    if half == "first":
        assert len(answers) >= MANY
        assert wrong == []


@pytest.mark.parametrize("answers", [FIRST, SECOND, THIRD], ids=["first", "second", "third"], indirect=True)
async def test_nobody_is_turned_away_and_the_office_is_not_sent_to_itself(
    answers: list[tuple[Sentence, Answer]],
) -> None:
    turned_away = [told(one, answer, "") for one, answer in answers if "Mục này dành cho" in answer.text]
    assert turned_away == []
    of_office = [(one, answer) for one, answer in answers if one.who in OFFICE and answer.shown in ASKING]
    circle = [told(one, answer, "") for one, answer in of_office if answer.offered & TO_OFFICE]
    assert circle == []


@pytest.mark.parametrize("answers", [FIRST, SECOND, THIRD], ids=["first", "second", "third"], indirect=True)
async def test_no_question_begins_a_deed(answers: list[tuple[Sentence, Answer]]) -> None:
    begun = [told(one, answer, "") for one, answer in answers if one.question and answer.opened in DEEDS]
    assert begun == []
