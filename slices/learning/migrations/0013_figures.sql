-- Figures of a subtree and of a course, counted from the index alone: with a million learners the rows lie too far apart.
CREATE INDEX learning_enrolment_required ON learning_enrolment (unit_path, due_at, completed_at, person_id, course_id)
    WHERE required AND withdrawn_at IS NULL AND due_at IS NOT NULL;
CREATE INDEX learning_enrolment_of_course ON learning_enrolment (course_id, unit_path, completed_at, last_at, due_at)
    WHERE withdrawn_at IS NULL;
