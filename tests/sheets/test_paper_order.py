"""The people of a unit stand in one order, as the campaign has it: on the board, on the list, on the paper to sign."""

import io

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from bot.campaigns.records import Campaign
from bot.leading.targets import ShowMembers
from bot.people.ordering import PeopleOrder
from bot.sheets.targets import ShowSheetPdf, ShowSheetPeople
from bot.store.schema import columns
from bot.titles.catalogue import Family
from tests.engines import both_engines
from tests.office import Office
from tests.sheets.desks import HEAD, STAFF, opens, registers, sender

AN, DUNG, HA = "Hồ Quốc An", "Mai Thị Thanh Dung", "Nguyễn Hồng Hà"
DEPUTY = "Lê Công Khôi"
ORDERS = {
    PeopleOrder.OFFICE: [HEAD, DEPUTY, AN, DUNG, HA, STAFF],
    PeopleOrder.GIVEN_NAME: [AN, DUNG, HA, STAFF, HEAD, DEPUTY],
}


def _in_order_of(text: str, names: list[str]) -> list[str]:
    return sorted(names, key=text.index)


@both_engines
@pytest.mark.parametrize("order", PeopleOrder)
async def test_the_order_is_one_on_every_screen_and_on_paper(office: Office, order: PeopleOrder) -> None:
    change = sa.update(columns(Campaign)).values(people_order=order)
    await office.database.run(lambda tx: tx.execute(change) and None)
    for name in ORDERS[order]:
        await registers(office, name, "LDTT")
    hieu, who = await office.person(HEAD), await sender(office)
    await hieu.says("/donvi")
    board = hieu.reads()
    await opens(hieu, ShowMembers(Family.STATE))
    people = "\n".join(hieu.buttons())
    await opens(hieu, ShowSheetPeople(*who))
    listed = hieu.reads()
    await opens(hieu, ShowSheetPdf(*who))
    attachment = hieu.screen.attachment
    assert attachment is not None and attachment.data is not None
    pages = PdfReader(io.BytesIO(attachment.data)).pages
    paper = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for place in (listed, paper):
        assert _in_order_of(place, ORDERS[order]) == ORDERS[order], place
    others = [name for name in ORDERS[order] if name != HEAD]  # the head's own waits for somebody else: it stands apart
    for place in (board, people):
        assert _in_order_of(place, others) == others, place
