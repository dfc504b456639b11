"""Results for each person: views and acts of the Office, and everybody's own."""

from bot.campaigns.records import campaign_of_year, current_campaign
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.notices.targets import ShowOfficeNotice
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.office.heads import decides, whose
from bot.recognition import holders, naming
from bot.recognition.results.rights import sees_any
from bot.recognition.targets import PublishResults, SendResults, ShowMyResults, ShowResults, ShowUntold
from bot.recognition.telling import actions, own, screens
from bot.recognition.telling.audience import concerned, states, untold
from bot.recognition.telling.screens import Counted, OwnResult
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue


def results(tx: Tx, actor: Actor, to: ShowResults) -> Screen:
    one = actions.entered(tx, actor, to.decision)
    people = concerned(tx, one)
    count = Counted(
        len(people.own) + len(people.away),
        people.to_reach,
        len(people.collectives),
        len(people.absent),
        len(untold(tx, one, people)),
        states(tx, one),
    )
    who = whose(tx) if one.released_at is None else name_of(tx, one.released_by)
    return screens.results(one, count, decides(tx, actor), who)


def results_untold(tx: Tx, actor: Actor, to: ShowUntold) -> Screen:
    one = actions.entered(tx, actor, to.decision)
    left = untold(tx, one, concerned(tx, one))
    names = naming.names(tx, [holders.person(key) for key in left], one.family)
    return screens.untold(one, list(names.values()), to.page)


def my_results(tx: Tx, actor: Actor, to: ShowMyResults) -> Screen:
    person = actor.person
    found = []
    for one, titles in own.let_go(tx, person.id):
        of = campaign_of_year(tx, one.year)
        if of is not None:
            found.append(OwnResult(one, catalogue().regime(of.regime).in_order(titles)))
    campaign = current_campaign(tx)
    waiting = () if campaign is None else own.waiting(tx, campaign, person.id)
    year = campaign.year if campaign is not None and sees_any(actor) else None
    return screens.mine(person.full_name, found, waiting, own.in_a_row(tx, person.id), year, to.page)


VIEWS = (
    View(ShowResults, results, living=True),
    View(ShowUntold, results_untold),
    View(ShowMyResults, my_results),
)


def send_results(tx: Tx, actor: Actor, to: SendResults) -> ToView:
    actions.send(tx, actor, to.decision, absent=to.absent)
    return ShowResults(to.decision)


def publish_results(tx: Tx, actor: Actor, to: PublishResults) -> ToView:
    return ShowOfficeNotice(actions.publish(tx, actor, to.decision))


ACTS = (Act(SendResults, send_results), Act(PublishResults, publish_results))
