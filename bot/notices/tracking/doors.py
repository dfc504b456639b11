"""The certificate of coverage: by which door each recipient of a notice was reached. Everybody is counted once, so the
lines add up to the recipients."""

from collections import Counter
from collections.abc import Collection
from enum import StrEnum

import sqlalchemy as sa

from bot.address import Door
from bot.bells.records import Bell, BellLetter, BellState
from bot.dialogue.screens import Phrase, say
from bot.ledger.letter import Letter, LetterPart
from bot.notices.letter_names import LATE, source
from bot.notices.records import Notice
from bot.notices.tracking import deliveries
from bot.notices.tracking.deliveries import Delivery
from bot.notices.tracking.rules import DeliveryState
from bot.people.contacts.names import CHANNELS
from bot.store.database import Tx
from bot.store.schema import columns

_L, _P, _B, _BL = columns(Letter), columns(LetterPart), columns(Bell), columns(BellLetter)


class Way(StrEnum):
    """The way in which a recipient was reached, or was not; in the order in which they are listed."""

    TELEGRAM = "telegram"
    WEB = "web"
    ZALOBOT = "zalobot"
    EMAIL = "email"  # rung: what waits is read behind the link
    ZALO = "zalo"
    SMS = "sms"
    IN_PERSON = "in_person"
    UNKNOWN = "unknown"  # may have arrived, or may have rung
    WAITING = "waiting"
    NOT_REACHED = "not_reached"
    LEFT = "left"  # taken back in time, or does not work here any more


_BY_DOOR = {
    Way.TELEGRAM: CHANNELS[Door.TELEGRAM],
    Way.WEB: CHANNELS[Door.WEB],
    Way.ZALOBOT: CHANNELS[Door.ZALOBOT],
    Way.EMAIL: CHANNELS[Door.EMAIL],
    Way.ZALO: CHANNELS[Door.ZALO],
    Way.SMS: CHANNELS[Door.SMS],
    Way.IN_PERSON: say("coverage.in_person"),
    Way.UNKNOWN: say("coverage.unknown"),
    Way.WAITING: say("coverage.waiting"),
    Way.NOT_REACHED: say("coverage.not_reached"),
    Way.LEFT: say("coverage.left"),
}


def ways(tx: Tx, notice: Notice, found: Collection[Delivery]) -> dict[Way, int]:
    """The number of these deliveries by way, those that there are."""
    own = sa.and_(_L.c.source == source(notice.id), _L.c.occurrence.in_((notice.occurrence, LATE)))
    at = sa.select(_L.c.person_id, _P.c.address).join(_P, _P.c.letter_id == _L.c.id).where(own)
    arrived = {row.person_id: row.address.door for row in tx.execute(at.order_by(_P.c.place)) if row.address}
    query = sa.select(_L.c.person_id, _B.c.door, _B.c.state).join(_BL, _BL.c.letter_id == _L.c.id)
    rung: dict[int, tuple[Door, BellState]] = {}
    for row in tx.execute(query.join(_B, _B.c.id == _BL.c.bell_id).where(own).order_by(_B.c.id)):
        if row.state not in (BellState.FAILED, BellState.CANCELLED):
            rung[row.person_id] = (row.door, row.state)
    counts = Counter(_way(one, arrived.get(one.person_id), rung.get(one.person_id)) for one in found)
    return {way: counts[way] for way in Way if counts[way]}


def _way(one: Delivery, arrived: Door | None, rung: tuple[Door, BellState] | None) -> Way:
    match one.state:
        case DeliveryState.SENT:
            return Way(arrived.value) if arrived in (Door.WEB, Door.ZALOBOT) else Way.TELEGRAM
        case DeliveryState.UNKNOWN:
            return Way.UNKNOWN
        case DeliveryState.WAITING:
            # Whom a bell has told is reached; of the letter itself, later, there is one.
            return Way(rung[0].value) if rung is not None and rung[1] is BellState.RUNG else Way.WAITING
        case DeliveryState.STOPPED | DeliveryState.LEFT:
            return Way.LEFT
    if one.told_at is not None:
        return Way.IN_PERSON
    if rung is None:
        return Way.NOT_REACHED
    door, state = rung
    if state is BellState.RUNG:
        return Way(door.value)
    return Way.UNKNOWN if state is BellState.UNKNOWN else Way.WAITING


def certificate(tx: Tx, notice: Notice) -> tuple[Phrase, ...]:
    """The certificate in words: one piece a way; nothing where all went by Telegram, or to nobody."""
    counted = ways(tx, notice, deliveries.listed(tx, notice))
    if not counted.keys() & {Way.WEB, Way.ZALOBOT, Way.EMAIL, Way.ZALO, Way.SMS}:
        return ()
    return tuple(say("coverage.piece", name=_BY_DOOR[way], count=count) for way, count in counted.items())
