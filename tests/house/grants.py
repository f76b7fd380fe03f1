"""Who may enter where, written by hand. Imports nothing from the portal: the matrix tests hold the
portal against this table, so a change of either without the other fails.

A line names the people who get in. Where an address names a child or a review, "own" is understood:
they get in only for a child that `SEES` gives them, and get "not found" for any other.
"""

EVERYBODY = (
    "nobody parent child young_person "
    "caseworker officer group_member coordinator administrator lead"
)
FAMILY = "parent child young_person"
STAFF = "caseworker officer group_member coordinator administrator lead"

GRANTS = {
    # Anybody, signed in or not
    "front.show_home": EVERYBODY,
    "front.show_accessibility": EVERYBODY,
    "front.show_contact": EVERYBODY,
    "front.show_health": EVERYBODY,
    "front.show_privacy": EVERYBODY,
    "deadlines.show_deadlines": EVERYBODY,
    "deadlines.show_clock": EVERYBODY,
    "deadlines.work_out_clock": EVERYBODY,
    "commitments.show_you_said_we_did": EVERYBODY,
    "views.show_safety": EVERYBODY,
    "sign_in.leave_quickly": EVERYBODY,
    "sign_in.sign_out": EVERYBODY,
    "sign_in.show_signed_out": EVERYBODY,
    "sign_in.start_sign_in": EVERYBODY,
    "sign_in.ask_for_way_in": EVERYBODY,
    "sign_in.await_code": EVERYBODY,
    "sign_in.enter_code": EVERYBODY,
    "sign_in.start_staff_sign_in": EVERYBODY,
    "sign_in.enter_password": EVERYBODY,
    "sign_in.await_authenticator_code": EVERYBODY,
    "sign_in.enter_authenticator_code": EVERYBODY,
    # Whoever holds the link
    "sign_in.show_link": EVERYBODY,
    "sign_in.enter_by_link": EVERYBODY,
    "sign_in.start_set_up": EVERYBODY,
    "sign_in.choose_password": EVERYBODY,
    "sign_in.show_authenticator": EVERYBODY,
    "sign_in.verify_authenticator": EVERYBODY,
    "messages.show_choices": EVERYBODY,
    "messages.stop_surveys": EVERYBODY,
    "messages.report_wrong_person": EVERYBODY,
    "survey_answers.open_survey": EVERYBODY,
    "survey_answers.send_answers": EVERYBODY,
    "survey_answers.show_choices": EVERYBODY,
    "survey_answers.show_saved": EVERYBODY,
    "survey_answers.show_sent": EVERYBODY,
    "survey_answers.stop_surveys": EVERYBODY,
    "survey_answers.report_wrong_child": EVERYBODY,
    # Everybody who is signed in
    "sign_in.start_proof": STAFF,
    "sign_in.give_proof": STAFF,
    # Families, for their own
    "plan_status.list_children": FAMILY,
    "plan_status.show_child": FAMILY,
    "plan_status.show_history": FAMILY,
    "plan_status.flag_wrong_date": FAMILY,
    "trail.show_looks": FAMILY,
    "own_surveys.open_survey": "parent",
    "own_surveys.send_answers": "parent",
    "own_surveys.show_sent": "parent",
    "views.start_views": FAMILY,
    "views.begin_views": FAMILY,
    "views.show_question": FAMILY,
    "views.keep_answer": FAMILY,
    "views.show_audience": FAMILY,
    "views.keep_audience": FAMILY,
    "views.show_provenance": FAMILY,
    "views.keep_provenance": FAMILY,
    "views.check_answers": FAMILY,
    "views.preview_views": FAMILY,
    "views.send_previewed": FAMILY,
    "views.show_receipt": FAMILY,
    "views.show_sent": FAMILY,
    "views.show_addition_form": FAMILY,
    "views.send_addition": FAMILY,
    "views.read_child_views": "parent",
    "drafts.list_drafts": "parent young_person",
    "drafts.start_reading": "parent young_person",
    "drafts.read_whole": "parent young_person",
    "drafts.show_part": "parent young_person",
    "drafts.keep_remark": "parent young_person",
    "drafts.check_comments": "parent young_person",
    "drafts.send_checked": "parent young_person",
    "drafts.show_receipt": "parent young_person",
    # Caseworkers, for their own caseload
    "desk.list_cases": "caseworker",
    "desk.show_case": "caseworker",
    "desk.settle_wrong_date": "caseworker",
    "views.compare_views": "caseworker",
    "drafts.list_case_drafts": "caseworker",
    "drafts.begin_draft": "caseworker",
    "drafts.write_draft": "caseworker",
    "drafts.keep_draft": "caseworker",
    "drafts.confirm_dropping": "caseworker",
    "drafts.drop_draft": "caseworker",
    "drafts.preview_draft": "caseworker",
    "drafts.serve_draft": "caseworker",
    "drafts.read_comments": "caseworker",
    "drafts.show_comment": "caseworker",
    "drafts.keep_answer": "caseworker",
    "drafts.start_final": "caseworker",
    "drafts.note_final": "caseworker",
    "accounts.list_family": "caseworker",
    "accounts.invite_family_member": "caseworker",
    "accounts.start_opening_access": "caseworker",
    "accounts.open_access": "caseworker",
    "accounts.start_closing_access": "caseworker",
    "accounts.close_access": "caseworker",
    # Caseworkers and the managers above them, for the cases of the team
    "timeliness.show_shares": "caseworker",
    "timeliness.list_measure_cases": "caseworker",
    "accurate_list.list_everything": "caseworker",
    "accurate_list.show_files": "caseworker",
    "accurate_list.download_list": "caseworker",
    # Records outside the own caseload, and who opened them
    "break_glass.list_openings": "caseworker lead",
    "break_glass.start_opening": "caseworker",
    "break_glass.open_other_record": "caseworker",
    "break_glass.end_opening": "caseworker",
    # The safeguarding lead: entries of the trail that wait, there only where something does
    "trail.list_waiting": "lead",
    "trail.show_waiting_child": "lead",
    "trail.decide_waiting": "lead",
    "trail.list_holds": "administrator lead",
    "trail.start_hold": "administrator lead",
    "trail.add_hold": "administrator lead",
    "trail.finish_hold": "administrator lead",
    # A setting's coordinator
    "plan_status.list_setting_children": "coordinator",
    # The participation team
    "surveys.list_waves": "officer",
    "surveys.start_wave": "officer",
    "surveys.create_wave": "officer",
    "surveys.show_wave": "officer",
    "surveys.open_wave": "officer",
    "surveys.close_wave": "officer",
    "surveys.list_calls": "officer",
    "surveys.find_call": "officer",
    "surveys.start_call": "officer",
    "surveys.take_call": "officer",
    "releases.preview_release": "officer",
    "releases.release_wave": "officer",
    "releases.show_row_file": "officer",
    "releases.download_row_file": "officer",
    "commitments.list_commitments": "officer",
    "commitments.start_commitment": "officer",
    "commitments.add_commitment": "officer",
    "commitments.show_commitment": "officer",
    "commitments.change_commitment": "officer",
    # Released reports
    "releases.list_releases": "officer group_member",
    "releases.show_release": "officer group_member",
    "releases.download_file": "officer group_member",
    # Records
    "records.list_imports": "officer administrator",
    "records.start_import": "officer administrator",
    "records.add_import": "officer administrator",
    "records.show_import": "officer administrator",
    "records.list_lines": "officer administrator",
    "records.take_import": "officer administrator",
    "records.drop_import": "officer administrator",
    # Staff accounts
    "accounts.list_staff": "administrator",
    "accounts.start_account": "administrator",
    "accounts.add_account": "administrator",
    "accounts.send_set_up": "administrator",
    "accounts.confirm_closing": "administrator",
    "accounts.close_account": "administrator",
    "accounts.settle_report": "administrator",
}

