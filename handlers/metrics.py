"""Metrics for Prometheus: what /health says, and what the ledger, the gate and the leases hold. No person is in them.

What is read from the store is read at most every few seconds, what costs a walk through all letters every few minutes,
however many ask. Everything counted in this process is a plain number elsewhere; here it gets its name.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from weakref import WeakKeyDictionary

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from bot.address import Door
from bot.ledger import quotas, tally
from bot.logs import where
from bot.people.reach import count_at
from bot.store import leases
from bot.store.database import Database, Tx
from handlers.health import Front, Health

log = logging.getLogger(__name__)

RECENT_SECONDS, ENDED_SECONDS = 5.0, 300.0
"""Between two readings of what is open, and of what has ended."""


@dataclass(slots=True)
class _Read:
    """The last readings of one store, with their monotonic seconds."""

    at: float = float("-inf")
    ended_at: float = float("-inf")
    open: tally.Counts = field(default_factory=dict)
    ended: tally.Counts = field(default_factory=dict)
    due: "dict[str, tuple[int, float]]" = field(default_factory=dict)
    """Kind -> how many, and for how many seconds the oldest has waited."""
    halts: "dict[str, int]" = field(default_factory=dict)
    leases: "dict[str, float]" = field(default_factory=dict)
    zalo: int = 0
    zalo_people: int = 0


_READ: WeakKeyDictionary[Database, _Read] = WeakKeyDictionary()


async def page(front: Front, health: Health) -> tuple[bytes, str]:
    """The text that Prometheus reads, and its content type."""
    database = front.database
    if database is not None and health.database == "ok":
        await _refresh(_READ.setdefault(database, _Read()), database)
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    registry.register(_Collector(list(_families(front, health, _READ.get(database) if database else None))))
    return generate_latest(registry), CONTENT_TYPE_PLAIN_0_0_4


def _at_zalo(tx: Tx) -> tuple[int, int]:
    return quotas.used(tx, Door.ZALOBOT), count_at(tx, Door.ZALOBOT)


class _Collector:
    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        yield from self._families


async def _refresh(read: _Read, database: Database) -> None:
    now = database.clock.monotonic()
    if now - read.at < RECENT_SECONDS:
        return
    walks = now - read.ended_at >= ENDED_SECONDS

    def body(tx: Tx) -> _Read:
        due = {kind: (one.count, (tx.now - one.oldest).total_seconds()) for kind, one in tally.due_letters(tx).items()}
        ended = tally.ended_letters(tx) if walks else read.ended
        return _Read(
            now, 0.0, tally.open_letters(tx), ended, due, dict(tally.halts(tx)), leases.ends(tx), *_at_zalo(tx)
        )

    try:
        found = await database.read(body)
    except Exception as error:  # noqa: BLE001 - the figures of a moment ago serve, and /health says what is away
        log.warning("no figures of the store: %s", where(error))
        return
    read.at, read.open, read.due, read.halts, read.leases = now, found.open, found.due, found.halts, found.leases
    read.zalo, read.zalo_people = found.zalo, found.zalo_people
    if walks:
        read.ended_at, read.ended = now, found.ended


def _families(front: Front, health: Health, read: _Read | None) -> Iterator[Metric]:
    yield _gauge("thidua_build_info", "The version that runs.", 1, version=version("thidua-bot"))
    yield _gauge("thidua_healthy", "1 while people are being served.", health.healthy)
    away = GaugeMetricFamily("thidua_away", "1 for what is waited for before people are served.", labels=["what"])
    for what in ("telegram", "store", "inbox"):
        away.add_metric([what], health.away == what)
    yield away
    yield from _simple(health)
    if front.intake is not None:
        yield HistogramMetricFamily(
            "thidua_reply_seconds",
            "From the moment an update is here to the end of its answer.",
            buckets=front.intake.replies.buckets(),
            sum_value=front.intake.replies.total,
        )
    yield from _of_telegram(front, health)
    if read is not None:
        yield from _of_store(front, read)


def _gauge(name: str, means: str, value: float, **labels: str) -> Metric:
    family = GaugeMetricFamily(name, means, labels=list(labels))
    family.add_metric(list(labels.values()), value)
    return family


def _simple(health: Health) -> Iterator[Metric]:
    for name, means, value in (
        ("last_poll_seconds", "Since Telegram last answered a poll, or called the webhook.", health.last_poll_seconds),
        ("inbox_updates", "Updates that are here and not done.", health.undone_updates),
        ("inbox_oldest_seconds", "Age of the oldest of them; 0 where there is none.", _or_zero(health)),
        ("inbox_dead_updates", "Updates that could not be done after all tries.", health.dead_updates),
        ("screens_lagging", "Screens that people should be seeing, and do not.", health.lagging_screens),
        ("sending_halted_seconds", "For so long nothing is sent to anybody.", health.sending_halted_seconds),
        ("silent_chats", "Chats that are not written to for a while.", health.silent_chats),
    ):
        if value is not None:
            yield _gauge(f"thidua_{name}", means, value)


def _or_zero(health: Health) -> float | None:
    """The age of the oldest update; None where the store was not asked."""
    return None if health.undone_updates is None else health.oldest_undone_seconds or 0.0


def _of_telegram(front: Front, health: Health) -> Iterator[Metric]:
    door = GaugeMetricFamily("thidua_door_up", "1 while a door takes and brings messages.", labels=["door", "way"])
    if front.intake is not None:
        door.add_metric(["telegram", "in"], health.away != "telegram")
    if front.courier is not None:
        door.add_metric(["telegram", "out"], not front.courier.troubled)
    if front.guests is not None:
        door.add_metric(["zalobot", "out"], front.guests.channel.trouble is None)
    yield door
    if front.database is not None:
        # 0 while there is none: an alarm may compare it with the time of day.
        halted = health.sending_halted_seconds
        ends = front.database.clock.stamp() + halted if halted else 0.0
        yield _gauge("thidua_sending_halt_end_timestamp_seconds", "When sending to anybody goes on.", ends)
    refused = CounterMetricFamily("thidua_too_many_requests", "Calls that were answered 429.", labels=["scope"])
    if front.gate is not None:
        for scope, count in front.gate.refusals.items():
            refused.add_metric([scope], count)
    if front.intake is not None:
        refused.add_metric(["poll"], front.intake.refusals)
    yield refused


def _of_store(front: Front, read: _Read) -> Iterator[Metric]:
    letters = GaugeMetricFamily("thidua_letters", "Letters of the ledger.", labels=["kind", "state"])
    for (kind, state), count in sorted({**read.ended, **read.open}.items()):
        letters.add_metric([kind, state], count)
    yield letters
    due = GaugeMetricFamily("thidua_letters_due", "Letters whose time has come, of no halted source.", labels=["kind"])
    oldest = GaugeMetricFamily("thidua_letters_oldest_due_seconds", "How long the oldest has waited.", labels=["kind"])
    for kind, (count, seconds) in sorted(read.due.items()):
        due.add_metric([kind], count)
        oldest.add_metric([kind], max(seconds, 0.0))
    yield due
    yield oldest
    if front.guests is not None:
        yield _gauge(
            "thidua_door_month_messages", "Messages that a door has taken this month.", read.zalo, door="zalobot"
        )
        yield _gauge("thidua_door_people", "Linked people whose chat is at a door.", read.zalo_people, door="zalobot")
    halts = GaugeMetricFamily("thidua_source_halts", "Sources of which nothing leaves, by reason.", labels=["reason"])
    for reason, count in sorted(read.halts.items()):
        halts.add_metric([reason], count)
    yield halts
    yield from _of_leases(front, read)


def _of_leases(front: Front, read: _Read) -> Iterator[Metric]:
    ends = GaugeMetricFamily("thidua_lease_end_timestamp_seconds", "When a lease ends by itself.", labels=["lease"])
    for name, until in sorted(read.leases.items()):
        ends.add_metric([name], until)
    yield ends
    own = GaugeMetricFamily("thidua_lease_own", "1 where this process holds it.", labels=["lease"])
    if front.intake is not None:
        own.add_metric(["poller"], front.intake.leads)
    if front.courier is not None:
        own.add_metric(["courier"], front.courier.leads)
    yield own
