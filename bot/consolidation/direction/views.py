"""Submissions, for the Director, the deputies, the union's chair and the Office: views and acts."""

from bot.consolidation.direction import actions, screens
from bot.consolidation.direction.reading import submitted
from bot.consolidation.records import Verdict
from bot.consolidation.targets import Agree, ReturnSubmission, ShowSubmission
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowSubmitted
from bot.people.identity import Actor
from bot.store.database import Tx


def newest(tx: Tx, actor: Actor, to: ShowSubmitted) -> Screen:
    found = actions.last(tx, actor, to.family)
    return screens.none_yet(to.family) if found is None else screens.submission(submitted(tx, actor, found))


def submission(tx: Tx, actor: Actor, to: ShowSubmission) -> Screen:
    return screens.submission(submitted(tx, actor, actions.readable(tx, actor, to.submission)))


VIEWS = (View(ShowSubmitted, newest, living=True), View(ShowSubmission, submission, living=True))


def agree(tx: Tx, actor: Actor, to: Agree) -> ToView:
    actions.answer(tx, actor, to.submission, Verdict.AGREED)
    return ShowSubmission(to.submission)


def send_back(tx: Tx, actor: Actor, to: ReturnSubmission) -> ToFlow:
    actions.may_answer(tx, actor, to.submission)
    return ToFlow("return_submission", {"submission": to.submission}, fresh=True)


ACTS = (Act(Agree, agree), Act(ReturnSubmission, send_back))
