"""Every module that declares tables, imported to make SQLModel's metadata whole: for migrations and wiring."""

import bot.awards.records
import bot.campaigns.records
import bot.dialogue.drafts
import bot.dialogue.surface
import bot.doors.telegram.gate
import bot.enquiries.records
import bot.leading.records
import bot.ledger.change
import bot.ledger.halts
import bot.ledger.letter
import bot.notices.approval.records
import bot.notices.history.records
import bot.notices.records
import bot.notices.series.records
import bot.notices.tracking.records
import bot.people.records
import bot.people.roster.records
import bot.registration.records
import bot.reminders.records
import bot.sheets.records
import bot.store.audit
import bot.store.files
import bot.store.generations
import bot.store.inbox
import bot.store.leases
import bot.waiting.records
