"""Posts, delegations and exemptions, as heads of units and the Office see them."""

from bot.conversation import Act, View

VIEWS: tuple[View, ...] = ()
ACTS: tuple[Act, ...] = ()
