"""The beginnings of a campaign: last year's, the catalogue or a description; its year, name, documents and plan."""

from pathlib import Path
from typing import Any

from bot.campaigns.description import Description, understood
from bot.campaigns.saving import usual_quotas
from bot.dialogue.flows import Chosen, Draft, Move, Said, SharedFile, Typed
from bot.launching import rules, values
from bot.launching.facts import LaunchFacts
from bot.launching.questions.beginning_screens import usual_name
from bot.launching.questions.taken import taken
from bot.launching.records import CampaignPart
from bot.launching.typed import typed_year
from bot.notices.rules import FileType
from bot.notices.writing.rules import LONGEST_NUMBER, file_type
from bot.notices.writing.rules import document as typed_document
from bot.refusal import Refusal
from bot.store.files import LARGEST
from bot.words import own_words, without_controls

LONGEST_FILE_NAME = 80
ANSWERED = (
    "year",
    CampaignPart.NAME,
    CampaignPart.DOCUMENT,
    CampaignPart.OPENS,
    CampaignPart.DEADLINE,
    "including",
    CampaignPart.SUPPLEMENT,
    CampaignPart.REGIME,
    CampaignPart.TITLES,
    CampaignPart.LADDER,
    CampaignPart.QUOTAS,
    CampaignPart.INITIATIVE,
)
"""The questions that every description answers. A deadline on a day off is asked about all the same."""


def source(said: Said, _draft: Draft, facts: LaunchFacts) -> Move:
    match said:
        case Chosen("last") if facts.last is not None:
            return _as_last_year(facts.last, facts)
        case Chosen("catalogue"):
            return taken("source", {})
        case SharedFile():
            return _described(said, facts)
    raise Refusal("launch.source_or_file")


def _as_last_year(last: values.Values, facts: LaunchFacts) -> Move:
    year = int(last["year"]) + 1
    rules.check_year(year, _years(facts), facts.today, facts.catalogue)
    name = last["name"].replace(str(last["year"]), str(year))
    same = last["regime"] in {regime.id for regime in rules.regimes_of(facts.catalogue, year)}
    # The documents that it rests on go with the rules: under other rules last year's may not be in force.
    kept = ("name", "reminders", "order", *(("regime", "titles", "quotas", "basis") if same else ()))
    data = {key: last[key] for key in kept} | {"year": year, "name": name, "as_last": last["deadline"]}
    answered = ["year", CampaignPart.NAME, CampaignPart.LADDER]
    if same:
        answered += [CampaignPart.REGIME, CampaignPart.TITLES, CampaignPart.QUOTAS]
    if same and last["basis"]:
        answered.append(CampaignPart.BASIS)
    return taken("source", data, *answered)


def _described(sent: SharedFile, facts: LaunchFacts) -> Move:
    if Path(sent.name).suffix.lower() != ".toml" or sent.content is None:
        raise Refusal("launch.source_or_file")
    found = understood(sent.content, sent.name, facts.calendar.zone, facts.catalogue, lambda _name: None)
    rules.check_year(found.year, _years(facts), facts.today, facts.catalogue)
    known = values.of_description(found, usual_quotas(facts.catalogue.regime(found.regime), found.titles))
    known |= _checked(found)
    rules.check_titles(facts.catalogue.regime(found.regime), found.titles)
    rules.check_whole(known, facts.now)
    answered: list[str] = list(ANSWERED)
    if found.plan_name is None:
        answered.append(CampaignPart.PLAN)
    if found.basis is not None:
        answered.append(CampaignPart.BASIS)
    return taken("source", known, *answered)


def _checked(found: Description) -> dict[str, Any]:
    """The words of a description, as the chat takes them. Raises Refusal."""
    number = found.plan_number
    if number is not None:
        number = own_words(number, shortest=1, longest=LONGEST_NUMBER)
    words = rules.documents(one.words for one in found.basis or ())
    return {"name": rules.campaign_name(found.name), "number": number, "basis": [[one, None, None] for one in words]}


def _years(facts: LaunchFacts) -> dict[int, str]:
    return {one.year: one.name for one in facts.campaigns}


def year(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    match said:
        case Chosen(option) if option[:1] == "y" and option[1:].isdecimal():
            wanted = int(option[1:])
        case Typed(text):
            wanted = typed_year(text)
        case _:
            raise Refusal("type.or_choose")
    rules.check_year(wanted, _years(facts), facts.today, facts.catalogue)
    known = facts.of(draft)
    if "regime" in known and not facts.regime(known).covers(wanted):
        return taken("year", {"year": wanted}, reopen=(CampaignPart.REGIME, CampaignPart.TITLES))
    return taken("year", {"year": wanted})


def name(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    match said:
        case Chosen("usual") if (of := facts.of(draft).get("year")) is not None:
            return taken(CampaignPart.NAME, {"name": usual_name(of)})
        case Typed(text):
            return taken(CampaignPart.NAME, {"name": rules.campaign_name(text)})
    raise Refusal("type.or_choose")


# --- the plan ---------------------------------------------------------------------------------------------------------


def document(said: Said, _draft: Draft, facts: LaunchFacts) -> Move:
    match said:
        case Chosen("follows"):
            return taken(CampaignPart.DOCUMENT, {"number": None, "dated": None})
        case Typed(text):
            number, dated = typed_document(text, facts.today)
            if dated is None:
                raise Refusal("launch.document_day")
            return taken(CampaignPart.DOCUMENT, {"number": number, "dated": dated.isoformat()})
    raise Refusal("type.or_choose")


def plan(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    match said:
        case Chosen("follows"):
            return taken(CampaignPart.PLAN, {"plan": None})
        case Chosen("keep") if (kept := facts.of(draft)["plan"]) is not None:
            return taken(CampaignPart.PLAN, {"plan": kept})
        case SharedFile():
            name, sha256 = kept_file(said, (FileType.PDF, FileType.DOCX))
            return taken(CampaignPart.PLAN, {"plan": [sha256, name]})
    raise Refusal("launch.plan_or_later")


def kept_file(sent: SharedFile, types: tuple[FileType, ...]) -> tuple[str, str]:
    """The name and key of a file that is kept once the answer is taken; plain text is taken too."""
    if sent.content is None or len(sent.content) > LARGEST:
        raise Refusal("notice.file.too_big" if sent.size > LARGEST else "notice.file.not_fetched")
    if sent.photo or not (file_type(sent.content) in types or _is_text(sent)):
        raise Refusal("launch.file_wrong", name=sent.name)
    return without_controls(sent.name).replace("\n", " ")[-LONGEST_FILE_NAME:], sent.sha256


def _is_text(sent: SharedFile) -> bool:
    if Path(sent.name).suffix.lower() != ".txt" or not sent.content:
        return False
    try:
        return bool(sent.content.decode("utf-8-sig").strip())
    except UnicodeDecodeError:
        return False
