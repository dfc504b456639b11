"""Submitting a snapshot: the question, and the act."""

from bot.campaigns.records import campaign_by_key
from bot.consolidation import addressing, reading, records, submissions
from bot.consolidation.office import submission_screens, submitting
from bot.consolidation.office.submission_screens import Sent
from bot.consolidation.papers.settling import given_up
from bot.consolidation.records import ADDRESSEES
from bot.consolidation.submissions import SubmissionNow
from bot.consolidation.targets import ShowSnapshot, ShowSubmit, Submit
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.store.database import Tx


def ask(tx: Tx, actor: Actor, to: ShowSubmit) -> Screen:
    submitting.may_submit(tx, actor, to.snapshot, to.family)
    one, content = reading.taken(tx, to.snapshot)
    newest, addressee = records.latest(tx, one.campaign_id), ADDRESSEES[to.family]
    return submission_screens.ask(
        to,
        one,
        content,
        [name_of(tx, person) for person in addressing.recipients(tx, addressee)],
        submitting.papers(addressee),
        addressing.over_quota(tx, campaign_by_key(tx, one.campaign_id), content, to.family),
        newest.number if newest is not None and newest.number > one.number else None,
    )


VIEWS = (View(ShowSubmit, ask),)


def submit(tx: Tx, actor: Actor, to: Submit) -> ToView:
    submitting.submit(tx, actor, to.snapshot, to.family)
    return ShowSnapshot(to.snapshot)


ACTS = (Act(Submit, submit),)


def sent(tx: Tx, one: SubmissionNow) -> Sent:
    """The submission as it stands."""
    papers = submissions.attached(tx, one)
    return Sent(
        one,
        name_of(tx, one.by),
        made=sum(paper.sha256 is not None for paper in papers),
        papers=len(papers),
        failed=any(given_up(paper) for paper in papers),
        opinions=[(opinion, name_of(tx, opinion.by)) for opinion in submissions.opinions(tx, one.id)],
    )
