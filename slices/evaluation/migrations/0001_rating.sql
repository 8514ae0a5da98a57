-- 课程评价 (CRS-9): what somebody who took a course makes of one version of it. `stars` repeats the mean of the three
-- marks in hundredths. A withdrawn rating counts no more; a hidden comment is not shown, its marks count.
CREATE TABLE evaluation_rating (
    id uuid PRIMARY KEY NOT NULL,
    course_id uuid NOT NULL,
    version_id uuid NOT NULL,
    enrolment_id uuid NOT NULL,
    person_id uuid NOT NULL,
    person_name text NOT NULL,
    content bigint NOT NULL CHECK (content BETWEEN 1 AND 5),
    teaching bigint NOT NULL CHECK (teaching BETWEEN 1 AND 5),
    usefulness bigint NOT NULL CHECK (usefulness BETWEEN 1 AND 5),
    stars bigint NOT NULL CHECK (stars BETWEEN 100 AND 500),
    comment text NOT NULL,
    rated_at timestamptz NOT NULL,
    -- The beginning of the month in which it was rated: what lists show and sort by, since a moment would tell who it was.
    month_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    hidden_at timestamptz,
    hidden_by uuid,
    hidden_name text,
    hidden_reason text,
    answer text,
    answered_at timestamptz,
    answered_by uuid,
    answered_name text,
    version bigint NOT NULL,
    UNIQUE (person_id, course_id, version_id)
);
CREATE INDEX evaluation_rating_course ON evaluation_rating (course_id, month_at, id);
CREATE INDEX evaluation_rating_stars ON evaluation_rating (course_id, stars, id);
