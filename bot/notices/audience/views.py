"""The act by which the Office begins to choose the recipients of a draft."""

from typing import Any

from bot.dialogue.flows import DONE
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act
from bot.notices import access
from bot.notices.targets import ChooseRecipients
from bot.people.identity import Actor
from bot.store.database import Tx


def choose(tx: Tx, actor: Actor, to: ChooseRecipients) -> ToFlow:
    notice = access.draft(tx, actor, to.notice)
    data: dict[str, Any] = {"notice": to.notice, "audience": notice.audience}
    if not notice.audience:
        return ToFlow("notice_audience", data, fresh=True)
    return ToFlow("notice_audience", data | {DONE: ["criterion"]}, at="summary", fresh=True)


ACTS = (Act(ChooseRecipients, choose),)
