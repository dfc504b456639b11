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
    **dict.fromkeys(("view union_group", "view union_member", "view union_members"), UNION | {Part.CHAIR}),
    **dict.fromkeys(("act confirm", "act ask_change", "act confirm_all"), LEADS | UNION),
    # What the slices of leading, lists and personnel brought.
    **dict.fromkeys(
        (
            "view proxy_asked",
            "act agree_proxy",
        ),
        LINKED,
    ),
    # Nobody registers for whoever leads a unit, or several.
    "act ask_proxy": LINKED - {Part.HEAD, Part.BODY_HEAD} - ABOVE,
    **dict.fromkeys(
        (
            "view nudge",
            "view nudged",
            "act nudge",
            "act nudge_words",
            "view tell",
            "view tell_one",
            "act told",
        ),
        LEADS | PREPARING | UNION,
    ),
    **dict.fromkeys(
        (
            "view collective",
            "act collective",
            "view sheet",
        ),
        LEADS - {Part.DIRECTOR} | PREPARING | OFFICE,
    ),
    **dict.fromkeys(
        (
            "view comments",
            "view late_one",
            "view late_requests",
            "act late_refuse",
        ),
        LEADS | OFFICE,
    ),
    # Whoever led somebody who has left says something of him or her.
    **dict.fromkeys(("view comment", "act comment"), CONFIRMING),
    **dict.fromkeys(("act late_agree",), LEADS),
    **dict.fromkeys(
        (
            "view proxy",
            "view proxied",
            "act proxy",
            "view proxy_decline",
            "act proxy_decline",
            "act withdraw_collective",
        ),
        CONFIRMING | PREPARING,
    ),
    **dict.fromkeys(
        (
            "view sheet_changes",
            "view sheet_pdf",
            "view sheet_people",
        ),
        LEADS - {Part.DIRECTOR} | PREPARING | UNION | OFFICE,
    ),
    **dict.fromkeys(
        (
            "act send_sheet",
            "act add_minutes",
            "act add_signed",
            "act sheet_by_hand",
            "act sheet_number",
        ),
        CONFIRMING | UNION,
    ),
    **dict.fromkeys(
        (
            "view delegation",
            "act delegate",
            "act name_coordinator",
            "act end_stand_in",
        ),
        CONFIRMING - {Part.ACTING} | OFFICE,
    ),
    **dict.fromkeys(("view moved_away",), CONFIRMING),
    **dict.fromkeys(
        (
            "view group_collective",
            "act group_collective",
            "view group_sheet",
        ),
        UNION | {Part.CHAIR},
    ),
    **dict.fromkeys(("act withdraw_group",), UNION),
    # What a coordinator has prepared; the chair confirms a group's by its list.
    **dict.fromkeys(("act confirm_collective",), CONFIRMING),
    **dict.fromkeys(
        (
            "view received",
            "view sheets",
            "view sheet_file",
            "view sheet_files",
            "act return_sheet",
            "act sheet_original",
            "act accept_sheet",
        ),
        OFFICE | {Part.CHAIR},
    ),
    **dict.fromkeys(
        (
            "act late_grant",
            "view link_request",
            "view link_requests",
            "view office_question",
            "view office_questions",
            "view office_unit",
            "view office_units",
            "view personnel",
            "view staff",
            "act answer_question",
            "act cancel_leave",
            "act cancel_transfer",
            "act choose_linked",
            "act end_exemption",
            "act exempt",
            "act find_person",
            "act leaving",
            "act merge_unit",
            "act refuse_link",
            "act rename_unit",
            "act transfer",
        ),
        OFFICE,
    ),
    # Notices: the Office's, until they are sent; then everybody's own.
    **dict.fromkeys(("view office_notices", "act compose"), OFFICE),
    **dict.fromkeys(
        (
            "view notice_check",
            "view notice_copies",
            "view notice_correction",
            "view notice_recall",
            "view notice_versions",
            "view notice_discard",
            "view notice_fate",
            "view notice_fates",
            "view notice_people",
            "view notice_preview",
            "view notice_stop",
            "view notice_to_tell",
            "view notice_tracking",
            "view notice_units",
            "view office_notice",
            "act call_off_notice",
            "act chase_notice",
            "act correct_notice",
            "act drop_correction",
            "act edit_correction",
            "act recall_notice",
            "act tell_recalled",
            "act try_correction",
            "act discard_notice",
            "act edit_notice",
            "act notice_audience",
            "act pause_notice",
            "act preview_as",
            "act resend_notice",
            "act resume_notice",
            "act schedule_notice",
            "act send_notice",
            "act stop_notice",
            "act try_notice",
        ),
        OFFICE,
    ),
    **dict.fromkeys(("view notice_policy", "act require_approval", "act drop_approval", "act approve_above"), OFFICE),
    **dict.fromkeys(("act ask_approval", "act approve_notice"), OFFICE),
    **dict.fromkeys(
        ("view my_notice", "view my_notice_file", "view my_notice_versions", "view notice_known", "act know_notice"),
        LINKED,
    ),
    # Telling in person whom a notice did not reach: whoever leads them, and the Office.
    **dict.fromkeys(("view tell_notices",), LEADS | PREPARING | OFFICE),
    **dict.fromkeys(
        (
            "view tell_notice",
            "view tell_notice_one",
            "act told_notice",
            "act told_all_notice",
            "act not_told_notice",
        ),
        LEADS | PREPARING | OFFICE,
    ),
    **dict.fromkeys(("view notice_series", "view one_series", "view end_series"), OFFICE),
    **dict.fromkeys(("act repeat_notice", "act end_series"), OFFICE),
    "view my_notice_chart": LINKED,
    "view confirmed_many": LINKED,
    "view office": OFFICE,
}
"""`view` or `act` and its name -> parts."""

UNPROVEN: Mapping[str, str] = {
    "view notice_fate": "its notice and its group are packed into one number",
}
"""View or act that not all of its parts get through to on this stage -> why. That the others are refused is checked all
the same. At most ten."""
