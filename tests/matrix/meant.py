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
DIRECTING = frozenset({Part.DIRECTOR, Part.DEPUTY, Part.CHAIR})
"""The chair is a deputy director too."""
INVITING = frozenset({Part.HEAD, Part.SUB_HEAD, Part.BODY_HEAD})
SEEING = LEADS - {Part.DIRECTOR} | PREPARING | OFFICE
"""What a unit registers for itself, and its list."""
RECEIVING = OFFICE | {Part.CHAIR}
DECIDING = CONFIRMING - {Part.ACTING} | OFFICE
"""Who stands in for the head of a unit: whoever only acts for one does not."""


def _each(names: str, parts: frozenset[Part]) -> dict[str, frozenset[Part]]:
    return dict.fromkeys(names.split(", "), parts)


MEANT: Mapping[str, frozenset[Part]] = {
    # The way in, and what anybody may read.
    **_each("view welcome, view privacy, view privacy_full, view not_agreed, view settings", ANYBODY),
    **_each("view link_requested, view invite_spent, view invite_returned, view unlinked", ANYBODY),
    **_each("view withdraw_consent, view guide, view blank_form, view checking", ANYBODY),
    **_each("act agree, act language, act to_link, act to_request", ANYBODY),
    **_each("act withdraw_consent, act withdraw_request", ANYBODY),
    # One's own affairs.
    **_each("view menu, view linked, view mine, view receipt, view my_form, view my_data", LINKED),
    **_each("view my_data_file, view unlink_confirm, act unlink, act leave, view left", LINKED),
    **_each("act register, act register_same, act register_title, act register_titles, act edit_part", LINKED),
    **_each("act register_union, view edit, view which_title", LINKED),
    "act register_state": LINKED,
    **_each("view contacts, act choose_bells, act say_email, act remove_email", LINKED),
    **_each("view withdraw, act withdraw, view withdrawn, view decline, act decline", LINKED),
    **_each("view declined, view closed, view late, act ask_late", LINKED),
    **_each("view snooze, act snooze, view snoozed", LINKED),
    **_each("view missed, act missed, view waiting", LINKED),
    # Questions, and what the plan says.
    **_each("view questions, view title_info, view plan, view plan_file, view notices", LINKED),
    **_each("view asked, view my_questions, view unclear, act pass_on", LINKED),
    **_each("act ask_office, act ask_decision, act ask_roster, act ask_erasure", LINKED),
    # Whoever leads: a coordinator sees and decides nothing.
    **_each("view member state, view members state", LEADS | PREPARING),
    **_each("view member union, view members union", UNION | {Part.CHAIR}),
    "view unit": LEADS | PREPARING | OFFICE,
    "view department": OFFICE | DIRECTING,
    "view union_group": UNION | {Part.CHAIR},
    # What has waited too long below leads to the same boards.
    "view below state": LEADS | PREPARING | OFFICE,
    "view below union": UNION | {Part.CHAIR},
    **_each("act confirm, act ask_change, act take_back_change", LEADS | UNION | OFFICE),
    **_each("view extend_change, act extend_change", LEADS | UNION | OFFICE),
    **_each("view rising, act set_rising", OFFICE),
    # What nobody in the chat confirms.
    "view to_record": OFFICE,
    "act confirm_all state": LEADS,
    "act confirm_all union": UNION | {Part.CHAIR},
    "view confirmed_many": LINKED,
    # Reminding: the chair, who sees all groups, leads none of them.
    **_each("view nudge state, view nudged state, act nudge state, act nudge_words state", LEADS | PREPARING),
    **_each("view nudge union, view nudged union, act nudge union, act nudge_words union", UNION),
    **_each("view tell state, view tell_one state, act told state", LEADS | PREPARING),
    **_each("view tell union, view tell_one union, act told union", UNION),
    # Registering for somebody: nobody does it for whoever leads a unit, or several.
    **_each("view proxy, view proxied, act proxy, view proxy_decline, act proxy_decline", CONFIRMING | PREPARING),
    **_each("view proxy_asked, act agree_proxy", LINKED),
    "act ask_proxy": LINKED - {Part.HEAD, Part.BODY_HEAD} - ABOVE,
    # Late requests.
    **_each("view late_one, view late_requests, act late_refuse", LEADS | OFFICE),
    "act late_agree": LEADS,
    "act late_grant": OFFICE,
    # Collectives, and their lists. The directors' own unit has none.
    **_each("view collective unit, act collective unit, view sheet unit", SEEING),
    **_each("view sheet_changes unit, view sheet_pdf unit, view sheet_minutes unit, view sheet_people unit", SEEING),
    **_each("view collective union_group, act collective union_group", UNION | {Part.CHAIR}),
    **_each("view sheet union_group, view sheet_changes union_group", UNION | {Part.CHAIR}),
    **_each(
        "view sheet_pdf union_group, view sheet_minutes union_group, view sheet_people union_group",
        UNION | {Part.CHAIR},
    ),
    "act withdraw_collective unit": CONFIRMING | PREPARING,
    "act withdraw_collective union_group": UNION,
    # What a coordinator has prepared; the chair confirms a group's by its list.
    "act confirm_collective": CONFIRMING,
    **_each("act send_sheet unit, act sheet_number unit, act sheet_by_hand unit", CONFIRMING),
    **_each("act add_signed unit, act add_minutes unit", CONFIRMING),
    **_each("act send_sheet union_group, act sheet_number union_group, act sheet_by_hand union_group", UNION),
    **_each("act add_signed union_group, act add_minutes union_group", UNION),
    # Whoever receives lists: the Office those of units, the chair those of groups.
    **_each("view sheets, view received, view sheet_file, view sheet_files", RECEIVING),
    **_each("act return_sheet, act sheet_original, act accept_sheet", RECEIVING),
    # Standing in, and what is said of whoever has left.
    **_each("view delegation, act delegate, act name_coordinator, act end_stand_in", DECIDING),
    **_each("view moved_away, view comment, act comment", CONFIRMING),
    "view comments": LEADS | OFFICE,
    # People, units, links and questions.
    **_each("view personnel, view staff, act find_person, act transfer, act cancel_transfer", OFFICE),
    **_each("act leaving, act cancel_leave, act exempt, act end_exemption", OFFICE),
    **_each("view office_units, view office_unit, act rename_unit, act merge_unit", OFFICE),
    **_each("view office_roles, view duty, view holding, act give_duty, act end_duty", OFFICE),
    **_each("view account, act free_account, act move_account", OFFICE),
    **_each("view link_requests, view link_request, act choose_linked, act refuse_link", OFFICE),
    # The Office's own requests are for a colleague.
    **_each("view erasure, view erased, act erase_data", OFFICE),
    **_each("view office_questions, view office_question, act answer_question", OFFICE),
    "view office": OFFICE | {Part.DIRECTOR},
    # Notices: the Office's, until they are sent; then everybody's own.
    **_each("view office_notices, act compose", OFFICE),
    **_each("view notice_check, view notice_copies, view notice_correction, view notice_recall", OFFICE),
    **_each("view notice_versions, view notice_discard, view notice_fate, view notice_fates", OFFICE),
    **_each("view notice_people, view notice_preview, view notice_stop, view notice_to_tell", OFFICE),
    **_each("view notice_tracking, view notice_units, view office_notice, act call_off_notice", OFFICE),
    **_each("act chase_notice, act correct_notice, act drop_correction, act edit_correction", OFFICE),
    **_each("act recall_notice, act tell_recalled, act try_correction, act discard_notice, act edit_notice", OFFICE),
    **_each("act notice_audience, act pause_notice, act preview_as, act resend_notice, act resume_notice", OFFICE),
    **_each("act schedule_notice, act send_notice, act stop_notice, act try_notice", OFFICE),
    **_each(
        "view notice_policy, view drop_approval, act require_approval, act drop_approval, act approve_above", OFFICE
    ),
    **_each("act ask_approval, act approve_notice, act return_approval, view notice_approvals", OFFICE),
    "view notice_chase": OFFICE,
    **_each("view my_notice, view my_notice_file, view my_notice_versions, view notice_known", LINKED),
    **_each("act know_notice", LINKED),
    # Telling in person whom a notice did not reach: whoever leads them, and the Office.
    **_each("view tell_notices", LEADS | PREPARING | OFFICE),
    **_each("view tell_notice, view tell_notice_one, act told_notice", LEADS | PREPARING | OFFICE),
    **_each("act told_all_notice, act not_told_notice", LEADS | PREPARING | OFFICE),
    # The department in numbers, each with its names; the union's are its chair's.
    **_each("view overview_names state, act find_names state, view overview_place state", OFFICE | DIRECTING),
    **_each("view overview_names union, act find_names union, view overview_place union", frozenset({Part.CHAIR})),
    "view overview_union": frozenset({Part.CHAIR}),
    **_each("view overview_collectives, view outlook, view outlook_lists, view outlook_shares", OFFICE | DIRECTING),
    **_each("view outlook_forecast, view outlook_chart", OFFICE | DIRECTING),
    **_each("view desk, act next_work, view paper_form, act enter_form", OFFICE),
    **_each("view unit_forms, view form_template, act send_forms", OFFICE),
    # Days off and make-up days.
    **_each("view setup, view office_days, view declared_days, act declare_days, act take_back_days", OFFICE),
    # Campaigns.
    **_each("view campaigns, view campaign, view campaign_timetable, view campaign_basis", OFFICE),
    "view campaign_basis_file": OFFICE,
    **_each("act launch_campaign, act change_campaign", OFFICE),
    # The department's own words, and who signs for it.
    **_each("view channels, view channel, act switch_channel, act raise_channel, act channel_number", OFFICE),
    **_each("act pass_on_bells, act known_days", OFFICE),
    **_each("view door_outage, view outage_let_pass, view outage_on_paper, act let_pass", OFFICE),
    **_each("view organisation, view choose_own_word, act set_up_organisation, act put_off_organisation", OFFICE),
    **_each("act change_own_word, view signatories, view paper_signatories, view signatory", OFFICE),
    **_each("act declare_signatory, act end_signatory", OFFICE),
    # The rules in use.
    **_each("view journal, view journal_entry, view journal_groups, view journal_file", OFFICE | {Part.DIRECTOR}),
    "act find_in_journal": OFFICE | {Part.DIRECTOR},
    **_each("view templates, view template, view template_versions, view template_file, view template_names", OFFICE),
    **_each("view template_trial, view template_trial_file, act give_template, act take_template", OFFICE),
    **_each("act leave_template, act use_built_in", OFFICE),
    **_each("view office_regimes, view office_regime, view office_regime_file, act give_regime", OFFICE),
    **_each("view invites, act print_invites, act choose_invited_units", OFFICE | INVITING),
    # The way in by the web: one's own, one's people's, and the Office's word.
    **_each("view browsers, view browser, act end_browser, view forget_pin, act forget_pin", LINKED),
    **_each("view own_web_link, act own_web_link, act answer_entry, view zalo_code, act zalo_code", LINKED),
    **_each("view other_chat, act end_other_chat", LINKED),
    **_each("view passkeys, view passkey, act remove_passkey", LINKED),
    **_each("view web_access, view web_invite, act invite_by_web", OFFICE | INVITING),
    **_each("view report_lost, act report_lost", OFFICE | INVITING),
    **_each("view web_entries, view web_entry, act decide_entry", OFFICE),
    **_each("view revoke_web, act revoke_web, act leave_web_report", OFFICE),
    "view invite_cards": LINKED,
    "view invites_drawing": LINKED,
    **_each("view imports, view upload, view comparison, view upload_lines, view rejects", OFFICE),
    **_each("view take_back_import, act send_workbook, act tell_year, act write_upload, act drop_upload", OFFICE),
    "act take_back_import": OFFICE,
    **_each("view notice_series, view one_series, view end_series", OFFICE),
    **_each("act repeat_notice, act end_series", OFFICE),
    "view my_notice_chart": LINKED,
    # Snapshots, their papers, their submission, and the answers to it.
    **_each("view consolidation, view snapshots, view snapshot, view snapshot_changes", OFFICE),
    **_each("act find_difference, act take_snapshot, act make_paper, view submit_snapshot, act submit", OFFICE),
    **_each("view snapshot_papers, view snapshot_forms, view snapshot_making", OFFICE),
    **_each("view snapshot_gaps state, view snapshot_gap state, view submitted state", OFFICE | DIRECTING),
    **_each("view snapshot_gaps union, view snapshot_gap union, view submitted union", OFFICE | {Part.CHAIR}),
    **_each("view snapshot_paper, view submission", OFFICE | DIRECTING),
    **_each("act agree_submission, act return_submission", DIRECTING),
    # Decisions and results: everybody's own for everybody, all others for the Office.
    **_each("view decisions, view decision, view decision_lines, view decision_file, view decision_enter", OFFICE),
    **_each("act begin_decision, act decision_from_list, act decision_add_one, act decision_drop_line", OFFICE),
    **_each("act enter_decision, act drop_decision, act revoke_decision, act decision_workbook", OFFICE),
    **_each("view results, view results_untold, act send_results, act publish_results", OFFICE),
    "view my_results": LINKED,
    # A year's results: the own unit's for its head, the union's for its chair, of their units' for deputies.
    **_each("view achieved, view achieved_units, view achieved_names", CONFIRMING | OFFICE | ABOVE),
    **_each("view streaks, view streaks_file, view bonuses, view bonuses_file", OFFICE | {Part.DIRECTOR}),
    "act set_base_salary": OFFICE,
    # The end of a year.
    **_each("view year_end, view close_year, act close_year", OFFICE),
    **_each("view retention, act set_retention, view removal, act remove_raw", OFFICE),
}
"""`view` or `act` and its name -> parts. Of a target of both families, or of units and groups: with what it is of,
where that makes a difference."""

UNPROVEN: Mapping[str, str] = {}
"""View or act that not all of its parts get through to on this stage -> why. That the others are refused is checked all
the same. At most ten."""
