"""The guided tour: a campaign in a few steps, which of them are done, and whose button is next.

It reads what people have on their screens, as a visitor does, and knows nothing of the bot. What was done once stays
done.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.playground.persons.phone import Seen
from bot.playground.world import World

JSON = dict[str, Any]

BEGINS = "/menu"
_ICONS = re.compile(r"^[^\w☐☑«]+")
_COUNT = re.compile(r"\s*\([\d.]+\)$")


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step, as the file of steps describes it."""

    name: str
    goal: str
    user_id: int
    taps: tuple[str, ...]
    begins: str
    done: tuple[str, ...]
    way: str = ""
    """Another door of the person, by its name in the page, at which the rest of it can be done as well."""

    def is_done(self, texts: Sequence[str]) -> bool:
        return any(words in text for text in texts for words in self.done)

    def on_screen(self, labels: Sequence[str]) -> list[int]:
        """The places of its buttons that are among these."""
        return [place for place, tap in enumerate(self.taps) if any(same(label, tap) for label in labels)]


def same(label: str, tap: str) -> bool:
    """True if a button is the one that a step names: an icon before it and a count behind it do not matter."""
    pattern = ".+".join(re.escape(part) for part in tap.split("…"))
    plain = _ICONS.sub("", label)
    return any(re.fullmatch(pattern, one) for one in (plain, _COUNT.sub("", plain)))


def read_steps(file: Path, user_of: Callable[[str], int | None]) -> tuple[TourStep, ...]:
    """The steps of a file. `user_of`: the account of a staff code; a step of somebody who is not there is left out."""
    rows = tomllib.loads(file.read_text("utf-8"))["step"]
    found = []
    for row in rows:
        user_id = user_of(row["who"])
        if user_id is not None:
            begins = row.get("begins", BEGINS)
            taps, done, way = tuple(row["taps"]), tuple(row["done"]), row.get("way", "")
            found.append(TourStep(row["name"], row["goal"], user_id, taps, begins, done, way))
    return tuple(found)


class Tour:
    def __init__(self, world: World, steps: Sequence[TourStep]) -> None:
        self._world, self._steps = world, tuple(steps)
        self._done = [False] * len(self._steps)
        self._at = [0] * len(self._steps)

    def changed(self, user_id: int) -> None:
        """Look at this person's chat once more: whether a step of it is done, and which button of it is up."""
        open_steps = [(place, step) for place, step in enumerate(self._steps) if not self._done[place]]
        mine = [(place, step) for place, step in open_steps if step.user_id == user_id]
        if not mine:
            return
        messages = self._messages(user_id)
        for place, step in mine:
            self._done[place] = step.is_done([message.text for message in messages])
        now = self._next()
        if now is not None and self._steps[now].user_id == user_id:
            self._at[now] = self._button(now, messages)[0]

    def state(self) -> JSON:
        place = self._next()
        return {
            "steps": [
                {"name": step.name, "goal": step.goal, "person": step.user_id, "done": done}
                for step, done in zip(self._steps, self._done, strict=True)
            ],
            "next": None if place is None else self._tap(place),
        }

    def _next(self) -> int | None:
        return next((place for place, done in enumerate(self._done) if not done), None)

    def _tap(self, place: int) -> JSON:
        """The next tap: on which label, and what to type where it is not in sight."""
        step = self._steps[place]
        messages = self._messages(step.user_id)
        at, in_sight = self._button(place, messages)
        lost = not in_sight and at == 0
        return {
            "step": place,
            "person": step.user_id,
            "started": bool(messages),
            "label": step.taps[at if in_sight or lost else min(at + 1, len(step.taps) - 1)],
            "types": step.begins if lost else "",
            "waits": lost and not step.begins,
            "way": step.way if at > 0 else "",
        }

    def _button(self, place: int, messages: Sequence[Seen]) -> tuple[int, bool]:
        """The place of the button that is next, and whether it is in sight: the first one from where the step was. A
        letter that has none of them leaves the screen above it as it was, once the step has begun."""
        step, at = self._steps[place], self._at[place]
        present = step.on_screen(messages[-1].labels()) if messages else []
        if at or not step.begins:
            for message in reversed(messages[:-1]):
                present = present or [one for one in step.on_screen(message.labels()) if one >= at]
        ahead = [one for one in present if one >= at]
        return (min(ahead) if ahead else max(present, default=at)), bool(present)

    def _messages(self, user_id: int) -> list[Seen]:
        return [message for message in self._world.chat(user_id).messages if message.from_bot]
