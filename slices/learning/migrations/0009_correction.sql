-- 更正: what was wrongly counted of a course is taken back, with a reason (LRN-6). What the lessons held before stays
-- here; the ledger gets a row that reverses.
CREATE TABLE learning_correction (
    id uuid PRIMARY KEY NOT NULL,
    enrolment_id uuid NOT NULL REFERENCES learning_enrolment (id),
    person_id uuid NOT NULL,
    course_id uuid NOT NULL,
    lessons text NOT NULL,
    reopened boolean NOT NULL,
    reversed_id uuid REFERENCES learning_credit (id),
    certificate_id uuid REFERENCES learning_certificate (id),
    reason text NOT NULL,
    by_person uuid NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX learning_correction_enrolment ON learning_correction (enrolment_id, at, id);
-- After a correction a quiz is taken anew: attempts belong to an enrolment and its round.
ALTER TABLE learning_enrolment ADD COLUMN round bigint NOT NULL DEFAULT 0;
-- And its completion is booked anew: once in each round.
ALTER TABLE learning_credit ADD COLUMN round bigint NOT NULL DEFAULT 0;
DROP INDEX learning_credit_once;
CREATE UNIQUE INDEX learning_credit_once ON learning_credit (enrolment_id, round) WHERE reverses IS NULL;
