"""The department on its papers: how they name it, and who signs them on a day."""

from datetime import date
from typing import Protocol

from bot.dialogue.screens import Phrase, say
from bot.organisation.records import OrganisationNow, Prefix, SignedPaper, organisation, signatory
from bot.papers.issuer import Issuer, Signing
from bot.store.database import Tx

_PREFIXES = {
    Prefix.TM: "signing.tm",
    Prefix.KT: "signing.kt",
    Prefix.TL: "signing.tl",
    Prefix.TUQ: "signing.tuq",
}


def issuer(tx: Tx) -> Issuer:
    """The department as every paper of today names it."""
    return issuer_of(organisation(tx))


def issuer_of(own: OrganisationNow) -> Issuer:
    return Issuer(own.name, own.superior, own.place, own.union_name)


def signing(tx: Tx, paper: SignedPaper, day: date) -> Signing | None:
    """The one who signs this paper on this day; None: it is not said."""
    found = signatory(tx, paper, day)
    return None if found is None else Signing(office_above(found), found.full_name)


class Signs(Protocol):
    """One who signs, as it now is or as it was kept."""

    @property
    def prefix(self) -> Prefix: ...
    @property
    def stands_for(self) -> str: ...
    @property
    def office(self) -> str: ...


def office_above(one: Signs) -> Phrase:
    """The lines above a signature, in capitals: the right by which it is given, and the office."""
    office = one.office.upper()
    if one.prefix is Prefix.NONE:
        return say("signing.none", office=office)
    return say(_PREFIXES[one.prefix], stands_for=one.stands_for.upper(), office=office)
