"""Every table of the house, imported so that SQLModel's metadata is whole: for migrations and the composition root."""

import bot.audit.records
import bot.awards.records
import bot.campaigns.records
import bot.drafts
import bot.enquiries.records
import bot.files
import bot.generations
import bot.inbox
import bot.leading.records
import bot.leases
import bot.notices.approval_records
import bot.notices.correction_records
import bot.notices.records
import bot.notices.series_records
import bot.notices.telling_records
import bot.outbox.change
import bot.outbox.gate
import bot.outbox.halts
import bot.outbox.letter
import bot.people.records
import bot.registration.records
import bot.reminders.records
import bot.sheets.records
import bot.surface  # noqa: F401