# The people of the matrix: what each signs in as, and the children each sees.
SEES = {
    "nobody": ("nobody", ""),
    "mother_of_a": ("parent", "a"),
    "father_of_a_living_apart": ("parent", "a"),
    "adult_restricted_from_a": ("parent", ""),
    "adult_of_a_with_unknown_responsibility": ("parent", ""),
    "mother_of_b": ("parent", "b"),
    "child_a": ("child", "a"),
    "young_person_b": ("young_person", "b"),
    "caseworker_of_a": ("caseworker", "a"),
    "caseworker_of_b": ("caseworker", "b"),
    "officer": ("officer", ""),
    "group_member": ("group_member", ""),
    "coordinator_of_as_school": ("coordinator", "a"),
    "coordinator_of_bs_college": ("coordinator", "b"),
    "administrator": ("administrator", ""),
    "safeguarding_lead": ("lead", "a"),
}

# The telephone desk names the families of an open wave: that is its purpose. Both were invited.
NAMES_OF_THE_DESK = {
    "surveys.list_calls",
    "surveys.find_call",
    "surveys.start_call",
    "surveys.take_call",
}

# Who works with contact details: a caseworker invites the families of the own caseload, and an
# officer rings those whom a wave asks.
SEES_CONTACTS = {"caseworker", "officer"}

# Pages that are there only once something was sent, shared or reported.
DEPENDS_ON_STATE = {
    "break_glass.end_opening",
    "trail.finish_hold",
    "accounts.settle_report",
    "views.read_child_views",
    "views.show_receipt",
    "views.show_sent",
    "views.show_addition_form",
    "views.send_addition",
    "drafts.show_receipt",
}
