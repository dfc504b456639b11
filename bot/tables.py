"""Every table of the house, imported so that SQLModel's metadata is whole: for migrations and the composition root."""

import bot.awards.records
import bot.campaigns.records
import bot.dialogue.drafts
import bot.dialogue.surface  # noqa: F401
