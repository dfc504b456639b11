# mypy: ignore-errors
"""Where everybody in the old store is left standing: a chat for every view, a dialogue for every question.

Part of make_store.py, which ran once; see there.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot import surface as surfaces
from bot.conversation import Draft, ToView, screen_for
from bot.database import Tx, columns
from bot.drafts import DraftRow
from bot.enquiries.records import Question
from bot.notices.sending_screens import FATES, PLACES, SILENT
from bot.notices.series_records import NoticeSeries
from bot.people.identity import load_actor
from bot.people.invites import create_invite
from bot.people.records import Account, LinkRequest
from bot.refusal import Refusal
from bot.surface import SurfaceRow
from bot.telegram.buttons import pack
from tests.migrations.crowd import Crowd, Recorder, begin_draft
from tests.migrations.scenes import AN, DUY, HAU, HIEU, OANH, last, registers
from tests.office import Office, Phone

OWN = (
    *("linked", "settings", "my_data", "my_data_file", "unlink_confirm", "withdraw_consent", "guide", "blank_form"),
    *("plan", "plan_file", "questions", "notices", "menu", "late", "closed", "proxy_asked", "snooze", "decline"),
)
"""Views of one's own affairs that need nothing but a person."""


async def views(guide: Recorder, crowd: Crowd, keys: dict[str, Any]) -> list[str]:
    """Somebody stands on every view; names of those on which nobody could be left."""
    await _outside(crowd)
    await _own(crowd)
    await _asking(crowd)
    await _reading(crowd, keys)
    await _watching(crowd, keys)
    registry = crowd.office.service.driver.registry
    for name in OWN:
        await stands(await crowd.twin(HAU), name)
    for name, who, ref, page in await _special(crowd.office, keys):
        await stands(await crowd.twin(who), name, ref, page)
    here = await _stood(crowd.office)
    for name, seen in guide.stood.items():
        if name not in here:
            who, ref, page = seen[-1]
            await stands(await crowd.twin(who), name, ref, page)
    return sorted(set(registry.views) - await _stood(crowd.office))


async def stands(phone: Phone, view: str, ref: int = 0, page: int = 0) -> None:
    await phone.forges(pack(ToView(view, ref, page)))
    table = columns(SurfaceRow)
    (row,) = await phone.office.rows(sa.select(table.c.spec).where(table.c.chat_id == phone.user_id))
    if row.spec != {"view": [view, ref, page]}:
        print(f"{phone.name} does not stand on {view} {ref} {page}: {row.spec} {phone.reads()[:80]!r}")


async def _stood(office: Office) -> set[str]:
    rows = await office.rows(sa.select(columns(SurfaceRow).c.spec))
    return {row.spec["view"][0] for row in rows if "view" in row.spec}


async def _outside(crowd: Crowd) -> None:
    """People whom the roster does not know, or not yet."""
    office = crowd.office

    async def stranger(*taps: str) -> Phone:
        somebody = await office.stranger(f"8496{len(office.people):07d}")
        await somebody.says("/start")
        for label in taps:
            await somebody.taps(label)
        return somebody

    await stranger()
    await stranger("Xem và cho ý kiến")
    await stranger("Xem và cho ý kiến", "Đọc bản đầy đủ")
    await stranger("Xem và cho ý kiến", "Chưa đồng ý")
    agreed = ("Xem và cho ý kiến", "Tôi đồng ý")
    await stranger(*agreed)
    await stranger(*agreed, "Tôi dùng số khác")
    for more in ((), ("Sửa",)):
        asks = await stranger(*agreed)
        await asks.shares_own_contact()
        await asks.says("Nguyễn Văn C, Văn phòng Sở")
        for label in more:
            await asks.taps(label)
    spent = await stranger()
    await spent.says("/start KhongCoPhieuNaoNhuVay")
    person = await office.person(AN, linked=False)
    for label in ((), ("Không phải tôi",)):
        token = await office.database.run(lambda tx: create_invite(tx, person.person_id, False))
        guest = await stranger()
        await guest.says(f"/start {token}")
        await guest.taps("Tôi đồng ý")
        for one in label:
            await guest.taps(one)
    gone = await crowd.twin(HAU)
    await gone.forges("v:unlink_confirm:0:0")
    await gone.taps("Ngắt liên kết")


