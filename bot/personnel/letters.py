"""What people are told of what was changed about them."""

from bot.outbox.letter import Kind

LETTERS: tuple[Kind, ...] = ()
