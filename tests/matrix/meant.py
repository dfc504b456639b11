"""Whom each view and act is for: these parts get through to it with some number, and nobody else with any.

A part gets through when it is neither refused nor turned away at the door. Whose affairs it then sees and changes is
not said here: that holds of everything, and test_matrix.py knows.
"""

from collections.abc import Mapping

from tests.matrix.cast import OUTSIDE, Part

ANYBODY = frozenset(Part)
LINKED = ANYBODY - OUTSIDE
CONFIRMING = frozenset({Part.HEAD, Part.ACTING, Part.SUB_HEAD, Part.BODY_HEAD})
ABOVE = frozenset({Part.DEPUTY, Part.CHAIR, Part.DIRECTOR})
PREPARING = frozenset({Part.COORDINATOR, Part.TWO})
UNION = frozenset({Part.GROUP_LEAD, Part.TWO})
LEADS = CONFIRMING | ABOVE
"""Of units."""
OFFICE = frozenset({Part.OFFICE})

MEANT: Mapping[str, frozenset[Part]] = {
    # The way in, and what anybody may read.
    **dict.fromkeys(("view welcome", "view privacy", "view privacy_full", "view not_agreed", "view settings"), ANYBODY),
    **dict.fromkeys(("view link_requested", "view invite_spent", "view invite_returned", "view unlinked"), ANYBODY),
    **dict.fromkeys(("view withdraw_consent", "view guide", "view blank_form"), ANYBODY),
    **dict.fromkeys(("act agree", "act language", "act to_link", "act to_request"), ANYBODY),
    **dict.fromkeys(("act withdraw_consent", "act withdraw_request"), ANYBODY),
    # One's own affairs.
    **dict.fromkeys(("view menu", "view linked", "view mine", "view receipt", "view my_form", "view my_data"), LINKED),
    **dict.fromkeys(("view my_data_file", "view unlink_confirm", "act unlink", "act leave", "view left"), LINKED),
    **dict.fromkeys(("act register", "act register_title", "act edit_part", "view edit", "view which_title"), LINKED),
    **dict.fromkeys(("view withdraw", "act withdraw", "view withdrawn", "view decline", "act decline"), LINKED),
    **dict.fromkeys(("view declined", "view closed", "view late", "act ask_late"), LINKED),
    **dict.fromkeys(("view snooze", "act snooze", "view snoozed"), LINKED),
    **dict.fromkeys(("view missed", "act missed"), LINKED),
    # Questions, and what the plan says.
    **dict.fromkeys(("view questions", "view title_info", "view plan", "view plan_file", "view notices"), LINKED),
    **dict.fromkeys(("view asked", "view my_questions", "view unclear", "view marked", "act pass_on"), LINKED),
    **dict.fromkeys(("act ask_office", "act ask_decision", "act ask_roster", "act ask_erasure"), LINKED),
    # Whoever leads: a coordinator sees and decides nothing.
    **dict.fromkeys(("view unit", "view member", "view members"), LEADS | PREPARING),
    **dict.fromkeys(("view union_group", "view union_member", "view union_members"), UNION),
    **dict.fromkeys(("act confirm", "act ask_change", "act confirm_all"), LEADS | UNION),
    "view confirmed_many": LINKED,
    "view office": OFFICE,
}
"""`view` or `act` and its name -> parts."""

AFTER_THE_DEADLINE = frozenset({"act ask_late"})
"""What there is only then: tried on the day after it."""
