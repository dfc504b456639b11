from tests.conversations.tour.consolidating import consolidating
from tests.conversations.tour.guide import Guide
from tests.conversations.tour.test_all_screens import test_screens_keep_to_the_limits_and_speak_civilly as limits
from tests.office import Office


async def test_tmp(sample_url: str) -> None:
    office = Office(sample_url)
    await office.open()
    office.moves_clock_to(2023, 2, 27)
    guide = Guide(office)
    await consolidating(guide)
    for caption, _p, seen in guide.pages:
        print(
            f"\n--- {caption} / {_p.name}\n{seen.text}\n{seen.labels()} {seen.attachment.name if seen.attachment else ''}"
        )
    await limits(guide)
    new = {
        n
        for n in office.service.engine.registry.views
        if "snapshot" in n or n in ("consolidation", "submitted", "submission")
    } - guide.views
    assert not new, new
    await office.close()
