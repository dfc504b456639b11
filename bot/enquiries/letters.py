"""The Office's answer reaches who asked."""

from bot.outbox.letter import Kind

LETTERS: tuple[Kind, ...] = ()
