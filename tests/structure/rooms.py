"""The rooms of the house in their order: what everything stands on, the slices, what drives them."""

from bot.slices import SLICES

GROUND = (
    "refusal",
    "address",
    "confinement",
    "clock",
    "logs",
    "folding",
    "nursery",
    "secrecy",
    "words",
    "variables",
    "settings",
    "store",
    "dialogue",
    "phrases",
    "deeds",
    "papers",
    "papers.invites",
    "papers.forms",
    "papers.sections",
    "papers.official",
    "papers.tables",
    "papers.tracking",
    "workbooks",
    "workbooks.files",
    "ledger",
)
DRIVING = (
    "doors",
    "doors.telegram",
    "doors.email",
    "doors.sms",
    "doors.zalo",
    "dialogue.engine",
    "doors.incoming",
    "doors.zalobot",
    "doors.web",
    "doors.entrance",
    "outbox",
    "ringing",
    "tables",
    "handlers",
    "scheduler",
    "slices",
    "wiring",
    "playground.api",
    "playground.messages",
    "playground.methods",
    "playground.persons",
    "playground.bells",
    "playground",
    "playground.page",
    "migrations",
    "commands",
    "__main__",
)
ROOMS = (*GROUND, *SLICES, *DRIVING)


def room(module: str) -> str:
    """The room that `module` is in: bot.people.linking.views is in people.linking. Empty for the package bot itself."""
    name = module.removeprefix("bot").lstrip(".") if module.split(".")[0] == "bot" else module
    parts = name.split(".")
    inside = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((one for one in inside if one in ROOMS), name)
