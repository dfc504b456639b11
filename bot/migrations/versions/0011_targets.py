"""Views in stores become a name and needs as text: bot/dialogue/codec.py. Until now it was [name, ref, page].

Two columns hold views: `surface.spec`, which is {"view": …} or {"draft": …}, and `draft.outcome`. Buttons that are already
in chats are not translated: they are answered as stale ones are, with the present screen.

Revision ID: 0011
Revises: 0010
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FAMILIES, SUBJECTS = ("state", "union"), ("unit", "union_group")
GROUPS = ("waiting", "sent", "unlinked", "blocked", "failed", "unknown", "stopped", "left", "silent")
View = list[Any]


def upgrade() -> None:
    _each(lambda view: translated(*view))


def downgrade() -> None:
    """The home screen, for every view: what an older version would show cannot be told from the needs of all."""
    _each(lambda _view: ["menu", 0, 0])


def _each(new: Callable[[View], View]) -> None:
    surface = sa.table("surface", sa.column("id", sa.Integer), sa.column("spec", sa.JSON))
    draft = sa.table("draft", sa.column("id", sa.Integer), sa.column("outcome", sa.JSON))
    bind = op.get_bind()
    for row in bind.execute(sa.select(surface.c.id, surface.c.spec)).all():
        if view := row.spec.get("view"):
            bind.execute(sa.update(surface).where(surface.c.id == row.id).values(spec={"view": new(view)}))
    for row in bind.execute(sa.select(draft.c.id, draft.c.outcome).where(draft.c.outcome.is_not(None))).all():
        if row.outcome:
            bind.execute(sa.update(draft).where(draft.c.id == row.id).values(outcome=new(row.outcome)))


def translated(name: str, ref: int = 0, page: int = 0) -> list[str]:
    """[name, needs …] of what was the view `name` of `ref` at `page`."""
    if name in ANOTHER_NAME:
        name, *needs = ANOTHER_NAME[name](ref, page)
    elif name in NEEDS:
        needs = list(NEEDS[name](ref, page))
    else:
        needs = [*([_36(ref)] if name in OF_SOMETHING else []), *([_36(page)] if name in WITH_PAGES else [])]
    while needs and needs[-1] in DEFAULTS.get(name, (_36(0),) if name in WITH_PAGES - NO_PAGES else ()):
        needs.pop()
    return [name, *needs]


def _36(number: int) -> str:
    text = _DIGITS[number % 36]
    while number := number // 36:
        text = _DIGITS[number % 36] + text
    return text


def _key(number: int) -> str:
    """A key that may be missing, which was 0."""
    return _36(number) if number else "-"


def _sender(ref: int) -> tuple[str, str]:
    """Unit or union group of a list, which was one number."""
    return SUBJECTS[ref % 2], _36(ref // 2)


NEEDS: dict[str, Callable[[int, int], tuple[str, ...]]] = {
    "member": lambda ref, _page: ("state", _36(ref)),
    "members": lambda _ref, page: ("state", _36(page)),
    "confirmed_many": lambda ref, page: (_36(ref), _36(page // 2), FAMILIES[page % 2]),
    "sheet": lambda ref, page: ("unit", _key(ref), _36(page)),
    "sheets": lambda ref, page: (("-", *SUBJECTS)[ref % 3], _36(page)),
    "nudge": lambda ref, page: (FAMILIES[page % 2], _key(ref)),
    "nudged": lambda ref, page: (FAMILIES[page % 2], _key(ref)),
    "tell": lambda ref, page: (FAMILIES[ref % 2], _36(page)),
    "tell_one": lambda ref, page: (FAMILIES[page % 2], _36(ref)),
    "collective": lambda ref, _page: ("unit", _key(ref)),
    "sheet_people": lambda ref, page: (*_sender(ref), _36(page)),
    "sheet_changes": lambda ref, page: (*_sender(ref), _36(page)),
    "sheet_pdf": lambda ref, _page: _sender(ref),
    "missed": lambda ref, page: (("back", "linked")[page % 2], _36(ref)),
    "delegation": lambda ref, _page: (_key(ref),),
    "which_title": lambda ref, page: (_36(ref), ("register", "read")[page % 2]),
    "questions": lambda _ref, page: (("-", "union")[page % 2],),
    "asked": lambda ref, page: (_36(ref), _36(page == 1)),
    "notice_people": lambda ref, page: (_36(ref // 2), _36(ref % 2), _36(page)),
    "notice_preview": lambda ref, page: (_36(ref), _key(page)),
    "notice_fate": lambda ref, page: (_36(ref // 16), GROUPS[min(ref % 16, 8)], _36(page)),
    "notice_tracking": lambda ref, page: (_36(ref), ("pdf", "xlsx")[page % 2]),
    "unclear": lambda ref, _page: (_key(ref),),
}
ANOTHER_NAME: dict[str, Callable[[int, int], tuple[str, ...]]] = {
    "union_member": lambda ref, _page: ("member", "union", _36(ref)),
    "union_members": lambda _ref, page: ("members", "union", _36(page)),
    "group_collective": lambda ref, _page: ("collective", "union_group", _key(ref)),
    "group_sheet": lambda ref, _page: ("sheet", "union_group", _key(ref)),
}
"""Views that two names had, one for each family of titles or kind of collective, are one."""
DEFAULTS = {
    "asked": ("0",),
    "collective": ("-",),
    "delegation": ("-",),
    "members": ("0",),
    "missed": ("0",),
    "notice_fate": ("0",),
    "notice_people": ("0",),
    "notice_preview": ("-",),
    "nudge": ("-",),
    "nudged": ("-",),
    "questions": ("-",),
    "sheet": ("0", "-"),
    "sheet_changes": ("0",),
    "sheet_people": ("0",),
    "sheets": ("0", "-"),
    "tell": ("0",),
    "unclear": ("-",),
}
"""The values that are left out at the end."""
OF_SOMETHING = frozenset(
    (
        "comment comments end_series late_one link_request moved_away my_notice my_notice_chart "
        "my_notice_file my_notice_versions notice_check notice_copies notice_correction notice_discard "
        "notice_fates notice_known notice_recall notice_stop notice_to_tell notice_units notice_versions "
        "office_notice office_question office_unit one_series proxied proxy_decline receipt received "
        "sheet_file sheet_files staff tell_notice tell_notice_one title_info "
    ).split()
)
"""Views of which `ref` is a key, as it was."""
WITH_PAGES = frozenset(
    (
        "late_requests link_requests my_notice_file my_notice_versions my_questions notice_copies "
        "notice_series notice_to_tell notice_units notice_versions notices office_notices office_questions "
        "office_units one_series plan privacy_full proxy sheet_files tell_notice tell_notice_one tell_notices "
        "title_info "
    ).split()
)
"""Views of which `page` is what it was: a page, a file's place, somebody's key."""
NO_PAGES = frozenset(("my_notice_file", "tell_notice_one"))
"""Of these `page` was something that is always named."""
