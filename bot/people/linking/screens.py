"""Every screen of getting to know a person, from facts: pure."""

from datetime import datetime

from bot.dialogue.flows import BACK, LATER
from bot.dialogue.screens import Button, ContactKeyboard, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option, ToPage
from bot.dialogue.ways import HOME
from bot.organisation.records import OrganisationNow
from bot.people.authentication.targets import ShowBrowsers
from bot.people.contacts.targets import ShowContacts
from bot.people.identity import Staff
from bot.people.linking.accounts import NOTICE
from bot.people.linking.invites import Offer
from bot.people.linking.notice import full_notice
from bot.people.linking.requests import OwnLinkRequest
from bot.people.naming import OfficeContact, answers_for_data, call_office, post_of
from bot.people.records import LinkRequestState
from bot.people.rules import half_masked_phone, honorific
from bot.people.targets import (
    Agree,
    AskErasure,
    ChangeLanguage,
    Language,
    Link,
    RequestLink,
    ShowBlankForm,
    ShowInviteReturned,
    ShowLinkRequested,
    ShowMyData,
    ShowNotAgreed,
    ShowPrivacy,
    ShowPrivacyInFull,
    ShowSettings,
    ShowUnlink,
    ShowWithdrawConsent,
    Unlink,
    WithdrawConsent,
    WithdrawLinkRequest,
)

_LANGUAGE_NAMES = {Language.VIETNAMESE: say("language.vi"), Language.ENGLISH: say("language.en")}

_SETTINGS = Button(say("button.settings"), ShowSettings())
_SHARE = Button(say("button.share_phone"), Link(), Style.PRIMARY)
_REQUEST = Button(say("button.ask_to_link"), RequestLink())
_READ_NOTICE = Button(say("button.read_notice"), ShowPrivacy(), Style.PRIMARY)
_FULL = Button(say("button.full_notice"), ShowPrivacyInFull())
_BROWSERS = Button(say("button.browsers"), ShowBrowsers())
_BACK_TO_SETTINGS = Button(say("button.back"), ShowSettings())


def _other_language(language: str) -> Button:
    other = next(known for known in Language if known != language)
    return Button(_LANGUAGE_NAMES[other], ChangeLanguage(other))


def _post(person: Staff) -> Phrase | None:
    post = post_of(person.position, person.unit_name)
    return say("person.post", post=post) if post else None


def _named(person: Staff) -> Phrase:
    return say("person.named", who=say(honorific(person.gender)), name=person.full_name)


# --- before anybody is known ------------------------------------------------------------------------------------------


def welcome(language: str, department: str) -> Screen:
    return screen(
        say("welcome.office", name=department) if department else None,
        say("welcome.channel"),
        say("welcome.greeting"),
        say("welcome.what_for"),
        say("welcome.begin"),
        say("welcome.paper"),
        rows=((_READ_NOTICE, _other_language(language)),),
    )


def checking() -> Screen:
    return screen(say("contention.stranger"))


def contended(since: datetime) -> Screen:
    """To the Office: somebody else uses this channel's token."""
    return screen(say("contention.letter", since=since), say("contention.letter.next"), rows=((HOME,),))


def not_linked(language: str, *, waits: bool, cards: bool) -> Screen:
    """The way in for somebody who has agreed and is bound to nobody."""
    asked = Button(say("button.my_request"), ShowLinkRequested())
    return screen(
        say("not_linked.head"),
        say("not_linked.ways" if cards else "not_linked.ways_by_code"),
        say("welcome.paper"),
        rows=((_SHARE if cards else None,), (asked if waits else _REQUEST,), (_other_language(language), _SETTINGS)),
    )


def already_linked(person: Staff) -> Screen:
    return screen(say("link.already"), _named(person), _post(person), rows=((HOME, _SETTINGS),))


def privacy(data_place: str, *, agreed: bool, at_zalo: bool = False) -> Screen:
    take_back = Button(say("button.withdraw_consent"), ShowWithdrawConsent())
    agree = Button(say("button.agree"), Agree(NOTICE), Style.SUCCESS)
    return screen(
        say("privacy.head"),
        say("privacy.what"),
        say("privacy.purpose"),
        say("privacy.who_sees"),
        say("privacy.where_zalo" if at_zalo else "privacy.where", place=say("own.place", own=data_place)),
        say("privacy.rights"),
        say("privacy.never"),
        say("privacy.law"),
        say("privacy.agreed") if agreed else None,
        rows=(
            (_BACK_TO_SETTINGS,) if agreed else (agree, Button(say("button.disagree"), ShowNotAgreed())),
            (_FULL, take_back if agreed else None),
        ),
    )


PLACES = 2
"""The page of the notice in full that says where data is."""


def privacy_full(
    page: int, own: OrganisationNow, contact: OfficeContact, *, colleague: bool, at_zalo: bool = False
) -> Screen:
    """Page `page` of the notice in full, from 0; there is a last one after which none comes."""
    notice = full_notice(own)
    here = min(page, len(notice) - 1)
    last = here == len(notice) - 1
    before = Button(say("button.page_before"), ShowPrivacyInFull(here - 1)) if here else None
    after = None if last else Button(say("button.page_after"), ShowPrivacyInFull(here + 1), Style.PRIMARY)
    return screen(
        say("privacy.full.head", page=here + 1, pages=len(notice)),
        notice[here],
        say("privacy.full.zalo") if at_zalo and here == PLACES else None,
        answers_for_data(contact, colleague=colleague) if last else None,
        rows=((before, after), (Button(say("button.back"), ShowPrivacy()),)),
    )


