"""Questions as the Office sees them."""

from bot.conversation import Act, View

VIEWS: tuple[View, ...] = ()
ACTS: tuple[Act, ...] = ()
