"""The doors at which an installation rings, and the link that a bell carries."""

from bot.address import Door
from bot.doors.bell import Bell
from bot.doors.sms.gateway import Sms
from bot.doors.zalo.template import Zalo
from bot.people.authentication import links, place
from bot.people.authentication.records import LinkKind
from bot.settings import Settings
from bot.store.database import Database, Tx


def bells_of(settings: Settings, database: Database) -> dict[Door, Bell]:
    """The doors at which this installation rings. None without a web door, to which a ring leads."""
    said, found = settings.doorbells, dict[Door, Bell]()
    if not place.address():
        return found
    if said.mail:
        from bot.doors.email.smtp import Mail

        found[Door.EMAIL] = Mail(said.smtp_url, said.mail_from, database.clock)
    if said.zalo:
        found[Door.ZALO] = Zalo(database, said.zbs_app, said.zbs_secret, said.zbs_refresh_token, said.zbs_template)
    if said.sms:
        found[Door.SMS] = Sms(said.sms_url, said.sms_token)
    return found


def link_to_ring(tx: Tx, person_id: int) -> str:
    """A one-time link into the web door, for a bell."""
    return place.link_of(links.create(tx, person_id, LinkKind.DOORBELL, by=None))
