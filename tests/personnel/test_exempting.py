"""Không thuộc diện: who need not answer is not reminded and not counted; whoever answers all the same is heard."""

from datetime import date

from bot.campaigns.records import current_campaign
from bot.registration.home.personal_data import personal_data_of
from bot.registration.reading import exempt
from bot.registration.records import ExemptReason
from bot.reminders import unanswered
from bot.store.database import Tx
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.personnel.steps import finds, registers


async def _exempts(office: Office, name: str, since: str, last: str | None, reason: str = "Đi học dài hạn") -> Phone:
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, name)
    await duy.taps("Biệt phái / đi học / nghỉ dài ngày")
    await duy.taps(reason)
    await duy.says(since)
    if last is None:
        await duy.taps("Đến hết đợt thi đua")
    else:
        await duy.says(last)
    await duy.taps("Ghi không thuộc diện")
    return duy


async def _missing(office: Office, person: Phone) -> bool:
    def look(tx: Tx) -> bool:
        campaign = current_campaign(tx)
        assert campaign is not None
        return person.person_id in unanswered.missing(tx, campaign.id)

    return await office.database.run(look)


async def _tally(office: Office) -> tuple[int, int, int]:
    """Of unit 5: people counted, answered, missing."""

    def look(tx: Tx) -> tuple[int, int, int]:
        campaign = current_campaign(tx)
        assert campaign is not None
        found = unanswered.tally_units(tx, campaign.id, [5])[5]
        return found.total, found.answered, found.missing

    return await office.database.run(look)


@both_engines
async def test_the_office_exempts_from_a_day_to_a_day_and_nobody_is_reminded_between(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    assert await _missing(office, hau)
    assert await _tally(office) == (7, 0, 7)
    duy = await _exempts(office, "nguyen cong hau", "10/01", "20/01")
    assert "Không thuộc diện đăng ký: Đi học dài hạn, từ 10/01/2023 đến hết 20/01/2023" in duy.reads()
    for day, missing in ((9, True), (10, False), (20, False), (21, True)):
        office.moves_clock_to(2023, 1, day)
        assert await _missing(office, hau) is missing, day
        assert (await _tally(office))[0] == 6 + missing


@both_engines
async def test_the_list_says_who_is_exempt_and_why(office: Office) -> None:
    await _exempts(office, "nguyen cong hau", "hôm nay", None)
    duy = await _exempts(office, "TN025", "10/01", "20/01", reason="Biệt phái")
    an, hau = await office.person("Hồ Quốc An"), await office.person("Nguyễn Công Hậu")

    def look(tx: Tx) -> list[dict[int, ExemptReason]]:
        return [exempt(tx, 1, date(2023, 1, day)) for day in (2, 3, 10, 21)]

    study, seconded = {hau.person_id: ExemptReason.STUDY}, {an.person_id: ExemptReason.SECONDED}
    assert await office.database.run(look) == [{}, study, study | seconded, study]
    await duy.says("/menu")
    await finds(duy, "TN025")
    await duy.taps("Chấm dứt không thuộc diện")
    assert "Không thuộc diện" not in duy.reads()
    assert (await office.database.run(look))[2] == study


async def test_a_second_exemption_stands_in_place_of_the_first(office: Office) -> None:
    await _exempts(office, "nguyen cong hau", "hôm nay", None)
    duy = await _exempts(office, "nguyen cong hau", "hôm nay", "31/01", reason="Biệt phái")
    assert "Không thuộc diện đăng ký: Biệt phái, từ 03/01/2023 đến hết 31/01/2023" in duy.reads()


async def test_an_answer_that_is_given_all_the_same_counts(office: Office) -> None:
    await _exempts(office, "nguyen cong hau", "hôm nay", None)
    assert await _tally(office) == (6, 0, 6)
    await registers(office, "Nguyễn Công Hậu")
    assert await _tally(office) == (7, 1, 6)


async def test_an_end_before_the_beginning_is_asked_again(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await finds(duy, "nguyen cong hau")
    await duy.taps("Biệt phái / đi học / nghỉ dài ngày")
    await duy.taps("Biệt phái")
    await duy.says("10/01")
    await duy.says("09/01")
    assert "Ngày sớm nhất có thể chọn là Thứ Ba, 10/01/2023" in duy.reads()


async def test_the_person_finds_it_among_the_own_data(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await _exempts(office, hau.name, "10/01", "20/01")
    held = await office.database.run(lambda tx: personal_data_of(tx, hau.person_id))
    (exemption,) = held["exemptions"]
    assert (exemption["reason"], exemption["until"]) == ("study", date(2023, 1, 21))


async def test_the_person_is_told_once_why_by_whom_and_what_may_still_be_done(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    office.world.came_before(hau.user_id)
    await _exempts(office, "nguyen cong hau", "10/01", "20/01")
    for _ in range(2):
        await office.letters()
    (letter,) = hau.from_bot()
    assert letter.text.splitlines() == [
        "Anh Nguyễn Đức Duy đã ghi nhận Anh không thuộc diện đăng ký thi đua năm 2023.",
        "Lý do: Đi học dài hạn.",
        "Từ 10/01/2023 đến hết 20/01/2023.",
        "Trong thời gian này Anh không nhận lời nhắc; nếu có nguyện vọng, Anh vẫn đăng ký được.",
        "Nếu chưa đúng, xin Anh báo Văn phòng.",
    ]
    await hau.taps("Đăng ký danh hiệu", message=letter)
    assert "đăng ký như năm 2022" in hau.reads()


async def test_of_an_exemption_that_is_set_anew_or_ended_only_what_stands_is_told(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    office.world.came_before(hau.user_id)
    await _exempts(office, "nguyen cong hau", "hôm nay", None)
    duy = await _exempts(office, "nguyen cong hau", "hôm nay", "31/01", reason="Biệt phái")
    await office.letters()
    assert [("Biệt phái" in one.text) for one in hau.from_bot()] == [True], "of the first one nothing had left"
    await duy.taps("Chấm dứt không thuộc diện")
    await office.letters()
    assert hau.reads().splitlines() == [
        "Anh Nguyễn Đức Duy đã chấm dứt việc ghi không thuộc diện; Anh lại thuộc diện đăng ký thi đua năm 2023.",
        "Nhờ Anh đăng ký, hoặc cho biết nếu không đăng ký, trước 17:00 Thứ Ba, 28/02/2023.",
    ]
    await _exempts(office, "nguyen cong hau", "hôm nay", "04/01")
    await duy.taps("Chấm dứt không thuộc diện")
    await office.letters()
    assert len(hau.from_bot()) == 2, "nobody reads of what was set and taken back before it was told"
    await _exempts(office, "nguyen cong hau", "hôm nay", "04/01")
    await office.letters()
    assert len(hau.from_bot()) == 3
    office.moves_clock_to(2023, 1, 5)
    await finds(duy, "nguyen cong hau")
    await duy.taps("Chấm dứt không thuộc diện")
    await office.letters()
    assert len(hau.from_bot()) == 3, "its last day was over: whoever is expected again knows since then"


async def test_whoever_exempts_himself_is_told_nothing(office: Office) -> None:
    duy = await _exempts(office, "nguyen duc duy", "hôm nay", None)
    before = len(duy.from_bot())
    await office.letters()
    assert len(duy.from_bot()) == before
