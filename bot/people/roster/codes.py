"""Staff codes that differ in nothing but leading zeros, which come and go with the format of a cell. Pure."""

from dataclasses import replace

from bot.dialogue.screens import Phrase
from bot.people import rules
from bot.people.roster.entries import PersonEntry, RosterReading
from bot.people.roster.snapshot import PersonRow, Snapshot
from bot.workbooks.report import Reject, problem, reject


def matched(reading: RosterReading, stored: Snapshot) -> tuple[RosterReading, list[Reject]]:
    """`reading` with the codes of the people stored, where a row bears one with other zeros and the same name; and the
    rows whose name is another's, for nobody can say who is meant."""
    known = {person.code for person in stored.people}
    bare: dict[str, list[PersonRow]] = {}
    for person in stored.people:
        bare.setdefault(rules.bare_code(person.code), []).append(person)
    people: list[PersonEntry] = []
    rejected: list[Reject] = []
    codes, remarks = dict(reading.codes), list(reading.remarks)
    for entry in reading.people:
        near = [] if entry.code in known else bare.get(rules.bare_code(entry.code), [])
        same = [one for one in near if one.code not in codes and rules.same_name(one.full_name, entry.full_name)]
        if len(same) == 1:
            code = same[0].code
            why = Phrase("roster.remark.code", {"written": entry.code, "code": code})
            remarks.append(reject(entry.table, entry.line, [problem(entry.table, "code", why)]))
            codes[code] = entry.line
            people.append(replace(entry, code=code))
        elif others := [one for one in near if one.code not in codes]:
            why = Phrase("roster.reject.other_person", {"name": others[0].full_name})
            rejected.append(reject(entry.table, entry.line, [problem(entry.table, "code", why)]))
            codes[others[0].code] = entry.line
        else:
            people.append(entry)
    return replace(reading, people=people, codes=codes, remarks=remarks), rejected
