"""Lists as those who send and those who receive them see them."""

from bot.conversation import Act, View

VIEWS: tuple[View, ...] = ()
ACTS: tuple[Act, ...] = ()