async def _own(crowd: Crowd) -> None:
    """What is one's own to see of a registration, and who has declined, left it or taken it back."""
    await registers(await crowd.twin(HAU))
    for view in ("mine", "edit", "my_form", "withdraw"):
        one = await crowd.twin(HAU)
        await registers(one)
        await stands(one, view)
    back = await crowd.twin(HAU)
    await registers(back)
    await back.forges("v:withdraw:0:0")
    await back.taps("Rút đăng ký")
    declines = await crowd.twin(HAU)
    await declines.forges("v:decline:0:0")
    await declines.taps(declines.buttons()[0])
    leaves = await crowd.twin(HAU)
    await leaves.says("/dangky")
    await leaves.says("/huy")


async def _asking(crowd: Crowd) -> None:
    async def says(*texts: str) -> Phone:
        somebody = await crowd.twin(HAU)
        for text in texts:
            await somebody.says(text)
        return somebody

    await says("cstdcs can gi")
    await says("e dk cstd")
    await says("trời hôm nay thế nào nhỉ")
    await says("Tệp đính kèm TUYỆT MẬT của anh Ba")
    for more in ((), ("/hoidap",)):
        asks = await says("/hoidap")
        await asks.taps("Hỏi Văn phòng")
        await asks.says("Tôi nghỉ thai sản thì đăng ký thế nào?")
        for text in more:
            await asks.says(text)
            await asks.taps("Câu hỏi của tôi")


async def _reading(crowd: Crowd, keys: dict[str, Any]) -> None:
    """Of the notice that was sent and corrected; one of the readers stays where the letter is."""
    first, second, third, fourth, fifth, _sixth = keys["readers"]
    sent = keys["sent"]
    await stands(first, "my_notice", sent)
    await stands(second, "my_notice_file", sent)
    await stands(third, "my_notice_versions", sent)
    await fourth.forges(f"x:know_notice:{sent}:0")
    await stands(fifth, "notices")
    await stands(await crowd.office.person(HIEU), "my_notice_chart", 4)


async def _watching(crowd: Crowd, keys: dict[str, Any]) -> None:
    """A notice's own screen, in each of its states."""
    for key in (1, 2, 4, *(keys[state] for state in ("sent", "halted", "paused", "later", "draft", "asked"))):
        await stands(await crowd.twin(DUY), "office_notice", key)


