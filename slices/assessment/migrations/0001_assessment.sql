-- 小测: a quiz belongs to one lesson of one version of a course. `attempts_allowed` 0: as often as one likes.
CREATE TABLE assessment_quiz (
    id uuid PRIMARY KEY NOT NULL,
    title text NOT NULL,
    pass_percent bigint NOT NULL CHECK (pass_percent BETWEEN 0 AND 100),
    attempts_allowed bigint NOT NULL CHECK (attempts_allowed >= 0),
    shuffle boolean NOT NULL,
    partial boolean NOT NULL,
    time_limit_seconds bigint CHECK (time_limit_seconds > 0),
    review text NOT NULL CHECK (review IN ('passed', 'submitted', 'never')),
    frozen_at timestamptz,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL
);

-- Questions of choice (EXM-3, begun). `options` is JSON: id, Markdown and HTML of each; `answer` is a JSON list of
-- the ids that are right.
CREATE TABLE assessment_question (
    id uuid PRIMARY KEY NOT NULL,
    quiz_id uuid NOT NULL REFERENCES assessment_quiz (id),
    place bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('single', 'multiple', 'true-false')),
    body_md text NOT NULL,
    body_html text NOT NULL,
    options text NOT NULL,
    answer text NOT NULL,
    points bigint NOT NULL CHECK (points > 0),
    explanation_md text NOT NULL,
    explanation_html text NOT NULL,
    updated_at timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX assessment_question_quiz ON assessment_question (quiz_id, place, id);

-- 作答: `context_id` is what it is taken for, such as an enrolment. `seed` fixes the order of questions and options.
CREATE TABLE assessment_attempt (
    id uuid PRIMARY KEY NOT NULL,
    quiz_id uuid NOT NULL REFERENCES assessment_quiz (id),
    person_id uuid NOT NULL,
    context_id uuid NOT NULL,
    number bigint NOT NULL,
    seed bigint NOT NULL,
    started_at timestamptz NOT NULL,
    ends_at timestamptz,
    submitted_at timestamptz,
    closed_by text CHECK (closed_by IN ('person', 'time')),
    score bigint,
    max bigint,
    passed boolean,
    UNIQUE (quiz_id, person_id, context_id, number)
);
CREATE UNIQUE INDEX assessment_attempt_open ON assessment_attempt (quiz_id, person_id, context_id) WHERE submitted_at IS NULL;
CREATE INDEX assessment_attempt_person ON assessment_attempt (person_id, started_at, id);
CREATE INDEX assessment_attempt_due ON assessment_attempt (ends_at, id) WHERE submitted_at IS NULL AND ends_at IS NOT NULL;

-- Answers as given, saved one by one; `sequence` is the browser's count, so that a late repetition of an older
-- answer changes nothing.
CREATE TABLE assessment_answer (
    attempt_id uuid NOT NULL REFERENCES assessment_attempt (id),
    question_id uuid NOT NULL REFERENCES assessment_question (id),
    answer text NOT NULL,
    sequence bigint NOT NULL,
    saved_at timestamptz NOT NULL,
    points bigint,
    PRIMARY KEY (attempt_id, question_id)
);
