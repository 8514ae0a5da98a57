-- 必修指派: a course for positions, units, cohorts and persons (the union counts), with a deadline (CRS-3).
CREATE TABLE learning_assignment (
    id uuid PRIMARY KEY NOT NULL,
    course_id uuid NOT NULL,
    title text NOT NULL,
    node_path text NOT NULL,
    opens_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    note text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by uuid,
    version bigint NOT NULL
);
CREATE INDEX learning_assignment_created ON learning_assignment (created_at, id);
CREATE INDEX learning_assignment_course ON learning_assignment (course_id);

CREATE TABLE learning_target (
    assignment_id uuid NOT NULL REFERENCES learning_assignment (id),
    kind text NOT NULL,
    target_id uuid NOT NULL,
    PRIMARY KEY (assignment_id, kind, target_id)
);
CREATE INDEX learning_target_target ON learning_target (kind, target_id);

-- One person in one course. `unit_path` and `name_key` repeat the person's, kept in step by events, so that a
-- department's list is one index range. Counts and sums repeat what the lesson rows say, so that a list costs
-- no query per row.
CREATE TABLE learning_enrolment (
    id uuid PRIMARY KEY NOT NULL,
    course_id uuid NOT NULL,
    person_id uuid NOT NULL,
    unit_path text NOT NULL,
    name_key text NOT NULL,
    source text NOT NULL,
    required boolean NOT NULL,
    assignment_id uuid REFERENCES learning_assignment (id),
    opens_at timestamptz NOT NULL,
    due_at timestamptz,
    enrolled_at timestamptz NOT NULL,
    version_id uuid NOT NULL,
    lessons_total bigint NOT NULL,
    lessons_done bigint NOT NULL,
    study_seconds bigint NOT NULL,
    last_lesson_key uuid,
    last_at timestamptz,
    completed_at timestamptz,
    withdrawn_at timestamptz,
    withdrawn_reason text
);
CREATE UNIQUE INDEX learning_enrolment_one ON learning_enrolment (person_id, course_id);
CREATE INDEX learning_enrolment_course ON learning_enrolment (course_id, name_key, id);
CREATE INDEX learning_enrolment_unit ON learning_enrolment (unit_path, due_at, id);
CREATE INDEX learning_enrolment_due ON learning_enrolment (due_at, id);
CREATE INDEX learning_enrolment_assignment ON learning_enrolment (assignment_id);

-- Why somebody is enrolled: an assignment that reaches them; the earliest due date counts.
CREATE TABLE learning_reach (
    assignment_id uuid NOT NULL REFERENCES learning_assignment (id),
    person_id uuid NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (assignment_id, person_id)
);
CREATE INDEX learning_reach_person ON learning_reach (person_id);

-- One lesson of one enrolment. Viewed and passed are separate facts (LRN-2).
CREATE TABLE learning_lesson (
    enrolment_id uuid NOT NULL REFERENCES learning_enrolment (id),
    lesson_key uuid NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    study_seconds bigint NOT NULL,
    viewed_at timestamptz,
    passed_at timestamptz,
    score bigint,
    score_max bigint,
    page_reached bigint NOT NULL,
    PRIMARY KEY (enrolment_id, lesson_key)
);

-- One learning session of one lesson: a one-time token, reports by sequence. The server counts its own time.
CREATE TABLE learning_attention (
    id uuid PRIMARY KEY NOT NULL,
    token_hash text NOT NULL UNIQUE,
    person_id uuid NOT NULL,
    session_id uuid NOT NULL,
    enrolment_id uuid NOT NULL REFERENCES learning_enrolment (id),
    lesson_key uuid NOT NULL,
    started_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    sequence bigint NOT NULL,
    seconds bigint NOT NULL,
    ended_at timestamptz,
    end_reason text
);
CREATE INDEX learning_attention_person ON learning_attention (person_id, ended_at);

-- 学分与学时: a ledger; a correction is a row that reverses (LRN-6).
CREATE TABLE learning_credit (
    id uuid PRIMARY KEY NOT NULL,
    person_id uuid NOT NULL,
    unit_path text NOT NULL,
    course_id uuid NOT NULL,
    enrolment_id uuid NOT NULL REFERENCES learning_enrolment (id),
    credits bigint NOT NULL,
    hours_seconds bigint NOT NULL,
    required boolean NOT NULL,
    source text NOT NULL,
    at timestamptz NOT NULL,
    reverses uuid REFERENCES learning_credit (id),
    reason text
);
CREATE INDEX learning_credit_person ON learning_credit (person_id, at, id);
CREATE INDEX learning_credit_unit ON learning_credit (unit_path, at, id);
CREATE UNIQUE INDEX learning_credit_once ON learning_credit (enrolment_id) WHERE reverses IS NULL;
CREATE UNIQUE INDEX learning_credit_reversed ON learning_credit (reverses) WHERE reverses IS NOT NULL;
