"""Reminding one's people, by a letter or in person: what can be shown and tapped."""

from bot.conversation import Act, View

VIEWS: tuple[View, ...] = ()
ACTS: tuple[Act, ...] = ()
