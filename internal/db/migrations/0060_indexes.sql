-- +goose Up
-- What is looked up by its course or by what it replaces is found without reading
-- every course's rows.
CREATE INDEX person_by_cpr ON person (cpr_index);
CREATE INDEX protection_supersedes ON protection (supersedes);
CREATE INDEX protection_lift_course ON protection_lift (course_id);
CREATE INDEX whereabouts_supersedes ON whereabouts (supersedes);
CREATE INDEX concern_supersedes ON concern (supersedes);
CREATE INDEX focus_area_supersedes ON focus_area (supersedes);
CREATE INDEX consent_supersedes ON consent (supersedes);
CREATE INDEX placement_supersedes ON placement (supersedes);
CREATE INDEX plan_step_course ON plan_step (course_id);
CREATE INDEX hours_request_plan ON hours_request (plan_id);
CREATE INDEX hours_answer_course ON hours_answer (course_id);
CREATE INDEX session_staff_course ON session_staff (course_id);
CREATE INDEX analysis_supersedes ON analysis (supersedes);
CREATE INDEX login_session_created ON login_session (created_at);