async def _special(office: Office, keys: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    """Where the tour's own numbers lead nowhere any more, or one is not enough: (view, like whom, ref, page)."""
    sent, draft, an = keys["sent"], keys["draft"], (await office.person(AN, linked=False)).person_id
    series, request = await last(office, NoticeSeries), await last(office, LinkRequest)
    khoi = (await office.person("Lê Công Khôi")).person_id
    return [
        *(("notice_fate", DUY, sent * PLACES + place, 0) for place in (*range(len(FATES)), SILENT)),
        *((name, DUY, sent, 0) for name in ("notice_fates", "notice_units", "notice_to_tell", "notice_versions")),
        *((name, DUY, sent, 0) for name in ("notice_copies", "notice_recall", "notice_correction")),
        *(("notice_tracking", DUY, sent, page) for page in (0, 1)),
        *((name, DUY, draft, 0) for name in ("notice_check", "notice_discard", "notice_preview")),
        ("notice_check", DUY, keys["asked"], 0),
        ("notice_preview", DUY, draft, khoi),
        *(("notice_people", DUY, draft * 2 + unreached, 0) for unreached in (0, 1)),
        ("notice_stop", DUY, keys["paused"], 0),
        *((name, DUY, series, 0) for name in ("one_series", "end_series")),
        ("tell_notice", HIEU, sent, 0),
        ("tell_notice_one", HIEU, sent, an),
        ("proxy_decline", HIEU, keys["silent"], 0),
        ("nudge", HIEU, keys["silent"], 0),
        ("tell_one", HIEU, keys["silent"], 0),
        ("members", HIEU, 0, 1),
        ("late_one", OANH, keys["late"], 0),
        ("link_request", DUY, request, 0),
        ("office_question", DUY, await last(office, Question), 0),
        ("confirmed_many", HIEU, 3, 5),
    ]


# --- dialogues --------------------------------------------------------------------------------------------------------


async def dialogues(guide: Recorder, crowd: Crowd, keys: dict[str, Any]) -> list[tuple[str, str]]:
    """An open dialogue at every question; where nobody could be left (flow, step)."""
    office = crowd.office
    registry = office.service.driver.registry
    desks: dict[str, list[tuple[Phone, set[str]]]] = {}
    stood: set[str] = set()
    for flow in registry.flows.values():
        for step in flow.steps:
            for who, data, editing in _different(guide.asked.get((flow.name, step.name), [])):
                if flow.open_to_all:
                    continue  # theirs are people outside, who got there by themselves
                data = _still(flow.name, data, keys)
                phone = await _free(crowd, desks, who, flow.name, anew=flow.name not in stood)
                words = await office.database.run(
                    lambda tx: _begins(tx, flow, phone.user_id, data, step.name, editing, flow.name not in stood)  # noqa: B023
                )
                if words is None:
                    stood.add(flow.name)
                else:
                    print(f"{phone.name} cannot be asked {flow.name} {step.name} {data}: {words}")
    await office.settle()
    table = columns(DraftRow)
    query = sa.select(table.c.flow, table.c.awaiting).where(table.c.state == "open").distinct()
    here = {tuple(row) for row in await office.rows(query)}
    return sorted({(flow.name, step.name) for flow in registry.flows.values() for step in flow.steps} - here)


def _different(seen: list[Any]) -> list[Any]:
    return [one for place, one in enumerate(seen) if one not in seen[:place]]


def _still(flow: str, data: dict[str, Any], keys: dict[str, Any]) -> dict[str, Any]:
    """The same answers about something that is still there."""
    if flow in ("correct_notice",):
        return data | {"notice": keys["sent"]}
    if "notice" in data and flow != "schedule_notice":
        return data | {"notice": keys["draft"]}
    if flow in ("proxy", "nudge"):
        return data | {"person": keys["silent"]}
    if flow == "late_refuse":
        return data | {"request": keys["late"]}
    return data


async def _free(
    crowd: Crowd, desks: dict[str, list[tuple[Phone, set[str]]]], who: str, flow: str, *, anew: bool
) -> Phone:
    """Somebody like `who` who has not begun `flow`; `anew`: nor anything else."""
    for phone, begun in desks.setdefault(who, []):
        if flow not in begun and not anew:
            begun.add(flow)
            return phone
    desks[who].append((await crowd.twin(who), {flow}))
    return desks[who][-1][0]


def _begins(tx: Tx, flow: Any, user_id: int, data: dict[str, Any], step: str, editing: bool, shows: bool) -> str | None:
    actor = load_actor(tx, user_id, user_id)
    try:
        screen_for(flow, Draft(1, flow.name, data, step, 0, editing), flow.facts(tx, actor, data))
    except Refusal as refusal:
        return refusal.key
    made = begin_draft(tx, user_id, flow.name, data, step, editing)
    if shows:
        surfaces.raise_(tx, user_id, user_id, surfaces.draft_spec(made))
    return None


async def speaks_english(office: Office) -> None:
    """One in seven has chosen the other language."""
    table = columns(Account)
    await office.database.run(
        lambda tx: tx.execute(sa.update(table).where(table.c.user_id % 7 == 3).values(language="en")) and None
    )


async def cut_off(crowd: Crowd) -> None:
    """Whoever spoke last is answered in the store and not yet in the chat: the process died between the two. A sentence
    stands above each screen: of a button from long ago, of a file, of an answer that cannot be taken, of the time in
    which nobody was served."""
    office = crowd.office
    taps, sends, writes, waits = [await crowd.twin(who) for who in (HAU, HIEU, DUY, HAU)]
    office.clock.move_to(office.clock.now() + timedelta(hours=2))
    await sends.forges("v:unit:0:0")
    await writes.forges("x:compose:0:0")
    await waits.says("/dangky")
    display = office.service.display
    display.show = display.converge = _nothing
    await taps.forges("nobody knows")
    office.world.sends_file(sends.user_id, "bang-diem.pdf", b"%PDF-1.7", mime="application/pdf")
    await office.settle()
    await office.service.driver.resume(600.0)
    await writes.says("Kính gửi {họ tên}, có {lời chào} mới")


async def _nothing(*_arguments: Any) -> int:
    return 0
