"""Letters that could not reach somebody who is here now, newly linked or back: offered, and sent again on request."""

from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.dialogue.ways import HOME, ShowHome
from bot.ledger import planning
from bot.people.identity import Actor
from bot.people.linking.places import again
from bot.people.rules import honorific
from bot.people.targets import Occasion, ReceiveMissed, ShowLinked, ShowMissed
from bot.store.database import Tx

_HOMES: dict[Occasion, ToView] = {Occasion.BACK: ShowHome(), Occasion.LINKED: ShowLinked()}


def greeting(tx: Tx, actor: Actor, occasion: Occasion) -> ToView:
    """The view that greets somebody who can be written to from now on; `actor` may be from before that."""
    now = again(tx, actor)
    offered = now.staff is not None and planning.not_received(tx, now.staff.id)
    return ShowMissed(occasion) if offered else _HOMES[occasion]


def offer(tx: Tx, actor: Actor, to: ShowMissed) -> Screen:
    """The question whether to send what was missed."""
    home = _HOMES[to.occasion]
    count = len(planning.not_received(tx, actor.person.id))
    if to.resent or not count:
        words = say("missed.on_their_way", count=to.resent) if to.resent else say("missed.none")
        return screen(words, rows=((HOME,),))
    who = say(honorific(actor.person.gender))
    return screen(
        say("linked.head") if to.occasion is Occasion.LINKED else say("missed.back", who=who),
        say("missed.count", count=count, who=who),
        say("missed.still"),
        rows=(
            (Button(say("button.receive"), ReceiveMissed(to.occasion), Style.PRIMARY),),
            (Button(say("button.skip"), home),),
        ),
    )


def receive(tx: Tx, actor: Actor, to: ReceiveMissed) -> ToView:
    """Send all of them again; each is checked once more when it leaves."""
    mine = planning.not_received(tx, actor.person.id)
    return ShowMissed(to.occasion, planning.resend(tx, mine, by=actor.person.id))


VIEW, ACT = View(ShowMissed, offer), Act(ReceiveMissed, receive)
