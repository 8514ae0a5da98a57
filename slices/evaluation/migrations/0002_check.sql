-- 复核 (CRS-9): until when a published course has to be looked at anew, and who looked last. One row for each course that
-- was ever published; title, unit and author repeat the catalogue's. `flags` counts open remarks that it is out of date.
CREATE TABLE evaluation_check (
    course_id uuid PRIMARY KEY NOT NULL,
    version_id uuid NOT NULL,
    title text NOT NULL,
    title_key text NOT NULL,
    unit_path text NOT NULL,
    author_id uuid NOT NULL,
    author_name text NOT NULL,
    -- Publication counts as a check; then `checked_by` is empty.
    checked_at timestamptz NOT NULL,
    checked_by uuid,
    checked_name text NOT NULL,
    note text NOT NULL,
    review_by timestamptz NOT NULL,
    flags bigint NOT NULL,
    -- A new version was begun because of it.
    begun_at timestamptz,
    begun_name text,
    -- When it was said that the date is near, and that it is over; anew for each date.
    told_before_at timestamptz,
    told_past_at timestamptz,
    live boolean NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX evaluation_check_due ON evaluation_check (review_by, course_id);
CREATE INDEX evaluation_check_unit ON evaluation_check (unit_path, review_by, course_id);
CREATE INDEX evaluation_check_author ON evaluation_check (author_id, review_by, course_id);

-- "This is out of date": said by somebody who takes or teaches the course; closed with an answer.
CREATE TABLE evaluation_flag (
    id uuid PRIMARY KEY NOT NULL,
    course_id uuid NOT NULL REFERENCES evaluation_check (course_id),
    version_id uuid NOT NULL,
    lesson_title text NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    reason text NOT NULL,
    flagged_at timestamptz NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('open', 'confirmed', 'changed', 'ended')),
    closed_at timestamptz,
    closed_name text,
    answer text NOT NULL
);
CREATE UNIQUE INDEX evaluation_flag_open ON evaluation_flag (course_id, person_id) WHERE outcome = 'open';
CREATE INDEX evaluation_flag_course ON evaluation_flag (course_id, flagged_at, id);
