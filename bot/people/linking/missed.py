"""Letters that could not reach somebody who is here now, newly linked or back: offered, and sent again on request."""

from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.dialogue.targets import ToAct, ToView
from bot.dialogue.views import Act, View
from bot.dialogue.ways import HOME, ShowHome
from bot.ledger import planning
from bot.people.identity import Actor, load_actor
from bot.people.linking.targets import ShowLinked
from bot.people.rules import honorific
from bot.store.database import Tx

_NAME = "missed"
BACK, LINKED = 0, 1
"""Page of the view: who has let the bot in again, and who was linked a moment ago."""
_HOMES = {BACK: ShowHome(), LINKED: ShowLinked()}


def greeting(tx: Tx, actor: Actor, page: int) -> ToView:
    """Where somebody is led who can be written to from now on; `actor` may be from before that."""
    now = load_actor(tx, actor.user_id, actor.chat_id)
    offered = now.staff is not None and planning.not_received(tx, now.staff.id)
    return ToView(_NAME, page=page) if offered else _HOMES[page]


def offer(tx: Tx, actor: Actor, ref: int, page: int) -> Screen:
    """What was missed, as a question; `ref`: so many are on their way by now."""
    home = _HOMES.get(page, _HOMES[BACK])
    count = len(planning.not_received(tx, actor.person.id))
    if ref or not count:
        words = say("missed.on_their_way", count=ref) if ref else say("missed.none")
        return screen(words, rows=((HOME,),))
    who = say(honorific(actor.person.gender))
    return screen(
        say("linked.head") if page == LINKED else say("missed.back", who=who),
        say("missed.count", count=count, who=who),
        say("missed.still"),
        rows=(
            (Button(say("button.receive"), ToAct(_NAME, page), Style.PRIMARY),),
            (Button(say("button.skip"), home),),
        ),
    )


def receive(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    """Send all of them again; each is checked once more when it leaves. `ref`: the page that offered them."""
    mine = planning.not_received(tx, actor.person.id)
    return ToView(_NAME, planning.resend(tx, mine, by=actor.person.id), ref)


VIEW, ACT = View(_NAME, offer), Act(_NAME, receive)
