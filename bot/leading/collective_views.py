"""The titles of a unit or union group itself: what can be shown and tapped."""

from bot.conversation import Act, View

VIEWS: tuple[View, ...] = ()
ACTS: tuple[Act, ...] = ()
