"""What comes from several browsers at once: a number each, one for the same thing, and each file with its own."""

from bot.address import room
from bot.doors.incoming import arrivals
from bot.doors.incoming.sent import Sent, arrive, file, words
from bot.store.database import Database
from bot.store.inbox import WEB
from tests.engines import both_engines_always

KEY = "a key of sixteen"


@both_engines_always
async def test_what_comes_together_has_a_number_each_and_the_same_thing_has_one(database: Database) -> None:
    paper = file("a.pdf", "application/pdf", 3, "", photo=False)
    sent = [
        Sent(room(1), 11, KEY, words("một")),
        Sent(room(2), 12, KEY, words("hai")),
        Sent(room(1), 11, KEY, words("một")),
        Sent(room(2), 12, "a file", paper, b"%PDF"),
        Sent(room(2), 12, "a file", paper, b"%PDF"),
    ]
    first = await database.run(lambda tx: arrive(tx, sent))
    numbers = [number for number, _ in first]
    assert numbers[0] == numbers[2] and numbers[3] == numbers[4] and len(set(numbers)) == 3
    assert [[one[WEB] for one in updates] for _, updates in first] == [
        [{"address": room(1).number, "user": 11, "what": "words", "text": "một"}],
        [{"address": room(2).number, "user": 12, "what": "words", "text": "hai"}],
        [],
        [{"address": room(2).number, "user": 12, **paper}],
        [],
    ]
    assert all(updates[0]["update_id"] == number for number, updates in first if updates)
    assert await database.run(lambda tx: arrive(tx, sent)) == [(number, []) for number in numbers]
    assert await database.read(lambda tx: arrivals.content_of(tx, numbers[3])) == b"%PDF"
    assert await database.read(lambda tx: arrivals.content_of(tx, numbers[0])) is None
