"""The screen that leads to all that the Office sets: a view for the Office."""

from bot.consolidation.template_targets import ShowTemplates
from bot.dialogue.screens import Button, Screen, say, screen
from bot.dialogue.views import View
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowCampaigns, ShowDays, ShowJournal, ShowOffice, ShowRegimes, ShowRoles, ShowSetup
from bot.office.channels.targets import ShowChannels
from bot.organisation.targets import ShowOrganisation
from bot.people.authentication import place
from bot.people.identity import Actor
from bot.people.office.heads import decides
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.database import Tx


def setup(tx: Tx, actor: Actor, _to: ShowSetup) -> Screen:
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")
    journal = Button(say("button.journal"), ShowJournal()) if decides(tx, actor) else None
    # A bell leads to the web door: where there is none, nothing rings.
    channels = Button(say("button.channels"), ShowChannels()) if place.address() else None
    return screen(
        say("setup.head"),
        rows=(
            (Button(say("button.campaigns"), ShowCampaigns()), Button(say("button.days"), ShowDays())),
            (Button(say("button.organisation"), ShowOrganisation()), Button(say("button.roles"), ShowRoles())),
            (Button(say("button.regimes"), ShowRegimes()), Button(say("button.templates"), ShowTemplates())),
            (channels, journal),
            (Button(say("button.office"), ShowOffice()), HOME),
        ),
    )


VIEWS = (View(ShowSetup, setup),)
