"""A person's account on the screen of the Office. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowStaff
from bot.people.authentication.targets import ShowWebAccess
from bot.people.identity import Staff
from bot.people.naming import by_name, post_of
from bot.personnel import inputs
from bot.personnel.accounts.actions import LinkedAccount
from bot.personnel.targets import FreeAccount, MoveAccount


def account(
    person: Staff, own: LinkedAccount | None, freed: tuple[Phrase, datetime] | None, *, may: bool, web: bool
) -> Screen:
    """The account, and what would come of freeing it. `freed`: by whom it was unlinked last, and when, where there is
    none; `may`: the reader may change it; `web`: there is a web door."""
    by_web = Button(say("button.web_access"), ShowWebAccess(person.id)) if web else None
    back = (Button(say("button.staff"), ShowStaff(person.id)), HOME)
    head = say("account.head", who=by_name(person), post=post_of(person.position, person.unit_name))
    if own is None:
        unlinked = say("account.freed", who=freed[0], at=freed[1]) if freed is not None else say("account.not_linked")
        return screen(head, unlinked, say("account.how_to_link"), rows=((by_web,), back))
    return screen(
        head,
        say("account.linked", at=own.linked_at) if own.linked_at is not None else None,
        say("account.blocked", at=own.blocked_at) if own.blocked_at is not None else None,
        say("account.frees") if may else None,
        say("account.moves") if may else None,
        rows=(
            (Button(say("button.free_account"), FreeAccount(person.id), Style.DANGER) if may else None,),
            (Button(say("button.move_account"), MoveAccount(person.id)) if may else None,),
            (by_web,),
            back,
        ),
    )


def whose(draft: Draft, person: Staff, items: Sequence[inputs.Item]) -> Screen:
    lines = (say("account.move_head", name=person.name), say("account.whose"), say("find.how"))
    return inputs.list_screen(lines, items, draft, has_whole=False)


def free_check(person: Staff) -> Screen:
    return screen(
        say("account.free_head", who=by_name(person), post=post_of(person.position, person.unit_name)),
        say("account.frees"),
        rows=((Button(say("button.free_account"), Option("send"), Style.DANGER),), inputs.AWAY),
    )


def check(person: Staff, to: Staff) -> Screen:
    return screen(
        say("account.move_head", name=person.name),
        say("account.move_to", who=by_name(to), post=post_of(to.position, to.unit_name)),
        say("account.kept"),
        say("link_request_office.verify"),
        rows=((Button(say("button.move_account"), Option("send"), Style.SUCCESS),), inputs.AWAY),
    )
