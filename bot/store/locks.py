"""The spaces of `Tx.lock`, one for each thing that two replicas must not do at once. Its comment says the key."""

from enum import IntEnum, unique


@unique
class Turn(IntEnum):
    PERSON = 1  # one update of a person at a time; the Telegram id
    RECEIPTS = 2  # one receipt number at a time; the campaign
    REGISTRATION = 3  # one decision on a registration at a time; the registration
    COLLECTIVE = 4  # one change of a collective's titles at a time; the unit or union group
    REMINDERS = 5  # one tick of a campaign at a time; the campaign
    LISTS = 6  # one change of lists at a time; the campaign
    POSTS = 7  # one change of a person's posts at a time; the person
    EXEMPTION = 8  # one exemption of a person at a time; the person
    TOLD = 11  # one record of having told a person at a time; the person
    PROXY = 12  # one lead at a time registers for a person; the person
    LATE = 13  # one decision on a late request at a time; the request
    UNIT_FORMS = 19  # one workbook of signed forms at a time; 0
    WAITING = 14  # one decision at a time on who is told of what waits; 0
    DAYS = 15  # one change of the table of days at a time; 0
    ORGANISATION = 18  # one change of the department's own words and signatories at a time; 0
    ROLES = 31  # one change of who holds which role at a time; 0
    CAMPAIGNS = 17  # one launch of a campaign, or change of it, at a time; 0
    DECISIONS = 0x41  # one import of decisions at a time; 0
    REGIMES = 0x47  # one change of what regimes there are at a time; 0
    TRIES = 0x58  # one try at a PIN at a time at what it is aimed at; of its hash
    SEALS = 0x53  # one sealing of the audit trail at a time; 0
    SNAPSHOTS = 0x54  # one decision at a time on a campaign's snapshots and submissions; the campaign
    WEB_MESSAGES = 0x57  # one number of an address at the web door at a time; the address
    BELLS = 0x42  # one planning of bells at a time; 0
    ZALO_PLACES = 0x5A  # one stranger at a time is given a place at the bot at Zalo; 0
    ROSTER = 0x52  # one import of the roster at a time; 0
