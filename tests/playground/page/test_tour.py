"""The guided tour is one that can be walked: a visitor who does nothing but what it says comes to its end."""

import sqlalchemy as sa

from bot.ledger import planning
from bot.people.authentication import access, sessions
from bot.people.entry.steps import ENTERED
from bot.people.records import Person
from bot.playground.page.tour import Tour, read_steps, same
from bot.playground.sample import DATA, TOUR
from bot.store.database import Tx
from bot.store.schema import columns
from tests.office import Office, Phone

MOST = 60
"""Things a visitor does on the whole tour, at most."""


async def test_whoever_does_what_the_tour_says_has_played_a_campaign(office: Office) -> None:
    rows = await office.rows(sa.select(columns(Person).c.code, columns(Person).c.full_name))
    codes = {row.code: row.full_name for row in rows}
    people: dict[int, Phone] = {}
    for step in read_steps(DATA / TOUR, {code: at for at, code in enumerate(codes)}.get):
        phone = await office.person(list(codes.values())[step.user_id])
        people[phone.user_id] = phone
    by_name = {phone.name: user_id for user_id, phone in people.items()}
    tour = Tour(office.world, read_steps(DATA / TOUR, lambda code: by_name.get(codes[code])))
    office.world.watch(tour.changed)
    assert [step["name"] for step in tour.state()["steps"]] == [
        "Đăng ký",
        "Xác nhận",
        "Nhắc",
        "Thông báo",
        "Nắm thông tin",
        "Ký",
        "Xem số liệu",
    ]
    await office.person("Nguyễn Thị Hồng")  # there is somebody to remind
    done = []
    for _ in range(MOST):
        told = tour.state()
        if (now := told["next"]) is None:
            break
        await does(office, people[now["person"]], now)
        await office.letters()
        done += [step["name"] for step in tour.state()["steps"] if step["done"] and step["name"] not in done]
    assert done == [step["name"] for step in tour.state()["steps"]]


async def does(office: Office, person: Phone, now: dict[str, object]) -> None:
    """Just what the panel says."""
    if not now["started"]:
        await person.says("/start")
    elif now["types"]:
        await person.says(str(now["types"]))
    elif not now["waits"]:
        label = next((one for one in person.buttons() if same(one, str(now["label"]))), None)
        assert label is not None, (
            f"{person.name} has no button {now['label']!r} but {person.buttons()} under {person.reads()}"
        )
        await person.taps(label)


async def test_a_letter_in_the_midst_of_a_step_leaves_its_button_where_it_was(office: Office) -> None:
    """As after coming in by the web, which is said at Telegram too."""
    hau = await office.person("Nguyễn Công Hậu")
    steps = [step for step in read_steps(DATA / TOUR, lambda _code: hau.user_id) if step.name == "Đăng ký"]
    tour = Tour(office.world, steps)
    office.world.watch(tour.changed)
    await hau.says("/menu")
    await hau.taps("Đăng ký danh hiệu")
    assert tour.state()["next"]["label"] == "Đăng ký như năm trước"

    def comes_in(tx: Tx) -> None:
        access.open_for(tx, hau.person_id)
        browser, _secret = sessions.begin(tx, hau.person_id, "Chrome Android", shared=False)
        planning.plan(tx, ENTERED, f"web_session:{browser}", hau.person_id, ENTERED, {"browser": browser})

    screen = hau.screen
    await office.database.run(comes_in)
    await office.letters()
    assert "Có đăng nhập trang web" in hau.reads()
    assert tour.state()["next"]["label"] == "Đăng ký như năm trước"
    await hau.taps("Đăng ký như năm trước", message=screen)
    assert tour.state()["next"]["label"] == "Gửi đăng ký"


def test_a_button_is_known_with_an_icon_before_it_and_a_count_behind_it() -> None:
    assert same("✅ Xác nhận tất cả (1)", "Xác nhận tất cả")
    assert same("Chọn 93 người này", "Chọn … người này")
    assert not same("☑ Đã nắm thông tin", "☐ Đã nắm thông tin")
    assert not same("Đăng ký danh hiệu này", "Đăng ký danh hiệu")
