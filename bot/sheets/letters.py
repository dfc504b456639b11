"""What is told about lists."""

from bot.outbox.letter import Kind

LETTERS: tuple[Kind, ...] = ()