def not_agreed() -> Screen:
    return screen(
        say("not_agreed.head"),
        say("not_agreed.paper"),
        say("not_agreed.again"),
        rows=(
            (Button(say("button.blank_form"), ShowBlankForm()),),
            (Button(say("button.see_again"), ShowPrivacy()),),
        ),
    )


# --- linking ----------------------------------------------------------------------------------------------------------


def contact() -> Screen:
    return screen(
        say("link.head"),
        say("link.press"),
        say("link.compared"),
        say("link.otherwise"),
        keyboard=ContactKeyboard(say("button.share_phone"), (say("button.other_number"),), say("link.placeholder")),
    )


def statement(phone: str | None, waiting: OwnLinkRequest | None, *, after_contact: bool) -> Screen:
    """Asks for name and unit in own words; `phone` is the own number that the roster does not have."""
    back = Button(say("button.back"), Option(BACK)) if after_contact else None
    return screen(
        say("link_request.unknown", phone=half_masked_phone(phone)) if phone else say("link_request.head"),
        say("link_request.maybe") if phone else None,
        say("link_request.ask"),
        say("link_request.example"),
        say("link_request.before", statement=waiting.statement) if waiting else None,
        rows=((back, Button(say("button.later"), Option(LATER))),),
    )


_CLOSED = {
    LinkRequestState.WITHDRAWN: say("link_requested.withdrawn"),
    LinkRequestState.APPROVED: say("link_requested.approved"),
    LinkRequestState.REFUSED: say("link_requested.refused"),
}


def link_requested(request: OwnLinkRequest | None, contact: OfficeContact, *, cards: bool) -> Screen:
    if request is None or not request.waits:
        reason = request.reason if request else None
        return screen(
            _CLOSED[request.state] if request else say("link_requested.none"),
            say("link_requested.reason", reason=reason) if reason else None,
            say("not_linked.ways"),
            rows=((_SHARE,), (_REQUEST,)),
        )
    return screen(
        say("link_requested.at", at=request.created_at),
        say("link_requested.statement", statement=request.statement),
        say("link_requested.next"),
        call_office(contact, colleague=False),
        rows=(
            (
                Button(say("button.edit"), RequestLink()),
                Button(say("button.withdraw_request"), WithdrawLinkRequest()),
            ),
            (Button(say("button.share_phone"), Link()) if cards else None,),
        ),
    )


def invitation(offer: Offer) -> Screen:
    return screen(
        say("invite.for_one_more" if offer.one_more else "invite.for"),
        _named(offer.person),
        _post(offer.person),
        say("invite.office") if offer.grants_office else None,
        say("invite.until", until=offer.expires_at),
        say("invite.one_more" if offer.one_more else "invite.not_you"),
        rows=(
            (
                Button(say("button.invite_mine"), Option("mine"), Style.SUCCESS),
                Button(say("button.invite_not_mine"), ShowInviteReturned()),
            ),
        ),
    )


def invite_hindered(why: Phrase, *, linked: bool) -> Screen:
    """The invite cannot be used by this chat: why, and the other ways."""
    return screen(why, rows=((HOME, _SETTINGS),) if linked else ((_SHARE,), (_REQUEST,)))


def invite_returned() -> Screen:
    return screen(say("invite.returned"), say("not_linked.ways"), rows=((_SHARE,), (_REQUEST,)))


# --- settings ---------------------------------------------------------------------------------------------------------


def settings(person: Staff | None, language: str, *, web: str, zalo: Button | None) -> Screen:
    """`web`: the page by which the web door is opened from here; empty: there is none. `zalo`: of a chat there."""
    mine = Button(say("button.my_data"), ShowMyData())
    notice = Button(say("button.personal_data"), ShowPrivacy())
    leave = Button(say("button.unlink"), ShowUnlink())
    return screen(
        say("settings.head"),
        _named(person) if person else say("settings.nobody"),
        say("settings.language", language=_LANGUAGE_NAMES[Language(language)]),
        rows=(
            (mine if person else None, notice),
            (Button(say("button.open_web"), ToPage(web)), _BROWSERS) if person and web else (),
            (Button(say("button.contacts"), ShowContacts()) if person and web else None, zalo),
            (_other_language(language), leave if person else None),
            (HOME,),
        ),
    )


def unlink_confirm(person: Staff, *, others: bool) -> Screen:
    who = say(honorific(person.gender))
    return screen(
        say("unlink.ask", who=_named(person)),
        say("unlink.after_here" if others else "unlink.after", who=who),
        say("unlink.kept", who=who),
        rows=((Button(say("button.unlink"), Unlink(), Style.DANGER), _BACK_TO_SETTINGS),),
    )


def withdraw_consent(*, linked: bool) -> Screen:
    erase = Button(say("button.ask_erasure"), AskErasure()) if linked else None
    return screen(
        say("withdraw_consent.head"),
        say("withdraw_consent.after"),
        say("withdraw_consent.kept"),
        say("withdraw_consent.erase") if linked else None,
        say("welcome.paper"),
        rows=((Button(say("button.withdraw_consent"), WithdrawConsent(), Style.DANGER),), (erase, _BACK_TO_SETTINGS)),
    )


def unlinked(*, agreed: bool, cards: bool) -> Screen:
    if agreed:
        again = say("unlinked.again" if cards else "unlinked.again_by_code")
        return screen(say("unlinked.head"), again, rows=((_SHARE if cards else None,), (_REQUEST,)))
    return screen(
        say("unlinked.consent"),
        say("not_agreed.paper"),
        say("not_agreed.again"),
        rows=(
            (Button(say("button.blank_form"), ShowBlankForm()),),
            (Button(say("button.see_again"), ShowPrivacy()),),
        ),
    )
