"""The view of past versions of a notice, for the Office."""

from dataclasses import replace

from bot.dialogue.screens import Screen
from bot.dialogue.views import View
from bot.notices import access
from bot.notices.filling.values import values_for
from bot.notices.history import records, screens
from bot.notices.reader_targets import ShowMyVersions
from bot.notices.records import Notice
from bot.notices.sent_targets import ShowVersions
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def versions(tx: Tx, actor: Actor, to: ShowVersions) -> Screen:
    return version_of(tx, actor, access.found(tx, actor, to.notice), to)


def version_of(tx: Tx, actor: Actor, notice: Notice, to: ShowVersions | ShowMyVersions) -> Screen:
    """The past version of the notice that `to` asks for, or the last one. Raises Refusal where there is none."""
    past = records.earlier(tx, notice)
    if not past:
        raise Refusal("stale.button")
    page = min(to.page, len(past) - 1)
    was, until = past[page]
    return screens.before(was, until, values_for(tx, actor.person), len(past), replace(to, page=page))


VIEWS = (View(ShowVersions, versions),)
