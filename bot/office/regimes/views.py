"""The rules in use, for the Office: views and acts."""

from bot.dialogue.screens import Attachment, Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowRegimes
from bot.office.regimes import actions, impact, screens
from bot.office.targets import GiveRegime, ShowRegime, ShowRegimeFile
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.files import store_file
from bot.titles import records as versions
from bot.titles.catalogue import Regime
from bot.titles.loading import shared as catalogue
from bot.titles.records import Given

MIME = "text/plain"


def regimes(tx: Tx, actor: Actor, to: ShowRegimes) -> Screen:
    actions.office_only(actor)
    used, today = versions.in_use(tx), tx.clock.today()
    listed = [(given, used.regime(given.key)) for given in versions.given_in_use(tx)]
    return screens.regimes(listed, today, used.on(today), to.page)


def _version(tx: Tx, actor: Actor, id: int) -> tuple[Given, Regime]:
    actions.office_only(actor)
    given = versions.given_as(tx, id)
    if given is None:
        raise Refusal("stale.button")
    versions.known(tx, given.key)
    return given, catalogue().regime(given.key)


def regime(tx: Tx, actor: Actor, to: ShowRegime) -> Screen:
    given, found = _version(tx, actor, to.version)
    used = screens.RegimeUsed(
        given,
        name_of(tx, given.given_by),
        [one for one in impact.going_by(tx, given.code) if catalogue().regime(one.regime).id == given.key],
        impact.under(tx, [given.key]).get(given.key, 0),
        newest=versions.in_use(tx).regime(given.code).id == given.key,
    )
    return screens.regime(found, used, to.page)


def regime_file(tx: Tx, actor: Actor, to: ShowRegimeFile) -> Screen:
    given, found = _version(tx, actor, to.version)
    content = versions.written(tx, given.key).text.encode()
    file = Attachment(store_file(tx, content, MIME), f"{given.code}-{given.number}.toml", MIME)
    return screens.regime_file(found, given.id, file)


VIEWS = (View(ShowRegimes, regimes), View(ShowRegime, regime), View(ShowRegimeFile, regime_file))


def give_regime(_tx: Tx, actor: Actor, _to: GiveRegime) -> ToFlow:
    actions.office_only(actor)
    return ToFlow("give_regime", fresh=True)


ACTS = (Act(GiveRegime, give_regime),)
