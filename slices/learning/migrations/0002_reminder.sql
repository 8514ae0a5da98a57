-- What was reminded of, once for each deadline: `three-days`, `one-day` before it, `overdue` after it.
CREATE TABLE learning_reminder (
    enrolment_id uuid NOT NULL REFERENCES learning_enrolment (id),
    kind text NOT NULL,
    due_at timestamptz NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (enrolment_id, kind, due_at)
);

-- The learning sessions of an enrolment, as evidence.
CREATE INDEX learning_attention_enrolment ON learning_attention (enrolment_id, started_at);
